//! Runs: executions of actions, and what became of them.

mod list;
mod record;
mod retention;

use serde_json::Value;
use sqlx::FromRow;

use crate::database::Database;
use crate::error::{OrNotFound as _, Result};
use crate::text_enum::text_enum;
use crate::time::Timestamp;

pub use list::RunFilter;
pub use record::Recorded;

text_enum! {
    /// How far a run is.
    pub enum RunStatus {
        /// Waits for its plugin's worker.
        Queued = "queued",
        /// Is with the worker.
        Running = "running",
        /// Was asked to end.
        Cancelling = "cancelling",
        /// Is over; see [`RunOutcome`].
        Finished = "finished",
    }
}

text_enum! {
    /// What became of a run.
    pub enum RunOutcome {
        /// It returned, and does not say that something went wrong.
        Succeeded = "succeeded",
        /// It returned, and says that something is not as it should be.
        Warned = "warned",
        /// It raised, or returned and says that it failed.
        Failed = "failed",
        /// Somebody ended it.
        Cancelled = "cancelled",
        /// It ran past its limit.
        TimedOut = "timed_out",
        /// Its worker ended under it.
        WorkerDied = "worker_died",
        /// The host ended under it.
        Lost = "lost",
    }
}

/// A row of `run`, without its result.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Run {
    /// A UUID of version 7.
    pub id: String,
    /// Whose action.
    pub plugin_key: String,
    /// The action's id, or the dotted name of a Celery task.
    pub action: String,
    /// `action` or `task`.
    pub kind: String,
    /// `user`, `api_key`, `event`, `schedule` or `job`.
    pub trigger: String,
    /// Who, where it was somebody.
    pub started_by: Option<String>,
    /// The run that started it.
    pub parent_id: Option<String>,
    /// The event that it handles.
    pub event: Option<String>,
    /// The schedule that it is of.
    pub schedule_id: Option<i64>,
    /// See [`RunStatus`].
    pub status: String,
    /// See [`RunOutcome`]; while it is not finished, none.
    pub outcome: Option<String>,
    /// Which step ended it, where the host had to.
    pub ended_by: Option<String>,
    /// Why it failed, in a line.
    pub error: Option<String>,
    /// What its result says to people.
    pub message: Option<String>,
    /// When it was asked for.
    pub queued_at: Timestamp,
    /// When the worker got it.
    pub started_at: Option<Timestamp>,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
    /// How long it may take.
    pub limit_seconds: f64,
    /// Processor time of its worker meanwhile.
    pub cpu_seconds: Option<f64>,
    /// Most memory of its worker meanwhile.
    pub peak_bytes: Option<i64>,
    /// Lines logged until its end.
    pub log_lines: i64,
    /// Size of its result as JSON.
    pub result_bytes: Option<i64>,
    /// Its settings' row.
    pub settings_id: Option<i64>,
    /// What was passed to it: JSON.
    pub params: String,
    /// Where in the plugin's code it failed.
    pub traceback: Option<String>,
}

impl Run {
    /// Whether it is over.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.status == RunStatus::Finished.as_str()
    }
}

/// All columns of [`Run`].
const COLUMNS: &str = "id, plugin_key, action, kind, \"trigger\", started_by, parent_id, event, schedule_id, \
    status, outcome, ended_by, error, message, queued_at, started_at, ended_at, limit_seconds, cpu_seconds, \
    peak_bytes, log_lines, result_bytes, settings_id, params, traceback";

/// Queries on runs.
#[derive(Debug, Clone, Copy)]
pub struct Runs<'a>(pub(crate) &'a Database);

impl Runs<'_> {
    /// The run with this id.
    pub async fn get(self, id: &str) -> Result<Run> {
        let mut query = sqlx::QueryBuilder::new(format!("SELECT {COLUMNS} FROM run WHERE id = "));
        query.push_bind(id);
        let row = query.build_query_as().fetch_optional(self.0.readers()).await?;
        row.or_not_found("run", id)
    }

    /// What it returned, as JSON, if that is kept here.
    pub async fn result(self, id: &str) -> Result<Option<String>> {
        let query = sqlx::query_scalar("SELECT result FROM run WHERE id = $1").bind(id);
        Ok(query.fetch_optional(self.0.readers()).await?.flatten())
    }

    /// The settings that runs with this `settings_id` saw.
    pub async fn settings(self, id: i64) -> Result<Option<Value>> {
        let query = sqlx::query_scalar("SELECT settings FROM run_settings WHERE id = $1").bind(id);
        let found: Option<sqlx::types::Json<Value>> =
            query.fetch_optional(self.0.readers()).await?;
        Ok(found.map(|settings| settings.0))
    }

    /// The id of these settings, which are kept if they are new.
    pub async fn keep_settings(self, plugin_key: &str, settings: &str) -> Result<i64> {
        let query = sqlx::query_scalar(
            "INSERT INTO run_settings (plugin_key, settings) VALUES ($1, $2)
             ON CONFLICT (plugin_key, settings) DO UPDATE SET settings = excluded.settings RETURNING id",
        );
        Ok(query.bind(plugin_key).bind(settings).fetch_one(self.0.writer()).await?)
    }
}
