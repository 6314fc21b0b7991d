//! A plugin's settings: what an action sees of them, and how they are changed.
//!
//! Knows which fields there are and who changes what; whether a value is right is
//! `pluggarr_plugin_protocol::settings`' business.

mod history;

use std::collections::BTreeMap;

use pluggarr_plugin_protocol::settings::{self, Change};
use pluggarr_plugin_protocol::{Field, PluginKey};
use serde_json::{Map, Value, json};
use tracing::warn;

use super::{Plugin, Plugins};
use crate::Error;
use crate::error::to_its_end;

pub use history::{FieldChange, SettingsVersion};
use history::{RESET, RESTORED};

type Settings = Map<String, Value>;

impl Plugins {
    /// Save settings: all of a plugin, or those that are given. Answers what is stored then, without its
    /// secrets.
    pub async fn save_settings(
        &self,
        key: &str,
        new: Settings,
        change: Change,
        by: Option<&str>,
    ) -> Result<Settings, Error> {
        let (plugins, key, by) = (self.clone(), key.to_owned(), by.map(str::to_owned));
        to_its_end(async move {
            let _turn = plugins.0.saving.lock().await;
            plugins.save_now(&key, new, change, by).await
        })
        .await
    }

    /// The same, for who has the turn to save.
    pub(super) async fn save_now(
        &self,
        key: &str,
        new: Settings,
        change: Change,
        by: Option<String>,
    ) -> Result<Settings, Error> {
        self.change_now(key, history::reason_of(change), by, move |fields, stored| {
            settings::changed(fields, stored, &new, change)
                .map_err(|errors| refused(fields, errors))
        })
        .await
    }

    /// Forget the stored values of these fields, or of all declared ones, so that their defaults count again.
    pub async fn reset_settings(
        &self,
        key: &str,
        ids: Option<Vec<String>>,
        by: Option<&str>,
    ) -> Result<Settings, Error> {
        self.change_settings(key, RESET, by, move |fields, stored| {
            let is_declared = |id: &String| fields.iter().any(|field| field.id == *id);
            if let Some(unknown) = ids.iter().flatten().find(|id| !is_declared(id)) {
                return Err(Error::not_found("field", unknown));
            }
            Ok(settings::without(fields, stored, ids.as_deref()))
        })
        .await
    }

    /// Have the settings be what they were after an earlier change, the plugin's own ones among them too.
    pub async fn restore_settings(
        &self,
        key: &str,
        version: i64,
        by: Option<&str>,
    ) -> Result<Settings, Error> {
        self.get(key).await?;
        let version = self.0.store.plugin_settings_versions().get(key, version).await?;
        let settings = version.settings.as_object().cloned().unwrap_or_default();
        self.change_settings(key, RESTORED, by, move |_, _| Ok(settings)).await
    }

    /// The stored settings with the declared defaults, as `context["settings"]`.
    pub(super) async fn settings_for_action(&self, key: &PluginKey) -> Result<Settings, Error> {
        let plugin = self.get(key.as_str()).await?;
        Ok(self.settings_seen(key, &plugin))
    }

    /// The settings that an action of this plugin sees, as it was read just now.
    pub(super) fn settings_seen(&self, key: &PluginKey, plugin: &Plugin) -> Settings {
        let (stored, fields) = (plugin.settings(), &plugin.about.fields);
        self.0.secrets.keep(key, settings::secret_values(fields, &stored));
        settings::with_defaults(fields, &stored)
    }

    /// Know the secrets of a plugin, so that they are hidden in what it prints.
    pub(super) async fn recall_secrets(&self, key: &PluginKey) {
        if let Err(error) = self.settings_for_action(key).await {
            warn!(plugin.key = %key, "What is secret of `{key}` is not known: {error}");
        }
    }

    /// The fields that the plugin declares, as far as is known.
    pub(super) async fn fields(&self, key: &str) -> Vec<Field> {
        let catalogue = self.0.catalogue.read().await;
        catalogue.get(key).map_or(&[][..], |entry| entry.fields()).to_vec()
    }

    /// Change the settings from what they are at that moment, and keep both in the history.
    async fn change_settings(
        &self,
        key: &str,
        reason: &'static str,
        by: Option<&str>,
        change: impl FnOnce(&[Field], &Settings) -> Result<Settings, Error> + Send + 'static,
    ) -> Result<Settings, Error> {
        let (plugins, key, by) = (self.clone(), key.to_owned(), by.map(str::to_owned));
        to_its_end(async move {
            let _turn = plugins.0.saving.lock().await;
            plugins.change_now(&key, reason, by, change).await
        })
        .await
    }

    async fn change_now(
        &self,
        key: &str,
        reason: &'static str,
        by: Option<String>,
        change: impl FnOnce(&[Field], &Settings) -> Result<Settings, Error>,
    ) -> Result<Settings, Error> {
        let fields = self.fields(key).await;
        let configs = self.0.store.plugin_configs();
        let changed = configs
            .change_settings(key, |stored| {
                // A plugin may have written anything there.
                let stored = stored.as_object().cloned().unwrap_or_default();
                change(&fields, &stored).map(Value::Object)
            })
            .await??;
        let settings = changed.after.as_object().cloned().unwrap_or_default();
        if changed.after != changed.before.settings {
            self.keep_history(&changed, reason, by).await?;
            if let Some(key) = self.known(key).await {
                self.0.secrets.keep(&key, settings::secret_values(&fields, &settings));
            }
            self.0.events.publish(json!({"type": "plugin_settings_changed", "plugin": key}));
        }
        Ok(settings::masked(&fields, &settings))
    }
}

/// What is wrong, for people: by label, since nobody sees ids.
fn refused(fields: &[Field], errors: BTreeMap<String, String>) -> Error {
    let label = |id: &String| label_of(fields, id);
    let each = errors.iter().map(|(id, message)| format!("{}: {message}", label(id)));
    let message = each.collect::<Vec<_>>().join("; ");
    Error::InvalidSettings { message, errors }
}

/// What a setting is called.
fn label_of(fields: &[Field], id: &str) -> String {
    let label = fields.iter().find(|field| field.id == id).map(|field| field.label.trim());
    label.filter(|label| !label.is_empty()).unwrap_or(id).to_owned()
}
