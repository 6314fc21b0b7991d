//! Work that goes by the clock: actions on schedules that people make here, and the rows that plugins write for Celery's
//! Beat.
//!
//! What is due is decided by [`when`] and [`beat`], which know no clock; the tasks that sleep ask them.

mod beat;
mod beating;
mod cron;
mod due_actions;
mod edit;
mod view;
mod when;
mod zoned;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use jiff::tz::TimeZone;
use pluggarr_plugin_protocol::RunId;
use pluggarr_store::Store;
use tokio::sync::Notify;
use tokio::task::AbortHandle;
use tracing::warn;

use crate::Error;
use crate::plugins::Plugins;
use crate::runs::Runs;
use crate::tasks::Tasks;

pub use edit::{NewSchedule, ScheduleEdit, Timing};
pub use view::{BeatView, LastRun, Missed, ScheduleView};

/// How long the clock is left alone at most: it may be set, and plugins change their rows without telling anybody.
const LONGEST_SLEEP: Duration = Duration::from_secs(5);
const SHORTEST_SLEEP: Duration = Duration::from_millis(20);

/// The schedules of this host. Cheap to clone.
#[derive(Clone)]
pub struct Schedules(Arc<Inner>);

struct Inner {
    store: Store,
    plugins: Plugins,
    runs: Runs,
    tasks: Tasks,
    /// When this program began.
    up_since: DateTime<Utc>,
    /// Something was changed: what sleeps should look again.
    changed: Notify,
    /// Up to when each of Beat's rows was dealt with, where the row itself does not say it.
    beat_dealt_with: Mutex<HashMap<i64, DateTime<Utc>>>,
    /// The last run of each of Beat's rows.
    beat_runs: Mutex<HashMap<i64, RunId>>,
    /// What was complained of already.
    complained: Mutex<HashSet<String>>,
    /// The tasks that sleep.
    sleepers: Mutex<Vec<AbortHandle>>,
}

impl Schedules {
    pub(crate) fn new(store: Store, plugins: Plugins, runs: Runs, tasks: Tasks) -> Self {
        Self(Arc::new(Inner {
            store,
            plugins,
            runs,
            tasks,
            up_since: Utc::now(),
            changed: Notify::new(),
            beat_dealt_with: Mutex::default(),
            beat_runs: Mutex::default(),
            complained: Mutex::default(),
            sleepers: Mutex::default(),
        }))
    }

    /// Do what is due, for ever. Beat's rows lie in the file that plugins share, and may have to wait for one that
    /// holds it; people's schedules do not wait with them.
    pub(crate) fn start(&self) {
        let schedules = self.clone();
        let actions = tokio::spawn(async move {
            loop {
                let next = schedules.look(Utc::now()).await;
                tokio::select! {
                    () = sleep("schedules", next) => {}
                    () = schedules.0.changed.notified() => {}
                }
            }
        });
        let schedules = self.clone();
        let beat = tokio::spawn(async move {
            loop {
                let next = schedules.look_at_beat(Utc::now()).await;
                sleep("periodic tasks", next).await;
            }
        });
        lock(&self.0.sleepers).extend([actions.abort_handle(), beat.abort_handle()]);
    }

    /// Start nothing more.
    pub(crate) fn stop(&self) {
        lock(&self.0.sleepers).drain(..).for_each(|sleeper| sleeper.abort());
    }

    fn beat_dealt_with(&self) -> MutexGuard<'_, HashMap<i64, DateTime<Utc>>> {
        lock(&self.0.beat_dealt_with)
    }

    /// Say it in the log, once.
    fn complain(&self, about: &str) {
        if lock(&self.0.complained).insert(about.to_owned()) {
            warn!("{about}");
        }
    }
}

/// Wait until something is due, but not for long.
async fn sleep(what: &str, next: Result<Option<DateTime<Utc>>, Error>) {
    let next = next.unwrap_or_else(|error| {
        warn!("The {what} could not be looked at: {error}");
        None
    });
    let wait = next.map(|next| (next - Utc::now()).to_std().unwrap_or_default());
    let wait = wait.map_or(LONGEST_SLEEP, |wait| wait.clamp(SHORTEST_SLEEP, LONGEST_SLEEP));
    tokio::time::sleep(wait).await;
}

/// The time zone of that name.
fn zone(name: &str) -> Result<TimeZone, Error> {
    TimeZone::get(name).map_err(|_| {
        Error::invalid(format!("there is no time zone `{name}`; write one like `Europe/Berlin`"))
    })
}

/// Holds no invariants that a panic could break.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
