//! The settings of plugins as they were after each change, newest first.

use serde_json::Value;
use sqlx::FromRow;
use sqlx::types::Json;

use crate::database::Database;
use crate::error::{OrNotFound as _, Result};
use crate::time::Timestamp;

/// A row of `plugin_settings_version`.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct PluginSettingsVersion {
    /// Its id; a later version has a larger one.
    pub id: i64,
    /// Whose settings.
    pub plugin_key: String,
    /// All of them, secrets included.
    #[sqlx(json)]
    pub settings: Value,
    /// What changed them: `saved`, `restored`, ...
    pub reason: String,
    /// Whose name the change bears, where somebody made it.
    pub saved_by: Option<String>,
    /// When it was.
    pub saved_at: Timestamp,
}

/// A version to be added.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "as in the row")]
pub struct NewVersion {
    pub settings: Value,
    pub reason: &'static str,
    pub saved_by: Option<String>,
    pub saved_at: Timestamp,
}

/// Queries on versions of settings.
#[derive(Debug, Clone, Copy)]
pub struct PluginSettingsVersions<'a>(pub(crate) &'a Database);

impl PluginSettingsVersions<'_> {
    /// All versions that are kept, newest first.
    pub async fn list(self, plugin_key: &str) -> Result<Vec<PluginSettingsVersion>> {
        let query = sqlx::query_as(
            "SELECT * FROM plugin_settings_version WHERE plugin_key = $1 ORDER BY id DESC",
        );
        Ok(query.bind(plugin_key).fetch_all(self.0.readers()).await?)
    }

    /// The newest version, if there is any.
    pub async fn newest(self, plugin_key: &str) -> Result<Option<PluginSettingsVersion>> {
        let query = sqlx::query_as(
            "SELECT * FROM plugin_settings_version WHERE plugin_key = $1 ORDER BY id DESC LIMIT 1",
        );
        Ok(query.bind(plugin_key).fetch_optional(self.0.readers()).await?)
    }

    /// This version of this plugin's settings.
    pub async fn get(self, plugin_key: &str, id: i64) -> Result<PluginSettingsVersion> {
        let query = sqlx::query_as(
            "SELECT * FROM plugin_settings_version WHERE plugin_key = $1 AND id = $2",
        );
        let query = query.bind(plugin_key).bind(id);
        query.fetch_optional(self.0.readers()).await?.or_not_found("version", id)
    }

    /// Adds versions, oldest first, and forgets all but the newest `keep` of the plugin.
    pub async fn add(self, plugin_key: &str, versions: &[NewVersion], keep: u32) -> Result<()> {
        let mut tx = self.0.begin().await?;
        for version in versions {
            let query = sqlx::query(
                "INSERT INTO plugin_settings_version
                    (plugin_key, settings, reason, saved_by, saved_at)
                 VALUES ($1, $2, $3, $4, $5)",
            );
            let query = query.bind(plugin_key).bind(Json(&version.settings)).bind(version.reason);
            query.bind(&version.saved_by).bind(version.saved_at).execute(&mut *tx).await?;
        }
        let query = sqlx::query(
            "DELETE FROM plugin_settings_version WHERE plugin_key = $1 AND id NOT IN (
                SELECT id FROM plugin_settings_version WHERE plugin_key = $1
                ORDER BY id DESC LIMIT $2)",
        );
        query.bind(plugin_key).bind(keep).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Forgets all versions of a plugin that is gone for good, secrets among them.
    pub async fn forget(self, plugin_key: &str) -> Result<()> {
        let query = sqlx::query("DELETE FROM plugin_settings_version WHERE plugin_key = $1");
        query.bind(plugin_key).execute(self.0.writer()).await?;
        Ok(())
    }
}
