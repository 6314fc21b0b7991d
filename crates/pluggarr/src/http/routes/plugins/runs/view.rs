//! A run as clients see it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use pluggarr_service::plugins::Plugins;
use pluggarr_service::runs::RunNow;
use pluggarr_service::store::Timestamp;
use pluggarr_service::store::runs::Run;
use serde::Serialize;
use utoipa::ToSchema;

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProgressView {
    /// 0 to 100, if it is known.
    pub percent: Option<f64>,
    /// What is being done.
    pub message: String,
    /// `reported`, `websocket` or `log`: who said so.
    pub source: &'static str,
    /// When.
    #[schema(value_type = String)]
    pub updated_at: Timestamp,
    /// Seconds until the end, if it goes on as it has.
    pub eta_seconds: Option<f64>,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RunView {
    /// Its id, and its task's.
    pub id: String,
    /// The plugin's key.
    pub plugin: String,
    /// The plugin's name, as it is now.
    pub plugin_name: String,
    /// The action's id, or a task's dotted name.
    pub action: String,
    /// What its button says now.
    pub action_label: String,
    /// `action` or `task`.
    pub kind: String,
    /// `user`, `api_key`, `event`, `schedule` or `job`.
    pub trigger: String,
    /// Who, where it was somebody.
    pub by: Option<String>,
    /// The run that started it.
    pub parent: Option<String>,
    /// The event that it handles.
    pub event: Option<String>,
    /// The schedule that it is of.
    pub schedule_id: Option<i64>,
    /// `queued`, `running`, `cancelling` or `finished`.
    pub status: String,
    /// `succeeded`, `warned`, `failed`, `cancelled`, `timed_out`, `worker_died` or `lost`, once it is finished.
    pub outcome: Option<String>,
    /// What ended it, where the host had to: `asked`, `stop_action`, `cancelled`, `interrupted`, `terminated`, `killed`.
    pub ended_by: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
    /// What its result says to people.
    pub message: Option<String>,
    /// When it was asked for.
    #[schema(value_type = String)]
    pub queued_at: Timestamp,
    /// When the worker got it.
    #[schema(value_type = Option<String>)]
    pub started_at: Option<Timestamp>,
    /// When it was over.
    #[schema(value_type = Option<String>)]
    pub ended_at: Option<Timestamp>,
    /// How long it took, or has taken until now.
    pub duration_ms: i64,
    /// How long it may take.
    pub limit_seconds: f64,
    /// How far it is.
    pub progress: Option<ProgressView>,
    /// Most memory of its worker meanwhile.
    pub peak_bytes: Option<i64>,
    /// Processor time of its worker meanwhile.
    pub cpu_seconds: Option<f64>,
    /// Lines it has logged.
    pub log_lines: i64,
    /// Size of its result as JSON.
    pub result_bytes: Option<i64>,
    /// Threads that it started are still at work.
    pub background: bool,
}

/// Shows runs; remembers the names of their plugins.
pub struct Viewer {
    plugins: Plugins,
    known: HashMap<String, Names>,
}

#[derive(Default)]
struct Names {
    plugin: String,
    actions: HashMap<String, String>,
}

impl Viewer {
    /// One for a few runs: names are looked up once.
    pub fn new(plugins: Plugins) -> Self {
        Self { plugins, known: HashMap::new() }
    }

    /// The run as clients see it.
    pub async fn view(&mut self, now: RunNow) -> RunView {
        if !self.known.contains_key(&now.run.plugin_key) {
            let names = self.names(&now.run.plugin_key).await;
            self.known.insert(now.run.plugin_key.clone(), names);
        }
        let names = &self.known[&now.run.plugin_key];
        let background =
            now.run.is_finished() && self.plugins.works_for(&now.run.plugin_key, &now.run.id);
        view(now, names, background)
    }

    async fn names(&self, key: &str) -> Names {
        match self.plugins.get(key).await {
            Ok(plugin) => {
                let name = plugin.name().to_owned();
                let actions = plugin.about.actions.into_iter().map(|a| (a.id, a.label));
                Names { plugin: name, actions: actions.collect() }
            }
            // It was deleted; its history stays for a while.
            Err(_) => Names { plugin: key.to_owned(), ..Names::default() },
        }
    }
}

fn view(now: RunNow, names: &Names, background: bool) -> RunView {
    let RunNow { run, progress } = now;
    let duration_ms = duration_ms(&run, Utc::now());
    let progress = progress.map(|progress| ProgressView {
        percent: progress.percent,
        eta_seconds: run.started_at.and_then(|at| progress.eta_seconds(at.to_utc())),
        message: progress.message,
        source: progress.source.as_str(),
        updated_at: progress.at.into(),
    });
    let action_label = names.actions.get(&run.action).unwrap_or(&run.action).clone();
    RunView {
        plugin_name: names.plugin.clone(),
        action_label,
        duration_ms,
        progress,
        background,
        id: run.id,
        plugin: run.plugin_key,
        action: run.action,
        kind: run.kind,
        trigger: run.trigger,
        by: run.started_by,
        parent: run.parent_id,
        event: run.event,
        schedule_id: run.schedule_id,
        status: run.status,
        outcome: run.outcome,
        ended_by: run.ended_by,
        error: run.error,
        message: run.message,
        queued_at: run.queued_at,
        started_at: run.started_at,
        ended_at: run.ended_at,
        limit_seconds: run.limit_seconds,
        peak_bytes: run.peak_bytes,
        cpu_seconds: run.cpu_seconds,
        log_lines: run.log_lines,
        result_bytes: run.result_bytes,
    }
}

/// How long a run took, or has taken until `now`. Waiting for the worker does not count.
pub fn duration_ms(run: &Run, now: DateTime<Utc>) -> i64 {
    let end = run.ended_at.map_or(now, Timestamp::to_utc);
    run.started_at.map_or(0, |start| (end - start.to_utc()).num_milliseconds().max(0))
}
