//! What came of a call, either way.

use serde::{Deserialize, Serialize};
use serde_json::Value;

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
