//! When a schedule was due and nothing was run.

use sqlx::FromRow;

use super::Schedules;
use crate::error::Result;
use crate::time::Timestamp;

/// How many are kept of a schedule.
const KEPT: u32 = 50;

/// A row of `schedule_miss`.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Miss {
    /// Its id.
    pub id: i64,
    /// Of which schedule.
    pub schedule_id: i64,
    /// When it was due, for the first time.
    pub due_at: Timestamp,
    /// How many times in a row.
    pub count: i64,
    /// Why nothing was run.
    pub reason: String,
}

/// Times that were missed.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "as in `Miss`")]
pub struct NewMiss {
    pub due_at: Timestamp,
    pub count: i64,
    pub reason: String,
}

impl Schedules<'_> {
    /// Keeps a miss. One that follows another for the same reason, with no run between them, adds to it: a plugin
    /// that is switched off for a week is one line and not ten thousand.
    pub async fn miss(self, schedule_id: i64, new: &NewMiss) -> Result<()> {
        let mut transaction = self.0.begin().await?;
        let more = sqlx::query(
            "UPDATE schedule_miss SET count = count + $3 WHERE reason = $2 AND id = (
                SELECT max(m.id) FROM schedule_miss m JOIN schedule s ON s.id = m.schedule_id
                WHERE m.schedule_id = $1 AND (s.last_at IS NULL OR s.last_at < m.due_at))",
        );
        let more = more.bind(schedule_id).bind(&new.reason).bind(new.count);
        if more.execute(&mut *transaction).await?.rows_affected() == 0 {
            let first = sqlx::query(
                "INSERT INTO schedule_miss (schedule_id, due_at, count, reason) VALUES ($1, $2, $3, $4)",
            );
            let first = first.bind(schedule_id).bind(new.due_at).bind(new.count).bind(&new.reason);
            first.execute(&mut *transaction).await?;
            let prune = sqlx::query(
                "DELETE FROM schedule_miss WHERE schedule_id = $1 AND id <= (
                    SELECT id FROM schedule_miss WHERE schedule_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)",
            );
            prune.bind(schedule_id).bind(KEPT).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// The misses of all schedules, the newest first.
    pub async fn misses(self) -> Result<Vec<Miss>> {
        let query = sqlx::query_as("SELECT * FROM schedule_miss ORDER BY id DESC");
        Ok(query.fetch_all(self.0.readers()).await?)
    }
}
