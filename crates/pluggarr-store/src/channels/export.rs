//! Channels as the outside sees them: in playlists, guides and line-ups.

use sqlx::{FromRow, QueryBuilder};
use uuid::Uuid;

use super::Channels;
use crate::error::Result;

/// A channel with what the user overrode in it, and the names of what it points to.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct ExportedChannel {
    /// Its id.
    pub id: i64,
    /// Its UUID, by which its address goes.
    #[sqlx(try_from = "uuid::fmt::Simple")]
    pub uuid: Uuid,
    /// Its number.
    pub channel_number: Option<f64>,
    /// Its name.
    pub name: String,
    /// Its tvg-id.
    pub tvg_id: Option<String>,
    /// Its Gracenote station.
    pub tvc_guide_stationid: Option<String>,
    /// Its group's name.
    pub group_name: Option<String>,
    /// Its logo.
    pub logo_id: Option<i64>,
    /// Where its logo is.
    pub logo_url: Option<String>,
    /// Its guide channel.
    pub epg_data_id: Option<i64>,
    /// What its guide channel is called in the guide.
    pub epg_tvg_id: Option<String>,
    /// The source of its guide channel.
    pub epg_source_id: Option<i64>,
    /// The least level a user must have to see it.
    pub user_level: i64,
    /// Whether it is for adults.
    pub is_adult: bool,
    /// How many streams it has.
    pub stream_count: i64,
}

/// Whose channels are wanted; what is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub struct ExportFilter {
    /// Shown in one of these channel profiles.
    pub channel_profile_ids: Option<Vec<i64>>,
    /// For users of this level.
    pub user_level: Option<i64>,
}

impl Channels<'_> {
    /// The channels that are not hidden, by number.
    pub async fn export(self, filter: &ExportFilter) -> Result<Vec<ExportedChannel>> {
        let mut query = QueryBuilder::new(
            "SELECT c.id, c.uuid, COALESCE(o.channel_number, c.channel_number) AS channel_number,
                COALESCE(o.name, c.name) AS name, COALESCE(o.tvg_id, c.tvg_id) AS tvg_id,
                COALESCE(o.tvc_guide_stationid, c.tvc_guide_stationid) AS tvc_guide_stationid,
                g.name AS group_name, l.id AS logo_id, l.url AS logo_url,
                e.id AS epg_data_id, e.tvg_id AS epg_tvg_id, e.epg_source_id,
                c.user_level, c.is_adult,
                (SELECT COUNT(*) FROM dispatcharr_channels_channelstream cs
                 WHERE cs.channel_id = c.id) AS stream_count
             FROM dispatcharr_channels_channel c
             LEFT JOIN dispatcharr_channels_channeloverride o ON o.channel_id = c.id
             LEFT JOIN dispatcharr_channels_channelgroup g
                ON g.id = COALESCE(o.channel_group_id, c.channel_group_id)
             LEFT JOIN dispatcharr_channels_logo l ON l.id = COALESCE(o.logo_id, c.logo_id)
             LEFT JOIN epg_epgdata e ON e.id = COALESCE(o.epg_data_id, c.epg_data_id)
             WHERE NOT c.hidden_from_output",
        );
        if let Some(ids) = &filter.channel_profile_ids {
            query.push(
                " AND c.id IN (SELECT channel_id FROM dispatcharr_channels_channelprofilemembership
                  WHERE enabled AND channel_profile_id IN (SELECT value FROM json_each(",
            );
            query.push_bind(sqlx::types::Json(ids)).push(")))");
        }
        if let Some(level) = filter.user_level {
            query.push(" AND c.user_level <= ").push_bind(level);
        }
        query.push(
            " ORDER BY COALESCE(o.channel_number, c.channel_number) IS NULL,
                COALESCE(o.channel_number, c.channel_number), c.id",
        );
        Ok(query.build_query_as().fetch_all(self.0.readers()).await?)
    }
}
