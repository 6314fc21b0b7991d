//! The messages of `docs/PROTOCOL.md`, one enum per direction and channel.
//!
//! `fixtures/protocol/*.json` holds one of each; the tests here and those of the Python worker read the same
//! files. Unknown keys are ignored, so that either side can be newer than the other by a feature.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Action, PluginKey, Problem};

/// The number of this protocol, sent in every `hello`.
pub const PROTOCOL: u32 = 1;

/// One execution of an action.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(String);

impl RunId {
    /// A run known by this text: unique among all runs of this host.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Host to worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum HostMessage {
    /// The first message.
    Hello {
        /// [`PROTOCOL`] of the host.
        protocol: u32,
        /// What the host can do beyond that.
        #[serde(default)]
        features: Vec<String>,
        /// The plugin this worker is for.
        key: PluginKey,
        /// Records below this level are not sent.
        #[serde(default)]
        log_level: LogLevel,
    },
    /// A question, answered by [`WorkerMessage::Answer`] with the same id.
    Call {
        /// Unique among this host's open calls to this worker.
        id: u64,
        /// What is asked.
        call: Call,
    },
    /// End a running call; its answer says `cancelled`.
    Cancel {
        /// The call.
        id: u64,
    },
    /// Are you there? Answered by the native thread, even while the plugin blocks its loop.
    Ping {
        /// Comes back in the pong.
        id: u64,
    },
    /// The answer to a [`WorkerMessage::Call`].
    Answer {
        /// The call's id.
        id: u64,
        /// What came of it.
        #[serde(flatten)]
        outcome: Outcome,
    },
}

/// What the host asks of a worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Call {
    /// Import the plugin and build its instance; answered by [`Loaded`].
    Load {
        /// The plugin's folder, as the worker sees it.
        folder: String,
        /// Its key.
        key: PluginKey,
    },
    /// Run an action; answered by what `run()` returned.
    Run {
        /// Logs, calls and notes made meanwhile carry it.
        run_id: RunId,
        /// The action's id.
        action: String,
        /// What the caller passed along.
        params: Map<String, Value>,
        /// Settings, defaults included.
        settings: Map<String, Value>,
        /// The plugin's actions, for its `context`.
        #[serde(default)]
        actions: Vec<Action>,
        /// How long the host will wait.
        limit_seconds: f64,
    },
    /// Ask the plugin to finish; answered by null.
    Stop {
        /// `disable`, `delete`, `reload` or `shutdown`.
        reason: String,
        /// Settings, defaults included.
        settings: Map<String, Value>,
        /// The plugin's actions, for its `context`.
        #[serde(default)]
        actions: Vec<Action>,
    },
}

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
    /// The answer to a [`HostMessage::Call`].
    Answer {
        /// The call's id.
        id: u64,
        /// What came of it.
        #[serde(flatten)]
        outcome: Outcome,
    },
    /// A question to the host, answered by [`HostMessage::Answer`] with the same id.
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

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The answer.
    Ok(Value),
    /// Why there is none.
    Error(CallError),
}

impl From<Outcome> for Result<Value, CallError> {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Ok(value) => Ok(value),
            Outcome::Error(error) => Err(error),
        }
    }
}

impl From<Result<Value, CallError>> for Outcome {
    fn from(result: Result<Value, CallError>) -> Self {
        match result {
            Ok(value) => Self::Ok(value),
            Err(error) => Self::Error(error),
        }
    }
}

/// Why a call has no answer. Either side may say this to the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct CallError {
    /// What the caller can do about it.
    pub kind: ErrorKind,
    /// In words.
    pub message: String,
    /// Where in the plugin's code, when it raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traceback: Option<String>,
}

impl CallError {
    /// An error without a traceback.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), traceback: None }
    }
}

/// What the caller of a failed call can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The code that was called raised.
    Raised,
    /// It raised `PermissionError`.
    Permission,
    /// The plugin is not loaded: its import failed, or nobody asked for it.
    NotLoaded,
    /// The call was cancelled.
    Cancelled,
    /// The result cannot be sent.
    BadResult,
    /// The other side does not know this call (or this task).
    NoSuchCall,
    /// A kind that this side does not know.
    #[serde(other)]
    Other,
}

/// The answer to [`Call::Load`].
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

/// Host to zygote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToZygote {
    /// Fork a reaper and a worker; carries four descriptors: worker socket, stdout, stderr, status.
    Fork {
        /// Comes back in the answer.
        id: u64,
        /// The plugin it is for.
        key: PluginKey,
        /// The worker's `RLIMIT_DATA`.
        memory_bytes: u64,
    },
}

/// Zygote to host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromZygote {
    /// Warm and ready to fork.
    Hello {
        /// The protocol's number in the Python part.
        protocol: u32,
        /// What it can do beyond that.
        #[serde(default)]
        features: Vec<String>,
        /// Its process id.
        pid: u32,
        /// What workers see of the file system.
        root: RootLevel,
        /// Why it is not `namespaced`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        root_remark: Option<String>,
        /// Version of the interpreter.
        python: String,
        /// How long the imports took.
        #[serde(default)]
        warm_up_ms: f64,
    },
    /// The reaper runs; what happens to the worker comes through the status pipe.
    Forked {
        /// The request's id.
        id: u64,
        /// Process id of the reaper.
        reaper: u32,
    },
    /// The kernel refused.
    ForkFailed {
        /// The request's id.
        id: u64,
        /// In words.
        message: String,
    },
}

/// What workers see of the file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RootLevel {
    /// `/data` and `/app/data` are the data folder, `DATA/host` is hidden.
    Namespaced,
    /// The machine's own root; real paths only.
    Plain,
}

/// Reaper to host, through the status pipe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum StatusMessage {
    /// The worker was forked.
    Started {
        /// Its process id.
        pid: u32,
    },
    /// The worker *and every descendant of it* are gone.
    Ended {
        /// Its exit status.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<i32>,
        /// Or the signal that ended it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signal: Option<i32>,
    },
}

/// The two sides speak different protocols.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the {older} is older than the {newer}: it speaks protocol {old}, not {new}")]
pub struct ProtocolMismatch {
    older: &'static str,
    newer: &'static str,
    old: u32,
    new: u32,
}

/// Whether the host can talk to Python code that speaks `theirs`.
pub fn check_protocol(theirs: u32) -> Result<(), ProtocolMismatch> {
    match theirs.cmp(&PROTOCOL) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => Err(ProtocolMismatch {
            older: "Python worker",
            newer: "host",
            old: theirs,
            new: PROTOCOL,
        }),
        std::cmp::Ordering::Greater => Err(ProtocolMismatch {
            older: "host",
            newer: "Python worker",
            old: PROTOCOL,
            new: theirs,
        }),
    }
}
