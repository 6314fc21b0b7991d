//! Enabling, disabling, reloading: what changes which plugins run.

use std::collections::HashSet;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use pluggarr_plugin_host::Metadata;
use pluggarr_plugin_host::discovery::CodeStamp;
use pluggarr_plugin_protocol::PluginKey;
use serde_json::{Map, json};
use tracing::{info, warn};

use super::entry::Entry;
use super::{HostError, LoadError, Plugin, Plugins};
use crate::Error;
use crate::error::{blocking, to_its_end};

/// How many plugins are loaded at once: imports are CPU work, and the machine has other things to do.
const LOADS_AT_ONCE: usize = 2;
/// Stopping is mostly waiting.
const STOPS_AT_ONCE: usize = 16;
/// How long a page waits for a plugin to say what its fields are now; after that it gets the last known ones.
const DESCRIBE_LIMIT: Duration = Duration::from_secs(2);

impl Plugins {
    /// Find the plugins and start the enabled ones. Called once, when the server starts.
    pub(crate) async fn start(&self) {
        self.0.host.prepare();
        if let Some(running) = self.0.running.lock().await.take() {
            let plugins = self.clone();
            tokio::spawn(async move { plugins.let_services_lead(running).await });
        }
        if let Err(error) = self.read_legacy().await {
            warn!("What the plugins say of themselves could not be kept: {error}");
        }
        if let Err(error) = self.begin_watching().await {
            warn!("Whether the plugins folder is to be watched: {error}");
        }
        match self.enabled_keys().await {
            Ok(keys) => {
                stream::iter(&keys)
                    .for_each_concurrent(LOADS_AT_ONCE, |key| self.load_at_start(key))
                    .await;
            }
            Err(error) => warn!("The plugins could not be started: {error}"),
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
        let _turn = self.0.turns.of_all().await;
        let loaded = self.loaded_keys().await;
        stream::iter(&loaded)
            .for_each_concurrent(STOPS_AT_ONCE, |key| self.stop_worker(key, "reload"))
            .await;
        let count = self.discover().await?;
        let enabled = self.enabled_keys().await?;
        stream::iter(&enabled).for_each_concurrent(LOADS_AT_ONCE, |key| self.load(key)).await;
        self.0.events.publish(json!({"type": "plugins_reloaded", "count": count}));
        Ok(count)
    }

    /// Stop one plugin, look at the folder anew, and start it again if it is enabled. Touches no other.
    pub async fn reload_one(&self, key: &str) -> Result<Plugin, Error> {
        let (plugins, key) = (self.clone(), key.to_owned());
        to_its_end(async move { plugins.reload_one_now(&key).await }).await
    }

    async fn reload_one_now(&self, key: &str) -> Result<Plugin, Error> {
        let _turn = self.0.turns.of(key).await;
        if let Some(known) = self.known(key).await {
            self.stop_worker(&known, "reload").await;
        }
        self.discover().await?;
        let plugin = self.get(key).await?;
        if let (Some(known), true) = (self.known(key).await, plugin.enabled()) {
            self.load(&known).await;
        }
        self.0.events.publish(json!({"type": "plugins_changed"}));
        self.get(key).await
    }

    /// One plugin, with its fields and actions as they are at this moment: either may be a property.
    pub async fn get_fresh(&self, key: &str) -> Result<Plugin, Error> {
        self.refresh(key).await;
        self.get(key).await
    }

    /// Ask a running plugin what it is, and tell the browsers if that has changed.
    pub(super) async fn refresh(&self, key: &str) {
        let Some(key) = self.known(key).await else { return };
        let Some(now) = self.0.host.describe(&key, DESCRIBE_LIMIT).await else { return };
        let now = self.0.secrets.hide_in_problems(&key, now);
        let mut catalogue = self.0.catalogue.write().await;
        let Some(entry) = catalogue.get_mut(&key) else { return };
        // Loaded meanwhile, or ended: that has its own news.
        if entry.loaded.as_ref().is_some_and(|before| *before != now) {
            entry.loaded = Some(now);
            self.0.events.publish(json!({"type": "plugin_fields_changed", "plugin": key}));
        }
    }

    /// The plugins that are to run and can.
    async fn enabled_keys(&self) -> Result<Vec<PluginKey>, Error> {
        let plugins = self.list().await?;
        let wanted: HashSet<_> = plugins
            .into_iter()
            .filter(|plugin| plugin.enabled() && !plugin.missing)
            .map(|plugin| plugin.key)
            .collect();
        let catalogue = self.0.catalogue.read().await;
        Ok(catalogue.keys().filter(|key| wanted.contains(key.as_str())).cloned().collect())
    }

    async fn load_at_start(&self, key: &PluginKey) {
        let _turn = self.0.turns.of(key.as_str()).await;
        // It may have waited for its turn while somebody switched it off.
        if self.get(key.as_str()).await.is_ok_and(|plugin| plugin.enabled()) {
            self.load(key).await;
        }
    }

    /// Enable or disable a plugin. Enabling one that does not load succeeds, as with the incumbent;
    /// what is shown then says why it does not run. Whoever enables it accepts what it asks for.
    pub async fn set_enabled(
        &self,
        key: &str,
        enabled: bool,
        by: Option<&str>,
    ) -> Result<Plugin, Error> {
        let (plugins, key, by) = (self.clone(), key.to_owned(), by.map(str::to_owned));
        to_its_end(async move { plugins.set_enabled_now(&key, enabled, by.as_deref()).await }).await
    }

    async fn set_enabled_now(
        &self,
        key: &str,
        enabled: bool,
        by: Option<&str>,
    ) -> Result<Plugin, Error> {
        let _turn = self.0.turns.of(key).await;
        // A folder that came after the last look may be meant.
        let plugin = match self.get(key).await {
            Err(Error::NotFound { .. }) => {
                self.discover().await?;
                self.get(key).await?
            }
            other => other?,
        };
        let known = self.known(key).await;
        if let (Some(key), true, false) = (&known, plugin.enabled(), enabled) {
            self.stop_worker(key, "disable").await;
        }
        self.0.store.plugin_configs().set_enabled(key, enabled).await?;
        if let (Some(key), true) = (&known, enabled) {
            self.accept(key, by).await?;
            self.load(key).await;
        }
        let after = self.get(key).await?;
        if plugin.enabled() != enabled {
            let word = if enabled { "enabled" } else { "disabled" };
            info!(plugin.key = %key, "Plugin `{key}` {word}");
            self.0.events.publish(json!({
                "type": "plugin_enabled_changed", "plugin_key": key, "plugin_name": after.name(),
                "enabled": enabled, "navigation": after.about.navigation.unwrap_or(false),
                "plugin": key,
            }));
        }
        Ok(after)
    }

    /// Load one plugin in a worker of its own and remember how that went.
    pub(super) async fn load(&self, key: &PluginKey) {
        let folder = match self.0.catalogue.read().await.get(key) {
            Some(entry) => entry.found.folder.clone(),
            None => return,
        };
        if let Err(error) = self.check_trust(key).await {
            // Its code is not to blame: no load error. What it asks for is shown instead.
            warn!(plugin.key = %key, "Plugin `{key}` is not loaded: {error}");
            return;
        }
        // Before its code is read: what changes meanwhile counts as changed.
        let path = folder.clone();
        let code = blocking(move || Ok::<_, Error>(CodeStamp::of(&path))).await.ok();
        // Before it is loaded: a reload of all that comes meanwhile must know that there is something to stop.
        self.keep(key, |entry| {
            (entry.loaded_code, entry.reload_offered) = (code, false);
        })
        .await;
        // Its code may print what it finds in its settings.
        self.recall_secrets(key).await;
        let result = self.0.host.load(key, &folder).await;
        let result = result
            .map(|loaded| self.0.secrets.hide_in_problems(key, loaded))
            .map_err(|error| self.0.secrets.hide_in(key, error));
        match &result {
            Ok(loaded) => {
                for problem in &loaded.problems {
                    warn!(plugin.key = %key, "{}: {}", problem.path, problem.message);
                }
            }
            Err(error) => warn!(plugin.key = %key, "Plugin `{key}` does not run: {error}"),
        }
        self.remember(key, result).await;
        // Which of its settings are secret may be known only now.
        self.recall_secrets(key).await;
    }

    async fn keep(&self, key: &PluginKey, change: impl FnOnce(&mut Entry)) {
        if let Some(entry) = self.0.catalogue.write().await.get_mut(key) {
            change(entry);
        }
    }

    /// Keep what loading told, for the lists.
    pub(super) async fn remember(&self, key: &PluginKey, result: Result<Metadata, HostError>) {
        self.keep(key, |entry| match result {
            Ok(loaded) => {
                entry.loaded = Some(loaded);
                entry.loads += 1;
                entry.load_error = None;
            }
            Err(error) => {
                entry.loaded = None;
                entry.load_error = Some(LoadError {
                    message: error.to_string(),
                    traceback: error.traceback().map(str::to_owned),
                });
            }
        })
        .await;
        if let Err(error) = self.sync_row(key).await {
            warn!(plugin.key = %key, "What the plugin says of itself could not be saved: {error}");
        }
    }

    /// Ask the plugin to stop, then end its worker. A plugin that fails to stop is ended all the same.
    pub(super) async fn stop_worker(&self, key: &PluginKey, reason: &str) {
        self.end_leading(key).await;
        let settings = self.settings_for_action(key).await.unwrap_or_else(|error| {
            warn!(plugin.key = %key, "Plugin `{key}` is stopped without its settings: {error}");
            Map::new()
        });
        if let Err(error) = self.0.host.stop(key, reason, settings).await {
            let error = self.0.secrets.hide_in(key, error);
            warn!(plugin.key = %key, "Plugin `{key}` did not stop cleanly: {error}");
        }
        self.keep(key, Entry::unload).await;
    }
}
