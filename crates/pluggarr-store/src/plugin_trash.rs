//! Deleted plugins that can be restored: their rows; the folders are the plugin host's.

use sqlx::FromRow;
use sqlx::types::Json;

use crate::database::Database;
use crate::error::{OrNotFound as _, Result};
use crate::plugin_configs::PluginConfig;
use crate::time::Timestamp;

/// A row of `plugin_trash`.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct TrashedPlugin {
    /// Its id.
    pub id: i64,
    /// The key it had.
    pub plugin_key: String,
    /// What it was shown as.
    pub name: String,
    /// Its version, or empty.
    pub version: String,
    /// The folder's name in the trash; empty if there was none.
    pub folder: String,
    /// The folder's name among the plugins.
    pub original_folder: String,
    /// What the folder held.
    pub bytes: i64,
    /// Its row, settings included.
    #[sqlx(json)]
    pub row: Option<PluginConfig>,
    /// Who deleted it.
    pub deleted_by: Option<String>,
    /// When.
    pub deleted_at: Timestamp,
}

/// A plugin that is being deleted.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "as in `TrashedPlugin`")]
pub struct NewTrashedPlugin {
    pub plugin_key: String,
    pub name: String,
    pub version: String,
    pub folder: String,
    pub original_folder: String,
    pub bytes: i64,
    pub row: Option<PluginConfig>,
    pub deleted_by: Option<String>,
}

/// Queries on deleted plugins.
#[derive(Debug, Clone, Copy)]
pub struct PluginTrash<'a>(pub(crate) &'a Database);

impl PluginTrash<'_> {
    /// All of them, the newest first.
    pub async fn list(self) -> Result<Vec<TrashedPlugin>> {
        let query = sqlx::query_as("SELECT * FROM plugin_trash ORDER BY id DESC");
        Ok(query.fetch_all(self.0.readers()).await?)
    }

    /// One of them.
    pub async fn get(self, id: i64) -> Result<TrashedPlugin> {
        let query = sqlx::query_as("SELECT * FROM plugin_trash WHERE id = $1").bind(id);
        query.fetch_optional(self.0.readers()).await?.or_not_found("deleted plugin", id)
    }

    /// Notes a plugin that is being deleted.
    pub async fn create(self, new: &NewTrashedPlugin, at: Timestamp) -> Result<i64> {
        let query = sqlx::query_scalar(
            "INSERT INTO plugin_trash (plugin_key, name, version, folder, original_folder, bytes,
                row, deleted_by, deleted_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
        );
        let query = query.bind(&new.plugin_key).bind(&new.name).bind(&new.version);
        let query = query.bind(&new.folder).bind(&new.original_folder).bind(new.bytes);
        let query = query.bind(Json(&new.row)).bind(&new.deleted_by).bind(at);
        Ok(query.fetch_one(self.0.writer()).await?)
    }

    /// Forgets one; fine if it is forgotten already.
    pub async fn delete(self, id: i64) -> Result<()> {
        let query = sqlx::query("DELETE FROM plugin_trash WHERE id = $1").bind(id);
        query.execute(self.0.writer()).await?;
        Ok(())
    }

    /// Those that were not kept: all but the newest `keep`, and those deleted before `before`.
    pub async fn expired(self, keep: u32, before: Timestamp) -> Result<Vec<TrashedPlugin>> {
        let query = sqlx::query_as(
            "SELECT * FROM plugin_trash WHERE deleted_at < $1
                OR id NOT IN (SELECT id FROM plugin_trash ORDER BY id DESC LIMIT $2)",
        );
        Ok(query.bind(before).bind(keep).fetch_all(self.0.readers()).await?)
    }
}
