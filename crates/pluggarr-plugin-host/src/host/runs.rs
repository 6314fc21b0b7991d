//! The runs that are under way, so that they can be cancelled; and what their answers mean.

use std::collections::HashMap;
use std::sync::Mutex;

use pluggarr_plugin_protocol::{CallError, ErrorKind, Outcome, PluginKey, RunId};
use serde_json::Value;
use tokio::sync::watch;

use super::lock;
use crate::error::Error;

/// The runs that are under way.
#[derive(Default)]
pub(super) struct Runs {
    running: Mutex<HashMap<RunId, watch::Sender<bool>>>,
}

/// A run's wish to be cancelled; forgets the run when dropped.
pub(super) struct Cancellation<'a> {
    runs: &'a Runs,
    run_id: RunId,
    asked: watch::Receiver<bool>,
}

impl Runs {
    pub(super) fn begin(&self, run_id: RunId) -> Cancellation<'_> {
        let (sender, asked) = watch::channel(false);
        lock(&self.running).insert(run_id.clone(), sender);
        Cancellation { runs: self, run_id, asked }
    }

    pub(super) fn cancel(&self, run_id: &RunId) -> bool {
        match lock(&self.running).get(run_id) {
            Some(sender) => sender.send(true).is_ok(),
            None => false,
        }
    }
}

impl Cancellation<'_> {
    /// Returns when somebody cancels the run.
    pub(super) async fn wait(&self) {
        let mut asked = self.asked.clone();
        if asked.wait_for(|asked| *asked).await.is_err() {
            // Another run has taken the same id: nobody can cancel this one any more.
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Cancellation<'_> {
    fn drop(&mut self) {
        lock(&self.runs.running).remove(&self.run_id);
    }
}

/// What a worker's answer means to the caller.
pub(super) fn answer_of(outcome: Outcome, key: &PluginKey, action: &str) -> Result<Value, Error> {
    let CallError { kind, message, traceback } = match outcome {
        Outcome::Ok(value) => return Ok(value),
        Outcome::Error(error) => error,
    };
    let (key, action) = (key.clone(), action.to_owned());
    Err(match kind {
        ErrorKind::NotLoaded => Error::NotLoaded { key, message, traceback },
        ErrorKind::BadResult => Error::BadResult { key, action, message },
        ErrorKind::Permission => {
            Error::ActionFailed { key, action, message, traceback, is_permission: true }
        }
        // Cancelled: the plugin has cancelled itself, so to say; for the caller it has failed.
        ErrorKind::Raised | ErrorKind::Cancelled | ErrorKind::NoSuchCall | ErrorKind::Other => {
            Error::ActionFailed { key, action, message, traceback, is_permission: false }
        }
    })
}
