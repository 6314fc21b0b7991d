//! Finds plugins and runs each in a Python worker process of its own, carrying calls both ways.
//!
//! Knows processes, sockets, folders and the Python environment. Knows no SQL and no HTTP, and not which
//! plugins are enabled: whoever uses it decides that, and answers the plugins' own calls by implementing
//! [`HostCalls`]. `docs/PROTOCOL.md` is what it says to the workers.

pub mod archive;
mod capture;
mod config;
pub mod discovery;
pub mod environment;
mod error;
mod escalation;
mod frames;
mod host;
mod host_calls;
pub mod inspect;
mod metadata;
pub mod parts;
mod pipes;
mod preparation;
pub mod uploads;
pub mod watch;
mod worker;
mod zygote;

pub use config::{Config, DataFolders, Limits};
pub use error::Error;
pub use host::{Activity, EndedBy, PluginHost, RunEnd, RunKind, RunRequest, State};
pub use host_calls::{Answering, HostCalls, LogRecord};
pub use metadata::Metadata;
pub use pluggarr_plugin_protocol::{ActiveThread, Usage};
pub use preparation::EnvironmentState;
pub use worker::Child;
