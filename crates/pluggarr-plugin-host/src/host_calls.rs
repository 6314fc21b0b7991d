//! What plugins ask of the host: declared here, implemented by the service, so that calls can come up
//! without this crate knowing the one above it.

use std::future::Future;
use std::pin::Pin;
use std::time::SystemTime;

use pluggarr_plugin_protocol::{
    ActiveThread, CallError, HostCall, LogLevel, LogMessage, Note, PluginKey, RunId, Stream,
};
use serde_json::Value;

use crate::State;

/// An answer that takes its time.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Result<Value, CallError>> + Send + 'a>>;

/// Who answers the plugins' calls and keeps what they say.
///
/// All but [`HostCalls::call`] are called from the task that reads a worker's messages, so they must return
/// soon: whatever takes longer belongs into a queue.
pub trait HostCalls: Send + Sync + 'static {
    /// Answer a question. If the worker ends meanwhile, the work goes on and the answer is lost.
    fn call(&self, from: PluginKey, run: Option<RunId>, call: HostCall) -> Answering<'_>;

    /// Take note of something.
    fn note(&self, from: &PluginKey, run: Option<&RunId>, note: Note);

    /// Keep what a plugin logged or printed.
    fn log(&self, record: LogRecord);

    /// A worker was started, ended, or died.
    fn state_changed(&self, _key: &PluginKey, _state: State) {}

    /// A run was handed to its worker; what it logs, calls and notes comes after this.
    fn run_started(&self, _key: &PluginKey, _run_id: &RunId) {}

    /// The threads and greenlets that a plugin has started are others now. None when its worker has ended.
    fn activity_changed(&self, _key: &PluginKey, _threads: &[ActiveThread]) {}
}

/// One record of a plugin's log, or one line it printed.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRecord {
    /// Whose.
    pub key: PluginKey,
    /// When the host heard of it.
    pub at: SystemTime,
    /// The run it was made in. A guess for what children of the plugin print: the only run there was.
    pub run_id: Option<RunId>,
    /// How much it matters; printed lines are `info`.
    pub level: LogLevel,
    /// The logger's dotted name; empty for a printed line.
    pub logger: String,
    /// The text; may have several lines.
    pub message: String,
    /// The traceback, where an exception was logged.
    pub traceback: Option<String>,
    /// Where it was printed, if it was printed and not logged.
    pub stream: Option<Stream>,
}

impl LogRecord {
    pub(crate) fn from_message(key: PluginKey, message: LogMessage) -> Self {
        let LogMessage { run_id, level, logger, message, traceback, stream } = message;
        let at = SystemTime::now();
        Self { key, at, run_id, level, logger, message, traceback, stream }
    }

    pub(crate) fn printed(
        key: PluginKey,
        run_id: Option<RunId>,
        stream: Stream,
        line: String,
    ) -> Self {
        Self {
            key,
            at: SystemTime::now(),
            run_id,
            level: LogLevel::Info,
            logger: String::new(),
            message: line,
            traceback: None,
            stream: Some(stream),
        }
    }

    /// A remark of the host's own about a run.
    pub(crate) fn remark_on(key: PluginKey, run_id: RunId, message: String) -> Self {
        Self { run_id: Some(run_id), ..Self::remark(key, message) }
    }

    pub(crate) fn remark(key: PluginKey, message: String) -> Self {
        Self {
            key,
            at: SystemTime::now(),
            run_id: None,
            level: LogLevel::Warning,
            logger: "pluggarr.host".to_owned(),
            message,
            traceback: None,
            stream: None,
        }
    }
}
