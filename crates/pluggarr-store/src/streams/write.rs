//! The statements of a refresh.

use sqlx::types::Json;
use sqlx::{QueryBuilder, SqliteConnection};

use super::NewStream;
use crate::error::Result;
use crate::sql::json_list;
use crate::time::Timestamp;

/// Rows per INSERT. Its text is the same every time but the last, so it is prepared once.
const ROWS: usize = 250;

pub(super) async fn insert(
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
        query.build().persistent(rows.len() == ROWS).execute(&mut *connection).await?;
    }
    Ok(())
}

pub(super) async fn update(
    connection: &mut SqliteConnection,
    id: i64,
    seen_at: Timestamp,
    stream: &NewStream,
) -> Result<()> {
    let query = sqlx::query(
        "UPDATE dispatcharr_channels_stream SET updated_at = $2, last_seen = $2, is_stale = FALSE,
            name = $3, url = $4, logo_url = $5, tvg_id = $6, channel_group_id = $7,
            custom_properties = $8, stream_id = $9, stream_chno = $10, is_adult = $11,
            is_catchup = $12, catchup_days = $13
         WHERE id = $1",
    );
    let query = query.bind(id).bind(seen_at).bind(&stream.name).bind(&stream.url);
    let query = query.bind(&stream.logo_url).bind(&stream.tvg_id).bind(stream.channel_group_id);
    let query = query.bind(Json(stream.properties())).bind(stream.stream_id);
    let query = query.bind(stream.stream_chno).bind(stream.is_adult).bind(stream.is_catchup);
    query.bind(stream.catchup_days).execute(connection).await?;
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
