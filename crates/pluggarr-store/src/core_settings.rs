//! The application's settings: a JSON object per group, stored and replaced as a whole.

use serde_json::{Value, json};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::database::Database;
use crate::error::Result;

/// A row of `core_coresettings`.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct CoreSetting {
    pub id: i64,
    /// `stream_settings`, `system_settings`, ...
    pub key: String,
    pub name: String,
    #[sqlx(json)]
    pub value: Value,
}

/// Queries on the application's settings.
#[derive(Debug, Clone, Copy)]
pub struct CoreSettings<'a>(pub(crate) &'a Database);

impl CoreSettings<'_> {
    /// All groups.
    pub async fn list(self) -> Result<Vec<CoreSetting>> {
        let query = sqlx::query_as("SELECT * FROM core_coresettings ORDER BY id");
        Ok(query.fetch_all(self.0.readers()).await?)
    }

    /// One group. A few are made on demand only, so `None` is no fault.
    pub async fn get(self, key: &str) -> Result<Option<Value>> {
        let query = sqlx::query_scalar("SELECT value FROM core_coresettings WHERE key = $1");
        let value: Option<Json<Value>> = query.bind(key).fetch_optional(self.0.readers()).await?;
        Ok(value.map(|Json(value)| value))
    }

    /// Replaces one group, making it under `name` where it is missing.
    pub async fn set(self, key: &str, name: &str, value: &Value) -> Result<()> {
        let query = sqlx::query(
            "INSERT INTO core_coresettings (key, name, value) VALUES ($1, $2, $3)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        );
        query.bind(key).bind(name).bind(Json(value)).execute(self.0.writer()).await?;
        Ok(())
    }

    /// How many system events are kept: `max_system_events` of the system settings, 100 unless set.
    pub async fn max_system_events(self) -> Result<u32> {
        let settings = self.get("system_settings").await?.unwrap_or(json!({}));
        let wanted = &settings["max_system_events"];
        // As the incumbent reads it: a number, or a number as text; what is neither, or 0, means 100.
        let number = wanted.as_i64().or_else(|| wanted.as_str()?.trim().parse().ok());
        let number = number.and_then(|number| u32::try_from(number).ok());
        Ok(number.filter(|number| *number > 0).unwrap_or(100))
    }

    /// The name of the time zone that people here live in: `time_zone` of the system settings, UTC unless set.
    pub async fn time_zone(self) -> Result<String> {
        let settings = self.get("system_settings").await?.unwrap_or(json!({}));
        let name = settings["time_zone"].as_str().map(str::trim).filter(|name| !name.is_empty());
        Ok(name.unwrap_or("UTC").to_owned())
    }

    /// The parts that make up a stream's hash: `m3u_hash_key` of the stream settings, `url` unless
    /// set.
    pub async fn m3u_hash_key(self) -> Result<String> {
        let settings = self.get("stream_settings").await?.unwrap_or(json!({}));
        Ok(settings["m3u_hash_key"].as_str().unwrap_or("url").to_owned())
    }
}
