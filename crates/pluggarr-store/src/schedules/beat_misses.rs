//! When a row of `django_celery_beat` was due and nothing was run. Kept beside the rows, which are plugins' to write.

use std::collections::HashMap;

use super::NewMiss;
use crate::database::Database;
use crate::error::Result;
use crate::time::Timestamp;

/// Queries on the misses of periodic tasks.
#[derive(Debug, Clone, Copy)]
pub struct BeatMisses<'a>(pub(crate) &'a Database);

impl BeatMisses<'_> {
    /// Keeps a miss of the task with this name. One for the same reason adds to the one before.
    pub async fn add(self, name: &str, miss: &NewMiss) -> Result<()> {
        let query = sqlx::query(
            "INSERT INTO beat_miss (name, due_at, count, reason) VALUES ($1, $2, $3, $4)
             ON CONFLICT (name) DO UPDATE SET
                count = CASE WHEN reason = excluded.reason THEN count ELSE 0 END + excluded.count,
                due_at = CASE WHEN reason = excluded.reason THEN due_at ELSE excluded.due_at END,
                reason = excluded.reason",
        );
        let query = query.bind(name).bind(miss.due_at).bind(miss.count).bind(&miss.reason);
        query.execute(self.0.writer()).await?;
        Ok(())
    }

    /// Forgets the misses of a task, which ran.
    pub async fn clear(self, name: &str) -> Result<()> {
        let query = sqlx::query("DELETE FROM beat_miss WHERE name = $1").bind(name);
        query.execute(self.0.writer()).await?;
        Ok(())
    }

    /// The last miss of each task, by its name.
    pub async fn list(self) -> Result<HashMap<String, NewMiss>> {
        let query = sqlx::query_as("SELECT name, due_at, count, reason FROM beat_miss");
        let rows: Vec<(String, Timestamp, i64, String)> = query.fetch_all(self.0.readers()).await?;
        let misses = rows.into_iter();
        Ok(misses
            .map(|(name, due_at, count, reason)| (name, NewMiss { due_at, count, reason }))
            .collect())
    }
}
