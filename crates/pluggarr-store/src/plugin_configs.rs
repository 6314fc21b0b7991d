//! A row per plugin that was ever discovered: whether it is enabled, and its settings.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::FromRow;
use sqlx::types::Json;

use crate::database::Database;
use crate::error::{OrNotFound as _, Result};
use crate::time::Timestamp;

/// A row of `plugins_pluginconfig`.
#[derive(Debug, Clone, PartialEq, FromRow, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct PluginConfig {
    pub id: i64,
    pub key: String,
    pub name: String,
    pub version: String,
    pub description: String,
    pub enabled: bool,
    pub ever_enabled: bool,
    /// What the user saved, and whatever the plugin itself keeps here.
    #[sqlx(json)]
    pub settings: Value,
    pub source_repo_id: Option<i64>,
    pub slug: String,
    pub installed_version_is_prerelease: bool,
    pub deprecated: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What a plugin says of itself, as far as its row remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct PluginAbout {
    pub key: String,
    pub name: String,
    pub version: String,
    pub description: String,
}

impl PluginAbout {
    /// Whether `row` says the same.
    pub fn is_in(&self, row: &PluginConfig) -> bool {
        (&self.name, &self.version, &self.description)
            == (&row.name, &row.version, &row.description)
    }
}

/// What became of a plugin's settings.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedSettings {
    /// The row as it was.
    pub before: PluginConfig,
    /// Its settings as they are now.
    pub after: Value,
}

/// Queries on plugin configurations.
#[derive(Debug, Clone, Copy)]
pub struct PluginConfigs<'a>(pub(crate) &'a Database);

const PLUGIN: &str = "plugin";

impl PluginConfigs<'_> {
    /// All rows, by key.
    pub async fn list(self) -> Result<Vec<PluginConfig>> {
        let query = sqlx::query_as("SELECT * FROM plugins_pluginconfig ORDER BY key");
        Ok(query.fetch_all(self.0.readers()).await?)
    }

    /// The row of this plugin.
    pub async fn get(self, key: &str) -> Result<PluginConfig> {
        self.find(key).await?.or_not_found(PLUGIN, key)
    }

    /// The row of this plugin, if it was ever discovered.
    pub async fn find(self, key: &str) -> Result<Option<PluginConfig>> {
        let query = sqlx::query_as("SELECT * FROM plugins_pluginconfig WHERE key = $1").bind(key);
        Ok(query.fetch_optional(self.0.readers()).await?)
    }

    /// Makes the rows of discovered plugins, disabled, or brings what the plugins say of themselves up to
    /// date, all in one transaction: a folder of a thousand plugins costs one wait for the disk. Settings
    /// and state of known plugins stay.
    pub async fn ensure_all(self, plugins: &[PluginAbout]) -> Result<()> {
        if plugins.is_empty() {
            return Ok(());
        }
        let mut tx = self.0.begin().await?;
        for plugin in plugins {
            let query = sqlx::query(
                "INSERT INTO plugins_pluginconfig (key, name, version, description, enabled,
                    ever_enabled, settings, slug, installed_version_is_prerelease, deprecated,
                    created_at, updated_at)
                 VALUES ($1, $2, $3, $4, FALSE, FALSE, '{}', '', FALSE, FALSE, $5, $5)
                 ON CONFLICT (key) DO UPDATE SET name = excluded.name, version = excluded.version,
                    description = excluded.description, updated_at = excluded.updated_at
                 WHERE (plugins_pluginconfig.name, plugins_pluginconfig.version,
                        plugins_pluginconfig.description)
                    <> (excluded.name, excluded.version, excluded.description)",
            );
            let query = query.bind(&plugin.key).bind(&plugin.name).bind(&plugin.version);
            let query = query.bind(&plugin.description).bind(Timestamp::now());
            query.execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// As [`Self::ensure_all`], for one plugin; returns its row.
    pub async fn ensure(
        self,
        key: &str,
        name: &str,
        version: &str,
        description: &str,
    ) -> Result<PluginConfig> {
        let about = PluginAbout {
            key: key.to_owned(),
            name: name.to_owned(),
            version: version.to_owned(),
            description: description.to_owned(),
        };
        self.ensure_all(&[about]).await?;
        self.get(key).await
    }

    /// Enables or disables a plugin, and remembers that it was enabled once.
    pub async fn set_enabled(self, key: &str, enabled: bool) -> Result<PluginConfig> {
        let query = sqlx::query_as(
            "UPDATE plugins_pluginconfig
             SET enabled = $2, ever_enabled = (ever_enabled OR $2), updated_at = $3
             WHERE key = $1 RETURNING *",
        );
        let query = query.bind(key).bind(enabled).bind(Timestamp::now());
        query.fetch_optional(self.0.writer()).await?.or_not_found(PLUGIN, key)
    }

    /// Changes the settings of a plugin from what they are at this moment. Nobody else's write comes in between,
    /// the plugin's own neither. Where `change` refuses, nothing is written and its refusal is answered.
    pub async fn change_settings<E>(
        self,
        key: &str,
        change: impl FnOnce(&Value) -> std::result::Result<Value, E>,
    ) -> Result<std::result::Result<ChangedSettings, E>> {
        let mut tx = self.0.begin().await?;
        let query = sqlx::query_as("SELECT * FROM plugins_pluginconfig WHERE key = $1").bind(key);
        let before: PluginConfig =
            query.fetch_optional(&mut *tx).await?.or_not_found(PLUGIN, key)?;
        let after = match change(&before.settings) {
            Ok(after) => after,
            Err(refusal) => return Ok(Err(refusal)),
        };
        // What is as it was keeps the time of its last change.
        if after != before.settings {
            let query = sqlx::query(
                "UPDATE plugins_pluginconfig SET settings = $2, updated_at = $3 WHERE key = $1",
            );
            let query = query.bind(key).bind(Json(&after)).bind(Timestamp::now());
            query.execute(&mut *tx).await?;
            tx.commit().await?;
        }
        Ok(Ok(ChangedSettings { before, after }))
    }

    /// Notes that somebody installed this plugin by hand: it comes from no repository any more, and what it says of
    /// itself is to be read anew. Answers whether it came from one. Settings and state stay.
    pub async fn installed_by_hand(self, key: &str) -> Result<bool> {
        let mut tx = self.0.begin().await?;
        let repo = "SELECT source_repo_id FROM plugins_pluginconfig WHERE key = $1";
        let repo = sqlx::query_scalar(repo).bind(key).fetch_optional(&mut *tx).await?;
        let repo: Option<i64> = repo.flatten();
        let query = sqlx::query(
            "UPDATE plugins_pluginconfig
             SET source_repo_id = NULL, slug = '', installed_version_is_prerelease = FALSE,
                deprecated = FALSE, name = key, version = '', description = '', updated_at = $2
             WHERE key = $1",
        );
        query.bind(key).bind(Timestamp::now()).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(repo.is_some())
    }

    /// Puts a row back that was deleted: disabled, and without its repository if that is gone.
    pub async fn restore(self, row: &PluginConfig) -> Result<()> {
        let query = sqlx::query(
            "INSERT INTO plugins_pluginconfig (key, name, version, description, enabled,
                ever_enabled, settings, source_repo_id, slug, installed_version_is_prerelease,
                deprecated, created_at, updated_at)
             VALUES ($1, $2, $3, $4, FALSE, $5, $6,
                (SELECT id FROM plugins_pluginrepo WHERE id = $7), $8, $9, $10, $11, $12)
             ON CONFLICT (key) DO UPDATE SET name = excluded.name, version = excluded.version,
                description = excluded.description, enabled = excluded.enabled,
                ever_enabled = excluded.ever_enabled, settings = excluded.settings,
                source_repo_id = excluded.source_repo_id, slug = excluded.slug,
                installed_version_is_prerelease = excluded.installed_version_is_prerelease,
                deprecated = excluded.deprecated, updated_at = excluded.updated_at",
        );
        let query = query.bind(&row.key).bind(&row.name).bind(&row.version).bind(&row.description);
        let query = query.bind(row.ever_enabled).bind(Json(&row.settings)).bind(row.source_repo_id);
        let query = query.bind(&row.slug).bind(row.installed_version_is_prerelease);
        let query = query.bind(row.deprecated).bind(row.created_at).bind(Timestamp::now());
        query.execute(self.0.writer()).await?;
        Ok(())
    }

    /// Forgets a plugin, its settings included.
    pub async fn delete(self, key: &str) -> Result<()> {
        let query =
            sqlx::query_scalar("DELETE FROM plugins_pluginconfig WHERE key = $1 RETURNING id");
        let deleted: Option<i64> = query.bind(key).fetch_optional(self.0.writer()).await?;
        deleted.or_not_found(PLUGIN, key).map(drop)
    }
}
