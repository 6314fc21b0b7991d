//! What plugins log and print, line by line.

use serde::Serialize;
use sqlx::{FromRow, QueryBuilder, Sqlite, Transaction};

use crate::database::Database;
use crate::error::Result;
use crate::sql::{contains, json_list};
use crate::time::Timestamp;

/// A line that is not stored yet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewLine {
    /// Whose.
    pub plugin_key: String,
    /// The run it belongs to.
    pub run_id: Option<String>,
    /// When it came.
    #[serde(serialize_with = "stored")]
    pub at: Timestamp,
    /// Python's number: 20 is `INFO`.
    pub level: i64,
    /// The logger's dotted name; empty for printed lines.
    pub logger: String,
    /// The text.
    pub message: String,
    /// Where in the plugin's code, where an exception was logged.
    pub traceback: Option<String>,
    /// `stdout` or `stderr`, if it was printed.
    pub stream: Option<String>,
}

/// A row of `plugin_log`.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "those of NewLine, and the row's id")]
pub struct Line {
    pub id: i64,
    pub plugin_key: String,
    pub run_id: Option<String>,
    pub at: Timestamp,
    pub level: i64,
    pub logger: String,
    pub message: String,
    pub traceback: Option<String>,
    pub stream: Option<String>,
}

/// Which lines are wanted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LineFilter {
    /// Of this plugin.
    pub plugin: Option<String>,
    /// Of this run.
    pub run_id: Option<String>,
    /// Of this level or above.
    pub least_level: Option<i64>,
    /// That hold this text, in the message or the traceback.
    pub search: Option<String>,
}

impl LineFilter {
    fn push(&self, query: &mut QueryBuilder<Sqlite>) {
        query.push(" WHERE TRUE");
        if let Some(plugin) = &self.plugin {
            query.push(" AND plugin_key = ").push_bind(plugin.clone());
        }
        if let Some(run_id) = &self.run_id {
            query.push(" AND run_id = ").push_bind(run_id.clone());
        }
        if let Some(level) = self.least_level {
            query.push(" AND level >= ").push_bind(level);
        }
        if let Some(text) = self.search.as_deref().filter(|text| !text.is_empty()) {
            query.push(" AND (message LIKE ").push_bind(contains(text)).push(" ESCAPE '\\'");
            query.push(" OR traceback LIKE ").push_bind(contains(text)).push(" ESCAPE '\\')");
        }
    }
}

/// Queries on log lines.
#[derive(Debug, Clone, Copy)]
pub struct PluginLogs<'a>(pub(crate) &'a Database);

impl PluginLogs<'_> {
    /// The first `limit` lines after the line with id `after`, oldest first.
    pub async fn after(self, filter: &LineFilter, after: i64, limit: u32) -> Result<Vec<Line>> {
        let mut query = QueryBuilder::new("SELECT * FROM plugin_log");
        filter.push(&mut query);
        query.push(" AND id > ").push_bind(after);
        query.push(" ORDER BY id LIMIT ").push_bind(limit);
        Ok(query.build_query_as().fetch_all(self.0.readers()).await?)
    }

    /// The last `limit` lines, oldest first.
    pub async fn last(self, filter: &LineFilter, limit: u32) -> Result<Vec<Line>> {
        let mut query = QueryBuilder::new("SELECT * FROM plugin_log");
        filter.push(&mut query);
        query.push(" ORDER BY id DESC LIMIT ").push_bind(limit);
        let mut rows: Vec<Line> = query.build_query_as().fetch_all(self.0.readers()).await?;
        rows.reverse();
        Ok(rows)
    }

    /// How many there are.
    pub async fn count(self, filter: &LineFilter) -> Result<i64> {
        let mut query = QueryBuilder::new("SELECT count(*) FROM plugin_log");
        filter.push(&mut query);
        Ok(query.build_query_scalar().fetch_one(self.0.readers()).await?)
    }

    /// Forgets a plugin's lines except the newest `keep`, at most `at_once` of them. Answers how many.
    pub async fn prune_plugin(self, plugin_key: &str, keep: u32, at_once: u32) -> Result<u64> {
        let query = sqlx::query(
            "DELETE FROM plugin_log WHERE id IN (
                SELECT id FROM plugin_log WHERE plugin_key = $1 AND id <= (
                    SELECT id FROM plugin_log WHERE plugin_key = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)
                ORDER BY id LIMIT $3)",
        );
        let query = query.bind(plugin_key).bind(keep).bind(at_once);
        Ok(query.execute(self.0.writer()).await?.rows_affected())
    }

    /// Forgets a plugin's lines except the newest that have `keep` bytes together, at most `at_once` of them. Answers how
    /// many.
    pub async fn prune_plugin_bytes(
        self,
        plugin_key: &str,
        keep: i64,
        at_once: u32,
    ) -> Result<u64> {
        // Lengths are read without the texts. The 100 are the row's other columns and its places in the indexes.
        let query = sqlx::query_scalar(
            "SELECT id FROM (
                SELECT id, sum(octet_length(message) + coalesce(octet_length(traceback), 0) + 100)
                    OVER (ORDER BY id DESC) AS bytes
                FROM plugin_log WHERE plugin_key = $1)
             WHERE bytes > $2 ORDER BY id DESC LIMIT 1",
        );
        let newest: Option<i64> =
            query.bind(plugin_key).bind(keep).fetch_optional(self.0.readers()).await?;
        let Some(newest) = newest else { return Ok(0) };
        let query = sqlx::query(
            "DELETE FROM plugin_log WHERE id IN (
                SELECT id FROM plugin_log WHERE plugin_key = $1 AND id <= $2 ORDER BY id LIMIT $3)",
        );
        let query = query.bind(plugin_key).bind(newest).bind(at_once);
        Ok(query.execute(self.0.writer()).await?.rows_affected())
    }

    /// Forgets lines from before `before`, at most `at_once` of them. Answers how many.
    pub async fn prune_older(self, before: Timestamp, at_once: u32) -> Result<u64> {
        // Ids are in the order of time, so the search ends at the first line that is young enough.
        let query = sqlx::query(
            "DELETE FROM plugin_log WHERE id IN (SELECT id FROM plugin_log ORDER BY id LIMIT $2) AND at < $1",
        );
        Ok(query.bind(before).bind(at_once).execute(self.0.writer()).await?.rows_affected())
    }

    /// Forgets all lines of a plugin.
    pub async fn delete_plugin(self, plugin_key: &str) -> Result<()> {
        let query = sqlx::query("DELETE FROM plugin_log WHERE plugin_key = $1").bind(plugin_key);
        query.execute(self.0.writer()).await?;
        Ok(())
    }

    /// The plugins that have lines.
    pub async fn plugins(self) -> Result<Vec<String>> {
        let query = sqlx::query_scalar("SELECT DISTINCT plugin_key FROM plugin_log");
        Ok(query.fetch_all(self.0.readers()).await?)
    }
}

/// Stores lines. Answers the id of the first; the others follow.
pub(crate) async fn append(
    transaction: &mut Transaction<'static, Sqlite>,
    lines: &[NewLine],
) -> Result<i64> {
    if lines.is_empty() {
        return Ok(0);
    }
    let query = sqlx::query(
        "INSERT INTO plugin_log (plugin_key, run_id, at, level, logger, message, traceback, stream)
         SELECT value ->> 'plugin_key', value ->> 'run_id', value ->> 'at', value ->> 'level', value ->> 'logger',
            value ->> 'message', value ->> 'traceback', value ->> 'stream'
         FROM json_each($1) ORDER BY key",
    );
    let done = query.bind(json_list(lines)).execute(&mut **transaction).await?;
    // Ids grow by one within a transaction: nobody else writes this file.
    Ok(done.last_insert_rowid() - lines.len() as i64 + 1)
}

fn stored<S: serde::Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(at)
}
