//! A run that is not over, or was not written down yet: its state, as one lock protects it.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pluggarr_plugin_host::Error as HostError;
use pluggarr_plugin_protocol::RunId;
use pluggarr_store::Timestamp;
use pluggarr_store::runs::{Recorded, Run, RunOutcome, RunStatus};
use serde_json::Value;
use tokio::sync::watch;

use super::progress::Progress;

/// How a run ended.
#[derive(Debug)]
pub struct Finished {
    /// Its row, as it is recorded.
    pub run: Run,
    /// What the plugin returned, or why there is nothing.
    pub result: Result<Value, HostError>,
}

/// A run and how far it is.
#[derive(Debug, Clone, PartialEq)]
pub struct RunNow {
    /// Its row.
    pub run: Run,
    /// Where it stands, while that is known.
    pub progress: Option<Progress>,
}

/// Follows a run. Dropping it does not end the run.
#[derive(Debug, Clone)]
pub struct RunHandle {
    id: RunId,
    is_async: bool,
    done: watch::Receiver<Option<Arc<Finished>>>,
}

impl RunHandle {
    /// The run's id.
    pub fn id(&self) -> &RunId {
        &self.id
    }

    /// The action says that nobody should wait for it.
    pub fn is_async(&self) -> bool {
        self.is_async
    }

    /// Wait for the end. `None` if the host gives the run up: it is being shut down.
    pub async fn finished(mut self) -> Option<Arc<Finished>> {
        self.done.wait_for(Option::is_some).await.ok().and_then(|done| done.clone())
    }
}

/// What is known at a run's end.
pub(crate) struct End {
    pub outcome: RunOutcome,
    pub ended_by: Option<&'static str>,
    pub error: Option<String>,
    pub message: Option<String>,
    pub traceback: Option<String>,
    pub cpu_seconds: Option<f64>,
    pub peak_bytes: Option<i64>,
    /// JSON to be kept in the row.
    pub kept: Option<String>,
    pub result_bytes: Option<i64>,
}

/// A run that is not over, or was not written down yet.
pub(crate) struct LiveRun {
    pub id: RunId,
    pub plugin: String,
    pub action: String,
    state: Mutex<State>,
    done: watch::Sender<Option<Arc<Finished>>>,
    is_waiting: AtomicBool,
    lines: AtomicI64,
}

struct State {
    row: Run,
    result: Option<String>,
    /// What it sees of its settings, to be written once.
    settings: Option<Arc<str>>,
    progress: Option<Progress>,
}

impl LiveRun {
    pub(super) fn new(row: Run) -> Arc<Self> {
        Arc::new(Self {
            id: RunId::new(row.id.clone()),
            plugin: row.plugin_key.clone(),
            action: row.action.clone(),
            state: Mutex::new(State { row, result: None, settings: None, progress: None }),
            done: watch::Sender::new(None),
            is_waiting: AtomicBool::new(false),
            lines: AtomicI64::new(0),
        })
    }

    pub(crate) fn handle(&self, is_async: bool) -> RunHandle {
        RunHandle { id: self.id.clone(), is_async, done: self.done.subscribe() }
    }

    /// Its row and progress.
    pub(super) fn now(&self) -> RunNow {
        let state = self.state();
        let mut run = state.row.clone();
        run.log_lines = self.lines.load(Ordering::Relaxed);
        RunNow { run, progress: state.progress.clone() }
    }

    /// The same for the database, and the settings if their row is not known yet.
    pub(super) fn recorded(&self) -> (Recorded, Option<Arc<str>>) {
        let state = self.state();
        let mut run = state.row.clone();
        run.log_lines = self.lines.load(Ordering::Relaxed);
        (Recorded { run, result: state.result.clone() }, state.settings.clone())
    }

    pub(super) fn settings_have_id(&self, id: i64) {
        let mut state = self.state();
        (state.row.settings_id, state.settings) = (Some(id), None);
    }

    pub(super) fn sees(&self, settings: Arc<str>) {
        self.state().settings = Some(settings);
    }

    pub(super) fn is_finished(&self) -> bool {
        self.state().row.is_finished()
    }

    /// It is with the worker.
    pub(super) fn start(&self) {
        let mut state = self.state();
        if state.row.status == RunStatus::Queued.as_str() {
            state.row.status = RunStatus::Running.as_str().to_owned();
        }
        state.row.started_at.get_or_insert_with(Timestamp::now);
    }

    /// Somebody wants it ended. False if it is over.
    pub(super) fn cancel(&self) -> bool {
        let mut state = self.state();
        if state.row.is_finished() {
            return false;
        }
        state.row.status = RunStatus::Cancelling.as_str().to_owned();
        true
    }

    pub(super) fn progress(&self, news: Progress) {
        let mut state = self.state();
        if !state.row.is_finished() {
            state.progress = Some(Progress::after(state.progress.as_ref(), news));
        }
    }

    pub(super) fn count_line(&self) {
        self.lines.fetch_add(1, Ordering::Relaxed);
    }

    /// It is over. Who waits for it is told by [`Self::tell`].
    pub(super) fn finish(&self, end: End) {
        let mut state = self.state();
        state.result = end.kept;
        let row = &mut state.row;
        row.status = RunStatus::Finished.as_str().to_owned();
        row.outcome = Some(end.outcome.as_str().to_owned());
        row.ended_by = end.ended_by.map(str::to_owned);
        (row.error, row.message, row.traceback) = (end.error, end.message, end.traceback);
        (row.cpu_seconds, row.peak_bytes) = (end.cpu_seconds, end.peak_bytes);
        row.result_bytes = end.result_bytes;
        row.ended_at = Some(Timestamp::now());
        state.progress = None;
    }

    /// Hand the result to those who wait.
    pub(super) fn tell(&self, result: Result<Value, HostError>) {
        let run = self.now().run;
        self.done.send_replace(Some(Arc::new(Finished { run, result })));
    }

    /// Whether it has to be put into the recorder's queue: it is not there yet.
    pub(super) fn enqueue(&self) -> bool {
        !self.is_waiting.swap(true, Ordering::AcqRel)
    }

    pub(super) fn dequeued(&self) {
        self.is_waiting.store(false, Ordering::Release);
    }

    /// Holds no invariants that a panic could break.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
