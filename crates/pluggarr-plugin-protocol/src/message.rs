//! The messages of `docs/PROTOCOL.md`, one enum per direction and channel.
//!
//! `fixtures/protocol/*.json` holds one of each; the tests here and those of the Python worker read the same
//! files. Unknown keys are ignored, so that either side can be newer than the other by a feature.

mod host_to_worker;
mod outcome;
mod worker_to_host;
mod zygote;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use host_to_worker::{Call, HostMessage};
pub use outcome::{CallError, ErrorKind, Outcome};
pub use worker_to_host::{
    ActiveThread, HostCall, Loaded, LogLevel, LogMessage, Note, Stream, Usage, WorkerMessage,
};
pub use zygote::{FromZygote, RootLevel, StatusMessage, ToZygote};

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
