//! Obeys the rows that plugins write for Celery's Beat.

use chrono::{DateTime, Utc};
use pluggarr_store::periodic_tasks::PeriodicTask;
use pluggarr_store::schedules::NewMiss;
use serde_json::{Map, Value};
use tracing::warn;

use super::beat::{Beat, due, is_others};
use super::due_actions::reason_of;
use super::{Schedules, lock};
use crate::Error;
use crate::plugins::TaskOwner;
use crate::runs::{NewRun, RunKind, Trigger};
use crate::tasks::Task;

/// Who carries out a row's task.
enum Work {
    Host(Task),
    Plugin(Box<NewRun>),
    /// Nobody can say yet.
    Later,
}

impl Schedules {
    /// Do what Beat's rows say is due at `now`, and say when something is due next.
    pub async fn look_at_beat(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Error> {
        let tasks = self.0.store.periodic_tasks().list_enabled().await?;
        self.beat_dealt_with().retain(|id, _| tasks.iter().any(|task| task.id == *id));
        lock(&self.0.beat_runs).retain(|id, _| tasks.iter().any(|task| task.id == *id));
        let mut next = None;
        for task in tasks.iter().filter(|task| !is_others(task)) {
            let dealt_with = self.beat_dealt_with().get(&task.id).copied();
            let mut what = due(task, dealt_with, now);
            if what == Ok(Beat::Now) {
                // One row that cannot be written must not keep the others from their time.
                if let Err(error) = self.run_task(task, now).await {
                    warn!(
                        "What became of the periodic task `{}` could not be kept: {error}",
                        task.name
                    );
                }
                what = due(task, Some(now), now);
            }
            match what {
                Ok(Beat::At(at)) => next = [next, Some(at)].into_iter().flatten().min(),
                Ok(Beat::Over) => {
                    if let Err(error) = self.0.store.periodic_tasks().disable(task.id).await {
                        warn!(
                            "The periodic task `{}` could not be switched off: {error}",
                            task.name
                        );
                    }
                }
                Ok(Beat::Now | Beat::Never) => {}
                Err(why) => {
                    self.complain(&format!(
                        "The periodic task `{}` is not obeyed: {why}",
                        task.name
                    ));
                }
            }
        }
        Ok(next)
    }

    async fn run_task(&self, task: &PeriodicTask, now: DateTime<Utc>) -> Result<(), Error> {
        let begun = match self.work_of(task).await {
            Ok(Work::Later) => return Ok(()),
            Ok(work) => self.begin_work(task, work).await,
            Err(error) => Err(error),
        };
        // In memory first: whoever holds the database must not make it run again and again.
        self.beat_dealt_with().insert(task.id, now);
        let Err(error) = begun else {
            self.0.store.periodic_tasks().set_started(task.id, now.into()).await?;
            return Ok(self.0.store.beat_misses().clear(&task.name).await?);
        };
        let reason = match error {
            Error::NotFound { what: "task", id } => {
                let reason = format!("no plugin that runs has a task `{id}`");
                self.complain(&format!("The periodic task `{}` cannot run: {reason}", task.name));
                reason
            }
            error => reason_of(&error),
        };
        let miss = NewMiss { due_at: now.into(), count: 1, reason };
        Ok(self.0.store.beat_misses().add(&task.name, &miss).await?)
    }

    async fn work_of(&self, task: &PeriodicTask) -> Result<Work, Error> {
        let args: Vec<Value> = arguments(task, "args", &task.args)?;
        let kwargs: Map<String, Value> = arguments(task, "kwargs", &task.kwargs)?;
        match self.0.tasks.parse(&task.task, &args, &kwargs) {
            Ok(task) => return Ok(Work::Host(task)),
            Err(Error::NotFound { what: "task", .. }) => {}
            Err(error) => return Err(error),
        }
        match self.0.plugins.plugin_of_task(&task.task).await? {
            TaskOwner::Plugin(key) => {
                let new = NewRun::of_action(&key, &task.task, Map::new());
                let kind = RunKind::Task { args, kwargs };
                let trigger = Trigger::Schedule;
                Ok(Work::Plugin(Box::new(NewRun { kind, trigger, ..new })))
            }
            TaskOwner::Nobody => Err(Error::not_found("task", &task.task)),
            TaskOwner::NotKnownYet => Ok(Work::Later),
        }
    }

    async fn begin_work(&self, task: &PeriodicTask, work: Work) -> Result<(), Error> {
        match work {
            Work::Host(task) => {
                self.0.tasks.delay(task, 0.0);
            }
            Work::Plugin(new) => {
                // Once at a time by its row: two rows may have the same task, with other arguments.
                let before = lock(&self.0.beat_runs).get(&task.id).cloned();
                if let Some(before) = before
                    && let Ok(now) = self.0.runs.get(before.as_str()).await
                    && !now.run.is_finished()
                {
                    return Err(Error::AlreadyRunning { run: Box::new(now.run) });
                }
                let run = self.0.plugins.start_run(*new).await?;
                lock(&self.0.beat_runs).insert(task.id, run.id().clone());
            }
            Work::Later => {}
        }
        Ok(())
    }
}

fn arguments<T: serde::de::DeserializeOwned>(
    task: &PeriodicTask,
    what: &str,
    text: &str,
) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| {
        Error::invalid(format!("the {what} of `{}` cannot be read: {error}", task.name))
    })
}
