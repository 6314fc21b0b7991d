//! What a plugin may ask of the host, and what it tells it.

use std::sync::Arc;

use pluggarr_plugin_host::{Answering, HostCalls, LogRecord, State};
use pluggarr_plugin_protocol::{CallError, ErrorKind, HostCall, LogLevel, Note, PluginKey, RunId};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tracing::{debug, error, info, trace, warn};

use super::secrets::Secrets;
use crate::Error;
use crate::events::Events;
use crate::tasks::Tasks;

/// Answers the calls of all workers.
pub(super) struct Answers {
    events: Events,
    tasks: Tasks,
    /// Hears of each worker that has begun to run.
    running: mpsc::UnboundedSender<PluginKey>,
    secrets: Arc<Secrets>,
}

impl Answers {
    pub(super) fn new(
        events: Events,
        tasks: Tasks,
        running: mpsc::UnboundedSender<PluginKey>,
        secrets: Arc<Secrets>,
    ) -> Self {
        Self { events, tasks, running, secrets }
    }

    async fn answer(&self, call: HostCall) -> Result<Value, CallError> {
        match call {
            HostCall::RunTask { name, args, kwargs } => {
                let task = self.tasks.parse(&name, &args, &kwargs).map_err(told)?;
                task.run(&self.tasks).await.map(Value::from).map_err(told)
            }
            HostCall::DelayTask { name, args, kwargs, countdown } => {
                let task = self.tasks.parse(&name, &args, &kwargs).map_err(told)?;
                let task_id = self.tasks.delay(task, countdown.unwrap_or(0.0));
                Ok(json!({"task_id": task_id}))
            }
            // Not answered yet.
            HostCall::Dispatch { .. }
            | HostCall::StorageGet { .. }
            | HostCall::StorageSet { .. }
            | HostCall::StorageDelete { .. }
            | HostCall::StorageList
            | HostCall::Unknown => Err(CallError::new(
                ErrorKind::NoSuchCall,
                "this host does not know that call; it is older than the plugin's library",
            )),
        }
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
    fn call(&self, _from: PluginKey, _run: Option<RunId>, call: HostCall) -> Answering<'_> {
        Box::pin(self.answer(call))
    }

    fn note(&self, from: &PluginKey, _run: Option<&RunId>, note: Note) {
        match note {
            // Only one group has listeners, as with the incumbent.
            Note::Websocket { group, data, .. } if group == "updates" => self.events.publish(data),
            Note::Websocket { group, .. } => {
                debug!(plugin.key = %from, "A message to the group `{group}`, which nobody hears");
            }
            Note::SystemEvent { event, channel_name, .. } => {
                let channel = channel_name.as_deref().unwrap_or("-");
                info!(plugin.key = %from, channel.name = channel, "System event `{event}`");
            }
            Note::Progress { .. } | Note::Activity { .. } => {}
            Note::Unknown => debug!(plugin.key = %from, "A note that this host does not know"),
        }
    }

    fn state_changed(&self, key: &PluginKey, state: State) {
        if state == State::Running {
            let _ = self.running.send(key.clone());
        }
    }

    fn log(&self, record: LogRecord) {
        let LogRecord { key, logger, level, mut message, traceback, .. } = record;
        if let Some(traceback) = traceback {
            message.push('\n');
            message.push_str(&traceback);
        }
        let message = self.secrets.hide(&key, message);
        match level {
            LogLevel::Trace => trace!(plugin.key = %key, logger, "{message}"),
            LogLevel::Debug => debug!(plugin.key = %key, logger, "{message}"),
            LogLevel::Info => info!(plugin.key = %key, logger, "{message}"),
            LogLevel::Warning => warn!(plugin.key = %key, logger, "{message}"),
            LogLevel::Error | LogLevel::Critical => error!(plugin.key = %key, logger, "{message}"),
        }
    }
}
