//! Channels: what a viewer tunes to, an ordered list of streams.

mod create;
mod delete;
mod export;
mod links;
mod numbers;
mod rows;

use sqlx::types::Json;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

pub use create::{CreatedChannel, FromStream};
pub use export::{ExportFilter, ExportedChannel};
pub use rows::{Channel, ChannelChange, NewChannel};

use crate::database::Database;
use crate::error::{OrNotFound as _, Result};
use crate::sql::{Page, Paging, Update, contains};
use crate::time::Timestamp;

/// Queries on channels.
#[derive(Debug, Clone, Copy)]
pub struct Channels<'a>(pub(crate) &'a Database);

const CHANNEL: &str = "channel";

/// Which channels are wanted; what is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub struct ChannelFilter {
    /// With this in the name or the group's name, the letters' case aside, or this number.
    pub search: Option<String>,
    /// In this group.
    pub channel_group_id: Option<i64>,
    /// In the group with this name.
    pub group_name: Option<String>,
    /// Shown in this channel profile.
    pub channel_profile_id: Option<i64>,
    /// Of these ids.
    pub ids: Option<Vec<i64>>,
    /// With (`true`) or without a guide.
    pub has_epg: Option<bool>,
}

const FROM: &str = " FROM dispatcharr_channels_channel c
    LEFT JOIN dispatcharr_channels_channelgroup g ON g.id = c.channel_group_id WHERE TRUE";

impl Channels<'_> {
    /// A page of the channels that pass the filter, by number.
    pub async fn page(self, filter: &ChannelFilter, paging: Paging) -> Result<Page<Channel>> {
        let total = self.count(filter).await?;
        let mut query = QueryBuilder::new("SELECT c.*");
        query.push(FROM);
        filter.push(&mut query);
        query.push(" ORDER BY c.channel_number IS NULL, c.channel_number, c.id");
        paging.push(&mut query);
        let rows = query.build_query_as().fetch_all(self.0.readers()).await?;
        Ok(Page { rows, total })
    }

    /// All channels that pass the filter, by number.
    pub async fn list(self, filter: &ChannelFilter) -> Result<Vec<Channel>> {
        Ok(self.page(filter, Paging::ALL).await?.rows)
    }

    /// How many channels pass the filter.
    pub async fn count(self, filter: &ChannelFilter) -> Result<i64> {
        let mut query = QueryBuilder::new("SELECT COUNT(*)");
        query.push(FROM);
        filter.push(&mut query);
        Ok(query.build_query_scalar().fetch_one(self.0.readers()).await?)
    }

    /// The channel with this id.
    pub async fn get(self, id: i64) -> Result<Channel> {
        get(&mut *self.0.readers().acquire().await?, id).await
    }

    /// The channel with this UUID, by which its address goes.
    pub async fn get_by_uuid(self, uuid: Uuid) -> Result<Channel> {
        let query = sqlx::query_as("SELECT * FROM dispatcharr_channels_channel WHERE uuid = $1");
        let row = query.bind(uuid.simple()).fetch_optional(self.0.readers()).await?;
        row.or_not_found(CHANNEL, uuid)
    }

    /// Changes some columns.
    pub async fn update(self, id: i64, change: ChannelChange) -> Result<Channel> {
        let mut update = Update::new("dispatcharr_channels_channel");
        change.apply(&mut update);
        update.set("updated_at", Some(Timestamp::now()));
        let mut tx = self.0.begin().await?;
        update.by_id(&mut tx, CHANNEL, id).await?;
        let channel = get(&mut tx, id).await?;
        tx.commit().await?;
        Ok(channel)
    }
}

async fn get(connection: &mut SqliteConnection, id: i64) -> Result<Channel> {
    let query = sqlx::query_as("SELECT * FROM dispatcharr_channels_channel WHERE id = $1");
    query.bind(id).fetch_optional(connection).await?.or_not_found(CHANNEL, id)
}

impl ChannelFilter {
    fn push(&self, query: &mut QueryBuilder<Sqlite>) {
        if let Some(search) = &self.search {
            query.push(" AND (c.name LIKE ").push_bind(contains(search)).push(r" ESCAPE '\'");
            query.push(" OR g.name LIKE ").push_bind(contains(search)).push(r" ESCAPE '\'");
            query.push(" OR c.channel_number = ").push_bind(search.trim().parse::<f64>().ok());
            query.push(")");
        }
        if let Some(id) = self.channel_group_id {
            query.push(" AND c.channel_group_id = ").push_bind(id);
        }
        if let Some(name) = &self.group_name {
            query.push(" AND g.name = ").push_bind(name.clone());
        }
        if let Some(id) = self.channel_profile_id {
            query.push(
                " AND c.id IN (SELECT channel_id FROM dispatcharr_channels_channelprofilemembership
                  WHERE enabled AND channel_profile_id = ",
            );
            query.push_bind(id).push(")");
        }
        if let Some(ids) = &self.ids {
            query.push(" AND c.id IN (SELECT value FROM json_each(");
            query.push_bind(Json(ids.clone())).push("))");
        }
        if let Some(has_epg) = self.has_epg {
            query.push(" AND (c.epg_data_id IS NOT NULL) = ").push_bind(has_epg);
        }
    }
}
