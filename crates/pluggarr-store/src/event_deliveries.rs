//! Which event was handed to which action, and what came of it.

use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::database::Database;
use crate::error::Result;
use crate::sql::{Page, Paging};
use crate::text_enum::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// What became of a delivery.
    pub enum DeliveryStatus {
        /// The action was started.
        Delivered = "delivered",
        /// It was not: the handler rests, or may not run.
        Skipped = "skipped",
        /// It was not: too many others wait.
        Dropped = "dropped",
    }
}

/// A row of `event_delivery`.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Delivery {
    /// Its id.
    pub id: i64,
    /// The event's name.
    pub event: String,
    /// Whose action.
    pub plugin_key: String,
    /// The action's id.
    pub action: String,
    /// The run that handles it.
    pub run_id: Option<String>,
    /// See [`DeliveryStatus`].
    pub status: String,
    /// Why it was not delivered, or went wrong.
    pub detail: Option<String>,
    /// When the event came to the handler.
    pub at: Timestamp,
    /// What became of the run.
    pub outcome: Option<String>,
    /// How long the run took.
    pub duration_ms: Option<i64>,
    /// Whether that is longer than a handler should take.
    pub slow: bool,
}

/// A delivery to be kept.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "as in `Delivery`")]
pub struct NewDelivery {
    pub event: String,
    pub plugin_key: String,
    pub action: String,
    pub run_id: Option<String>,
    pub status: DeliveryStatus,
    pub detail: Option<String>,
    pub at: Timestamp,
}

/// How a delivery ended.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "as in `Delivery`")]
pub struct DeliveryEnd {
    pub outcome: String,
    pub detail: Option<String>,
    pub duration_ms: i64,
    pub slow: bool,
}

/// Which deliveries are wanted; what is `None` does not matter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DeliveryFilter {
    /// To this plugin.
    pub plugin: Option<String>,
    /// Of this event.
    pub event: Option<String>,
}

impl DeliveryFilter {
    fn select(&self, what: &str) -> QueryBuilder<Sqlite> {
        let mut query = QueryBuilder::new(format!("SELECT {what} FROM event_delivery WHERE TRUE"));
        for (column, wanted) in [("plugin_key", &self.plugin), ("event", &self.event)] {
            if let Some(wanted) = wanted {
                query.push(format_args!(" AND {column} = ")).push_bind(wanted.clone());
            }
        }
        query
    }
}

/// Queries on deliveries.
#[derive(Debug, Clone, Copy)]
pub struct EventDeliveries<'a>(pub(crate) &'a Database);

impl EventDeliveries<'_> {
    /// Keeps a delivery and answers its id.
    pub async fn create(self, new: &NewDelivery) -> Result<i64> {
        let query = sqlx::query_scalar(
            "INSERT INTO event_delivery (event, plugin_key, action, run_id, status, detail, at, slow)
             VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE) RETURNING id",
        );
        let query = query.bind(&new.event).bind(&new.plugin_key).bind(&new.action);
        let query = query.bind(&new.run_id).bind(new.status.as_str()).bind(&new.detail);
        Ok(query.bind(new.at).fetch_one(self.0.writer()).await?)
    }

    /// Notes how one ended.
    pub async fn finish(self, id: i64, end: &DeliveryEnd) -> Result<()> {
        let query = sqlx::query(
            "UPDATE event_delivery SET outcome = $2, detail = $3, duration_ms = $4, slow = $5 WHERE id = $1",
        );
        let query = query.bind(id).bind(&end.outcome).bind(&end.detail);
        query.bind(end.duration_ms).bind(end.slow).execute(self.0.writer()).await?;
        Ok(())
    }

    /// Those whose run was under way when the program ended are lost. Answers how many there were.
    pub async fn close_open(self) -> Result<u64> {
        let query = sqlx::query(
            "UPDATE event_delivery SET outcome = 'lost' WHERE status = 'delivered' AND outcome IS NULL",
        );
        Ok(query.execute(self.0.writer()).await?.rows_affected())
    }

    /// The newest first.
    pub async fn list(self, filter: &DeliveryFilter, paging: Paging) -> Result<Page<Delivery>> {
        let mut count = filter.select("count(*)");
        let total = count.build_query_scalar().fetch_one(self.0.readers()).await?;
        let mut query = filter.select("*");
        query.push(" ORDER BY id DESC");
        paging.push(&mut query);
        let rows = query.build_query_as().fetch_all(self.0.readers()).await?;
        Ok(Page { rows, total })
    }

    /// Forgets all but the newest `keep` of a plugin.
    pub async fn prune(self, plugin_key: &str, keep: u32) -> Result<u64> {
        let query = sqlx::query(
            "DELETE FROM event_delivery WHERE plugin_key = $1 AND id <= (
                SELECT id FROM event_delivery WHERE plugin_key = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)",
        );
        let done = query.bind(plugin_key).bind(keep).execute(self.0.writer()).await?;
        Ok(done.rows_affected())
    }

    /// Forgets all of a plugin.
    pub async fn delete_plugin(self, plugin_key: &str) -> Result<()> {
        let query = sqlx::query("DELETE FROM event_delivery WHERE plugin_key = $1");
        query.bind(plugin_key).execute(self.0.writer()).await?;
        Ok(())
    }
}
