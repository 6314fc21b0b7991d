//! Which groups an account has, and what to do with each.

use serde_json::Value;
use sqlx::FromRow;

use super::M3uAccounts;
use crate::error::Result;
use crate::sql::json_list;
use crate::time::Timestamp;

/// A row of `dispatcharr_channels_channelgroupm3uaccount`, and the group's name.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct AccountGroup {
    pub id: i64,
    pub channel_group_id: i64,
    pub m3u_account_id: i64,
    #[sqlx(json(nullable))]
    pub custom_properties: Option<Value>,
    pub enabled: bool,
    pub auto_channel_sync: bool,
    pub auto_sync_channel_start: Option<f64>,
    pub auto_sync_channel_end: Option<f64>,
    pub last_seen: Timestamp,
    /// Not in the playlist any more.
    pub is_stale: bool,
    /// The group's name.
    pub name: String,
}

impl M3uAccounts<'_> {
    /// The groups of an account, by name.
    pub async fn groups(self, account_id: i64) -> Result<Vec<AccountGroup>> {
        let query = sqlx::query_as(
            "SELECT a.*, g.name FROM dispatcharr_channels_channelgroupm3uaccount a
             JOIN dispatcharr_channels_channelgroup g ON g.id = a.channel_group_id
             WHERE a.m3u_account_id = $1 ORDER BY g.name",
        );
        Ok(query.bind(account_id).fetch_all(self.0.readers()).await?)
    }

    /// Notes that these groups are in the playlist. New ones are enabled; what the user chose for
    /// known ones stays.
    pub async fn see_groups(self, account_id: i64, group_ids: &[i64], at: Timestamp) -> Result<()> {
        let query = sqlx::query(
            "INSERT INTO dispatcharr_channels_channelgroupm3uaccount (channel_group_id,
                m3u_account_id, custom_properties, enabled, auto_channel_sync, last_seen, is_stale)
             SELECT value, $2, '{}', TRUE, FALSE, $3, FALSE FROM json_each($1) WHERE TRUE
             ON CONFLICT (channel_group_id, m3u_account_id)
                DO UPDATE SET last_seen = excluded.last_seen, is_stale = FALSE",
        );
        let query = query.bind(json_list(group_ids)).bind(account_id).bind(at);
        query.execute(self.0.writer()).await?;
        Ok(())
    }

    /// Marks the groups not seen since `seen_before` as stale and answers how many newly are.
    pub async fn mark_stale_groups(self, account_id: i64, seen_before: Timestamp) -> Result<u64> {
        let query = sqlx::query(
            "UPDATE dispatcharr_channels_channelgroupm3uaccount SET is_stale = TRUE
             WHERE m3u_account_id = $1 AND last_seen < $2 AND NOT is_stale",
        );
        let query = query.bind(account_id).bind(seen_before);
        Ok(query.execute(self.0.writer()).await?.rows_affected())
    }

    /// Chooses whether an account's group is read.
    pub async fn set_group_enabled(
        self,
        account_id: i64,
        group_id: i64,
        enabled: bool,
    ) -> Result<()> {
        let query = sqlx::query(
            "UPDATE dispatcharr_channels_channelgroupm3uaccount SET enabled = $3
             WHERE m3u_account_id = $1 AND channel_group_id = $2",
        );
        query.bind(account_id).bind(group_id).bind(enabled).execute(self.0.writer()).await?;
        Ok(())
    }
}
