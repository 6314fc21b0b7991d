//! What plugins log: kept by run and by plugin, found again by level and by words.

use pluggarr_plugin_protocol::{LogLevel, RunId};
use pluggarr_store::plugin_logs::{Line, LineFilter, NewLine};

use super::{Runs, Source, progress};
use crate::Error;

/// Lines at once, unless somebody says how many.
const USUAL_LIMIT: u32 = 500;
const LARGEST_LIMIT: u32 = 10_000;

/// Which lines are wanted.
#[derive(Debug, Clone, Default)]
pub struct LogQuery {
    /// Of which plugin or run, from which level on, with which words in them.
    pub filter: LineFilter,
    /// Only those after the line with this id, oldest first; otherwise the newest ones.
    pub after: Option<i64>,
    /// How many.
    pub limit: Option<u32>,
}

/// Some lines, oldest first.
#[derive(Debug, Clone)]
pub struct LogPage {
    /// The lines.
    pub lines: Vec<Line>,
    /// How many there are of that kind.
    pub total: i64,
    /// There are more after the last of these.
    pub has_more: bool,
}

impl Runs {
    /// Lines of logs.
    pub async fn log(&self, query: &LogQuery) -> Result<LogPage, Error> {
        self.0.recorder.flushed().await;
        let logs = self.0.store.plugin_logs();
        let limit = query.limit.filter(|limit| *limit > 0).unwrap_or(USUAL_LIMIT);
        let limit = limit.min(LARGEST_LIMIT);
        let total = logs.count(&query.filter).await?;
        let (mut lines, mut has_more) = (Vec::new(), false);
        match query.after {
            Some(after) => {
                lines = logs.after(&query.filter, after, limit + 1).await?;
                has_more = lines.len() > limit as usize;
                lines.truncate(limit as usize);
            }
            None => lines.extend(logs.last(&query.filter, limit).await?),
        }
        Ok(LogPage { lines, total, has_more })
    }

    /// Keep a line. One that no run is named for belongs to the only run under way, if there is just one: children of
    /// a plugin print without saying for whom.
    pub(crate) fn keep_line(&self, mut line: NewLine) {
        if line.run_id.is_none() {
            line.run_id = self.only_run_of(&line.plugin_key).map(|id| id.as_str().to_owned());
        }
        if let Some(id) = line.run_id.as_deref().map(RunId::new)
            && let Some(run) = self.live(&id)
        {
            run.count_line();
            if !run.is_finished()
                && let Some(percent) = progress::in_line(&line.message)
            {
                self.progress(&id, Some(percent), &line.message, Source::Log);
            }
        }
        self.0.retention.logged(&line.plugin_key);
        self.0.recorder.line(line);
    }
}

/// Python's number of a level.
pub fn level_number(level: LogLevel) -> i64 {
    match level {
        LogLevel::Trace => 5,
        LogLevel::Debug => 10,
        LogLevel::Info => 20,
        LogLevel::Warning => 30,
        LogLevel::Error => 40,
        LogLevel::Critical => 50,
    }
}

/// The name of a level's number.
pub fn level_name(number: i64) -> &'static str {
    match number {
        50.. => "critical",
        40.. => "error",
        30.. => "warning",
        20.. => "info",
        10.. => "debug",
        _ => "trace",
    }
}
