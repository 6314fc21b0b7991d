//! What a worker says to the host: answers, calls, notes and log.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Outcome, RunId};
use crate::Problem;

/// Worker to host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum WorkerMessage {
    /// The first message.
    Hello {
        /// The protocol's number in the worker.
        protocol: u32,
        /// What the worker can do beyond that.
        #[serde(default)]
        features: Vec<String>,
        /// Its process id.
        pid: u32,
    },
    /// The answer to a [`super::HostMessage::Call`].
    Answer {
        /// The call's id.
        id: u64,
        /// What came of it.
        #[serde(flatten)]
        outcome: Outcome,
    },
    /// A question to the host, answered by [`super::HostMessage::Answer`] with the same id.
    Call {
        /// Unique among this worker's open calls.
        id: u64,
        /// The run it was made in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        run_id: Option<RunId>,
        /// What is asked.
        call: HostCall,
    },
    /// Something the host should know; no answer.
    Notify {
        /// The run it was made in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        run_id: Option<RunId>,
        /// What happened.
        note: Note,
    },
    /// One record of the plugin's log, or one line it printed.
    Log(LogMessage),
    /// The answer to a ping.
    Pong {
        /// The ping's id.
        id: u64,
    },
}

/// One record of a plugin's log, or one line it printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogMessage {
    /// The run it was made in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<RunId>,
    /// How much it matters.
    pub level: LogLevel,
    /// The logger's dotted name; empty for a printed line.
    #[serde(default)]
    pub logger: String,
    /// The text; may have several lines.
    pub message: String,
    /// The traceback of `exc_info`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traceback: Option<String>,
    /// Where it was printed, if it was printed and not logged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream: Option<Stream>,
}

/// Where a line was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// How much a log record matters: Python's levels and `TRACE`, least first.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// 5
    Trace,
    /// 10
    Debug,
    /// 20
    #[default]
    Info,
    /// 30
    Warning,
    /// 40
    Error,
    /// 50
    Critical,
}

/// What a plugin may ask of the host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum HostCall {
    /// Run a host task now and wait for its result.
    RunTask {
        /// The task's dotted name, as Celery knows it.
        name: String,
        /// Positional arguments.
        #[serde(default)]
        args: Vec<Value>,
        /// Keyword arguments.
        #[serde(default)]
        kwargs: Map<String, Value>,
    },
    /// Queue a host task; answered by `{task_id}`.
    DelayTask {
        /// The task's dotted name, as Celery knows it.
        name: String,
        /// Positional arguments.
        #[serde(default)]
        args: Vec<Value>,
        /// Keyword arguments.
        #[serde(default)]
        kwargs: Map<String, Value>,
        /// Seconds to wait before it starts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        countdown: Option<f64>,
    },
    /// A call that this host does not know: answered by the error `no_such_call`.
    #[serde(other)]
    Unknown,
}

/// What a plugin tells the host without waiting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Note {
    /// Send this to the browsers that listen.
    Websocket {
        /// `updates`.
        group: String,
        /// `update`.
        event: String,
        /// What they get.
        data: Value,
    },
    /// Record this in the system's events.
    SystemEvent {
        /// The event's name.
        event: String,
        /// The channel's UUID.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel_id: Option<String>,
        /// The channel's name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel_name: Option<String>,
        /// Anything else.
        #[serde(default)]
        details: Map<String, Value>,
    },
    /// A note that this host does not know: ignored.
    #[serde(other)]
    Unknown,
}

/// The answer to [`super::Call::Load`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Loaded {
    /// `name`, `version`, `fields`, `actions`, ... as the plugin has them; see [`crate::Manifest::from_value`].
    pub manifest: Value,
    /// The instance has a `stop` that can be called.
    #[serde(default)]
    pub has_stop: bool,
    /// Attributes that could not be read.
    #[serde(default)]
    pub problems: Vec<Problem>,
}
