//! Streams: playable URLs, most of them of an M3U account.

mod known;
mod rows;
mod stale;
mod upsert;
mod write;

use sqlx::{QueryBuilder, Sqlite};

pub use rows::{NewStream, Stream};
pub use upsert::Upserted;

use crate::database::Database;
use crate::error::{OrNotFound as _, Result};
use crate::sql::{Page, Paging, contains};

/// Queries on streams.
#[derive(Debug, Clone, Copy)]
pub struct Streams<'a>(pub(crate) &'a Database);

/// Which streams are wanted; what is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub struct StreamFilter {
    /// Of this M3U account.
    pub m3u_account_id: Option<i64>,
    /// In this group.
    pub channel_group_id: Option<i64>,
    /// In the group with this name.
    pub group_name: Option<String>,
    /// With this in the name, the letters' case aside.
    pub name: Option<String>,
    /// With this in the name or the group's name.
    pub search: Option<String>,
    /// In (`false`) no channel, or in at least one.
    pub in_channel: Option<bool>,
    /// No longer (`true`) or still in the playlist.
    pub is_stale: Option<bool>,
    /// Of these ids.
    pub ids: Option<Vec<i64>>,
}

/// The order of a list of streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StreamOrder {
    /// As they came in.
    #[default]
    Id,
    /// By name.
    Name,
    /// By name, backwards.
    NameDescending,
    /// By group, then as they came in.
    Group,
    /// The last changed first.
    LastUpdated,
}

impl StreamOrder {
    fn sql(self) -> &'static str {
        match self {
            Self::Id => " ORDER BY s.id",
            Self::Name => " ORDER BY s.name, s.id",
            Self::NameDescending => " ORDER BY s.name DESC, s.id DESC",
            Self::Group => " ORDER BY g.name, s.id",
            Self::LastUpdated => " ORDER BY s.updated_at DESC, s.id DESC",
        }
    }
}

const FROM: &str = " FROM dispatcharr_channels_stream s
    LEFT JOIN dispatcharr_channels_channelgroup g ON g.id = s.channel_group_id WHERE TRUE";

impl Streams<'_> {
    /// A page of the streams that pass the filter.
    pub async fn page(
        self,
        filter: &StreamFilter,
        order: StreamOrder,
        paging: Paging,
    ) -> Result<Page<Stream>> {
        let total = self.count(filter).await?;
        let mut query = QueryBuilder::new("SELECT s.*");
        query.push(FROM);
        filter.push(&mut query);
        query.push(order.sql());
        paging.push(&mut query);
        let rows = query.build_query_as().fetch_all(self.0.readers()).await?;
        Ok(Page { rows, total })
    }

    /// How many streams pass the filter.
    pub async fn count(self, filter: &StreamFilter) -> Result<i64> {
        let mut query = QueryBuilder::new("SELECT COUNT(*)");
        query.push(FROM);
        filter.push(&mut query);
        Ok(query.build_query_scalar().fetch_one(self.0.readers()).await?)
    }

    /// The ids of the streams that pass the filter.
    pub async fn ids(self, filter: &StreamFilter, order: StreamOrder) -> Result<Vec<i64>> {
        let mut query = QueryBuilder::new("SELECT s.id");
        query.push(FROM);
        filter.push(&mut query);
        query.push(order.sql());
        Ok(query.build_query_scalar().fetch_all(self.0.readers()).await?)
    }

    /// The stream with this id.
    pub async fn get(self, id: i64) -> Result<Stream> {
        let query = sqlx::query_as("SELECT * FROM dispatcharr_channels_stream WHERE id = $1");
        query.bind(id).fetch_optional(self.0.readers()).await?.or_not_found("stream", id)
    }
}

impl StreamFilter {
    fn push(&self, query: &mut QueryBuilder<Sqlite>) {
        if let Some(id) = self.m3u_account_id {
            query.push(" AND s.m3u_account_id = ").push_bind(id);
        }
        if let Some(id) = self.channel_group_id {
            query.push(" AND s.channel_group_id = ").push_bind(id);
        }
        if let Some(name) = &self.group_name {
            query.push(" AND g.name = ").push_bind(name.clone());
        }
        if let Some(name) = &self.name {
            query.push(" AND s.name LIKE ").push_bind(contains(name)).push(r" ESCAPE '\'");
        }
        if let Some(search) = &self.search {
            query.push(" AND (s.name LIKE ").push_bind(contains(search)).push(r" ESCAPE '\'");
            query.push(" OR g.name LIKE ").push_bind(contains(search)).push(r" ESCAPE '\')");
        }
        if let Some(in_channel) = self.in_channel {
            query.push(if in_channel { " AND" } else { " AND NOT" });
            query.push(
                " EXISTS (SELECT 1 FROM dispatcharr_channels_channelstream cs
                  WHERE cs.stream_id = s.id)",
            );
        }
        if let Some(is_stale) = self.is_stale {
            query.push(" AND s.is_stale = ").push_bind(is_stale);
        }
        if let Some(ids) = &self.ids {
            query.push(" AND s.id IN (SELECT value FROM json_each(");
            query.push_bind(sqlx::types::Json(ids.clone())).push("))");
        }
    }
}
