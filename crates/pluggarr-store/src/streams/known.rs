//! What is stored already of the streams a playlist brings.

use std::collections::HashMap;

use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};

use super::NewStream;
use crate::error::Result;
use crate::sql::json_list;
use crate::time::Timestamp;

/// The columns of a stream that a playlist decides, and whose it is.
#[derive(FromRow)]
pub(super) struct Known {
    pub(super) id: i64,
    stream_hash: String,
    pub(super) m3u_account_id: Option<i64>,
    pub(super) last_seen: Timestamp,
    is_stale: bool,
    name: String,
    url: Option<String>,
    logo_url: Option<String>,
    tvg_id: Option<String>,
    channel_group_id: Option<i64>,
    #[sqlx(json(nullable))]
    custom_properties: Option<Value>,
    stream_id: Option<i64>,
    stream_chno: Option<f64>,
    is_adult: bool,
    is_catchup: bool,
    catchup_days: i64,
}

impl Known {
    /// Whether the row says what the playlist says. A stale stream that is back has changed.
    pub(super) fn holds(&self, new: &NewStream) -> bool {
        !self.is_stale
            && self.name == new.name
            && self.url == new.url
            && self.logo_url == new.logo_url
            && self.tvg_id == new.tvg_id
            && self.channel_group_id == new.channel_group_id
            && self.custom_properties.as_ref() == Some(&new.properties())
            && self.stream_id == new.stream_id
            && self.stream_chno == new.stream_chno
            && self.is_adult == new.is_adult
            && self.is_catchup == new.is_catchup
            && self.catchup_days == new.catchup_days
    }
}

impl NewStream {
    pub(super) fn properties(&self) -> Value {
        match &self.custom_properties {
            Value::Null => json!({}),
            value => value.clone(),
        }
    }
}

/// The stored streams with the same hashes, by hash.
pub(super) async fn find(
    connection: &mut SqliteConnection,
    streams: &[NewStream],
) -> Result<HashMap<String, Known>> {
    let hashes: Vec<&str> = streams.iter().map(|stream| stream.stream_hash.as_str()).collect();
    let query = sqlx::query_as(
        "SELECT id, stream_hash, m3u_account_id, last_seen, is_stale, name, url, logo_url, tvg_id,
            channel_group_id, custom_properties, stream_id, stream_chno, is_adult, is_catchup,
            catchup_days
         FROM dispatcharr_channels_stream
         WHERE stream_hash IN (SELECT value FROM json_each($1))",
    );
    let rows: Vec<Known> = query.bind(json_list(&hashes)).fetch_all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.stream_hash.clone(), row)).collect())
}
