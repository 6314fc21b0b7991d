//! Writing runs and log lines, many at once: one statement per kind for a whole batch, since each statement costs
//! more than the row it writes.

use serde::Serialize;
use sqlx::{Sqlite, Transaction};

use super::{Run, Runs};
use crate::error::Result;
use crate::plugin_logs::{NewLine, append};
use crate::sql::json_list;

/// A run as it is now, and its result if it has one that is to be kept here.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recorded {
    /// The row.
    #[serde(flatten)]
    pub run: Run,
    /// JSON.
    pub result: Option<String>,
}

impl Runs<'_> {
    /// Writes runs as they are now, whether they are new or not, and log lines. Answers the lines' ids: they follow
    /// each other from the one answered, in the order given.
    pub async fn record(self, runs: &[Recorded], lines: &[NewLine]) -> Result<i64> {
        let mut transaction = self.0.begin().await?;
        save(&mut transaction, runs).await?;
        let first = append(&mut transaction, lines).await?;
        transaction.commit().await?;
        Ok(first)
    }
}

async fn save(transaction: &mut Transaction<'static, Sqlite>, runs: &[Recorded]) -> Result<()> {
    if runs.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(
        "INSERT INTO run (id, plugin_key, action, kind, \"trigger\", started_by, parent_id, event, schedule_id,
            status, outcome, ended_by, error, message, queued_at, started_at, ended_at, limit_seconds, cpu_seconds,
            peak_bytes, log_lines, result_bytes, settings_id, params, traceback, result)
         SELECT value ->> 'id', value ->> 'plugin_key', value ->> 'action', value ->> 'kind', value ->> 'trigger',
            value ->> 'started_by', value ->> 'parent_id', value ->> 'event', value ->> 'schedule_id',
            value ->> 'status', value ->> 'outcome', value ->> 'ended_by', value ->> 'error', value ->> 'message',
            value ->> 'queued_at', value ->> 'started_at', value ->> 'ended_at', value ->> 'limit_seconds',
            value ->> 'cpu_seconds', value ->> 'peak_bytes', value ->> 'log_lines', value ->> 'result_bytes',
            value ->> 'settings_id', value ->> 'params', value ->> 'traceback', value ->> 'result'
         FROM json_each($1) WHERE TRUE
         ON CONFLICT (id) DO UPDATE SET status = excluded.status, outcome = excluded.outcome,
            ended_by = excluded.ended_by, error = excluded.error, message = excluded.message,
            started_at = excluded.started_at, ended_at = excluded.ended_at, cpu_seconds = excluded.cpu_seconds,
            peak_bytes = excluded.peak_bytes, log_lines = excluded.log_lines, result_bytes = excluded.result_bytes,
            settings_id = excluded.settings_id, traceback = excluded.traceback, result = excluded.result",
    );
    query.bind(json_list(runs)).execute(&mut **transaction).await?;
    Ok(())
}
