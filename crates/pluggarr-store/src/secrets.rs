//! Keys the host makes for itself. Plugins cannot reach the file they are in.

use crate::database::Database;
use crate::error::Result;
use crate::time::Timestamp;

/// Queries on secrets.
#[derive(Debug, Clone, Copy)]
pub struct Secrets<'a>(pub(crate) &'a Database);

impl Secrets<'_> {
    /// The secret with this name, if it was ever made.
    pub async fn get(self, name: &str) -> Result<Option<Vec<u8>>> {
        let query = sqlx::query_scalar("SELECT value FROM secret WHERE name = $1").bind(name);
        Ok(query.fetch_optional(self.0.readers()).await?)
    }

    /// The secret with this name, which is `new` where there is none. Of two who ask at once, both
    /// get the same.
    pub async fn get_or_create(self, name: &str, new: &[u8]) -> Result<Vec<u8>> {
        let mut tx = self.0.begin().await?;
        let insert = sqlx::query(
            "INSERT INTO secret (name, value, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (name) DO NOTHING",
        );
        insert.bind(name).bind(new).bind(Timestamp::now()).execute(&mut *tx).await?;
        let query = sqlx::query_scalar("SELECT value FROM secret WHERE name = $1").bind(name);
        let value = query.fetch_one(&mut *tx).await?;
        tx.commit().await?;
        Ok(value)
    }

    /// Forgets a secret. What was signed with it is worth nothing from then on.
    pub async fn delete(self, name: &str) -> Result<()> {
        sqlx::query("DELETE FROM secret WHERE name = $1")
            .bind(name)
            .execute(self.0.writer())
            .await?;
        Ok(())
    }
}
