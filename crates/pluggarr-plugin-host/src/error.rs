//! Why a plugin could not do what was asked: one variant per thing a caller can do about it.

use std::time::Duration;

use pluggarr_plugin_protocol::{FrameError, PluginKey, RunId};
use serde_json::Value;

/// Why a plugin could not do what was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// Nobody has asked for this plugin to be loaded, or it has been stopped.
    #[error("plugin `{key}` is not installed, or not enabled")]
    NotInstalled {
        /// Which.
        key: PluginKey,
    },
    /// Its code could not be imported, or `Plugin()` raised.
    #[error("plugin `{key}` {message}")]
    NotLoaded {
        /// Which.
        key: PluginKey,
        /// What is wrong, and where in its code.
        message: String,
        /// The traceback, without our own frames.
        traceback: Option<String>,
    },
    /// The plugin's own code raised. The worker is fine; calling again may work.
    #[error("plugin `{key}` failed in `{action}`: {message}")]
    ActionFailed {
        /// Which.
        key: PluginKey,
        /// What it was doing.
        action: String,
        /// The exception's text.
        message: String,
        /// The traceback, without our own frames.
        traceback: Option<String>,
        /// It raised `PermissionError`: not a failure but a refusal.
        is_permission: bool,
    },
    /// `run()` returned something that cannot be sent.
    #[error("plugin `{key}` answered `{action}` with something that is not data: {message}")]
    BadResult {
        /// Which.
        key: PluginKey,
        /// What it was doing.
        action: String,
        /// What and where in the result.
        message: String,
    },
    /// It took longer than `limit`, and was ended.
    #[error("plugin `{key}` did not finish `{action}` within {}", in_words(*limit))]
    TimedOut {
        /// Which.
        key: PluginKey,
        /// What it was doing.
        action: String,
        /// How long it had.
        limit: Duration,
        /// What it returned when it was asked to end.
        result: Option<Box<Value>>,
    },
    /// The worker ended in the middle. The next call starts a new one.
    #[error("the worker of plugin `{key}` ended during `{action}`: {status}")]
    WorkerDied {
        /// Which.
        key: PluginKey,
        /// What it was doing.
        action: String,
        /// `exit status 3`, `signal 9 (SIGKILL)`.
        status: String,
    },
    /// Somebody cancelled the run, or stopped the plugin.
    #[error("run {run_id} was cancelled")]
    Cancelled {
        /// Which.
        run_id: RunId,
        /// What it returned when it was asked to end.
        result: Option<Box<Value>>,
    },
    /// What was to be sent to the plugin is too large.
    #[error("plugin `{key}` cannot be asked for `{action}`: {message}")]
    TooLarge {
        /// Which.
        key: PluginKey,
        /// What was asked.
        action: String,
        /// How large it is.
        message: String,
    },
    /// Python or its packages are not there (yet); no plugin can run.
    #[error("plugins cannot run: {message}")]
    EnvironmentNotReady {
        /// What is missing and what to do.
        message: String,
    },
    /// The process that workers are forked from does not start or does not answer.
    #[error("workers cannot be started: {message}{}", quoted(stderr))]
    ZygoteFailed {
        /// What happened.
        message: String,
        /// The last it had to say.
        stderr: String,
    },
}

impl Error {
    /// The plugin's traceback, where there is one. For administrators: it shows code and paths.
    pub fn traceback(&self) -> Option<&str> {
        match self {
            Self::NotLoaded { traceback, .. } | Self::ActionFailed { traceback, .. } => {
                traceback.as_deref()
            }
            Self::NotInstalled { .. }
            | Self::BadResult { .. }
            | Self::TimedOut { .. }
            | Self::WorkerDied { .. }
            | Self::Cancelled { .. }
            | Self::TooLarge { .. }
            | Self::EnvironmentNotReady { .. }
            | Self::ZygoteFailed { .. } => None,
        }
    }
}

/// Why messages no longer come.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConnectionError {
    #[error("the connection broke off")]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Frame(#[from] FrameError),
}

fn in_words(limit: Duration) -> String {
    match limit.as_secs() {
        seconds if seconds >= 120 && seconds % 60 == 0 => format!("{} minutes", seconds / 60),
        _ => format!("{} s", limit.as_secs_f64()),
    }
}

fn quoted(stderr: &str) -> String {
    if stderr.is_empty() { String::new() } else { format!("; it said: {stderr}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_read_well() {
        assert_eq!(in_words(Duration::from_millis(500)), "0.5 s");
        assert_eq!(in_words(Duration::from_secs(60)), "60 s");
        assert_eq!(in_words(Duration::from_secs(3600)), "60 minutes");
    }
}
