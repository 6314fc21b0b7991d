//! Schedules as they are shown: with what was, and what comes next.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use pluggarr_store::Timestamp;
use pluggarr_store::periodic_tasks::PeriodicTask;
use pluggarr_store::schedules::{Miss, NewMiss, Schedule};

use super::due_actions::when_of;
use super::when::believed;
use super::{Schedules, beat};
use crate::Error;
use crate::plugins::TaskOwner;

/// How many misses of a schedule are shown.
const SHOWN: usize = 20;

/// A schedule, what it has done and when it is due.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduleView {
    /// Its row.
    pub row: Schedule,
    /// When it is due next.
    pub next_at: Option<Timestamp>,
    /// The last run it started.
    pub last: Option<LastRun>,
    /// When it was due in vain, the newest first.
    pub missed: Vec<Missed>,
}

/// The last run of a schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct LastRun {
    /// Its id.
    pub run_id: String,
    /// When it began.
    pub at: Timestamp,
    /// What became of it; none while it runs, or if it is forgotten.
    pub outcome: Option<String>,
}

/// Times at which nothing was run.
#[derive(Debug, Clone, PartialEq)]
pub struct Missed {
    /// The first of them.
    pub due_at: Timestamp,
    /// How many.
    pub count: i64,
    /// Why.
    pub reason: String,
}

/// A row of Beat's.
#[derive(Debug, Clone, PartialEq)]
pub struct BeatView {
    /// Its row.
    pub row: PeriodicTask,
    /// The plugin whose task it is, if it is one's.
    pub plugin: Option<String>,
    /// Its crontab in five fields.
    pub cron: Option<String>,
    /// Its interval.
    pub every_seconds: Option<f64>,
    /// When it is due next.
    pub next_at: Option<Timestamp>,
    /// When it was due in vain since it ran last.
    pub missed: Option<Missed>,
}

impl Schedules {
    /// All schedules, or those of one plugin.
    pub async fn list(&self, plugin: Option<&str>) -> Result<Vec<ScheduleView>, Error> {
        let mut misses: HashMap<i64, Vec<Miss>> = HashMap::new();
        for miss in self.0.store.schedules().misses().await? {
            misses.entry(miss.schedule_id).or_default().push(miss);
        }
        let mut views = Vec::new();
        for row in self.0.store.schedules().list(plugin).await? {
            let missed = misses.remove(&row.id).unwrap_or_default();
            views.push(self.view_of(row, missed).await);
        }
        Ok(views)
    }

    /// One schedule.
    pub async fn get(&self, id: i64) -> Result<ScheduleView, Error> {
        let row = self.0.store.schedules().get(id).await?;
        let mut missed = self.0.store.schedules().misses().await?;
        missed.retain(|miss| miss.schedule_id == id);
        Ok(self.view_of(row, missed).await)
    }

    async fn view_of(&self, row: Schedule, missed: Vec<Miss>) -> ScheduleView {
        let now = Utc::now();
        let after = believed(row.due_after.to_utc(), now).max(now);
        let next = when_of(&row).ok().and_then(|when| when.next_after(after));
        let last = match (&row.last_run_id, row.last_at) {
            (Some(run_id), Some(at)) => {
                let run = self.0.store.runs().get(run_id).await;
                let outcome = run.ok().and_then(|run| run.outcome);
                Some(LastRun { run_id: run_id.clone(), at, outcome })
            }
            _ => None,
        };
        ScheduleView {
            next_at: next.filter(|_| row.enabled).map(Into::into),
            last,
            missed: missed.into_iter().take(SHOWN).map(Missed::from).collect(),
            row,
        }
    }

    /// Beat's rows that are obeyed here, or those of one plugin.
    pub async fn beat(&self, plugin: Option<&str>) -> Result<Vec<BeatView>, Error> {
        let mut misses = self.0.store.beat_misses().list().await?;
        let (mut views, now) = (Vec::new(), Utc::now());
        for row in self.0.store.periodic_tasks().list().await? {
            if beat::is_others(&row) {
                continue;
            }
            let owner = match self.0.plugins.plugin_of_task(&row.task).await? {
                TaskOwner::Plugin(key) => Some(key),
                TaskOwner::Nobody | TaskOwner::NotKnownYet => None,
            };
            if plugin.is_some() && owner.as_deref() != plugin {
                continue;
            }
            let missed = misses.remove(&row.name).map(Missed::from);
            let next_at = self.next_beat(&row, now).map(Into::into);
            let (cron, every_seconds) = (beat::cron_text(&row), beat::every(&row));
            let every_seconds = every_seconds.map(|every| every.as_seconds_f64());
            views.push(BeatView { plugin: owner, cron, every_seconds, next_at, missed, row });
        }
        Ok(views)
    }

    fn next_beat(&self, row: &PeriodicTask, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if !row.enabled {
            return None;
        }
        let dealt_with = self.beat_dealt_with().get(&row.id).copied();
        match beat::due(row, dealt_with, now).ok()? {
            beat::Beat::Now => Some(now),
            beat::Beat::At(next) => Some(next),
            beat::Beat::Over | beat::Beat::Never => None,
        }
    }
}

impl From<Miss> for Missed {
    fn from(miss: Miss) -> Self {
        Self { due_at: miss.due_at, count: miss.count, reason: miss.reason }
    }
}

impl From<NewMiss> for Missed {
    fn from(miss: NewMiss) -> Self {
        Self { due_at: miss.due_at, count: miss.count, reason: miss.reason }
    }
}
