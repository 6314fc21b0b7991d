//! One refresh of one source: fetch, read once to the end without storing anything, then store the
//! guide channels and the programmes of those in use.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use pluggarr_formats::xmltv::{Event, Summary};
use pluggarr_store::Timestamp;
use pluggarr_store::epg_data::NewEpgData;
use pluggarr_store::epg_sources::{EpgSource, EpgSourceType, EpgStatus};
use serde_json::{Value, json};
use tracing::warn;

use super::programmes::open;
use super::{EpgSources, keeps_all};
use crate::Error;
use crate::fetch::Location;
use crate::incoming::Incoming;
use crate::jobs::JobSummary;
use crate::text::counted;

/// Lengths of the columns; PostgreSQL holds writers to them.
const TVG_ID: usize = 255;
const NAME: usize = 512;
const ICON_URL: usize = 500;

/// What the first reading of a guide tells.
struct Checked {
    channels: Vec<NewEpgData>,
    /// Programmes with usable times on one of these channels.
    usable: u64,
    summary: Summary,
}

/// Whether "refresh all" means this source.
pub(super) fn is_refreshable(source: &EpgSource) -> bool {
    source.is_active && source.kind() == EpgSourceType::Xmltv
}

impl EpgSources {
    /// Refresh source `id` and leave its outcome in the row and with the listeners.
    pub(super) async fn refresh_now(&self, id: i64) -> Result<JobSummary, Error> {
        let source = self.get(id).await?;
        let result = self.refresh_source(&source).await;
        match &result {
            Ok(summary) => {
                let now = Timestamp::now();
                self.store.epg_sources().set_refreshed(id, now, &summary.message).await?;
                self.tell(id, "parsing_programs", 100, "success", &summary.message);
                self.system_events.emit("epg_refresh", refreshed(&source, &summary.counts));
            }
            Err(error) => {
                let message = error.to_string();
                self.store.epg_sources().set_status(id, EpgStatus::Error, &message).await?;
                self.tell(id, "parsing_programs", 100, "error", &message);
            }
        }
        result
    }

    async fn refresh_source(&self, source: &EpgSource) -> Result<JobSummary, Error> {
        let id = source.id;
        let location = location_of(source)?;
        self.store.epg_sources().set_status(id, EpgStatus::Fetching, "Downloading").await?;
        self.tell(id, "downloading", 0, "fetching", "Downloading");
        let user_agent = self.store.user_agents().default().await?.unwrap_or_default();
        let sources = self.clone();
        let tell = move |percent| {
            sources.tell(id, "downloading", percent, "fetching", "Downloading");
        };
        let kept = self.config.guide_file(id);
        let incoming = Incoming::fetch(location, kept, user_agent, tell).await?;
        self.store.epg_sources().set_status(id, EpgStatus::Parsing, "Reading the guide").await?;
        self.tell(id, "parsing_channels", 0, "parsing", "Reading the guide");
        let (guide, checked) = incoming.keep_if(check).await?;
        self.store_guide(source, &guide, checked).await
    }

    async fn store_guide(
        &self,
        source: &EpgSource,
        guide: &Path,
        checked: Checked,
    ) -> Result<JobSummary, Error> {
        let id = source.id;
        let Checked { channels, usable, summary } = checked;
        self.tell(id, "parsing_channels", 50, "parsing", "Storing guide channels");
        self.store.epg_data().upsert(id, &channels).await?;
        // Channels that waited for this guide find it now.
        let mapped = self.store.epg_data().map_channels(None).await?;
        let rows = match keeps_all(source) {
            true => self.store.epg_data().list(Some(id)).await?,
            false => self.store.epg_data().mapped(id).await?,
        };
        // Those that the guide no longer has are among them: they lose their programmes.
        let wanted: HashMap<String, i64> =
            rows.into_iter().filter_map(|row| Some((row.tvg_id?, row.id))).collect();
        let in_use = wanted.len() as u64;
        // A channel may have found a guide channel of another source by its tvg-id.
        let elsewhere: Vec<(i64, i64)> = {
            let here: HashSet<i64> = wanted.values().copied().collect();
            mapped.into_iter().filter(|(_, guide_channel)| !here.contains(guide_channel)).collect()
        };
        self.tell(id, "parsing_programs", 60, "parsing", "Storing programmes");
        let stored = self.replace_programmes(guide, wanted).await?;
        if !keeps_all(source) {
            self.store.programmes().delete_unmapped(id).await?;
        }
        self.load_mapped(&elsewhere).await?;
        Ok(told(&summary, channels.len() as u64, usable, in_use, stored))
    }

    fn tell(&self, id: i64, action: &str, progress: u64, status: &str, message: &str) {
        self.events.publish(json!({
            "type": "epg_refresh", "source": id, "action": action, "progress": progress,
            "status": status, "message": message,
        }));
    }
}

/// The incumbent's details of the event.
fn refreshed(source: &EpgSource, counts: &Value) -> Value {
    let count = |name: &str| counts[name].as_u64().unwrap_or(0);
    json!({
        "source_name": source.name,
        "programs": count("stored"),
        "channels": count("channels_in_use"),
        "skipped_programs": count("programmes").saturating_sub(count("stored")),
        "unmapped_channels": count("channels").saturating_sub(count("channels_in_use")),
    })
}

fn location_of(source: &EpgSource) -> Result<Location, Error> {
    if !source.is_active {
        return Err(Error::invalid(format!("the EPG source `{}` is switched off", source.name)));
    }
    if source.kind() != EpgSourceType::Xmltv {
        return Err(Error::invalid(format!(
            "the EPG source `{}` is of type {}, which has no guide to fetch",
            source.name, source.source_type
        )));
    }
    let text = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    match (text(&source.url), text(&source.file_path)) {
        (Some(url), _) => Ok(Location::parse(&url)?),
        (None, Some(path)) => Ok(Location::File(path.into())),
        (None, None) => Err(Error::invalid(format!(
            "the EPG source `{}` has neither a URL nor a file",
            source.name
        ))),
    }
}

/// Read to the end, keeping only the guide channels. A guide without any channel is refused:
/// accepting it would empty what is there.
fn check(path: &Path) -> Result<Checked, Error> {
    let mut reader = open(path)?;
    let mut channels: HashMap<String, NewEpgData> = HashMap::new();
    // By channel, because a channel may be declared after its programmes.
    let mut usable: HashMap<String, u64> = HashMap::new();
    for event in &mut reader {
        match event {
            Ok(Event::Channel(channel)) => {
                let Some(row) = guide_channel(&channel) else { continue };
                channels.entry(row.tvg_id.clone()).or_insert(row);
            }
            Ok(Event::Programme(programme)) if programme.usable().is_ok() => {
                if let Some(channel) = programme.channel {
                    *usable.entry(channel).or_default() += 1;
                }
            }
            Ok(Event::Programme(_)) => {}
            Err(error) if error.leaves_data_whole() => warn!("The guide is read, but {error}"),
            Err(source) => return Err(Error::Guide { source }),
        }
    }
    if channels.is_empty() {
        return Err(Error::invalid("the guide holds no channel; nothing was changed"));
    }
    let usable = channels.keys().filter_map(|id| usable.get(id)).sum();
    let mut channels: Vec<_> = channels.into_values().collect();
    channels.sort_by(|a, b| a.tvg_id.cmp(&b.tvg_id));
    Ok(Checked { channels, usable, summary: reader.summary().clone() })
}

fn guide_channel(channel: &pluggarr_formats::xmltv::Channel) -> Option<NewEpgData> {
    let id = channel.id.as_deref().filter(|id| id.chars().count() <= TVG_ID)?;
    Some(NewEpgData {
        tvg_id: id.to_owned(),
        name: channel.name().unwrap_or(id).chars().take(NAME).collect(),
        icon_url: channel.icon_url.clone().filter(|url| url.chars().count() <= ICON_URL),
    })
}

fn told(summary: &Summary, channels: u64, usable: u64, in_use: u64, stored: u64) -> JobSummary {
    let message = format!(
        "{} and {} in the guide, {} stored for {} in use",
        counted(channels, "channel"),
        counted(summary.programmes, "programme"),
        stored,
        counted(in_use, "channel"),
    );
    let counts = json!({
        "channels": channels, "programmes": summary.programmes,
        "usable_programmes": usable, "channels_in_use": in_use, "stored": stored,
    });
    JobSummary { message, counts }
}
