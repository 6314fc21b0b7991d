//! When recurring work was last begun: so that what was done an hour ago is not done again because
//! the program was started anew.

use std::collections::HashMap;

use crate::database::Database;
use crate::error::Result;
use crate::time::Timestamp;

/// Queries on the state of schedules.
#[derive(Debug, Clone, Copy)]
pub struct ScheduleStates<'a>(pub(crate) &'a Database);

impl ScheduleStates<'_> {
    /// When each piece of recurring work was last begun, by its name.
    pub async fn list(self) -> Result<HashMap<String, Timestamp>> {
        let query = sqlx::query_as("SELECT name, last_started_at FROM schedule_state");
        let rows: Vec<(String, Timestamp)> = query.fetch_all(self.0.readers()).await?;
        Ok(rows.into_iter().collect())
    }

    /// Notes that it was begun.
    pub async fn set_started(self, name: &str, at: Timestamp) -> Result<()> {
        let query = sqlx::query(
            "INSERT INTO schedule_state (name, last_started_at) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET last_started_at = excluded.last_started_at",
        );
        query.bind(name).bind(at).execute(self.0.writer()).await?;
        Ok(())
    }

    /// Forgets what does not recur any more.
    pub async fn delete(self, name: &str) -> Result<()> {
        let query = sqlx::query("DELETE FROM schedule_state WHERE name = $1").bind(name);
        query.execute(self.0.writer()).await?;
        Ok(())
    }
}
