//! Enabling, disabling, reloading: what changes which plugins run.

use futures_util::{StreamExt, stream};
use pluggarr_plugin_host::Metadata;
use pluggarr_plugin_protocol::PluginKey;
use serde_json::{Map, json};
use tracing::{info, warn};

use super::catalogue::LoadError;
use super::{HostError, Plugin, Plugins};
use crate::Error;
use crate::error::to_its_end;

/// How many plugins are loaded at once: imports are CPU work, and the machine has other things to do.
const LOADS_AT_ONCE: usize = 2;

impl Plugins {
    /// Find the plugins and start the enabled ones. Called once, when the server starts.
    pub(crate) async fn start(&self) {
        self.0.host.prepare();
        if let Err(error) = self.load_enabled().await {
            warn!("The plugins could not be started: {error}");
        }
        // The first plugin that somebody enables should not have to wait for the imports.
        if let Err(error) = self.0.host.ready().await {
            warn!("Plugins cannot run: {error}");
        }
    }

    /// Stop every enabled plugin, look at the folder anew, and start them again.
    pub async fn reload(&self) -> Result<usize, Error> {
        let plugins = self.clone();
        to_its_end(async move { plugins.reload_now().await }).await
    }

    async fn reload_now(&self) -> Result<usize, Error> {
        let _changing = self.0.changing.lock().await;
        for plugin in self.list().await?.iter().filter(|plugin| plugin.loaded) {
            if let Some(key) = self.known(&plugin.key).await {
                self.stop_worker(&key, "reload").await;
            }
        }
        let count = self.discover().await?;
        self.load_enabled().await?;
        self.0.events.publish(json!({"type": "plugins_reloaded", "count": count}));
        Ok(count)
    }

    async fn load_enabled(&self) -> Result<(), Error> {
        let plugins = self.list().await?;
        let enabled = plugins.iter().filter(|plugin| plugin.enabled() && !plugin.missing);
        stream::iter(enabled)
            .for_each_concurrent(LOADS_AT_ONCE, |plugin| async move {
                if let Some(key) = self.known(&plugin.key).await {
                    self.load(&key).await;
                }
            })
            .await;
        Ok(())
    }

    /// Enable or disable a plugin. Enabling one that does not load succeeds, as with the incumbent;
    /// what is shown then says why it does not run.
    pub async fn set_enabled(&self, key: &str, enabled: bool) -> Result<Plugin, Error> {
        let (plugins, key) = (self.clone(), key.to_owned());
        to_its_end(async move { plugins.set_enabled_now(&key, enabled).await }).await
    }

    async fn set_enabled_now(&self, key: &str, enabled: bool) -> Result<Plugin, Error> {
        let _changing = self.0.changing.lock().await;
        // A folder that came after the last look may be meant.
        let plugin = match self.get(key).await {
            Err(Error::NotFound { .. }) => {
                self.discover().await?;
                self.get(key).await?
            }
            other => other?,
        };
        let was_enabled = plugin.enabled();
        let known = self.known(key).await;
        if let (Some(key), true, false) = (&known, was_enabled, enabled) {
            self.stop_worker(key, "disable").await;
        }
        self.0.store.plugin_configs().set_enabled(key, enabled).await?;
        if let (Some(key), true) = (&known, enabled) {
            self.load(key).await;
        }
        if was_enabled != enabled {
            let word = if enabled { "enabled" } else { "disabled" };
            info!(plugin.key = %key, "Plugin `{key}` {word}");
            self.0.events.publish(
                json!({"type": "plugin_enabled_changed", "plugin": key, "enabled": enabled}),
            );
        }
        self.get(key).await
    }

    /// Load one plugin in a worker of its own and remember how that went.
    pub(super) async fn load(&self, key: &PluginKey) {
        let folder = match self.0.catalogue.read().await.get(key) {
            Some(entry) => entry.found.folder.clone(),
            None => return,
        };
        let result = self.0.host.load(key, &folder).await;
        match &result {
            Ok(loaded) => {
                for problem in &loaded.problems {
                    warn!(plugin.key = %key, "{}: {}", problem.path, problem.message);
                }
            }
            Err(error) => warn!(plugin.key = %key, "Plugin `{key}` does not run: {error}"),
        }
        self.remember(key, result).await;
    }

    /// Keep what loading told, for the lists.
    pub(super) async fn remember(&self, key: &PluginKey, result: Result<Metadata, HostError>) {
        if let Some(entry) = self.0.catalogue.write().await.get_mut(key) {
            match result {
                Ok(loaded) => {
                    entry.loaded = Some(loaded);
                    entry.load_error = None;
                }
                Err(error) => {
                    entry.loaded = None;
                    entry.load_error = Some(LoadError {
                        message: error.to_string(),
                        traceback: error.traceback().map(str::to_owned),
                    });
                }
            }
        }
        if let Err(error) = self.sync_row(key).await {
            warn!(plugin.key = %key, "What the plugin says of itself could not be saved: {error}");
        }
    }

    /// Ask the plugin to stop, then end its worker. A plugin that fails to stop is ended all the same.
    pub(super) async fn stop_worker(&self, key: &PluginKey, reason: &str) {
        let settings = self.settings_for_action(key).await.unwrap_or_else(|error| {
            warn!(plugin.key = %key, "Plugin `{key}` is stopped without its settings: {error}");
            Map::new()
        });
        if let Err(error) = self.0.host.stop(key, reason, settings).await {
            warn!(plugin.key = %key, "Plugin `{key}` did not stop cleanly: {error}");
        }
        if let Some(entry) = self.0.catalogue.write().await.get_mut(key) {
            entry.loaded = None;
            entry.load_error = None;
        }
    }

    /// The key of a plugin on disk.
    pub(super) async fn known(&self, key: &str) -> Option<PluginKey> {
        let catalogue = self.0.catalogue.read().await;
        catalogue.keys().find(|known| known.as_str() == key).cloned()
    }
}
