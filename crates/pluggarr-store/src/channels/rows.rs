//! A channel as it is stored, made and changed.

use sqlx::FromRow;
use uuid::Uuid;

use crate::sql::Update;
use crate::time::Timestamp;

/// A row of `dispatcharr_channels_channel`.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct Channel {
    pub id: i64,
    /// Not always whole: 2.1 is a number. Two channels may have the same.
    pub channel_number: Option<f64>,
    pub name: String,
    pub logo_id: Option<i64>,
    pub channel_group_id: Option<i64>,
    pub tvg_id: Option<String>,
    pub tvc_guide_stationid: Option<String>,
    pub epg_data_id: Option<i64>,
    pub stream_profile_id: Option<i64>,
    #[sqlx(try_from = "uuid::fmt::Simple")]
    pub uuid: Uuid,
    /// The least level a user must have to see it.
    pub user_level: i64,
    pub is_adult: bool,
    pub auto_created: bool,
    pub auto_created_by_id: Option<i64>,
    pub is_catchup: bool,
    pub catchup_days: i64,
    pub hidden_from_output: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A channel to be made.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct NewChannel {
    /// The next free one where it is `None`.
    pub channel_number: Option<f64>,
    pub name: String,
    pub logo_id: Option<i64>,
    pub channel_group_id: Option<i64>,
    /// That of the first stream that has one, where it is `None`.
    pub tvg_id: Option<String>,
    pub tvc_guide_stationid: Option<String>,
    pub epg_data_id: Option<i64>,
    pub stream_profile_id: Option<i64>,
    pub user_level: i64,
    pub is_adult: bool,
    pub hidden_from_output: bool,
    /// Its streams, the one to try first at the front.
    pub stream_ids: Vec<i64>,
}

/// What to change about a channel; `None` leaves it as it is, `Some(None)` empties it.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct ChannelChange {
    pub channel_number: Option<Option<f64>>,
    pub name: Option<String>,
    pub logo_id: Option<Option<i64>>,
    pub channel_group_id: Option<Option<i64>>,
    pub tvg_id: Option<Option<String>>,
    pub tvc_guide_stationid: Option<Option<String>>,
    pub epg_data_id: Option<Option<i64>>,
    pub stream_profile_id: Option<Option<i64>>,
    pub user_level: Option<i64>,
    pub is_adult: Option<bool>,
    pub hidden_from_output: Option<bool>,
}

impl ChannelChange {
    pub(super) fn apply(self, update: &mut Update) {
        update
            .set("channel_number", self.channel_number)
            .set("name", self.name)
            .set("logo_id", self.logo_id)
            .set("channel_group_id", self.channel_group_id)
            .set("tvg_id", self.tvg_id)
            .set("tvc_guide_stationid", self.tvc_guide_stationid)
            .set("epg_data_id", self.epg_data_id)
            .set("stream_profile_id", self.stream_profile_id)
            .set("user_level", self.user_level)
            .set("is_adult", self.is_adult)
            .set("hidden_from_output", self.hidden_from_output);
    }
}
