//! Writing runs and log lines, many at once, since each statement costs more than the row it writes.

use sqlx::{QueryBuilder, Sqlite, Transaction};

use super::{Run, Runs};
use crate::error::Result;
use crate::plugin_logs::{NewLine, append};

/// Each number of rows is a statement of its own, which is prepared once and kept: not too many of them. A list as JSON
/// would be one statement for all, but SQLite would read a row's JSON once per column.
const ROWS_AT_ONCE: usize = 32;

const INSERT: &str = "INSERT INTO run (id, plugin_key, action, kind, \"trigger\", started_by, parent_id, event, schedule_id, status, \
        outcome, ended_by, error, message, queued_at, started_at, ended_at, limit_seconds, cpu_seconds, peak_bytes, \
        log_lines, result_bytes, settings_id, params, traceback, result) ";

const UPDATE: &str = " ON CONFLICT (id) DO UPDATE SET status = excluded.status, outcome = excluded.outcome, \
        ended_by = excluded.ended_by, error = excluded.error, message = excluded.message, \
        started_at = excluded.started_at, ended_at = excluded.ended_at, cpu_seconds = excluded.cpu_seconds, \
        peak_bytes = excluded.peak_bytes, log_lines = excluded.log_lines, result_bytes = excluded.result_bytes, \
        settings_id = excluded.settings_id, traceback = excluded.traceback, result = excluded.result";

/// A run as it is now, and its result if it has one that is to be kept here.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The row.
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
    for some in runs.chunks(ROWS_AT_ONCE) {
        let mut query = QueryBuilder::new(INSERT);
        query.push_values(some, |mut row, recorded| {
            let Recorded { run, result } = recorded;
            row.push_bind(&run.id).push_bind(&run.plugin_key).push_bind(&run.action);
            row.push_bind(&run.kind).push_bind(&run.trigger).push_bind(&run.started_by);
            row.push_bind(&run.parent_id).push_bind(&run.event).push_bind(run.schedule_id);
            row.push_bind(&run.status).push_bind(&run.outcome).push_bind(&run.ended_by);
            row.push_bind(&run.error).push_bind(&run.message).push_bind(run.queued_at);
            row.push_bind(run.started_at).push_bind(run.ended_at).push_bind(run.limit_seconds);
            row.push_bind(run.cpu_seconds).push_bind(run.peak_bytes).push_bind(run.log_lines);
            row.push_bind(run.result_bytes).push_bind(run.settings_id).push_bind(&run.params);
            row.push_bind(&run.traceback).push_bind(result);
        });
        query.push(UPDATE).build().execute(&mut **transaction).await?;
    }
    Ok(())
}
