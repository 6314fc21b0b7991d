//! What we say we are when we ask a provider for something.

use sqlx::FromRow;

use crate::database::Database;
use crate::error::{OrNotFound as _, Result};
use crate::time::Timestamp;

/// A row of `core_useragent`.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct UserAgent {
    pub id: i64,
    pub name: String,
    pub user_agent: String,
    pub description: String,
    pub is_active: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Queries on user agents.
#[derive(Debug, Clone, Copy)]
pub struct UserAgents<'a>(pub(crate) &'a Database);

impl UserAgents<'_> {
    /// All user agents.
    pub async fn list(self) -> Result<Vec<UserAgent>> {
        let query = sqlx::query_as("SELECT * FROM core_useragent ORDER BY id");
        Ok(query.fetch_all(self.0.readers()).await?)
    }

    /// The user agent with this id.
    pub async fn get(self, id: i64) -> Result<UserAgent> {
        let query = sqlx::query_as("SELECT * FROM core_useragent WHERE id = $1").bind(id);
        query.fetch_optional(self.0.readers()).await?.or_not_found("user agent", id)
    }

    /// The text to send where nothing else was chosen.
    pub async fn default(self) -> Result<Option<String>> {
        let query = sqlx::query_scalar(
            "SELECT u.user_agent FROM core_useragent u
             WHERE u.id = (SELECT JSON_EXTRACT(s.value, '$.default_user_agent')
                           FROM core_coresettings s WHERE s.key = 'stream_settings')",
        );
        Ok(query.fetch_optional(self.0.readers()).await?)
    }

    /// The text to send for an M3U account: its own user agent's, else the default one's.
    pub async fn for_account(self, account_id: i64) -> Result<Option<String>> {
        let query = sqlx::query_scalar(
            "SELECT u.user_agent FROM core_useragent u
             WHERE u.id = COALESCE(
                (SELECT a.user_agent_id FROM m3u_m3uaccount a WHERE a.id = $1),
                (SELECT JSON_EXTRACT(s.value, '$.default_user_agent') FROM core_coresettings s
                 WHERE s.key = 'stream_settings'))",
        );
        Ok(query.bind(account_id).fetch_optional(self.0.readers()).await?)
    }
}
