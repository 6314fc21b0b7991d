//! Groups, which streams and channels share.

use std::collections::HashMap;

use sqlx::FromRow;

use crate::database::Database;
use crate::error::{Error, OrNotFound as _, Result};
use crate::sql::{json_list, run_each};

/// A row of `dispatcharr_channels_channelgroup`.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct ChannelGroup {
    pub id: i64,
    pub name: String,
}

/// A group and how much is in it.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct ChannelGroupWithCounts {
    pub id: i64,
    pub name: String,
    pub channel_count: i64,
    pub stream_count: i64,
    pub m3u_account_count: i64,
}

/// Queries on groups.
#[derive(Debug, Clone, Copy)]
pub struct ChannelGroups<'a>(pub(crate) &'a Database);

const GROUP: &str = "channel group";

impl ChannelGroups<'_> {
    /// All groups with their counts, by name.
    pub async fn list(self) -> Result<Vec<ChannelGroupWithCounts>> {
        let query = sqlx::query_as(
            "SELECT g.id, g.name,
                (SELECT COUNT(*) FROM dispatcharr_channels_channel c
                 WHERE c.channel_group_id = g.id)
                    AS channel_count,
                (SELECT COUNT(*) FROM dispatcharr_channels_stream s
                 WHERE s.channel_group_id = g.id)
                    AS stream_count,
                (SELECT COUNT(*) FROM dispatcharr_channels_channelgroupm3uaccount a
                 WHERE a.channel_group_id = g.id) AS m3u_account_count
             FROM dispatcharr_channels_channelgroup g ORDER BY g.name",
        );
        Ok(query.fetch_all(self.0.readers()).await?)
    }

    /// The group with this id.
    pub async fn get(self, id: i64) -> Result<ChannelGroup> {
        let query = sqlx::query_as("SELECT * FROM dispatcharr_channels_channelgroup WHERE id = $1");
        query.bind(id).fetch_optional(self.0.readers()).await?.or_not_found(GROUP, id)
    }

    /// The ids of the groups with these names, by name. Missing ones are made, in the order given.
    pub async fn get_or_create(self, names: &[String]) -> Result<HashMap<String, i64>> {
        let known = self.ids(names).await?;
        if names.iter().all(|name| known.contains_key(name)) {
            return Ok(known);
        }
        let insert = sqlx::query(
            "INSERT INTO dispatcharr_channels_channelgroup (name)
             SELECT value FROM json_each($1) WHERE TRUE ON CONFLICT (name) DO NOTHING",
        );
        insert.bind(json_list(names)).execute(self.0.writer()).await?;
        self.ids(names).await
    }

    async fn ids(self, names: &[String]) -> Result<HashMap<String, i64>> {
        let query = sqlx::query_as(
            "SELECT name, id FROM dispatcharr_channels_channelgroup
             WHERE name IN (SELECT value FROM json_each($1))",
        );
        let rows: Vec<(String, i64)> =
            query.bind(json_list(names)).fetch_all(self.0.readers()).await?;
        Ok(rows.into_iter().collect())
    }

    /// Renames a group.
    pub async fn rename(self, id: i64, name: &str) -> Result<ChannelGroup> {
        let query = sqlx::query_as(
            "UPDATE dispatcharr_channels_channelgroup SET name = $2 WHERE id = $1 RETURNING *",
        );
        let row = query.bind(id).bind(name).fetch_optional(self.0.writer()).await?;
        row.or_not_found(GROUP, id)
    }

    /// Removes a group; its channels and streams stay, without one.
    pub async fn delete(self, id: i64) -> Result<()> {
        const CASCADE: &[&str] = &[
            "UPDATE dispatcharr_channels_channel SET channel_group_id = NULL
             WHERE channel_group_id = $1",
            "UPDATE dispatcharr_channels_channeloverride SET channel_group_id = NULL
             WHERE channel_group_id = $1",
            "UPDATE dispatcharr_channels_stream SET channel_group_id = NULL
             WHERE channel_group_id = $1",
            "DELETE FROM dispatcharr_channels_channelgroupm3uaccount WHERE channel_group_id = $1",
        ];
        let mut tx = self.0.begin().await?;
        run_each(&mut tx, CASCADE, id).await?;
        let query = sqlx::query("DELETE FROM dispatcharr_channels_channelgroup WHERE id = $1");
        if query.bind(id).execute(&mut *tx).await?.rows_affected() == 0 {
            return Err(Error::not_found(GROUP, id));
        }
        Ok(tx.commit().await?)
    }
}
