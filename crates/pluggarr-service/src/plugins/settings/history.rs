//! What a plugin's settings were: the last changes, with who made them, when, and what changed.

use pluggarr_plugin_protocol::Field;
use pluggarr_plugin_protocol::settings::{self, Change};
use pluggarr_store::Timestamp;
use pluggarr_store::plugin_configs::{ChangedSettings, PluginConfig};
use pluggarr_store::plugin_settings_versions::{NewVersion, PluginSettingsVersion};
use serde_json::{Map, Value};

use super::label_of;
use crate::Error;
use crate::plugins::Plugins;

/// How many versions are kept of each plugin.
const KEPT: u32 = 20;

/// All settings were saved.
const SAVED: &str = "saved";
/// Some were saved.
const MERGED: &str = "merged";
pub(super) const RESET: &str = "reset";
pub(super) const RESTORED: &str = "restored";
/// As they were before the first change that was kept.
const BEFORE: &str = "before";
/// The plugin has changed its own row.
const PLUGIN: &str = "plugin";

/// Why settings are saved, as the history has it.
pub(super) fn reason_of(change: Change) -> &'static str {
    match change {
        Change::Replace => SAVED,
        Change::Merge => MERGED,
    }
}

/// The settings after one change.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingsVersion {
    /// What a restore names.
    pub id: i64,
    /// When it was.
    pub saved_at: Timestamp,
    /// Whose change; none where nobody is known, or it was the plugin's own.
    pub saved_by: Option<String>,
    /// `saved`, `merged`, `reset`, `restored`, `plugin`, or `before` of the first that is known.
    pub reason: String,
    /// They are so now.
    pub is_current: bool,
    /// What it changed. Empty of the oldest: nobody knows what was before.
    pub changes: Vec<FieldChange>,
}

/// What became of one setting. Secrets are masked.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// The id it is stored under.
    pub field: String,
    /// What it is called.
    pub label: String,
    /// Null where it was not set.
    pub before: Value,
    /// Null where it is not set any more.
    pub after: Value,
}

impl Plugins {
    /// The last changes of a plugin's settings, newest first.
    pub async fn settings_history(&self, key: &str) -> Result<Vec<SettingsVersion>, Error> {
        // The turn keeps out a save that has changed the row and has not told the history yet.
        let _turn = self.0.saving.lock().await;
        let row = self.get(key).await?.row;
        let versions = self.0.store.plugin_settings_versions();
        let newest = versions.newest(key).await?;
        if let (Some(row), Some(newest)) = (&row, &newest)
            && row.settings != newest.settings
        {
            versions.add(key, &[by_plugin(row)], KEPT).await?;
        }
        let kept = versions.list(key).await?;
        Ok(shown(&self.fields(key).await, &kept))
    }

    /// Add a change to the history.
    pub(super) async fn keep_history(
        &self,
        changed: &ChangedSettings,
        reason: &'static str,
        by: Option<String>,
    ) -> Result<(), Error> {
        let versions = self.0.store.plugin_settings_versions();
        let key = &changed.before.key;
        let newest = versions.newest(key).await?;
        let new = to_keep(newest.as_ref(), changed, reason, by, Timestamp::now());
        Ok(versions.add(key, &new, KEPT).await?)
    }
}

/// The versions that a change adds, oldest first: also the one before it, if that is not known.
fn to_keep(
    newest: Option<&PluginSettingsVersion>,
    changed: &ChangedSettings,
    reason: &'static str,
    by: Option<String>,
    now: Timestamp,
) -> Vec<NewVersion> {
    let before = match newest {
        None => Some(NewVersion { reason: BEFORE, ..by_plugin(&changed.before) }),
        Some(newest) if newest.settings != changed.before.settings => {
            Some(by_plugin(&changed.before))
        }
        Some(_) => None,
    };
    let after = NewVersion { settings: changed.after.clone(), reason, saved_by: by, saved_at: now };
    before.into_iter().chain([after]).collect()
}

/// What the plugin has made of its row, at the time of the row's last change.
fn by_plugin(row: &PluginConfig) -> NewVersion {
    NewVersion {
        settings: row.settings.clone(),
        reason: PLUGIN,
        saved_by: None,
        saved_at: row.updated_at,
    }
}

fn shown(fields: &[Field], kept: &[PluginSettingsVersion]) -> Vec<SettingsVersion> {
    let shown = kept.iter().enumerate().map(|(index, version)| SettingsVersion {
        id: version.id,
        saved_at: version.saved_at,
        saved_by: version.saved_by.clone(),
        reason: version.reason.clone(),
        is_current: index == 0,
        changes: kept
            .get(index + 1)
            .map(|before| changes(fields, &before.settings, &version.settings))
            .unwrap_or_default(),
    });
    shown.collect()
}

/// What differs, in the order of the settings after the change; what is gone comes last.
fn changes(fields: &[Field], before: &Value, after: &Value) -> Vec<FieldChange> {
    let (nothing, null) = (Map::new(), Value::Null);
    let before = before.as_object().unwrap_or(&nothing);
    let after = after.as_object().unwrap_or(&nothing);
    let (before_shown, after_shown) =
        (settings::masked(fields, before), settings::masked(fields, after));
    let gone = before.keys().filter(|id| !after.contains_key(*id));
    let differing = after.keys().chain(gone).filter(|id| before.get(*id) != after.get(*id));
    let changes = differing.map(|id| FieldChange {
        field: id.clone(),
        label: label_of(fields, id),
        before: before_shown.get(id).unwrap_or(&null).clone(),
        after: after_shown.get(id).unwrap_or(&null).clone(),
    });
    changes.collect()
}

#[cfg(test)]
mod tests {
    use pluggarr_plugin_protocol::Manifest;
    use serde_json::json;

    use super::*;

    fn row(settings: Value) -> PluginConfig {
        PluginConfig {
            id: 1,
            key: "p".into(),
            name: String::new(),
            version: String::new(),
            description: String::new(),
            enabled: false,
            ever_enabled: false,
            settings,
            source_repo_id: None,
            slug: String::new(),
            installed_version_is_prerelease: false,
            deprecated: false,
            created_at: Timestamp::from_unix(1),
            updated_at: Timestamp::from_unix(2),
        }
    }

    fn version(id: i64, settings: Value) -> PluginSettingsVersion {
        PluginSettingsVersion {
            id,
            plugin_key: "p".into(),
            settings,
            reason: SAVED.into(),
            saved_by: None,
            saved_at: Timestamp::from_unix(id),
        }
    }

    fn kept(newest: Option<Value>, before: Value) -> Vec<(&'static str, i64, Option<String>)> {
        let newest = newest.map(|settings| version(1, settings));
        let changed = ChangedSettings { before: row(before), after: json!({"a": 9}) };
        let by = Some("ann".to_owned());
        let new = to_keep(newest.as_ref(), &changed, SAVED, by, Timestamp::from_unix(5));
        assert_eq!(new.last().unwrap().settings, json!({"a": 9}));
        new.into_iter()
            .map(|new| (new.reason, new.saved_at.to_utc().timestamp(), new.saved_by))
            .collect()
    }

    #[test]
    fn a_change_keeps_what_was_before_it_where_nobody_knows_that_yet() {
        let saved = || (SAVED, 5, Some("ann".to_owned()));
        assert_eq!(kept(None, json!({})), [(BEFORE, 2, None), saved()]);
        assert_eq!(kept(Some(json!({"a": 1})), json!({"a": 1})), [saved()]);
        let changed_by_plugin = (PLUGIN, 2, None);
        assert_eq!(kept(Some(json!({"a": 1})), json!({"a": 2})), [changed_by_plugin, saved()]);
    }

    #[test]
    fn a_version_shows_what_it_changed_and_no_secrets() {
        let fields = Manifest::from_value(&json!({"fields": [
            {"id": "a", "type": "string", "label": "Letter"}, {"id": "pin", "type": "string", "input_type": "password"},
        ]})).0.fields;
        let versions = shown(
            &fields,
            &[
                version(3, json!({"a": "y", "pin": "2222", "own_token": "t"})),
                version(2, json!({"a": "x", "pin": "1111", "x": 1})),
            ],
        );
        let told: Vec<_> = versions[0]
            .changes
            .iter()
            .map(|c| (c.field.as_str(), c.label.as_str(), c.before.clone(), c.after.clone()))
            .collect();
        let mask = json!(settings::MASK);
        assert_eq!(
            told,
            [
                ("a", "Letter", json!("x"), json!("y")),
                ("pin", "pin", mask.clone(), mask.clone()),
                ("own_token", "own_token", json!(null), mask),
                ("x", "x", json!(1), json!(null)),
            ]
        );
        assert_eq!((versions[0].is_current, versions[1].is_current), (true, false));
        assert_eq!(versions[1].changes, [], "nobody knows what was before");
    }
}
