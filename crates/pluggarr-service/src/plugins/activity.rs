//! What plugins do besides their runs: threads that go on when `run()` has returned, and processes.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use pluggarr_plugin_host::{ActiveThread, Activity};
use pluggarr_plugin_protocol::PluginKey;

use super::Plugins;
use crate::Error;

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
        match self.known(key).await {
            Some(key) => Ok(self.0.host.activity(&key).await),
            None => Ok(Activity::default()),
        }
    }

    /// How many threads of a plugin are at work that some run, or its import, has left behind.
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
