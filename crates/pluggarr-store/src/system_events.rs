//! What happened, as the incumbent keeps it: the newest few, for people to look at.

use serde_json::{Map, Value};
use sqlx::types::Json;
use sqlx::{FromRow, QueryBuilder, Sqlite};
use uuid::Uuid;

use crate::database::Database;
use crate::error::Result;
use crate::sql::Page;
use crate::time::Timestamp;

/// Lengths of the columns; PostgreSQL holds writers to them.
const EVENT_TYPE: usize = 50;
const CHANNEL_NAME: usize = 255;

/// A row of `core_systemevent`.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct SystemEvent {
    pub id: i64,
    pub event_type: String,
    pub timestamp: Timestamp,
    /// 32 digits, without hyphens.
    pub channel_id: Option<String>,
    pub channel_name: Option<String>,
    #[sqlx(json)]
    pub details: Value,
}

/// An event to be kept.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct NewSystemEvent {
    pub event_type: String,
    pub channel_id: Option<Uuid>,
    pub channel_name: Option<String>,
    pub details: Map<String, Value>,
}

/// Queries on system events.
#[derive(Debug, Clone, Copy)]
pub struct SystemEvents<'a>(pub(crate) &'a Database);

impl SystemEvents<'_> {
    /// Keeps an event, and forgets all but the newest `keep`.
    pub async fn create(self, new: &NewSystemEvent, at: Timestamp, keep: u32) -> Result<i64> {
        let mut transaction = self.0.begin().await?;
        let query = sqlx::query_scalar(
            "INSERT INTO core_systemevent (event_type, timestamp, channel_id, channel_name, details)
             VALUES ($1, $2, $3, $4, $5) RETURNING id",
        );
        let query = query.bind(cut(&new.event_type, EVENT_TYPE)).bind(at);
        let query = query.bind(new.channel_id.map(Uuid::simple));
        let query = query.bind(new.channel_name.as_deref().map(|name| cut(name, CHANNEL_NAME)));
        let id = query.bind(Json(&new.details)).fetch_one(&mut *transaction).await?;
        let prune = sqlx::query(
            "DELETE FROM core_systemevent WHERE id <= (
                SELECT id FROM core_systemevent ORDER BY id DESC LIMIT 1 OFFSET $1)",
        );
        prune.bind(keep).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// The newest first, `limit` of them after the first `offset`.
    pub async fn list(
        self,
        event_type: Option<&str>,
        limit: u32,
        offset: u32,
    ) -> Result<Page<SystemEvent>> {
        let mut count = of_type("SELECT count(*)", event_type);
        let total = count.build_query_scalar().fetch_one(self.0.readers()).await?;
        let mut query = of_type("SELECT *", event_type);
        query.push(" ORDER BY timestamp DESC, id DESC LIMIT ").push_bind(limit);
        query.push(" OFFSET ").push_bind(offset);
        let rows = query.build_query_as().fetch_all(self.0.readers()).await?;
        Ok(Page { rows, total })
    }
}

fn of_type(select: &str, event_type: Option<&str>) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new(format!("{select} FROM core_systemevent"));
    if let Some(wanted) = event_type {
        query.push(" WHERE event_type = ").push_bind(wanted.to_owned());
    }
    query
}

fn cut(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}
