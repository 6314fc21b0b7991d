//! The statements of a refresh.

use sqlx::types::Json;
use sqlx::{QueryBuilder, SqliteConnection};

use super::NewStream;
use crate::error::Result;
use crate::sql::json_list;
use crate::time::Timestamp;

/// Rows per INSERT. Its text is the same every time but the last, so it is prepared once.
const ROWS: usize = 250;

/// Writes streams that are new or have changed, all of them the account's own.
pub(super) async fn upsert(
    connection: &mut SqliteConnection,
    account_id: i64,
    seen_at: Timestamp,
    streams: &[NewStream],
) -> Result<()> {
    for rows in streams.chunks(ROWS) {
        let mut query = QueryBuilder::new(
            "INSERT INTO dispatcharr_channels_stream (m3u_account_id, updated_at, last_seen,
                current_viewers, is_custom, is_stale, stream_hash, name, url, logo_url, tvg_id,
                channel_group_id, custom_properties, stream_id, stream_chno, is_adult, is_catchup,
                catchup_days) ",
        );
        query.push_values(rows, |mut row, stream| {
            row.push_bind(account_id).push_bind(seen_at).push_bind(seen_at);
            row.push("0, FALSE, FALSE").push_bind(&stream.stream_hash);
            row.push_bind(&stream.name).push_bind(&stream.url);
            row.push_bind(&stream.logo_url).push_bind(&stream.tvg_id);
            row.push_bind(stream.channel_group_id).push_bind(Json(stream.properties()));
            row.push_bind(stream.stream_id).push_bind(stream.stream_chno);
            row.push_bind(stream.is_adult).push_bind(stream.is_catchup);
            row.push_bind(stream.catchup_days);
        });
        query.push(
            " ON CONFLICT (stream_hash) DO UPDATE SET updated_at = excluded.updated_at,
                last_seen = excluded.last_seen, is_stale = FALSE, name = excluded.name,
                url = excluded.url, logo_url = excluded.logo_url, tvg_id = excluded.tvg_id,
                channel_group_id = excluded.channel_group_id,
                custom_properties = excluded.custom_properties, stream_id = excluded.stream_id,
                stream_chno = excluded.stream_chno, is_adult = excluded.is_adult,
                is_catchup = excluded.is_catchup, catchup_days = excluded.catchup_days",
        );
        query.build().persistent(rows.len() == ROWS).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Of streams that are as they were, only the time is written.
pub(super) async fn see(
    connection: &mut SqliteConnection,
    seen_at: Timestamp,
    ids: &[i64],
) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(
        "UPDATE dispatcharr_channels_stream SET last_seen = $2
         WHERE id IN (SELECT value FROM json_each($1))",
    );
    query.bind(json_list(ids)).bind(seen_at).execute(connection).await?;
    Ok(())
}
