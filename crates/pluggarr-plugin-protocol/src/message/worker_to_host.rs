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
        /// What the worker used meanwhile.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        usage: Option<Usage>,
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

/// What a worker used during a call: all of it, for no process can tell what each of its threads used.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Usage {
    /// Of the worker and of children that have ended.
    pub cpu_seconds: f64,
    /// The most memory that was resident at once.
    pub peak_bytes: u64,
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
    /// Start another action of this plugin; answered by `{task_id}`.
    Dispatch {
        /// The action's id.
        action: String,
        /// What `run()` gets.
        #[serde(default)]
        params: Map<String, Value>,
    },
    /// Read one value of the plugin's storage; answered by `{found, value}`.
    StorageGet {
        /// Its name.
        name: String,
    },
    /// Keep a value under a name; answered by null.
    StorageSet {
        /// Its name.
        name: String,
        /// The value.
        value: Value,
    },
    /// Forget a value; answered by whether there was one.
    StorageDelete {
        /// Its name.
        name: String,
    },
    /// The names of all values; answered by a list.
    StorageList,
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
    /// How far a run is: `context["report_progress"]`.
    Progress {
        /// From 0 to 100, where the plugin can tell.
        #[serde(default)]
        percent: Option<f64>,
        /// What it is doing.
        #[serde(default)]
        message: String,
    },
    /// All threads and greenlets that the plugin has started and that live, whenever these change.
    Activity {
        /// Oldest first.
        threads: Vec<ActiveThread>,
    },
    /// A note that this host does not know: ignored.
    #[serde(other)]
    Unknown,
}

/// A thread or greenlet that a plugin has started.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActiveThread {
    /// Its name, as the plugin gave it, or the function it runs.
    pub name: String,
    /// The run that has started it; none for what was started at import.
    #[serde(default)]
    pub run_id: Option<RunId>,
    /// When it was first seen, in Unix seconds.
    pub since: f64,
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
    /// Names of the Celery tasks that the plugin's own code has registered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<String>,
}
