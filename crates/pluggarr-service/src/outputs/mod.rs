//! What players fetch: the playlist of all channels and the guide that goes with it.

mod downloads;
mod m3u;
mod xmltv;

use chrono::{DateTime, Duration, Utc};
use pluggarr_store::Store;
use pluggarr_store::channels::{ExportFilter, ExportedChannel};
use pluggarr_store::programmes::ProgrammeFilter;
use tokio::sync::mpsc;
use tracing::warn;

use crate::system_events::{SystemEvents, Visitor};
use crate::{Config, Error};

use downloads::Downloads;

/// What a channel's id in playlist and guide is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TvgIdSource {
    /// The channel number: the incumbent's default, which players are set up for.
    #[default]
    ChannelNumber,
    /// The channel's own tvg-id, or its number where it has none.
    TvgId,
    /// The Gracenote station id, or its number where it has none.
    Gracenote,
}

impl TvgIdSource {
    /// Reads the query parameter `tvg_id_source`; unknown words mean the default.
    pub fn parse(text: &str) -> Self {
        match text {
            "tvg_id" => Self::TvgId,
            "gracenote" => Self::Gracenote,
            _ => Self::ChannelNumber,
        }
    }

    fn id_of(self, channel: &ExportedChannel) -> String {
        let own = match self {
            Self::ChannelNumber => None,
            Self::TvgId => channel.tvg_id.as_deref(),
            Self::Gracenote => channel.tvc_guide_stationid.as_deref(),
        };
        match own.filter(|id| !id.is_empty()) {
            Some(id) => id.to_owned(),
            None => channel.channel_number.map_or_else(|| channel.id.to_string(), number),
        }
    }
}

/// One of the two things that players fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Output {
    /// The playlist.
    M3u,
    /// The guide.
    Epg,
}

/// `5`, `5.1`: as players write channel numbers.
pub fn number(number: f64) -> String {
    format!("{number}")
}

/// What is fetched by players. Cheap to clone.
#[derive(Clone)]
pub struct Outputs {
    config: Config,
    store: Store,
    downloads: Downloads,
}

impl Outputs {
    pub(crate) fn new(config: Config, store: Store, system_events: SystemEvents) -> Self {
        Self { config, store, downloads: Downloads::new(system_events) }
    }

    /// Somebody was refused, because of where the request comes from.
    pub fn refused(&self, what: Output, profile: Option<&str>, from: &Visitor) {
        self.downloads.refused(what, profile, from);
    }

    /// The playlist of all channels that are not hidden, optionally of one channel profile.
    pub async fn m3u(
        &self,
        profile: Option<&str>,
        ids: TvgIdSource,
        from: &Visitor,
    ) -> Result<String, Error> {
        let channels = self.channels(profile).await?;
        self.downloads.fetched(Output::M3u, profile, channels.len(), from);
        Ok(m3u::playlist(&channels, &self.config.base_url, ids))
    }

    /// The guide, piece by piece: it may be hundreds of megabytes. `days` ahead (0 for all there is)
    /// and `prev_days` back from now.
    pub async fn epg(
        &self,
        profile: Option<&str>,
        ids: TvgIdSource,
        days: u32,
        prev_days: u32,
        from: &Visitor,
    ) -> Result<mpsc::Receiver<String>, Error> {
        let channels = self.channels(profile).await?;
        self.downloads.fetched(Output::Epg, profile, channels.len(), from);
        let now = Utc::now();
        let since = now - Duration::days(i64::from(prev_days.min(30)));
        let until = (days > 0).then(|| now + Duration::days(i64::from(days.min(365))));
        let (pieces, outbox) = mpsc::channel(4);
        let outputs = self.clone();
        tokio::spawn(async move {
            if let Err(error) = outputs.write_guide(&channels, ids, since, until, &pieces).await {
                // The answer has begun; all that is left is to end it early, which XML readers notice.
                warn!("The guide could not be written to its end: {error}");
            }
        });
        Ok(outbox)
    }

    async fn write_guide(
        &self,
        channels: &[ExportedChannel],
        ids: TvgIdSource,
        from: DateTime<Utc>,
        until: Option<DateTime<Utc>>,
        pieces: &mpsc::Sender<String>,
    ) -> Result<(), Error> {
        let head = xmltv::head(channels, &self.config.base_url, ids);
        if pieces.send(head).await.is_err() {
            return Ok(()); // Nobody reads any more.
        }
        for channel in channels {
            let Some(epg_data) = channel.epg_data_id else { continue };
            let filter = ProgrammeFilter {
                epg_ids: Some(vec![epg_data]),
                ends_after: Some(from.into()),
                starts_before: until.map(Into::into),
                ..ProgrammeFilter::default()
            };
            let id = ids.id_of(channel);
            let rows = self.store.programmes().list(&filter).await?;
            let text: String = rows.iter().map(|row| xmltv::programme(row, &id)).collect();
            if pieces.send(text).await.is_err() {
                return Ok(());
            }
        }
        let _ = pieces.send(xmltv::END.to_owned()).await;
        Ok(())
    }

    async fn channels(&self, profile: Option<&str>) -> Result<Vec<ExportedChannel>, Error> {
        let channel_profile_ids = match profile {
            None => None,
            Some(name) => {
                let found = self.store.channel_profiles().find(name).await?;
                let found = found.ok_or_else(|| Error::not_found("channel profile", name))?;
                Some(vec![found.id])
            }
        };
        let filter = ExportFilter { channel_profile_ids, user_level: None };
        Ok(self.store.channels().export(&filter).await?)
    }

    /// Where the channel's first stream plays.
    pub async fn stream_url(&self, channel: &str) -> Result<String, Error> {
        let uuid = channel.parse().map_err(|_| Error::not_found("channel", channel))?;
        let stream = self.store.channels().first_stream(uuid).await?;
        let url = stream.and_then(|stream| stream.url).filter(|url| is_playable(url));
        url.ok_or_else(|| Error::not_found("playable stream of channel", channel))
    }
}

/// Whether a player may be sent to `url`: not to a file, a script or something of the player's own.
fn is_playable(url: &str) -> bool {
    const SCHEMES: &[&str] =
        &["http", "https", "rtmp", "rtmps", "rtp", "rtsp", "rtsps", "srt", "udp", "mms", "mmsh"];
    let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
    SCHEMES.contains(&scheme.to_ascii_lowercase().as_str())
}
