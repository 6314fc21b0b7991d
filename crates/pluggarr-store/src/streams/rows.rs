//! A stream as it is stored, and as a playlist brings it.

use serde_json::Value;
use sqlx::FromRow;

use crate::time::Timestamp;

/// A row of `dispatcharr_channels_stream`.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct Stream {
    pub id: i64,
    pub name: String,
    pub url: Option<String>,
    pub m3u_account_id: Option<i64>,
    pub logo_url: Option<String>,
    pub tvg_id: Option<String>,
    pub local_file: Option<String>,
    pub current_viewers: i64,
    pub updated_at: Timestamp,
    pub channel_group_id: Option<i64>,
    pub stream_profile_id: Option<i64>,
    pub is_custom: bool,
    pub stream_hash: Option<String>,
    pub last_seen: Timestamp,
    /// Not in the playlist any more.
    pub is_stale: bool,
    pub is_adult: bool,
    #[sqlx(json(nullable))]
    pub custom_properties: Option<Value>,
    /// The provider's number of an Xtream stream.
    pub stream_id: Option<i64>,
    /// The channel number the provider suggests.
    pub stream_chno: Option<f64>,
    #[sqlx(json(nullable))]
    pub stream_stats: Option<Value>,
    pub stream_stats_updated_at: Option<Timestamp>,
    pub is_catchup: bool,
    pub catchup_days: i64,
}

/// A stream as a playlist has it. What users or plugins set (profile, statistics) is no part of it.
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct NewStream {
    /// What makes it the same stream at the next refresh.
    pub stream_hash: String,
    pub name: String,
    pub url: Option<String>,
    pub logo_url: Option<String>,
    pub tvg_id: Option<String>,
    pub channel_group_id: Option<i64>,
    /// A JSON object; `Null` counts as an empty one.
    pub custom_properties: Value,
    pub stream_id: Option<i64>,
    pub stream_chno: Option<f64>,
    pub is_adult: bool,
    pub is_catchup: bool,
    pub catchup_days: i64,
}
