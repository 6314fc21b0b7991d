//! Channels: what viewers tune to.

use std::collections::HashMap;

use pluggarr_store::channel_groups::ChannelGroupWithCounts;
use pluggarr_store::channels::{Channel, ChannelChange, ChannelFilter, FromStream, NewChannel};
use pluggarr_store::logos::Logo;
use pluggarr_store::streams::{Stream, StreamFilter, StreamOrder};
use pluggarr_store::{Page, Paging, Store};
use serde_json::json;
use tracing::info;

use crate::Error;
use crate::epg::EpgSources;
use crate::error::to_its_end;
use crate::events::Events;
use crate::text::counted;

/// A channel and its streams, in the order in which they are tried.
#[derive(Debug, Clone)]
pub struct ChannelView {
    /// The row.
    pub row: Channel,
    /// Ids of its streams.
    pub stream_ids: Vec<i64>,
}

/// The channels of this host. Cheap to clone.
#[derive(Clone)]
pub struct Channels {
    store: Store,
    events: Events,
    epg: EpgSources,
}

impl Channels {
    pub(crate) fn new(store: Store, events: Events, epg: EpgSources) -> Self {
        Self { store, events, epg }
    }

    /// The channels that pass `filter`, one page of them.
    pub async fn page(
        &self,
        filter: &ChannelFilter,
        paging: Paging,
    ) -> Result<Page<ChannelView>, Error> {
        let Page { rows, total } = self.store.channels().page(filter, paging).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut streams: HashMap<i64, Vec<i64>> = self.store.channels().stream_ids(&ids).await?;
        let rows = rows.into_iter().map(|row| {
            let stream_ids = streams.remove(&row.id).unwrap_or_default();
            ChannelView { row, stream_ids }
        });
        Ok(Page { rows: rows.collect(), total })
    }

    /// One channel.
    pub async fn get(&self, id: i64) -> Result<ChannelView, Error> {
        let row = self.store.channels().get(id).await?;
        let mut streams = self.store.channels().stream_ids(&[id]).await?;
        Ok(ChannelView { row, stream_ids: streams.remove(&id).unwrap_or_default() })
    }

    /// Make a channel.
    pub async fn create(&self, new: NewChannel) -> Result<ChannelView, Error> {
        check_name(Some(&new.name))?;
        let id = self.store.channels().create(&new).await.map_err(dangling)?.id;
        self.epg.map_channels().await?;
        self.events.publish(json!({"type": "channels_created", "count": 1}));
        self.get(id).await
    }

    /// Change some columns of a channel. A guide channel that nothing used before gets its programmes.
    pub async fn update(&self, id: i64, change: ChannelChange) -> Result<ChannelView, Error> {
        check_name(change.name.as_deref())?;
        let epg_data = change.epg_data_id.flatten();
        self.store.channels().update(id, change).await.map_err(dangling)?;
        if let Some(epg_data) = epg_data {
            self.epg.load_programmes(&[epg_data]).await?;
        }
        self.get(id).await
    }

    /// A channel's streams, in the order in which they are tried.
    pub async fn streams(&self, id: i64) -> Result<Vec<Stream>, Error> {
        self.store.channels().get(id).await?;
        Ok(self.store.channels().streams(id).await?)
    }

    /// Delete a channel. Its streams stay.
    pub async fn delete(&self, id: i64) -> Result<(), Error> {
        match self.store.channels().delete(&[id]).await? {
            0 => Err(Error::not_found("channel", id)),
            _ => Ok(()),
        }
    }

    /// The groups, with how much is in each.
    pub async fn groups(&self) -> Result<Vec<ChannelGroupWithCounts>, Error> {
        Ok(self.store.channel_groups().list().await?)
    }

    /// One logo.
    pub async fn logo(&self, id: i64) -> Result<Logo, Error> {
        Ok(self.store.logos().get(id).await?)
    }

    /// The streams that pass `filter`, one page of them.
    pub async fn all_streams(
        &self,
        filter: &StreamFilter,
        order: StreamOrder,
        paging: Paging,
    ) -> Result<Page<Stream>, Error> {
        Ok(self.store.streams().page(filter, order, paging).await?)
    }

    /// Make a channel of each of these streams that is in no channel yet, and give them their guide.
    pub async fn create_from_streams(&self, streams: &[i64]) -> Result<u64, Error> {
        self.create_where(StreamFilter { ids: Some(streams.to_vec()), ..Default::default() }).await
    }

    /// The same for all streams of an account that are still in its playlist.
    pub async fn create_from_account(&self, account: i64) -> Result<u64, Error> {
        let filter = StreamFilter {
            m3u_account_id: Some(account),
            is_stale: Some(false),
            ..Default::default()
        };
        self.create_where(filter).await
    }

    async fn create_where(&self, filter: StreamFilter) -> Result<u64, Error> {
        let channels = self.clone();
        to_its_end(async move { channels.create_where_now(filter).await }).await
    }

    async fn create_where_now(&self, filter: StreamFilter) -> Result<u64, Error> {
        let filter = StreamFilter { in_channel: Some(false), ..filter };
        let ids = self.store.streams().ids(&filter, StreamOrder::Id).await?;
        let wanted: Vec<_> = ids
            .into_iter()
            .map(|stream_id| FromStream { stream_id, channel_number: None })
            .collect();
        let made = self.store.channels().create_from_streams(&wanted, 1.0).await?.len() as u64;
        if made > 0 {
            info!("{} created from streams", counted(made, "channel"));
            self.epg.map_channels().await?;
            self.events.publish(json!({"type": "channels_created", "count": made}));
        }
        Ok(made)
    }
}

/// What a caller may name by its id must be there; the database does not say which is not.
fn dangling(error: pluggarr_store::Error) -> Error {
    match error {
        pluggarr_store::Error::Dangling { .. } => Error::invalid(
            "there is no group, logo, guide channel, stream profile or stream of an id given here",
        ),
        error => error.into(),
    }
}

fn check_name(name: Option<&str>) -> Result<(), Error> {
    match name {
        Some(name) if name.trim().is_empty() => Err(Error::invalid("a channel needs a name")),
        _ => Ok(()),
    }
}
