//! How long actions may take, where somebody has said so.

use std::collections::HashMap;

use crate::database::Database;
use crate::error::Result;

/// Queries on the limits of actions.
#[derive(Debug, Clone, Copy)]
pub struct ActionLimits<'a>(pub(crate) &'a Database);

impl ActionLimits<'_> {
    /// All of them, in seconds, by plugin and action.
    pub async fn list(self) -> Result<HashMap<(String, String), f64>> {
        let query = sqlx::query_as("SELECT plugin_key, action, seconds FROM action_limit");
        let rows: Vec<(String, String, f64)> = query.fetch_all(self.0.readers()).await?;
        Ok(rows.into_iter().map(|(plugin, action, seconds)| ((plugin, action), seconds)).collect())
    }

    /// Sets the limit of one action, or takes it away.
    pub async fn set(self, plugin_key: &str, action: &str, seconds: Option<f64>) -> Result<()> {
        let Some(seconds) = seconds else {
            let query =
                sqlx::query("DELETE FROM action_limit WHERE plugin_key = $1 AND action = $2");
            query.bind(plugin_key).bind(action).execute(self.0.writer()).await?;
            return Ok(());
        };
        let query = sqlx::query(
            "INSERT INTO action_limit (plugin_key, action, seconds) VALUES ($1, $2, $3)
             ON CONFLICT (plugin_key, action) DO UPDATE SET seconds = excluded.seconds",
        );
        query.bind(plugin_key).bind(action).bind(seconds).execute(self.0.writer()).await?;
        Ok(())
    }

    /// Takes away all limits of a plugin's actions.
    pub async fn delete_all(self, plugin_key: &str) -> Result<()> {
        let query = sqlx::query("DELETE FROM action_limit WHERE plugin_key = $1").bind(plugin_key);
        query.execute(self.0.writer()).await?;
        Ok(())
    }
}
