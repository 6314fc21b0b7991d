//! What changes among runs and logs, told to open browsers.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pluggarr_store::plugin_logs::Line;
use tokio::sync::{Notify, broadcast};

use super::live::{LiveRun, RunNow};

/// A listener this far behind has lost something and must load anew what it shows.
pub(super) const BACKLOG: usize = 512;
/// Progress is told this often at most: a plugin may report it in every turn of a loop.
const PAUSE: Duration = Duration::from_millis(200);

/// What has changed.
#[derive(Debug, Clone)]
pub enum Change {
    /// A run has begun, got further, or is over.
    Run(Arc<RunNow>),
    /// So many that it is cheaper to look.
    ManyRuns,
    /// Lines were logged, by any plugin; oldest first.
    Lines(Arc<Vec<Line>>),
    /// What a plugin does besides its runs.
    Activity(Arc<Activity>),
}

/// What a plugin does besides its runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// The plugin's key.
    pub plugin: String,
    /// How many of its threads are at work.
    pub threads: usize,
}

/// Tells of progress now and then.
#[derive(Default)]
pub(super) struct ProgressTeller {
    moved: Mutex<HashMap<String, Arc<LiveRun>>>,
    work: Notify,
}

impl ProgressTeller {
    pub(super) fn moved(&self, run: &Arc<LiveRun>) {
        let mut moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        if moved.insert(run.id.as_str().to_owned(), run.clone()).is_none() {
            self.work.notify_one();
        }
    }

    pub(super) async fn work(self: Arc<Self>, changes: broadcast::Sender<Change>) {
        loop {
            self.work.notified().await;
            let moved =
                std::mem::take(&mut *self.moved.lock().unwrap_or_else(PoisonError::into_inner));
            for run in moved.into_values().filter(|run| !run.is_finished()) {
                let _ = changes.send(Change::Run(Arc::new(run.now())));
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}
