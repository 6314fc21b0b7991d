//! What is forgotten: runs that a host left open are closed, old ones go, with their lines.

use super::Runs;
use crate::error::Result;
use crate::sql::json_list;
use crate::time::Timestamp;

impl Runs<'_> {
    /// Runs that were open when the program ended are lost. Answers how many there were.
    pub async fn close_open(self, error: &str) -> Result<u64> {
        let query = sqlx::query(
            "UPDATE run SET status = 'finished', outcome = 'lost', error = $1, ended_at = $2,
                log_lines = (SELECT count(*) FROM plugin_log WHERE run_id = run.id)
             WHERE status <> 'finished'",
        );
        let query = query.bind(error).bind(Timestamp::now());
        Ok(query.execute(self.0.writer()).await?.rows_affected())
    }

    /// Forgets a plugin's runs that are over, except the newest `keep`, at most `at_once` of them. Answers their ids.
    pub async fn prune_plugin(
        self,
        plugin_key: &str,
        keep: u32,
        at_once: u32,
    ) -> Result<Vec<String>> {
        let query = sqlx::query_scalar(
            "DELETE FROM run WHERE id IN (
                SELECT id FROM run WHERE plugin_key = $1 AND status = 'finished' AND id <= (
                    SELECT id FROM run WHERE plugin_key = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)
                ORDER BY id LIMIT $3) RETURNING id",
        );
        let ids: Vec<String> =
            query.bind(plugin_key).bind(keep).bind(at_once).fetch_all(self.0.writer()).await?;
        self.forget_lines(&ids).await?;
        Ok(ids)
    }

    /// Forgets runs that ended before `before`, at most `at_once` of them. Answers their ids.
    pub async fn prune_older(self, before: Timestamp, at_once: u32) -> Result<Vec<String>> {
        let query = sqlx::query_scalar(
            "DELETE FROM run WHERE id IN (
                SELECT id FROM run WHERE status = 'finished' AND queued_at < $1 ORDER BY id LIMIT $2) RETURNING id",
        );
        let ids: Vec<String> = query.bind(before).bind(at_once).fetch_all(self.0.writer()).await?;
        self.forget_lines(&ids).await?;
        Ok(ids)
    }

    /// Forgets settings that no run refers to any more.
    pub async fn prune_settings(self) -> Result<u64> {
        let query = sqlx::query(
            "DELETE FROM run_settings WHERE id NOT IN (
                SELECT settings_id FROM run WHERE settings_id IS NOT NULL)",
        );
        Ok(query.execute(self.0.writer()).await?.rows_affected())
    }

    /// The plugins that have runs.
    pub async fn plugins(self) -> Result<Vec<String>> {
        let query = sqlx::query_scalar("SELECT DISTINCT plugin_key FROM run");
        Ok(query.fetch_all(self.0.readers()).await?)
    }

    async fn forget_lines(self, ids: &[String]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let query =
            sqlx::query("DELETE FROM plugin_log WHERE run_id IN (SELECT value FROM json_each($1))");
        query.bind(json_list(ids)).execute(self.0.writer()).await?;
        Ok(())
    }
}
