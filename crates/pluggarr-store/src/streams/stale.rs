//! Streams that are no longer in the playlist: marked first, deleted days later, because playlists
//! that come back half empty are common.

use sqlx::SqliteConnection;

use super::Streams;
use crate::error::Result;
use crate::sql::json_list;
use crate::time::Timestamp;

/// Deletes go in chunks too, so that a plugin's write can get in between.
const CHUNK: i64 = 5_000;

impl Streams<'_> {
    /// Marks the streams of an account not seen since `seen_before` as stale and answers how many
    /// newly are.
    pub async fn mark_stale(self, account_id: i64, seen_before: Timestamp) -> Result<u64> {
        let query = sqlx::query(
            "UPDATE dispatcharr_channels_stream SET is_stale = TRUE
             WHERE m3u_account_id = $1 AND last_seen < $2 AND NOT is_stale",
        );
        let query = query.bind(account_id).bind(seen_before);
        Ok(query.execute(self.0.writer()).await?.rows_affected())
    }

    /// Deletes the stale streams of an account last seen before `seen_before`, out of their
    /// channels too, and answers how many.
    pub async fn delete_stale(self, account_id: i64, seen_before: Timestamp) -> Result<u64> {
        let mut deleted = 0;
        loop {
            let _turn = self.0.turn().await;
            let mut tx = self.0.begin().await?;
            let query = sqlx::query_scalar(
                "SELECT id FROM dispatcharr_channels_stream
                 WHERE m3u_account_id = $1 AND is_stale AND last_seen < $2 LIMIT $3",
            );
            let query = query.bind(account_id).bind(seen_before).bind(CHUNK);
            let ids: Vec<i64> = query.fetch_all(&mut *tx).await?;
            if ids.is_empty() {
                return Ok(deleted);
            }
            deleted += delete(&mut tx, &ids).await?;
            tx.commit().await?;
        }
    }

    /// Deletes these streams, out of their channels too, and answers how many there were.
    pub async fn delete(self, ids: &[i64]) -> Result<u64> {
        let mut tx = self.0.begin().await?;
        let deleted = delete(&mut tx, ids).await?;
        tx.commit().await?;
        Ok(deleted)
    }
}

async fn delete(connection: &mut SqliteConnection, ids: &[i64]) -> Result<u64> {
    let links = sqlx::query(
        "DELETE FROM dispatcharr_channels_channelstream
         WHERE stream_id IN (SELECT value FROM json_each($1))",
    );
    links.bind(json_list(ids)).execute(&mut *connection).await?;
    let streams = sqlx::query(
        "DELETE FROM dispatcharr_channels_stream WHERE id IN (SELECT value FROM json_each($1))",
    );
    Ok(streams.bind(json_list(ids)).execute(connection).await?.rows_affected())
}
