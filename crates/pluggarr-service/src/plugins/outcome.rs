//! How a plugin failed, as far as callers treat failures differently.

use pluggarr_plugin_host::Error;

/// What became of a call to a plugin that gave no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// The plugin's code raised, at import or in the action, or gave a result that cannot be sent.
    Failed,
    /// It raised `PermissionError`.
    PermissionDenied,
    /// It ran past its limit and was ended.
    TimedOut,
    /// Its worker ended under it.
    WorkerDied,
    /// Somebody cancelled it.
    Cancelled,
    /// Nothing was run: workers cannot be started (yet).
    NotReady,
}

impl FailureKind {
    /// The word that the API uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Failed | Self::PermissionDenied => "failed",
            Self::TimedOut => "timed_out",
            Self::WorkerDied => "worker_died",
            Self::Cancelled => "cancelled",
            Self::NotReady => "not_ready",
        }
    }
}

/// The kind of `error`. No wildcard: a new variant has to decide here.
pub fn failure_kind(error: &Error) -> FailureKind {
    match error {
        Error::ActionFailed { is_permission: true, .. } => FailureKind::PermissionDenied,
        Error::ActionFailed { .. }
        | Error::NotLoaded { .. }
        | Error::BadResult { .. }
        | Error::TooLarge { .. } => FailureKind::Failed,
        Error::TimedOut { .. } => FailureKind::TimedOut,
        Error::WorkerDied { .. } => FailureKind::WorkerDied,
        Error::Cancelled { .. } => FailureKind::Cancelled,
        Error::NotInstalled { .. }
        | Error::EnvironmentNotReady { .. }
        | Error::ZygoteFailed { .. } => FailureKind::NotReady,
    }
}
