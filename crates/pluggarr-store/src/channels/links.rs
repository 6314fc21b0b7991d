//! Which streams a channel has, and in which order they are tried.

use std::collections::HashMap;

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::Channels;
use crate::error::Result;
use crate::sql::json_list;
use crate::streams::Stream;
use crate::time::Timestamp;

impl Channels<'_> {
    /// The streams of a channel, in the order they are tried.
    pub async fn streams(self, id: i64) -> Result<Vec<Stream>> {
        let query = sqlx::query_as(
            "SELECT s.* FROM dispatcharr_channels_channelstream cs
             JOIN dispatcharr_channels_stream s ON s.id = cs.stream_id
             WHERE cs.channel_id = $1 ORDER BY cs.\"order\", cs.id",
        );
        Ok(query.bind(id).fetch_all(self.0.readers()).await?)
    }

    /// The ids of the streams of several channels, by channel, in the order they are tried.
    pub async fn stream_ids(self, ids: &[i64]) -> Result<HashMap<i64, Vec<i64>>> {
        let query = sqlx::query_as(
            "SELECT channel_id, stream_id FROM dispatcharr_channels_channelstream
             WHERE channel_id IN (SELECT value FROM json_each($1))
             ORDER BY channel_id, \"order\", id",
        );
        let rows: Vec<(i64, i64)> = query.bind(json_list(ids)).fetch_all(self.0.readers()).await?;
        let mut streams: HashMap<i64, Vec<i64>> = HashMap::new();
        for (channel_id, stream_id) in rows {
            streams.entry(channel_id).or_default().push(stream_id);
        }
        Ok(streams)
    }

    /// The stream to try first of the channel with this UUID: the first with an address whose
    /// account is active. `None` if it has none such, an error if there is no such channel.
    pub async fn first_stream(self, uuid: Uuid) -> Result<Option<Stream>> {
        let channel = self.get_by_uuid(uuid).await?;
        let query = sqlx::query_as(
            "SELECT s.* FROM dispatcharr_channels_channelstream cs
             JOIN dispatcharr_channels_stream s ON s.id = cs.stream_id
             LEFT JOIN m3u_m3uaccount a ON a.id = s.m3u_account_id
             WHERE cs.channel_id = $1 AND s.url <> '' AND (a.id IS NULL OR a.is_active)
             ORDER BY cs.\"order\", cs.id LIMIT 1",
        );
        Ok(query.bind(channel.id).fetch_optional(self.0.readers()).await?)
    }

    /// Gives a channel these streams, in this order, and no others.
    pub async fn set_streams(self, id: i64, stream_ids: &[i64]) -> Result<()> {
        let mut tx = self.0.begin().await?;
        super::get(&mut tx, id).await?;
        set(&mut tx, id, stream_ids).await?;
        Ok(tx.commit().await?)
    }
}

/// Gives a channel these streams. A channel without a tvg-id gets that of the first that has one.
pub(super) async fn set(
    connection: &mut SqliteConnection,
    id: i64,
    stream_ids: &[i64],
) -> Result<()> {
    let delete = sqlx::query(
        "DELETE FROM dispatcharr_channels_channelstream
         WHERE channel_id = $1 AND stream_id NOT IN (SELECT value FROM json_each($2))",
    );
    delete.bind(id).bind(json_list(stream_ids)).execute(&mut *connection).await?;
    let insert = sqlx::query(
        "INSERT INTO dispatcharr_channels_channelstream (channel_id, stream_id, \"order\")
         SELECT $1, value, MIN(key) FROM json_each($2) GROUP BY value ORDER BY MIN(key)
         ON CONFLICT (channel_id, stream_id) DO UPDATE SET \"order\" = excluded.\"order\"",
    );
    insert.bind(id).bind(json_list(stream_ids)).execute(&mut *connection).await?;
    follow_streams(connection, id).await
}

/// Gives each new channel its one stream; `links` are pairs of channel and stream. What a channel
/// takes from its stream is the caller's business.
pub(super) async fn set_first(
    connection: &mut SqliteConnection,
    links: &[(i64, i64)],
) -> Result<()> {
    let query = sqlx::query(
        "INSERT INTO dispatcharr_channels_channelstream (channel_id, stream_id, \"order\")
         SELECT value ->> 0, value ->> 1, 0 FROM json_each($1)",
    );
    query.bind(json_list(links)).execute(connection).await?;
    Ok(())
}

/// What a channel takes from its streams: whether and how far back it can be watched, and a tvg-id
/// where it has none.
async fn follow_streams(connection: &mut SqliteConnection, id: i64) -> Result<()> {
    let query = sqlx::query(
        "UPDATE dispatcharr_channels_channel AS c SET
            is_catchup = COALESCE((SELECT MAX(s.is_catchup)
                FROM dispatcharr_channels_channelstream cs
                JOIN dispatcharr_channels_stream s ON s.id = cs.stream_id
                WHERE cs.channel_id = c.id), FALSE),
            catchup_days = COALESCE((SELECT MAX(s.catchup_days)
                FROM dispatcharr_channels_channelstream cs
                JOIN dispatcharr_channels_stream s ON s.id = cs.stream_id
                WHERE cs.channel_id = c.id AND s.is_catchup), 0),
            tvg_id = CASE WHEN COALESCE(c.tvg_id, '') <> '' THEN c.tvg_id ELSE
                (SELECT s.tvg_id FROM dispatcharr_channels_channelstream cs
                 JOIN dispatcharr_channels_stream s ON s.id = cs.stream_id
                 WHERE cs.channel_id = c.id AND s.tvg_id <> ''
                 ORDER BY cs.\"order\", cs.id LIMIT 1) END,
            updated_at = $2
         WHERE c.id = $1",
    );
    query.bind(id).bind(Timestamp::now()).execute(connection).await?;
    Ok(())
}
