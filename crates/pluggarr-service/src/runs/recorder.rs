//! Writes runs and log lines down, off the path of those who run: they leave word here and go on. What came within
//! a few milliseconds is written in one transaction; a run that was over by then is written once.
//!
//! Who reads calls [`Recorder::flushed`] first, so that nobody sees less than has happened.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pluggarr_store::Store;
use pluggarr_store::plugin_logs::{Line, NewLine};
use pluggarr_store::runs::Recorded;
use tokio::sync::{Notify, broadcast, watch};
use tracing::error;

use super::changes::Change;
use super::live::LiveRun;

/// How long the first of a batch waits for others.
const GATHERING: Duration = Duration::from_millis(20);
/// How long to wait after a failure: a full disk does not get emptier by trying.
const AFTER_FAILURE: Duration = Duration::from_secs(1);
/// How many lines wait while the database is busy; more are counted, not kept.
const MOST_LINES: usize = 50_000;
/// So many changed runs at once are not told one by one.
const MOST_TOLD: usize = 20;

/// Takes what is to be written.
pub(super) struct Recorder {
    store: Store,
    changes: broadcast::Sender<Change>,
    waiting: Mutex<Waiting>,
    work: Notify,
    urgent: Notify,
    written: watch::Sender<u64>,
    /// The row of the settings that a plugin's newest run saw.
    settings: Mutex<HashMap<String, (Arc<str>, i64)>>,
}

#[derive(Default)]
struct Waiting {
    runs: Vec<Arc<LiveRun>>,
    lines: Vec<NewLine>,
    dropped: u64,
    wanted: u64,
    is_writing: bool,
    is_closed: bool,
}

impl Recorder {
    pub(super) fn new(store: Store, changes: broadcast::Sender<Change>) -> Arc<Self> {
        Arc::new(Self {
            store,
            changes,
            waiting: Mutex::default(),
            work: Notify::new(),
            urgent: Notify::new(),
            written: watch::Sender::new(0),
            settings: Mutex::default(),
        })
    }

    /// This run has changed.
    pub(super) fn changed(&self, run: &Arc<LiveRun>) {
        if run.enqueue() {
            lock(&self.waiting).runs.push(run.clone());
            self.work.notify_one();
        }
    }

    pub(super) fn line(&self, line: NewLine) {
        let mut waiting = lock(&self.waiting);
        if waiting.lines.len() < MOST_LINES {
            waiting.lines.push(line);
        } else {
            waiting.dropped += 1;
        }
        drop(waiting);
        self.work.notify_one();
    }

    /// Wait until all that was said so far is written, or could not be.
    pub(super) async fn flushed(&self) {
        let wanted = {
            let mut waiting = lock(&self.waiting);
            let is_idle =
                waiting.runs.is_empty() && waiting.lines.is_empty() && !waiting.is_writing;
            if waiting.is_closed || is_idle {
                return;
            }
            waiting.wanted += 1;
            waiting.wanted
        };
        self.urgent.notify_one();
        let _ = self.written.subscribe().wait_for(|written| *written >= wanted).await;
    }

    /// Write what waits, and take no more.
    pub(super) async fn close(&self) {
        self.flushed().await;
        lock(&self.waiting).is_closed = true;
        self.urgent.notify_one();
    }

    /// Write until closed. `forget` is called for each run that is over and written.
    pub(super) async fn work(self: Arc<Self>, forget: impl Fn(&Arc<LiveRun>) + Send + Sync) {
        loop {
            tokio::select! {
                () = self.urgent.notified() => {}
                () = self.work.notified() => tokio::select! {
                    () = self.urgent.notified() => {}
                    () = tokio::time::sleep(GATHERING) => {}
                },
            }
            let (runs, lines, dropped, wanted) = {
                let mut waiting = lock(&self.waiting);
                if waiting.is_closed {
                    return;
                }
                waiting.is_writing = true;
                let (runs, lines) =
                    (std::mem::take(&mut waiting.runs), std::mem::take(&mut waiting.lines));
                (runs, lines, std::mem::take(&mut waiting.dropped), waiting.wanted)
            };
            if dropped > 0 {
                error!("{dropped} lines of plugins' logs were not kept: the database was busy");
            }
            if let Err(error) = self.write(&runs, &lines, &forget).await {
                error!("Runs and logs could not be written: {error}");
                self.put_back(lines);
                runs.iter().for_each(|run| self.changed(run));
                self.done(wanted);
                tokio::time::sleep(AFTER_FAILURE).await;
                self.work.notify_one();
                continue;
            }
            self.done(wanted);
        }
    }

    /// Keep lines that could not be written, before those that have come since.
    fn put_back(&self, lines: Vec<NewLine>) {
        let mut waiting = lock(&self.waiting);
        let later = std::mem::replace(&mut waiting.lines, lines);
        waiting.lines.extend(later);
    }

    fn done(&self, wanted: u64) {
        lock(&self.waiting).is_writing = false;
        self.written.send_replace(wanted);
    }

    async fn write(
        &self,
        runs: &[Arc<LiveRun>],
        lines: &[NewLine],
        forget: &(impl Fn(&Arc<LiveRun>) + Sync),
    ) -> Result<(), pluggarr_store::Error> {
        // Before the look at them: whoever changes one from here on has it written again.
        runs.iter().for_each(|run| run.dequeued());
        let mut rows = Vec::with_capacity(runs.len());
        for run in runs {
            rows.push(self.row_of(run).await?);
        }
        if rows.is_empty() && lines.is_empty() {
            return Ok(());
        }
        let first = self.store.runs().record(&rows, lines).await?;
        // Only what was written as over: it may have ended since.
        for (run, row) in runs.iter().zip(&rows) {
            if row.run.is_finished() {
                forget(run);
            }
        }
        self.tell(runs, lines, first);
        Ok(())
    }

    async fn row_of(&self, run: &Arc<LiveRun>) -> Result<Recorded, pluggarr_store::Error> {
        let (mut row, settings) = run.recorded();
        if let Some(settings) = settings {
            let known = lock(&self.settings).get(&run.plugin).cloned();
            let id = match known {
                Some((known, id)) if known == settings => id,
                _ => {
                    let id = self.store.runs().keep_settings(&run.plugin, &settings).await?;
                    lock(&self.settings).insert(run.plugin.clone(), (settings, id));
                    id
                }
            };
            run.settings_have_id(id);
            row.run.settings_id = Some(id);
        }
        Ok(row)
    }

    /// Rows of settings were forgotten: the ids that are remembered here may not be there any more.
    pub(super) fn forget_settings(&self) {
        lock(&self.settings).clear();
    }

    fn tell(&self, runs: &[Arc<LiveRun>], lines: &[NewLine], first: i64) {
        if self.changes.receiver_count() == 0 {
            return;
        }
        if runs.len() > MOST_TOLD {
            let _ = self.changes.send(Change::ManyRuns);
        } else {
            for run in runs {
                let _ = self.changes.send(Change::Run(Arc::new(run.now())));
            }
        }
        if !lines.is_empty() {
            let lines = lines.iter().zip(first..).map(|(line, id)| stored(line, id)).collect();
            let _ = self.changes.send(Change::Lines(Arc::new(lines)));
        }
    }
}

fn stored(line: &NewLine, id: i64) -> Line {
    let NewLine { plugin_key, run_id, at, level, logger, message, traceback, stream } =
        line.clone();
    Line { id, plugin_key, run_id, at, level, logger, message, traceback, stream }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
