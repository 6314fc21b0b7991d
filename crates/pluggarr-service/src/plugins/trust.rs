//! What an admin accepted by enabling a plugin, and what it has come to ask for since.
//!
//! Code is trusted at the first enable. Capabilities are accepted one by one: an update that asks for a new one
//! does not run until somebody has enabled it again.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use pluggarr_plugin_protocol::PluginKey;

use super::Plugins;
use crate::Error;

/// What was accepted, by plugin; a copy of the rows, since every run asks.
#[derive(Debug, Default)]
pub(super) struct Accepted(RwLock<HashMap<String, Vec<String>>>);

impl Accepted {
    /// The capabilities that a plugin asks for and that nobody has accepted.
    pub(super) fn not_in(&self, key: &str, asked: &[String]) -> Vec<String> {
        let accepted = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let of_plugin = accepted.get(key).map_or(&[][..], Vec::as_slice);
        asked.iter().filter(|id| !of_plugin.contains(id)).cloned().collect()
    }

    fn change(&self, change: impl FnOnce(&mut HashMap<String, Vec<String>>)) {
        change(&mut self.0.write().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Plugins {
    /// Recall what was accepted before this start.
    pub(crate) async fn recall_trust(&self) -> Result<(), Error> {
        let rows = self.0.store.plugin_trusts().list().await?;
        self.0.accepted.change(|accepted| *accepted = rows);
        Ok(())
    }

    /// Note that `by` accepts all that the plugin asks for now.
    pub(super) async fn accept(&self, key: &PluginKey, by: Option<&str>) -> Result<(), Error> {
        let asked = self.get(key.as_str()).await?.about.capabilities;
        self.0.store.plugin_trusts().set(key.as_str(), &asked, by).await?;
        self.0.accepted.change(|accepted| {
            accepted.insert(key.to_string(), asked);
        });
        Ok(())
    }

    /// Forget what was accepted: the plugin is deleted, and what comes under its key later is another.
    pub(super) async fn forget_trust(&self, key: &str) -> Result<(), Error> {
        self.0.store.plugin_trusts().delete(key).await?;
        self.0.accepted.change(|accepted| {
            accepted.remove(key);
        });
        Ok(())
    }

    /// Whether the plugin may use `capability`: it asks for it, and somebody has accepted that.
    pub(super) async fn may(&self, key: &PluginKey, capability: &str) -> Result<bool, Error> {
        let plugin = self.get(key.as_str()).await?;
        let is = |id: &String| id == capability;
        let asks = plugin.about.capabilities.iter().any(is);
        Ok(asks && !plugin.new_capabilities.iter().any(is))
    }

    /// Refuse to run a plugin that asks for something new.
    pub(super) async fn check_trust(&self, key: &PluginKey) -> Result<(), Error> {
        let plugin = self.get(key.as_str()).await?;
        if plugin.new_capabilities.is_empty() {
            return Ok(());
        }
        let message = format!(
            "plugin `{key}` now asks for {}; switch it off and on again to allow that",
            plugin.new_capabilities.join(", ")
        );
        Err(Error::Forbidden { message })
    }
}
