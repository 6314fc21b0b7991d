//! Between host and zygote, and from the reaper.

use serde::{Deserialize, Serialize};

use crate::PluginKey;

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
