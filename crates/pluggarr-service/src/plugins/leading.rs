//! Plugins that serve as long as they may: they are told when they lead, and before they no longer do.
//!
//! With one host there is nobody to lead but its own worker, so a service leads from the moment it is loaded
//! until it is stopped. Only a server lets plugins lead: a command that loads one for a moment does not.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use pluggarr_plugin_protocol::{PERSISTENT_SERVICE, PluginKey};
use tokio::sync::mpsc;
use tracing::{info, warn};

use super::Plugins;

/// Which plugins were told that they lead.
#[derive(Debug, Default)]
pub(super) struct Leading(Mutex<HashSet<PluginKey>>);

impl Leading {
    fn insert(&self, key: &PluginKey) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone());
    }

    fn remove(&self, key: &PluginKey) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key)
    }
}

impl Plugins {
    /// Let each service lead as soon as its worker runs, also one that was forked anew after it had died.
    pub(super) async fn let_services_lead(&self, mut running: mpsc::UnboundedReceiver<PluginKey>) {
        while let Some(key) = running.recv().await {
            match self.may(&key, PERSISTENT_SERVICE).await {
                Ok(true) => {
                    let plugins = self.clone();
                    tokio::spawn(async move { plugins.lead(&key).await });
                }
                Ok(false) => {}
                Err(error) => warn!(plugin.key = %key, "Whether `{key}` may serve: {error}"),
            }
        }
    }

    async fn lead(&self, key: &PluginKey) {
        let settings = self.settings_for_action(key).await.unwrap_or_default();
        self.0.leading.insert(key);
        info!(plugin.key = %key, "Plugin `{key}` serves");
        if let Err(error) = self.0.host.lead(key, settings).await {
            let error = self.0.secrets.hide_in(key, error);
            warn!(plugin.key = %key, "Plugin `{key}` could not serve: {error}");
        }
    }

    /// Tell a service that it leads no longer; it is about to be stopped.
    pub(super) async fn end_leading(&self, key: &PluginKey) {
        if !self.0.leading.remove(key) {
            return;
        }
        let settings = self.settings_for_action(key).await.unwrap_or_default();
        if let Err(error) = self.0.host.unlead(key, settings).await {
            let error = self.0.secrets.hide_in(key, error);
            warn!(plugin.key = %key, "Plugin `{key}` did not cease serving cleanly: {error}");
        }
    }
}
