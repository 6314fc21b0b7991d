//! Jobs: work the host queues, and what became of it.

use serde_json::Value;
use sqlx::FromRow;
use sqlx::types::Json;

use crate::database::Database;
use crate::error::{OrNotFound as _, Result};
use crate::text_enum::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// How a job stands.
    pub enum JobState {
        /// Waits for its turn.
        Queued = "queued",
        /// Is being done.
        Running = "running",
        /// Is done.
        Succeeded = "succeeded",
        /// Could not be done.
        Failed = "failed",
        /// Was called off.
        Cancelled = "cancelled",
    }
}

/// A row of `job`.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Job {
    /// Its id.
    pub id: i64,
    /// What is to be done: `m3u_refresh`, `epg_refresh`, ...
    pub kind: String,
    /// What it is to be done to: the account's or source's id.
    pub subject: Option<i64>,
    /// See [`JobState`].
    pub state: String,
    /// Percent.
    pub progress: i64,
    /// Where it stands, or why it failed, for people.
    pub message: String,
    /// What it did, when it is done.
    #[sqlx(json(nullable))]
    pub summary: Option<Value>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When it was begun.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// Queries on jobs.
#[derive(Debug, Clone, Copy)]
pub struct Jobs<'a>(pub(crate) &'a Database);

const JOB: &str = "job";

impl Jobs<'_> {
    /// Queues a job.
    pub async fn create(self, kind: &str, subject: Option<i64>) -> Result<Job> {
        let query = sqlx::query_as(
            "INSERT INTO job (kind, subject, state, progress, message, created_at)
             VALUES ($1, $2, 'queued', 0, '', $3) RETURNING *",
        );
        let query = query.bind(kind).bind(subject).bind(Timestamp::now());
        Ok(query.fetch_one(self.0.writer()).await?)
    }

    /// Notes that a queued job is begun. False if it is not queued any more.
    pub async fn start(self, id: i64) -> Result<bool> {
        let query = sqlx::query(
            "UPDATE job SET state = 'running', started_at = $2 WHERE id = $1 AND state = 'queued'",
        );
        let done = query.bind(id).bind(Timestamp::now()).execute(self.0.writer()).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes how far a running job is.
    pub async fn set_progress(self, id: i64, percent: u8, message: &str) -> Result<()> {
        let query = sqlx::query(
            "UPDATE job SET progress = $2, message = $3 WHERE id = $1 AND state = 'running'",
        );
        let query = query.bind(id).bind(percent.min(100)).bind(message);
        query.execute(self.0.writer()).await?;
        Ok(())
    }

    /// Notes how a job ended. The first end counts: a job that was cancelled does not succeed.
    pub async fn finish(
        self,
        id: i64,
        state: JobState,
        message: &str,
        summary: Option<&Value>,
    ) -> Result<()> {
        let query = sqlx::query(
            "UPDATE job SET state = $2, message = $3, summary = $4, finished_at = $5,
                progress = CASE WHEN $2 = 'succeeded' THEN 100 ELSE progress END
             WHERE id = $1 AND state IN ('queued', 'running')",
        );
        let query = query.bind(id).bind(state.as_str()).bind(message).bind(summary.map(Json));
        query.bind(Timestamp::now()).execute(self.0.writer()).await?;
        Ok(())
    }

    /// The job with this id.
    pub async fn get(self, id: i64) -> Result<Job> {
        let query = sqlx::query_as("SELECT * FROM job WHERE id = $1").bind(id);
        query.fetch_optional(self.0.readers()).await?.or_not_found(JOB, id)
    }

    /// The newest jobs, newest first.
    pub async fn list(self, limit: u32) -> Result<Vec<Job>> {
        let query = sqlx::query_as("SELECT * FROM job ORDER BY id DESC LIMIT $1").bind(limit);
        Ok(query.fetch_all(self.0.readers()).await?)
    }

    /// The job of this kind for this subject that waits or runs, if there is one.
    pub async fn active(self, kind: &str, subject: Option<i64>) -> Result<Option<Job>> {
        let query = sqlx::query_as(
            "SELECT * FROM job WHERE kind = $1 AND subject IS $2 AND state IN ('queued', 'running')
             ORDER BY id DESC LIMIT 1",
        );
        Ok(query.bind(kind).bind(subject).fetch_optional(self.0.readers()).await?)
    }

    /// Jobs that waited or ran when the program ended have failed. Answers how many there were.
    pub async fn fail_interrupted(self, message: &str) -> Result<u64> {
        let query = sqlx::query(
            "UPDATE job SET state = 'failed', message = $1, finished_at = $2
             WHERE state IN ('queued', 'running')",
        );
        let query = query.bind(message).bind(Timestamp::now());
        Ok(query.execute(self.0.writer()).await?.rows_affected())
    }

    /// Forgets all but the newest `keep` jobs that are over.
    pub async fn prune(self, keep: u32) -> Result<u64> {
        let query = sqlx::query(
            "DELETE FROM job WHERE state NOT IN ('queued', 'running')
                AND id NOT IN (SELECT id FROM job WHERE state NOT IN ('queued', 'running')
                    ORDER BY id DESC LIMIT $1)",
        );
        Ok(query.bind(keep).execute(self.0.writer()).await?.rows_affected())
    }
}
