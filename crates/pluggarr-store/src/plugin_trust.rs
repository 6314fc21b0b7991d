//! What somebody accepted when a plugin was enabled: the capabilities it asked for then.

use std::collections::HashMap;

use sqlx::types::Json;

use crate::database::Database;
use crate::error::Result;
use crate::time::Timestamp;

/// Queries on what was accepted.
#[derive(Debug, Clone, Copy)]
pub struct PluginTrusts<'a>(pub(crate) &'a Database);

impl PluginTrusts<'_> {
    /// The accepted capabilities of each plugin that was ever accepted, by its key.
    pub async fn list(self) -> Result<HashMap<String, Vec<String>>> {
        let query = sqlx::query_as("SELECT plugin_key, capabilities FROM plugin_trust");
        let rows: Vec<(String, Json<Vec<String>>)> = query.fetch_all(self.0.readers()).await?;
        Ok(rows.into_iter().map(|(key, Json(capabilities))| (key, capabilities)).collect())
    }

    /// Notes that `by` accepts these capabilities, instead of those before.
    pub async fn set(self, key: &str, capabilities: &[String], by: Option<&str>) -> Result<()> {
        let query = sqlx::query(
            "INSERT INTO plugin_trust (plugin_key, capabilities, trusted_by, trusted_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT (plugin_key) DO UPDATE SET capabilities = excluded.capabilities,
                trusted_by = excluded.trusted_by, trusted_at = excluded.trusted_at",
        );
        let query = query.bind(key).bind(Json(capabilities)).bind(by).bind(Timestamp::now());
        query.execute(self.0.writer()).await?;
        Ok(())
    }

    /// Forgets what was accepted: the plugin was deleted.
    pub async fn delete(self, key: &str) -> Result<()> {
        let query = sqlx::query("DELETE FROM plugin_trust WHERE plugin_key = $1").bind(key);
        query.execute(self.0.writer()).await?;
        Ok(())
    }
}
