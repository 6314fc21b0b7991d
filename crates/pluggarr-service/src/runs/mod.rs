//! Runs: each execution of an action, from the moment it is asked for to its place in history.
//!
//! Knows what is under way and what became of the rest; does not know how a plugin is run, which is `plugins`' business.

mod changes;
mod files;
mod live;
mod log;
mod outcome;
mod progress;
mod recorder;
mod request;
mod results;
mod retention;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::Utc;
use pluggarr_plugin_protocol::RunId;
use pluggarr_store::runs::{Run, RunFilter, RunStatus};
use pluggarr_store::{Page, Paging, Store, Timestamp};
use serde_json::Value;
use tokio::sync::broadcast;
use tracing::warn;

use crate::Error;

pub use changes::{Activity, Change};
pub use files::{OpenFile, ResultFile};
pub use live::{Finished, RunHandle, RunNow};
pub use log::{LogPage, LogQuery, level_name, level_number};
pub use progress::{Progress, Source};
pub use request::{NewRun, RunKind, Trigger};

pub(crate) use files::Roots;
pub(crate) use live::{End, LiveRun};
pub(crate) use outcome::{message_of, outcome_of};

/// How long runs may take to hear that their workers have ended.
const LAST_MOMENT: Duration = Duration::from_secs(2);

/// The runs of this host. Cheap to clone.
#[derive(Clone)]
pub struct Runs(Arc<Inner>);

struct Inner {
    store: Store,
    /// Where results lie that are too large for a row.
    results: PathBuf,
    roots: files::Roots,
    /// Those that are not over, or not written down yet.
    open: Mutex<HashMap<RunId, Arc<LiveRun>>>,
    recorder: Arc<recorder::Recorder>,
    progress: Arc<changes::ProgressTeller>,
    changes: broadcast::Sender<Change>,
    retention: retention::Retention,
}

impl Runs {
    /// The runs that `store` remembers; what a host before this one has left open is lost. Must be called within a
    /// Tokio runtime.
    pub(crate) async fn open(store: Store, results: PathBuf, roots: Roots) -> Result<Self, Error> {
        store.runs().close_open("Pluggarr ended before this was done").await?;
        let changes = broadcast::channel(changes::BACKLOG).0;
        let runs = Self(Arc::new(Inner {
            recorder: recorder::Recorder::new(store.clone(), changes.clone()),
            store,
            results,
            roots,
            open: Mutex::default(),
            progress: Arc::default(),
            changes,
            retention: retention::Retention::default(),
        }));
        let (recorder, weak) = (runs.0.recorder.clone(), Arc::downgrade(&runs.0));
        tokio::spawn(recorder.work(move |run| {
            if let Some(runs) = weak.upgrade() {
                lock(&runs.open).remove(&run.id);
                runs.retention.ended(&run.plugin);
            }
        }));
        tokio::spawn(runs.0.progress.clone().work(runs.0.changes.clone()));
        Ok(runs)
    }

    /// What changes from now on.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.0.changes.subscribe()
    }

    /// Tell of something that is no run's.
    pub(crate) fn publish(&self, change: Change) {
        let _ = self.0.changes.send(change);
    }

    /// Begin a run, unless it `is_single` and the same action runs.
    pub(crate) fn begin(
        &self,
        new: &NewRun,
        params: &Value,
        limit_seconds: f64,
        is_single: bool,
    ) -> Result<Arc<LiveRun>, Error> {
        let mut open = lock(&self.0.open);
        if is_single {
            let same = |run: &&Arc<LiveRun>| run.plugin == new.plugin && run.action == new.action;
            if let Some(run) = open.values().find(|run| same(run) && !run.is_finished()) {
                return Err(Error::AlreadyRunning { run: Box::new(run.now().run) });
            }
        }
        let run = LiveRun::new(Run {
            id: uuid::Uuid::now_v7().to_string(),
            plugin_key: new.plugin.clone(),
            action: new.action.clone(),
            kind: request::kind_word(&new.kind).to_owned(),
            trigger: new.trigger.as_str().to_owned(),
            started_by: new.by.clone(),
            parent_id: new.parent.as_ref().map(|parent| parent.as_str().to_owned()),
            event: new.event.clone(),
            schedule_id: new.schedule_id,
            status: RunStatus::Queued.as_str().to_owned(),
            outcome: None,
            ended_by: None,
            error: None,
            message: None,
            queued_at: Timestamp::now(),
            started_at: None,
            ended_at: None,
            limit_seconds,
            cpu_seconds: None,
            peak_bytes: None,
            log_lines: 0,
            result_bytes: None,
            settings_id: None,
            params: params.to_string(),
            traceback: None,
        });
        open.insert(run.id.clone(), run.clone());
        drop(open);
        self.0.recorder.changed(&run);
        Ok(run)
    }

    /// The run sees these settings, whose secrets are masked.
    pub(crate) fn sees(&self, run: &Arc<LiveRun>, settings: String) {
        run.sees(settings.into());
        self.0.recorder.changed(run);
    }

    /// The worker has it.
    pub(crate) fn started(&self, id: &RunId) {
        if let Some(run) = self.live(id) {
            run.start();
            self.0.recorder.changed(&run);
        }
    }

    /// Note that somebody wants a run ended. False if it is over by now.
    pub(crate) fn cancelling(&self, id: &RunId) -> bool {
        let Some(run) = self.live(id) else { return false };
        let is_under_way = run.cancel();
        self.0.recorder.changed(&run);
        is_under_way
    }

    /// It is over.
    pub(crate) fn finish(
        &self,
        run: &Arc<LiveRun>,
        end: End,
        result: Result<Value, pluggarr_plugin_host::Error>,
    ) {
        run.finish(end);
        run.tell(result);
        self.0.recorder.changed(run);
    }

    /// How far a run is, as its plugin said it there.
    pub(crate) fn progress(&self, id: &RunId, percent: Option<f64>, message: &str, from: Source) {
        if let Some(run) = self.live(id) {
            run.progress(Progress::new(percent, message, from, Utc::now()));
            self.0.progress.moved(&run);
        }
    }

    /// What a message to browsers says about a run's progress.
    pub(crate) fn progress_in_message(&self, id: &RunId, data: &Value) {
        if let Some((percent, message)) = progress::in_message(data) {
            self.progress(id, percent, &message, Source::Websocket);
        }
    }

    /// The only run of a plugin that is under way, if there is exactly one.
    pub(crate) fn only_run_of(&self, plugin: &str) -> Option<RunId> {
        let open = lock(&self.0.open);
        let mut of_plugin = open.values().filter(|run| run.plugin == plugin && !run.is_finished());
        let first = of_plugin.next()?;
        of_plugin.next().is_none().then(|| first.id.clone())
    }

    /// Whether a run is under way.
    pub(crate) fn is_open(&self, id: &RunId) -> bool {
        self.live(id).is_some_and(|run| !run.is_finished())
    }

    /// How many runs of a plugin are under way.
    pub(crate) fn count_of(&self, plugin: &str) -> usize {
        let open = lock(&self.0.open);
        open.values().filter(|run| run.plugin == plugin && !run.is_finished()).count()
    }

    /// One run.
    pub async fn get(&self, id: &str) -> Result<RunNow, Error> {
        if let Some(run) = self.live(&RunId::new(id)) {
            return Ok(run.now());
        }
        self.0.recorder.flushed().await;
        Ok(RunNow { run: self.0.store.runs().get(id).await?, progress: None })
    }

    /// Runs, newest first.
    pub async fn list(&self, filter: &RunFilter, paging: Paging) -> Result<Page<RunNow>, Error> {
        self.0.recorder.flushed().await;
        let Page { rows, total } = self.0.store.runs().list(filter, paging).await?;
        let rows = rows.into_iter().map(|run| {
            let live = self.live(&RunId::new(run.id.clone()));
            live.map_or(RunNow { run, progress: None }, |live| live.now())
        });
        Ok(Page { rows: rows.collect(), total })
    }

    /// The settings that a run saw, secrets masked.
    pub async fn settings(&self, run: &Run) -> Result<Option<Value>, Error> {
        self.0.recorder.flushed().await;
        let settings_id = self.0.store.runs().get(&run.id).await?.settings_id;
        match settings_id {
            Some(id) => Ok(self.0.store.runs().settings(id).await?),
            None => Ok(None),
        }
    }

    /// Write what waits to be written. The workers have ended: their runs are about to hear of it.
    pub(crate) async fn close(&self) {
        let all_told = async {
            while lock(&self.0.open).values().any(|run| !run.is_finished()) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        if tokio::time::timeout(LAST_MOMENT, all_told).await.is_err() {
            warn!("Some runs have no end yet; they count as lost at the next start");
        }
        self.0.recorder.close().await;
    }

    fn live(&self, id: &RunId) -> Option<Arc<LiveRun>> {
        lock(&self.0.open).get(id).cloned()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
