//! What plugins keep under names of their own choice.

use serde_json::Value;
use sqlx::types::Json;

use crate::database::Database;
use crate::error::Result;
use crate::time::Timestamp;

/// Queries on what plugins keep.
#[derive(Debug, Clone, Copy)]
pub struct PluginStorage<'a>(pub(crate) &'a Database);

impl PluginStorage<'_> {
    /// What a plugin keeps under `name`.
    pub async fn get(self, plugin_key: &str, name: &str) -> Result<Option<Value>> {
        let query = sqlx::query_scalar(
            "SELECT value FROM plugin_storage WHERE plugin_key = $1 AND name = $2",
        );
        let found: Option<Json<Value>> =
            query.bind(plugin_key).bind(name).fetch_optional(self.0.readers()).await?;
        Ok(found.map(|value| value.0))
    }

    /// Keeps `value`, which is JSON, unless all that the plugin keeps would then be more than `quota` bytes, names
    /// included. False if so.
    pub async fn set(self, plugin_key: &str, name: &str, value: &str, quota: i64) -> Result<bool> {
        let mut transaction = self.0.begin().await?;
        let others = sqlx::query_scalar(
            "SELECT coalesce(sum(octet_length(name) + octet_length(value)), 0) FROM plugin_storage
             WHERE plugin_key = $1 AND name <> $2",
        );
        let others: i64 = others.bind(plugin_key).bind(name).fetch_one(&mut *transaction).await?;
        let bytes = i64::try_from(name.len() + value.len()).unwrap_or(i64::MAX);
        if others.saturating_add(bytes) > quota {
            return Ok(false);
        }
        let query = sqlx::query(
            "INSERT INTO plugin_storage (plugin_key, name, value, changed_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (plugin_key, name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at",
        );
        let query = query.bind(plugin_key).bind(name).bind(value).bind(Timestamp::now());
        query.execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Forgets what is kept under `name`. Whether there was something.
    pub async fn delete(self, plugin_key: &str, name: &str) -> Result<bool> {
        let query = sqlx::query("DELETE FROM plugin_storage WHERE plugin_key = $1 AND name = $2");
        let done = query.bind(plugin_key).bind(name).execute(self.0.writer()).await?;
        Ok(done.rows_affected() == 1)
    }

    /// The names under which a plugin keeps something.
    pub async fn names(self, plugin_key: &str) -> Result<Vec<String>> {
        let query = sqlx::query_scalar(
            "SELECT name FROM plugin_storage WHERE plugin_key = $1 ORDER BY name",
        );
        Ok(query.bind(plugin_key).fetch_all(self.0.readers()).await?)
    }

    /// Forgets all that a plugin keeps.
    pub async fn delete_all(self, plugin_key: &str) -> Result<()> {
        let query = sqlx::query("DELETE FROM plugin_storage WHERE plugin_key = $1");
        query.bind(plugin_key).execute(self.0.writer()).await?;
        Ok(())
    }
}
