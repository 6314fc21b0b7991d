//! What a plugin may ask of the host, and what it tells it.

use std::sync::{Arc, OnceLock, Weak};

use chrono::{DateTime, Utc};
use pluggarr_plugin_host::{ActiveThread, Answering, HostCalls, LogRecord, State};
use pluggarr_plugin_protocol::{
    CallError, ErrorKind, HostCall, LogLevel, Note, PluginKey, RunId, Stream,
};
use pluggarr_store::plugin_logs::NewLine;
use pluggarr_store::{Store, Timestamp};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tracing::{debug, error, info, trace, warn};

use super::activity::Activities;
use super::secrets::Secrets;
use super::storage::{self, Asked};
use super::{Inner, Plugins};
use crate::Error;
use crate::events::Events;
use crate::runs::{Activity, Change, Runs, Source, level_number};
use crate::system_events::{Happened, SystemEvents};
use crate::tasks::Tasks;

/// Answers the calls of all workers.
pub(super) struct Answers {
    store: Store,
    events: Events,
    system_events: SystemEvents,
    tasks: Tasks,
    runs: Runs,
    /// Hears of each worker that has begun to run.
    running: mpsc::UnboundedSender<PluginKey>,
    secrets: Arc<Secrets>,
    activity: Arc<Activities>,
    /// The plugins that call, once they are there.
    plugins: Arc<OnceLock<Weak<Inner>>>,
}

impl Answers {
    pub(super) fn new(
        store: Store,
        events: Events,
        system_events: SystemEvents,
        tasks: Tasks,
        runs: Runs,
        running: mpsc::UnboundedSender<PluginKey>,
        plugins: Arc<OnceLock<Weak<Inner>>>,
    ) -> Self {
        let (secrets, activity) = (Arc::default(), Arc::default());
        Self { store, events, system_events, tasks, runs, running, secrets, activity, plugins }
    }

    pub(super) fn secrets(&self) -> Arc<Secrets> {
        self.secrets.clone()
    }

    pub(super) fn activity(&self) -> Arc<Activities> {
        self.activity.clone()
    }

    fn plugins(&self) -> Result<Plugins, CallError> {
        let inner = self.plugins.get().and_then(Weak::upgrade);
        inner
            .map(Plugins)
            .ok_or_else(|| CallError::new(ErrorKind::Other, "the host is being shut down"))
    }

    async fn answer(
        &self,
        from: PluginKey,
        run: Option<RunId>,
        call: HostCall,
    ) -> Result<Value, CallError> {
        let asked = match call {
            HostCall::RunTask { name, args, kwargs } => {
                let task = self.tasks.parse(&name, &args, &kwargs).map_err(told)?;
                return task.run(&self.tasks).await.map(Value::from).map_err(told);
            }
            HostCall::DelayTask { name, args, kwargs, countdown } => {
                let task = self.tasks.parse(&name, &args, &kwargs).map_err(told)?;
                let task_id = self.tasks.delay(task, countdown.unwrap_or(0.0));
                return Ok(json!({"task_id": task_id}));
            }
            HostCall::Dispatch { action, params } => {
                return self.plugins()?.dispatch(&from, run, action, params).await;
            }
            HostCall::StorageGet { name } => Asked::Get(name),
            HostCall::StorageSet { name, value } => Asked::Set(name, value),
            HostCall::StorageDelete { name } => Asked::Delete(name),
            HostCall::StorageList => Asked::List,
            HostCall::Unknown => {
                return Err(CallError::new(
                    ErrorKind::NoSuchCall,
                    "this host does not know that call; it is older than the plugin's library",
                ));
            }
        };
        storage::answer(&self.store, &from, asked).await
    }
}

fn told(error: Error) -> CallError {
    let kind = match error {
        Error::NotFound { what: "task", .. } => ErrorKind::NoSuchCall,
        _ => ErrorKind::Raised,
    };
    CallError::new(kind, error.to_string())
}

impl HostCalls for Answers {
    fn call(&self, from: PluginKey, run: Option<RunId>, call: HostCall) -> Answering<'_> {
        Box::pin(self.answer(from, run, call))
    }

    fn note(&self, from: &PluginKey, run: Option<&RunId>, note: Note) {
        match note {
            // Only one group has listeners, as with the incumbent.
            Note::Websocket { group, data, .. } if group == "updates" => {
                if let Some(run) = run {
                    self.runs.progress_in_message(run, &data);
                }
                self.events.publish(data);
            }
            Note::Websocket { group, .. } => {
                debug!(plugin.key = %from, "A message to the group `{group}`, which nobody hears");
            }
            Note::SystemEvent { event, channel_id, channel_name, details } => {
                debug!(plugin.key = %from, "System event `{event}`");
                let details = self.secrets.hide_in_details(from, details);
                let (run, at) = (run.cloned(), Timestamp::now());
                self.system_events.told_by_plugin(Happened {
                    event,
                    channel_id,
                    channel_name,
                    details,
                    from: run,
                    at,
                });
            }
            Note::Progress { percent, message } => {
                if let Some(run) = run {
                    let message = self.secrets.hide(from, message);
                    self.runs.progress(run, percent, &message, Source::Reported);
                }
            }
            // It comes by `activity_changed`, after the host has looked at it.
            Note::Activity { .. } => {}
            Note::Unknown => debug!(plugin.key = %from, "A note that this host does not know"),
        }
    }

    fn state_changed(&self, key: &PluginKey, state: State) {
        if state == State::Running {
            let _ = self.running.send(key.clone());
        }
    }

    fn run_started(&self, _key: &PluginKey, run: &RunId) {
        self.runs.started(run);
    }

    fn activity_changed(&self, key: &PluginKey, threads: &[ActiveThread]) {
        self.activity.set(key, threads);
        let activity = Activity { plugin: key.to_string(), threads: threads.len() };
        self.runs.publish(Change::Activity(Arc::new(activity)));
    }

    fn log(&self, record: LogRecord) {
        let LogRecord { key, at, run_id, logger, level, message, traceback, stream } = record;
        let message = self.secrets.hide(&key, message);
        let traceback = traceback.map(|text| self.secrets.hide(&key, text));
        let run = run_id.as_ref().map_or("-", RunId::as_str);
        let more = traceback.as_deref().map(|text| format!("\n{text}")).unwrap_or_default();
        match level {
            LogLevel::Trace => trace!(plugin.key = %key, run.id = run, logger, "{message}{more}"),
            LogLevel::Debug => debug!(plugin.key = %key, run.id = run, logger, "{message}{more}"),
            LogLevel::Info => info!(plugin.key = %key, run.id = run, logger, "{message}{more}"),
            LogLevel::Warning => warn!(plugin.key = %key, run.id = run, logger, "{message}{more}"),
            LogLevel::Error | LogLevel::Critical => {
                error!(plugin.key = %key, run.id = run, logger, "{message}{more}");
            }
        }
        self.runs.keep_line(NewLine {
            plugin_key: key.to_string(),
            run_id: run_id.map(|id| id.as_str().to_owned()),
            at: DateTime::<Utc>::from(at).into(),
            level: level_number(level),
            logger,
            message,
            traceback,
            stream: stream.map(|stream| match stream {
                Stream::Stdout => "stdout".to_owned(),
                Stream::Stderr => "stderr".to_owned(),
            }),
        });
    }
}
