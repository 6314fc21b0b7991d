//! What the host and its Python workers say to each other, and what a plugin says about itself: as data.
//!
//! Knows the messages of `docs/PROTOCOL.md`, how a frame is written, what a plugin key is, and how the
//! loosely written fields and actions of a plugin become strict ones. Does no I/O and starts nothing:
//! processes and sockets live in `pluggarr-plugin-host`.

mod frame;
mod key;
mod manifest;
mod message;
pub mod settings;

pub use frame::{FrameError, HEADER_BYTES, MAX_FRAME_BYTES, body_length, decode, encode};
pub use key::{PluginKey, PluginKeyError, RESERVED_NAMES};
pub use manifest::{
    Action, BACKGROUND_TASKS, Capability, Choice, Column, Field, FieldType, Manifest,
    PERSISTENT_SERVICE, Problem, Severity,
};
pub use message::{
    ActiveThread, Call, CallError, ErrorKind, FromZygote, HostCall, HostMessage, Loaded, LogLevel,
    LogMessage, Note, Outcome, PROTOCOL, ProtocolMismatch, RootLevel, RunId, StatusMessage, Stream,
    ToZygote, Usage, WorkerMessage, check_protocol,
};
