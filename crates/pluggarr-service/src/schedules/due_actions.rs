//! Runs the actions that are due.

use chrono::{DateTime, Utc};
use pluggarr_store::schedules::{NewMiss, Schedule};
use tracing::warn;

use super::Schedules;
use super::when::{Due, Moments, When, believed, due};
use super::{cron::Cron, zone};
use crate::Error;
use crate::plugins::HostError;
use crate::runs::{NewRun, RunHandle, Trigger};

const DOWN: &str = "Pluggarr was not running";
const LATE: &str = "the machine slept or was too busy";

impl Schedules {
    /// Do what is due at `now`, and say when something is due next.
    pub async fn look(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Error> {
        let mut next = None;
        for schedule in self.0.store.schedules().list_enabled().await? {
            let when = match when_of(&schedule) {
                Ok(when) => when,
                Err(error) => {
                    self.complain(&format!("Schedule {} is not obeyed: {error}", schedule.id));
                    continue;
                }
            };
            let before = schedule.due_after.to_utc();
            let dealt_with = believed(before, now);
            let due = due(&when, dealt_with, self.0.up_since, now);
            let dealt = match due == Due::default() {
                false => self.deal_with(&schedule, due, now).await,
                true if dealt_with == before => Ok(()),
                true => {
                    let store = self.0.store.schedules();
                    store.set_due_after(schedule.id, now.into()).await.map_err(Error::from)
                }
            };
            // One that somebody deletes meanwhile must not keep the others from their time.
            if let Err(error) = dealt {
                warn!("What became of schedule {} could not be kept: {error}", schedule.id);
            }
            next = [next, when.next_after(dealt_with.max(now))].into_iter().flatten().min();
        }
        Ok(next)
    }

    async fn deal_with(
        &self,
        schedule: &Schedule,
        due: Due,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let store = self.0.store.schedules();
        // First: what is begun and then cut off must not be begun again.
        store.set_due_after(schedule.id, now.into()).await?;
        for (missed, reason) in [(due.missed_down, DOWN), (due.missed_late, LATE)] {
            if let Some(missed) = missed {
                store.miss(schedule.id, &miss(missed, reason)).await?;
            }
        }
        let Some(moment) = due.run else { return Ok(()) };
        match self.begin(schedule, Trigger::Schedule, None).await {
            Ok(run) => store.set_ran(schedule.id, run.id().as_str(), now.into()).await?,
            Err(error) => {
                let missed = Moments { first: moment, last: moment, count: 1 };
                store.miss(schedule.id, &miss(missed, &reason_of(&error))).await?;
            }
        }
        Ok(())
    }

    /// Run it now, due or not.
    pub async fn run_now(&self, id: i64, trigger: Trigger, by: &str) -> Result<RunHandle, Error> {
        let schedule = self.0.store.schedules().get(id).await?;
        let run = self.begin(&schedule, trigger, Some(by.to_owned())).await?;
        self.0.store.schedules().set_ran(id, run.id().as_str(), Utc::now().into()).await?;
        Ok(run)
    }

    async fn begin(
        &self,
        schedule: &Schedule,
        trigger: Trigger,
        by: Option<String>,
    ) -> Result<RunHandle, Error> {
        let params = schedule.params.as_object().cloned().unwrap_or_default();
        let new = NewRun::of_action(&schedule.plugin_key, &schedule.action, params);
        let schedule_id = Some(schedule.id);
        self.0.plugins.start_run(NewRun { trigger, by, schedule_id, is_single: true, ..new }).await
    }
}

/// When a schedule is due.
pub(super) fn when_of(schedule: &Schedule) -> Result<When, Error> {
    match (&schedule.cron, schedule.every_seconds) {
        (Some(text), None) => {
            let cron = Cron::parse(text).map_err(Error::invalid)?;
            Ok(When::Cron { cron, zone: zone(&schedule.timezone)? })
        }
        (None, Some(seconds)) if seconds > 0 => {
            Ok(When::Every { seconds, since: schedule.created_at.to_utc() })
        }
        _ => Err(Error::invalid("it says neither when nor how often")),
    }
}

fn miss(moments: Moments, reason: &str) -> NewMiss {
    NewMiss {
        due_at: moments.first.into(),
        count: moments.count.try_into().unwrap_or(i64::MAX),
        reason: reason.to_owned(),
    }
}

/// Why nothing was run, in words that are the same from one time to the next.
pub(super) fn reason_of(error: &Error) -> String {
    match error {
        Error::AlreadyRunning { .. } => "still running".to_owned(),
        Error::PluginDisabled { .. } => "the plugin is disabled".to_owned(),
        Error::NotFound { what: "plugin", .. } | Error::Plugin(HostError::NotInstalled { .. }) => {
            "the plugin is not installed".to_owned()
        }
        error => error.to_string(),
    }
}
