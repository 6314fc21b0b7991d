//! Switches of the host itself, by name. Values are JSON; what they mean is the service's business.

use serde_json::Value;
use sqlx::types::Json;

use crate::database::Database;
use crate::error::Result;
use crate::time::Timestamp;

/// Queries on the host's own switches.
#[derive(Debug, Clone, Copy)]
pub struct HostSettings<'a>(pub(crate) &'a Database);

impl HostSettings<'_> {
    /// What is stored under `name`, if anything ever was.
    pub async fn get(self, name: &str) -> Result<Option<Value>> {
        let query = sqlx::query_scalar("SELECT value FROM host_setting WHERE name = $1").bind(name);
        let value: Option<Json<Value>> = query.fetch_optional(self.0.readers()).await?;
        Ok(value.map(|Json(value)| value))
    }

    /// Stores a value under `name`.
    pub async fn set(self, name: &str, value: &Value) -> Result<()> {
        let query = sqlx::query(
            "INSERT INTO host_setting (name, value, changed_at) VALUES ($1, $2, $3)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at",
        );
        let query = query.bind(name).bind(Json(value)).bind(Timestamp::now());
        query.execute(self.0.writer()).await?;
        Ok(())
    }
}
