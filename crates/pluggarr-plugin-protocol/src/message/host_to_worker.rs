//! What the host says to a worker.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{LogLevel, Outcome, RunId};
use crate::{Action, PluginKey};

/// Host to worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum HostMessage {
    /// The first message.
    Hello {
        /// [`super::PROTOCOL`] of the host.
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
    /// A question, answered by [`super::WorkerMessage::Answer`] with the same id.
    Call {
        /// Unique among this host's open calls to this worker.
        id: u64,
        /// What is asked.
        call: Call,
    },
    /// Ask a running call to end by itself: `context["cancelled"]()` becomes true.
    Ask {
        /// The call.
        id: u64,
        /// The plugin's own `stop` action was called: give even a call that never looks a chance.
        #[serde(default)]
        patient: bool,
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
    /// The answer to a [`super::WorkerMessage::Call`].
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
    /// Import the plugin and build its instance; answered by [`super::Loaded`].
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
        /// What started it, for its `context`: `user`, `event`, `schedule`, ...
        #[serde(default, skip_serializing_if = "Option::is_none")]
        trigger: Option<String>,
    },
    /// Run a Celery task that the plugin has registered; answered by what it returned.
    Task {
        /// Logs, calls and notes made meanwhile carry it.
        run_id: RunId,
        /// The task's dotted name.
        name: String,
        /// Positional arguments.
        #[serde(default)]
        args: Vec<Value>,
        /// Keyword arguments.
        #[serde(default)]
        kwargs: Map<String, Value>,
        /// Settings, defaults included.
        settings: Map<String, Value>,
        /// How long the host will wait.
        limit_seconds: f64,
    },
    /// Read the instance's attributes anew, since any may be a property; answered as [`Call::Load`] is.
    Describe,
    /// Tell a persistent service that it may work (or no longer may); answered by null.
    Lead {
        /// `on_leader_acquired`, or else `on_leader_lost`.
        acquired: bool,
        /// Settings, defaults included.
        settings: Map<String, Value>,
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
