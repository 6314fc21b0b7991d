//! What plugins ask of the host: declared here, implemented by the service, so that calls can come up
//! without this crate knowing the one above it.

use std::future::Future;
use std::pin::Pin;

use pluggarr_plugin_protocol::{
    CallError, HostCall, LogLevel, LogMessage, Note, PluginKey, RunId, Stream,
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
}

/// One record of a plugin's log, or one line it printed.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRecord {
    /// Whose.
    pub key: PluginKey,
    /// The run it was made in. Unknown for what children of the plugin print.
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
        Self { key, run_id, level, logger, message, traceback, stream }
    }

    pub(crate) fn printed(key: PluginKey, stream: Stream, line: String) -> Self {
        Self {
            key,
            run_id: None,
            level: LogLevel::Info,
            logger: String::new(),
            message: line,
            traceback: None,
            stream: Some(stream),
        }
    }

    pub(crate) fn remark(key: PluginKey, message: String) -> Self {
        Self {
            key,
            run_id: None,
            level: LogLevel::Warning,
            logger: "pluggarr.host".to_owned(),
            message,
            traceback: None,
            stream: None,
        }
    }
}
