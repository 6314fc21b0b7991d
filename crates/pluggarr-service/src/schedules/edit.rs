//! Making, changing and deleting schedules: what may be asked for.

use chrono::Utc;
use pluggarr_store::schedules::{NewSchedule as NewRow, Schedule, ScheduleChange};
use serde_json::{Map, Value};

use super::cron::Cron;
use super::{Schedules, zone};
use crate::Error;

/// The shortest interval. What should go on all the time is a service's work and not a schedule's.
const SHORTEST_INTERVAL: i64 = 10;
/// The longest: ten years.
const LONGEST_INTERVAL: i64 = 10 * 366 * 24 * 60 * 60;

/// When a schedule is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Timing {
    /// By a cron expression of five fields.
    Cron(String),
    /// Every so many seconds.
    EverySeconds(i64),
}

/// A schedule that somebody wants.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSchedule {
    /// The plugin's key.
    pub plugin: String,
    /// The action's id.
    pub action: String,
    /// What is passed to it.
    pub params: Map<String, Value>,
    /// When it is due.
    pub timing: Timing,
    /// In which a cron expression is read; the system's own unless said.
    pub timezone: Option<String>,
    /// Whether it is obeyed.
    pub enabled: bool,
    /// Who wants it.
    pub by: String,
}

/// What is to be another about a schedule; `None` leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScheduleEdit {
    /// The action's id.
    pub action: Option<String>,
    /// What is passed to it.
    pub params: Option<Map<String, Value>>,
    /// When it is due.
    pub timing: Option<Timing>,
    /// In which a cron expression is read.
    pub timezone: Option<String>,
    /// Whether it is obeyed.
    pub enabled: Option<bool>,
}

impl Schedules {
    /// Make a schedule. It is due from now on.
    pub async fn create(&self, new: NewSchedule) -> Result<Schedule, Error> {
        self.check_action(&new.plugin, &new.action).await?;
        check(&new.timing)?;
        let timezone = match new.timezone.filter(|name| !name.trim().is_empty()) {
            Some(name) => name,
            None => self.0.store.core_settings().time_zone().await?,
        };
        let (cron, every_seconds) = columns(new.timing);
        let row = NewRow {
            plugin_key: new.plugin,
            action: new.action,
            params: new.params,
            cron,
            every_seconds,
            timezone: canonical(&timezone)?,
            enabled: new.enabled,
            created_by: Some(new.by),
        };
        let made = self.0.store.schedules().create(&row, Utc::now().into()).await?;
        self.0.changed.notify_one();
        Ok(made)
    }

    /// Change a schedule. One that is switched on or due otherwise is due from now on: the time before is not missed.
    pub async fn edit(&self, id: i64, edit: ScheduleEdit) -> Result<Schedule, Error> {
        let before = self.0.store.schedules().get(id).await?;
        if let Some(action) = &edit.action {
            self.check_action(&before.plugin_key, action).await?;
        }
        edit.timing.as_ref().map(check).transpose()?;
        let timezone = edit.timezone.as_deref().map(canonical).transpose()?;
        let is_new = edit.timing.is_some() || timezone.is_some();
        let is_new = is_new || (edit.enabled == Some(true) && !before.enabled);
        let timing = edit.timing.map(columns);
        let change = ScheduleChange {
            action: edit.action,
            params: edit.params,
            cron: timing.clone().map(|(cron, _)| cron),
            every_seconds: timing.map(|(_, seconds)| seconds),
            timezone,
            enabled: edit.enabled,
            due_after: is_new.then(|| Utc::now().into()),
        };
        let changed = self.0.store.schedules().update(id, change).await?;
        self.0.changed.notify_one();
        Ok(changed)
    }

    /// Delete a schedule. What it has started goes on.
    pub async fn delete(&self, id: i64) -> Result<(), Error> {
        Ok(self.0.store.schedules().delete(id).await?)
    }

    /// Whether the plugin has such an action. Of one that does not run, what its manifest says counts; of one that
    /// says nothing, any name may be right.
    async fn check_action(&self, plugin: &str, action: &str) -> Result<(), Error> {
        let plugin = self.0.plugins.get(plugin).await?;
        let actions = &plugin.about.actions;
        match action.is_empty() || !(actions.is_empty() || actions.iter().any(|a| a.id == action)) {
            true => {
                let message = format!("the plugin `{}` has no action `{action}`", plugin.key);
                Err(Error::Invalid { message })
            }
            false => Ok(()),
        }
    }
}

fn check(timing: &Timing) -> Result<(), Error> {
    match timing {
        Timing::Cron(text) => Cron::parse(text).map(drop).map_err(Error::invalid),
        Timing::EverySeconds(SHORTEST_INTERVAL..=LONGEST_INTERVAL) => Ok(()),
        Timing::EverySeconds(_) => Err(Error::invalid(format!(
            "`every_seconds` is a number from {SHORTEST_INTERVAL} to {LONGEST_INTERVAL}"
        ))),
    }
}

fn columns(timing: Timing) -> (Option<String>, Option<i64>) {
    match timing {
        Timing::Cron(text) => (Some(text.split_whitespace().collect::<Vec<_>>().join(" ")), None),
        Timing::EverySeconds(seconds) => (None, Some(seconds)),
    }
}

/// The name of a time zone as its data spell it.
fn canonical(name: &str) -> Result<String, Error> {
    let zone = zone(name.trim())?;
    Ok(zone.iana_name().unwrap_or(name.trim()).to_owned())
}
