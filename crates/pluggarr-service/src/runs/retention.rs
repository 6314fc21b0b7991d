//! What is forgotten, and when: history is kept by count and by age.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use tracing::warn;

use super::Runs;
use crate::Error;

/// Runs that are kept of each plugin.
pub(super) const RUNS_KEPT: u32 = 1_000;
/// Lines that are kept of each plugin.
const LINES_KEPT: u32 = 100_000;
/// And bytes of them: a line may have many.
const LOG_BYTES_KEPT: i64 = 64 << 20;
/// Nothing is kept for longer.
const DAYS_KEPT: i64 = 30;
/// A plugin whose runs end this often is looked at at once.
const SOON: u32 = 500;
/// How much is forgotten at once: others want to write, too.
const AT_ONCE: u32 = 1_000;
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// So many looks until all plugins are looked at, and not only those that have run.
const LOOKS_UNTIL_ALL: u32 = 360;

/// Who has run or logged since the last look.
#[derive(Default)]
pub(super) struct Retention {
    ended: Mutex<HashMap<String, u32>>,
    soon: tokio::sync::Notify,
}

impl Retention {
    pub(super) fn ended(&self, plugin: &str) {
        let mut ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        let count = match ended.get_mut(plugin) {
            Some(count) => count,
            None => ended.entry(plugin.to_owned()).or_default(),
        };
        *count += 1;
        if *count == SOON {
            self.soon.notify_one();
        }
    }

    /// It has logged something.
    pub(super) fn logged(&self, plugin: &str) {
        let mut ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        if !ended.contains_key(plugin) {
            ended.insert(plugin.to_owned(), 0);
        }
    }

    fn take(&self) -> Vec<String> {
        let mut ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        ended.drain().map(|(plugin, _)| plugin).collect()
    }
}

impl Runs {
    /// Forget what is old, for ever.
    pub(crate) async fn forget_old(self) {
        let mut looks = 0;
        loop {
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                () = self.0.retention.soon.notified() => {}
            }
            let is_for_all = looks % LOOKS_UNTIL_ALL == 0;
            looks += 1;
            if let Err(error) = self.look(is_for_all).await {
                warn!("Old runs could not be forgotten: {error}");
            }
        }
    }

    async fn look(&self, is_for_all: bool) -> Result<(), Error> {
        let mut plugins = self.0.retention.take();
        if is_for_all {
            plugins = self.0.store.plugin_logs().plugins().await?;
            plugins.extend(self.0.store.runs().plugins().await?);
            let before = (Utc::now() - TimeDelta::days(DAYS_KEPT)).into();
            while self.forget_runs(self.0.store.runs().prune_older(before, AT_ONCE).await?).await {}
            while self.0.store.plugin_logs().prune_older(before, AT_ONCE).await? > 0 {}
            if self.0.store.runs().prune_settings().await? > 0 {
                self.0.recorder.forget_settings();
            }
        }
        plugins.sort();
        plugins.dedup();
        for plugin in plugins {
            let runs = self.0.store.runs();
            while self.forget_runs(runs.prune_plugin(&plugin, RUNS_KEPT, AT_ONCE).await?).await {}
            let logs = self.0.store.plugin_logs();
            while logs.prune_plugin(&plugin, LINES_KEPT, AT_ONCE).await? > 0 {}
            while logs.prune_plugin_bytes(&plugin, LOG_BYTES_KEPT, AT_ONCE).await? > 0 {}
        }
        Ok(())
    }

    /// Remove what is not in the database. False if there was nothing to forget.
    async fn forget_runs(&self, ids: Vec<String>) -> bool {
        let is_something = !ids.is_empty();
        self.remove_results(ids).await;
        is_something
    }
}
