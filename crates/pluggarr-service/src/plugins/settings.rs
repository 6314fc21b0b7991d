//! A plugin's settings: what is stored of them, and what an action sees.

use pluggarr_plugin_protocol::{PluginKey, settings};
use serde_json::{Map, Value, json};

use super::Plugins;
use crate::Error;

impl Plugins {
    /// Save a plugin's settings, all of them.
    pub async fn save_settings(&self, key: &str, new: Map<String, Value>) -> Result<Value, Error> {
        let saved = self.0.store.plugin_configs().set_settings(key, &Value::Object(new)).await?;
        self.0.events.publish(json!({"type": "plugin_settings_changed", "plugin": key}));
        Ok(saved.settings)
    }

    /// The stored settings with the declared defaults, as `context["settings"]`.
    pub(super) async fn settings_for_action(
        &self,
        key: &PluginKey,
    ) -> Result<Map<String, Value>, Error> {
        let stored = self.get(key.as_str()).await?.settings();
        let catalogue = self.0.catalogue.read().await;
        let fields = catalogue.get(key).map_or(&[][..], |entry| entry.fields());
        Ok(settings::with_defaults(fields, &stored))
    }
}
