//! What plugins do besides their runs: threads that go on when `run()` has returned, and processes.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use pluggarr_plugin_host::{ActiveThread, Activity};
use pluggarr_plugin_protocol::{PluginKey, RunId};

use super::Plugins;
use crate::Error;
use crate::runs::{self, Change};

/// The threads of all plugins that have any.
#[derive(Debug, Default)]
pub(super) struct Activities(RwLock<HashMap<PluginKey, Vec<ActiveThread>>>);

impl Activities {
    pub(super) fn set(&self, key: &PluginKey, threads: &[ActiveThread]) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if threads.is_empty() {
            known.remove(key);
        } else {
            known.insert(key.clone(), threads.to_vec());
        }
    }
}

impl Plugins {
    /// What a plugin does besides its runs.
    pub async fn activity(&self, key: &str) -> Result<Activity, Error> {
        self.get(key).await?;
        let Some(key) = self.known(key).await else { return Ok(Activity::default()) };
        let mut activity = self.0.host.activity(&key).await;
        // What belongs to a run that is under way is shown there.
        let is_besides =
            |run: &Option<RunId>| !run.as_ref().is_some_and(|id| self.0.runs.is_open(id));
        activity.threads.retain(|thread| is_besides(&thread.run_id));
        activity.children.retain(|child| is_besides(&child.run_id));
        Ok(activity)
    }

    /// Say that a run has left something behind: before its end that was a part of it.
    pub(super) fn tell_what_is_left(&self, key: &PluginKey, run_id: &str) {
        if self.works_for(key.as_str(), run_id) {
            let threads = self.background_threads(key.as_str());
            let activity = runs::Activity { plugin: key.to_string(), threads };
            self.0.runs.publish(Change::Activity(Arc::new(activity)));
        }
    }

    /// How many threads of a plugin are at work, those of runs that are under way included.
    pub fn background_threads(&self, key: &str) -> usize {
        let known = self.0.activity.0.read().unwrap_or_else(PoisonError::into_inner);
        known.get(key).map_or(0, Vec::len)
    }

    /// Whether threads that this run started are still at work.
    pub fn works_for(&self, key: &str, run_id: &str) -> bool {
        let known = self.0.activity.0.read().unwrap_or_else(PoisonError::into_inner);
        let threads = known.get(key).map_or(&[][..], Vec::as_slice);
        threads.iter().any(|thread| thread.run_id.as_ref().is_some_and(|id| id.as_str() == run_id))
    }
}
