//! What an admin accepted by enabling a plugin, and what it has come to ask for since.
//!
//! Code is trusted at the first enable. Capabilities are accepted one by one: an update that asks for a new one
//! does not run until somebody has enabled it again.

use pluggarr_plugin_protocol::{Manifest, PluginKey};

use super::Plugins;
use crate::Error;

/// The capabilities that a plugin asks for and that nobody has accepted.
pub(super) fn not_accepted(about: &Manifest, accepted: Option<&Vec<String>>) -> Vec<String> {
    let is_new = |id: &&String| accepted.is_none_or(|accepted| !accepted.contains(id));
    about.capabilities.iter().filter(is_new).cloned().collect()
}

impl Plugins {
    /// Note that `by` accepts all that the plugin asks for now.
    pub(super) async fn accept(&self, key: &PluginKey, by: Option<&str>) -> Result<(), Error> {
        let plugin = self.get(key.as_str()).await?;
        let asked = &plugin.about.capabilities;
        Ok(self.0.store.plugin_trusts().set(key.as_str(), asked, by).await?)
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
