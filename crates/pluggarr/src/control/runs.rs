//! Requests about runs: one action run to its end, and what plugins have logged.

use pluggarr_service::runs::{Change, LogQuery, NewRun, Trigger, level_number};
use pluggarr_service::store::plugin_logs::LineFilter;
use pluggarr_service::{Application, Error};
use serde_json::{Map, Value, json};

use super::{OnProgress, Progress};
use crate::http::line_view;

/// Who runs something by the command line; there is nobody signed in.
const BY: &str = "command line";

pub(super) async fn run(
    app: &Application,
    key: &str,
    action: &str,
    params: Map<String, Value>,
    on_progress: &mut OnProgress,
) -> Result<Value, Error> {
    let mut changes = app.runs().changes();
    let new = NewRun::of_action(key, action, params).started_by(Trigger::User, BY);
    let run = app.plugins().start_run(new).await?;
    let id = run.id().as_str().to_owned();
    let mut finished = std::pin::pin!(run.finished());
    let finished = loop {
        tokio::select! {
            finished = &mut finished => break finished.ok_or(Error::JobLost)?,
            change = changes.recv() => {
                let Ok(Change::Run(now)) = change else { continue };
                if let Some(progress) = now.progress.as_ref().filter(|_| now.run.id == id) {
                    let message = progress.message.clone();
                    on_progress(Progress { percent: progress.percent.unwrap_or(0.0), message });
                }
            }
        }
    };
    let result = finished.result.clone()?;
    Ok(json!({"success": true, "result": result, "run_id": id}))
}

/// Which lines are wanted; see `pluggarr plugin logs --help`.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Wanted {
    /// The plugin's key.
    pub key: String,
    /// Of this run.
    pub run: Option<String>,
    /// Of this level or above.
    pub level: Option<String>,
    /// With these words.
    pub search: Option<String>,
    /// How many at most.
    pub limit: u32,
    /// Those after the line with this id.
    pub after: Option<i64>,
}

pub(super) async fn logs(app: &Application, wanted: &Wanted) -> Result<Value, Error> {
    let level = match &wanted.level {
        None => None,
        Some(level) => {
            let known = serde_json::from_value(level.to_ascii_lowercase().into());
            Some(level_number(known.map_err(|_| Error::Invalid {
                message: format!(
                    "there is no level `{level}`: trace, debug, info, warning, error or critical"
                ),
            })?))
        }
    };
    if let Some(run) = &wanted.run {
        app.runs().get(run).await?;
    }
    let filter = LineFilter {
        plugin: Some(wanted.key.clone()),
        run_id: wanted.run.clone(),
        least_level: level,
        search: wanted.search.clone(),
    };
    let query = LogQuery { filter, after: wanted.after, limit: Some(wanted.limit) };
    let page = app.runs().log(&query).await?;
    if page.lines.is_empty() && wanted.after.is_none() {
        // Nothing logged is no error; a key that was mistyped is.
        app.plugins().get(&wanted.key).await?;
    }
    let lines: Vec<_> = page.lines.iter().map(line_view).collect();
    Ok(json!({"lines": lines, "total": page.total}))
}
