//! Runs and logs on the socket: for admins, in the shape of the incumbent's draft and in ours.

use pluggarr_service::Application;
use pluggarr_service::runs::{Change, RunNow};
use pluggarr_service::store::plugin_logs::Line;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::http::routes::plugins::runs::view::Viewer;
use crate::http::routes::plugins::runs::{line_view, task_status};

/// Results that are longer are not pushed; who wants one asks for it.
const LARGEST_PUSHED: i64 = 16 * 1024;

/// What a client may ask for on the socket.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Wish {
    FollowLog {
        #[serde(default)]
        run_id: Option<String>,
        #[serde(default)]
        plugin: Option<String>,
    },
    UnfollowLog,
    #[serde(other)]
    Other,
}

/// The log that a client follows.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Following {
    run_id: Option<String>,
    plugin: Option<String>,
}

impl Following {
    /// Take note of what a client says. What is no wish of this kind is ignored, as by the incumbent.
    pub(super) fn hear(&mut self, text: &str) {
        match serde_json::from_str(text) {
            Ok(Wish::FollowLog { run_id, plugin }) => *self = Self { run_id, plugin },
            Ok(Wish::UnfollowLog) => *self = Self::default(),
            Ok(Wish::Other) | Err(_) => {}
        }
    }

    fn wants(&self, line: &Line) -> bool {
        match (&self.run_id, &self.plugin) {
            (Some(run_id), _) => line.run_id.as_ref() == Some(run_id),
            (None, Some(plugin)) => *plugin == line.plugin_key,
            (None, None) => false,
        }
    }

    fn lines(&self, lines: &[Line]) -> Option<Value> {
        let wanted: Vec<_> = lines.iter().filter(|line| self.wants(line)).map(line_view).collect();
        (!wanted.is_empty()).then(|| {
            json!({
                "type": "plugin_log", "run_id": self.run_id, "plugin": self.plugin, "lines": wanted
            })
        })
    }
}

/// What a client is told of a change.
pub(super) async fn messages(app: &Application, change: Change, follows: &Following) -> Vec<Value> {
    match change {
        Change::Lines(lines) => follows.lines(&lines).into_iter().collect(),
        Change::ManyRuns => vec![json!({"type": "plugin_runs_changed"})],
        Change::Activity(activity) => vec![json!({
            "type": "plugin_activity", "plugin": activity.plugin,
            "working": activity.threads > 0, "threads": activity.threads,
        })],
        Change::Run(now) => of_run(app, (*now).clone()).await,
    }
}

async fn of_run(app: &Application, now: RunNow) -> Vec<Value> {
    let task = match now.run.is_finished() {
        true => complete(app, &now).await,
        false => json!({
            "type": "plugin_task_progress", "plugin": now.run.plugin_key, "task_id": now.run.id,
            "percent": now.progress.as_ref().and_then(|progress| progress.percent),
            "message": now.progress.as_ref().map_or("", |progress| &progress.message),
            "updatedAt": updated_at(&now),
        }),
    };
    let run = Viewer::new(app.plugins()).view(now).await;
    vec![json!({"type": "plugin_run", "run": run}), task]
}

async fn complete(app: &Application, now: &RunNow) -> Value {
    let (run, outcome) = (&now.run, now.run.outcome.as_deref());
    let status = task_status(&run.status, outcome);
    let mut told = json!({
        "type": "plugin_task_complete", "plugin": run.plugin_key, "task_id": run.id, "status": status,
        "updatedAt": updated_at(now),
    });
    if run.result_bytes.is_some_and(|bytes| bytes <= LARGEST_PUSHED) {
        told["result"] = app.runs().small_result(&run.id).await.ok().flatten().unwrap_or_default();
    }
    if status == "error" {
        told["error"] = run.error.clone().or_else(|| run.message.clone()).into();
    }
    told
}

fn updated_at(now: &RunNow) -> Value {
    let run = &now.run;
    let progress = now.progress.as_ref().map(|progress| progress.at.into());
    json!(run.ended_at.or(progress).or(run.started_at).unwrap_or(run.queued_at))
}

#[cfg(test)]
mod tests {
    use pluggarr_service::store::Timestamp;

    use super::*;

    fn line(plugin: &str, run_id: Option<&str>) -> Line {
        Line {
            id: 1,
            plugin_key: plugin.to_owned(),
            run_id: run_id.map(str::to_owned),
            at: Timestamp::now(),
            level: 20,
            logger: String::new(),
            message: "x".to_owned(),
            traceback: None,
            stream: None,
        }
    }

    #[test]
    fn only_the_log_that_was_asked_for_is_told() {
        let lines = [line("p", Some("1")), line("p", None), line("q", Some("2"))];
        let mut follows = Following::default();
        assert_eq!(follows.lines(&lines), None, "nobody asked");
        let count = |follows: &Following| {
            follows.lines(&lines).map_or(0, |told| told["lines"].as_array().unwrap().len())
        };
        follows.hear(r#"{"type": "follow_log", "plugin": "p"}"#);
        assert_eq!(count(&follows), 2);
        follows.hear(r#"{"type": "follow_log", "run_id": "2"}"#);
        assert_eq!(count(&follows), 1);
        for odd in
            [r#"{"type": "m3u_profile_test"}"#, "[", "3", r#"{"type": "follow_log", "plugin": 3}"#]
        {
            follows.hear(odd);
        }
        assert_eq!(count(&follows), 1);
        follows.hear(r#"{"type": "unfollow_log"}"#);
        assert_eq!(count(&follows), 0);
    }
}
