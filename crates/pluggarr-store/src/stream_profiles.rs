//! How a stream is fetched: the command that turns a URL into MPEG-TS.

use sqlx::FromRow;

use crate::database::Database;
use crate::error::{OrNotFound as _, Result};

/// A row of `core_streamprofile`.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct StreamProfile {
    pub id: i64,
    pub name: String,
    pub command: String,
    pub parameters: String,
    pub locked: bool,
    pub is_active: bool,
    pub user_agent_id: Option<i64>,
}

/// Queries on stream profiles.
#[derive(Debug, Clone, Copy)]
pub struct StreamProfiles<'a>(pub(crate) &'a Database);

impl StreamProfiles<'_> {
    /// All stream profiles.
    pub async fn list(self) -> Result<Vec<StreamProfile>> {
        let query = sqlx::query_as("SELECT * FROM core_streamprofile ORDER BY id");
        Ok(query.fetch_all(self.0.readers()).await?)
    }

    /// The stream profile with this id.
    pub async fn get(self, id: i64) -> Result<StreamProfile> {
        let query = sqlx::query_as("SELECT * FROM core_streamprofile WHERE id = $1").bind(id);
        query.fetch_optional(self.0.readers()).await?.or_not_found("stream profile", id)
    }
}
