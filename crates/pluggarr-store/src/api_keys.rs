//! The API keys of users, one each. Kept where no plugin can read them.

use crate::database::Database;
use crate::error::Result;
use crate::time::Timestamp;

/// Queries on API keys.
#[derive(Debug, Clone, Copy)]
pub struct ApiKeys<'a>(pub(crate) &'a Database);

impl ApiKeys<'_> {
    /// The id of the user who has this key.
    pub async fn user_of(self, key: &str) -> Result<Option<i64>> {
        let query = sqlx::query_scalar("SELECT user_id FROM api_key WHERE key = $1").bind(key);
        Ok(query.fetch_optional(self.0.readers()).await?)
    }

    /// The key of this user.
    pub async fn get(self, user_id: i64) -> Result<Option<String>> {
        let query = sqlx::query_scalar("SELECT key FROM api_key WHERE user_id = $1").bind(user_id);
        Ok(query.fetch_optional(self.0.readers()).await?)
    }

    /// Gives the user this key instead of the one before.
    pub async fn set(self, user_id: i64, key: &str) -> Result<()> {
        let query = sqlx::query(
            "INSERT INTO api_key (user_id, key, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (user_id) DO UPDATE
             SET key = excluded.key, created_at = excluded.created_at",
        );
        query.bind(user_id).bind(key).bind(Timestamp::now()).execute(self.0.writer()).await?;
        Ok(())
    }

    /// Takes the user's key away.
    pub async fn delete(self, user_id: i64) -> Result<()> {
        let query = sqlx::query("DELETE FROM api_key WHERE user_id = $1").bind(user_id);
        query.execute(self.0.writer()).await?;
        Ok(())
    }
}
