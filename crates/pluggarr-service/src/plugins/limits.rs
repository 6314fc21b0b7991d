//! How long actions may take: as somebody set it, else as the plugin says, else as the host is told.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use pluggarr_plugin_protocol::Action;

use super::Plugins;
use crate::Error;

/// Seconds that may be set: a day is longer than anybody waits.
const LONGEST: f64 = 24.0 * 3600.0;

/// What somebody has set, by plugin and action; a copy of the rows, since every run asks.
#[derive(Debug, Default)]
pub(super) struct Overrides(RwLock<HashMap<(String, String), f64>>);

/// The limit of one action.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionLimit {
    /// The action's id.
    pub action: String,
    /// Seconds that the plugin says.
    pub declared: Option<f64>,
    /// Seconds that somebody has set.
    pub set: Option<f64>,
    /// Seconds that count.
    pub effective: f64,
}

impl Plugins {
    /// Recall what was set before this start.
    pub(crate) async fn recall_limits(&self) -> Result<(), Error> {
        let rows = self.0.store.action_limits().list().await?;
        *self.0.limits.0.write().unwrap_or_else(PoisonError::into_inner) = rows;
        Ok(())
    }

    /// How long any action may take that nothing else is said of.
    pub fn usual_limit(&self) -> Duration {
        self.0.run_limit
    }

    /// How long the actions of a plugin may take.
    pub async fn limits(&self, key: &str) -> Result<Vec<ActionLimit>, Error> {
        let actions = self.get(key).await?.about.actions;
        let limits = actions.iter().map(|action| ActionLimit {
            action: action.id.clone(),
            declared: action.timeout,
            set: self.set_limit(key, &action.id),
            effective: self.limit_of(key, &action.id, Some(action)).as_secs_f64(),
        });
        Ok(limits.collect())
    }

    /// Set how long an action may take, or leave it to the plugin again.
    pub async fn change_limit(
        &self,
        key: &str,
        action: &str,
        seconds: Option<f64>,
    ) -> Result<(), Error> {
        let actions = self.get(key).await?.about.actions;
        if !actions.iter().any(|known| known.id == action) {
            return Err(Error::not_found("action", action));
        }
        if seconds.is_some_and(|seconds| !(1.0..=LONGEST).contains(&seconds)) {
            return Err(Error::invalid(format!(
                "a limit is between 1 and {LONGEST} seconds; leave it empty for the usual one"
            )));
        }
        self.0.store.action_limits().set(key, action, seconds).await?;
        let mut known = self.0.limits.0.write().unwrap_or_else(PoisonError::into_inner);
        let place = (key.to_owned(), action.to_owned());
        match seconds {
            Some(seconds) => known.insert(place, seconds),
            None => known.remove(&place),
        };
        Ok(())
    }

    /// Forget what was set for a plugin that is gone.
    pub(super) async fn forget_limits(&self, key: &str) -> Result<(), Error> {
        self.0.store.action_limits().delete_all(key).await?;
        let mut known = self.0.limits.0.write().unwrap_or_else(PoisonError::into_inner);
        known.retain(|(plugin, _), _| plugin != key);
        Ok(())
    }

    /// How long an action may take.
    pub(super) fn limit_of(&self, key: &str, action: &str, declared: Option<&Action>) -> Duration {
        let seconds = self.set_limit(key, action).or_else(|| declared?.timeout);
        let limit =
            seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds.min(LONGEST)).ok());
        limit.unwrap_or(self.0.run_limit)
    }

    fn set_limit(&self, key: &str, action: &str) -> Option<f64> {
        let known = self.0.limits.0.read().unwrap_or_else(PoisonError::into_inner);
        if known.is_empty() {
            return None;
        }
        known.get(&(key.to_owned(), action.to_owned())).copied()
    }
}
