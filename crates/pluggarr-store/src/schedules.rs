//! Actions that run by the clock, and when they were due in vain.

mod beat_misses;
mod misses;

use serde_json::{Map, Value};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::database::Database;
use crate::error::{OrNotFound as _, Result};
use crate::sql::Update;
use crate::time::Timestamp;

pub use beat_misses::BeatMisses;
pub use misses::{Miss, NewMiss};

const SCHEDULE: &str = "schedule";

/// A row of `schedule`.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Schedule {
    /// Its id.
    pub id: i64,
    /// Whose action.
    pub plugin_key: String,
    /// The action's id.
    pub action: String,
    /// What is passed to it: an object.
    #[sqlx(json)]
    pub params: Value,
    /// Five fields, unless `every_seconds` is set.
    pub cron: Option<String>,
    /// Every so many seconds since it was made, unless `cron` is set.
    pub every_seconds: Option<i64>,
    /// In which the cron expression is read: `Europe/Berlin`.
    pub timezone: String,
    /// Whether it is obeyed.
    pub enabled: bool,
    /// Who made it.
    pub created_by: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Everything due up to this moment was dealt with.
    pub due_after: Timestamp,
    /// The last run it started.
    pub last_run_id: Option<String>,
    /// When that was.
    pub last_at: Option<Timestamp>,
}

/// A schedule to be made.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "as in `Schedule`")]
pub struct NewSchedule {
    pub plugin_key: String,
    pub action: String,
    pub params: Map<String, Value>,
    pub cron: Option<String>,
    pub every_seconds: Option<i64>,
    pub timezone: String,
    pub enabled: bool,
    pub created_by: Option<String>,
}

/// What is to change of a schedule; `None` leaves it alone.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs, reason = "as in `Schedule`")]
pub struct ScheduleChange {
    pub action: Option<String>,
    pub params: Option<Map<String, Value>>,
    /// Both, or neither.
    pub cron: Option<Option<String>>,
    pub every_seconds: Option<Option<i64>>,
    pub timezone: Option<String>,
    pub enabled: Option<bool>,
    pub due_after: Option<Timestamp>,
}

/// Queries on schedules.
#[derive(Debug, Clone, Copy)]
pub struct Schedules<'a>(pub(crate) &'a Database);

impl Schedules<'_> {
    /// All of them, or those of one plugin.
    pub async fn list(self, plugin_key: Option<&str>) -> Result<Vec<Schedule>> {
        let query = sqlx::query_as(
            "SELECT * FROM schedule WHERE $1 IS NULL OR plugin_key = $1 ORDER BY plugin_key, id",
        );
        Ok(query.bind(plugin_key).fetch_all(self.0.readers()).await?)
    }

    /// Those that are obeyed.
    pub async fn list_enabled(self) -> Result<Vec<Schedule>> {
        let query = sqlx::query_as("SELECT * FROM schedule WHERE enabled ORDER BY id");
        Ok(query.fetch_all(self.0.readers()).await?)
    }

    /// One of them.
    pub async fn get(self, id: i64) -> Result<Schedule> {
        let query = sqlx::query_as("SELECT * FROM schedule WHERE id = $1").bind(id);
        query.fetch_optional(self.0.readers()).await?.or_not_found(SCHEDULE, id)
    }

    /// Makes one. It is due for the first time after `at`.
    pub async fn create(self, new: &NewSchedule, at: Timestamp) -> Result<Schedule> {
        let query = sqlx::query_as(
            "INSERT INTO schedule (plugin_key, action, params, cron, every_seconds, timezone, enabled, created_by,
                created_at, due_after)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) RETURNING *",
        );
        let query = query.bind(&new.plugin_key).bind(&new.action).bind(Json(&new.params));
        let query = query.bind(&new.cron).bind(new.every_seconds).bind(&new.timezone);
        let query = query.bind(new.enabled).bind(&new.created_by).bind(at);
        Ok(query.fetch_one(self.0.writer()).await?)
    }

    /// Changes some columns.
    pub async fn update(self, id: i64, change: ScheduleChange) -> Result<Schedule> {
        let mut update = Update::new("schedule");
        update.set("action", change.action).set("params", change.params.map(Json));
        update.set("cron", change.cron).set("every_seconds", change.every_seconds);
        update.set("timezone", change.timezone).set("enabled", change.enabled);
        update.set("due_after", change.due_after);
        let mut transaction = self.0.begin().await?;
        update.by_id(&mut transaction, SCHEDULE, id).await?;
        transaction.commit().await?;
        self.get(id).await
    }

    /// Notes that everything due up to `at` was dealt with.
    pub async fn set_due_after(self, id: i64, at: Timestamp) -> Result<()> {
        let query = sqlx::query("UPDATE schedule SET due_after = $2 WHERE id = $1");
        query.bind(id).bind(at).execute(self.0.writer()).await?;
        Ok(())
    }

    /// Notes the run that it started.
    pub async fn set_ran(self, id: i64, run_id: &str, at: Timestamp) -> Result<()> {
        let query = sqlx::query("UPDATE schedule SET last_run_id = $2, last_at = $3 WHERE id = $1");
        query.bind(id).bind(run_id).bind(at).execute(self.0.writer()).await?;
        Ok(())
    }

    /// Deletes one with its misses.
    pub async fn delete(self, id: i64) -> Result<()> {
        let query = sqlx::query("DELETE FROM schedule WHERE id = $1").bind(id);
        let done = query.execute(self.0.writer()).await?;
        (done.rows_affected() > 0).then_some(()).or_not_found(SCHEDULE, id)
    }

    /// Deletes those of a plugin.
    pub async fn delete_plugin(self, plugin_key: &str) -> Result<()> {
        let query = sqlx::query("DELETE FROM schedule WHERE plugin_key = $1").bind(plugin_key);
        query.execute(self.0.writer()).await?;
        Ok(())
    }
}
