//! Channel profiles: named selections of channels. A profile has a row for every channel, which
//! says whether the channel is shown in it.

use sqlx::{FromRow, SqliteConnection};

use crate::database::Database;
use crate::error::{Error, OrNotFound as _, Result};
use crate::sql::{json_list, run_each};

/// A row of `dispatcharr_channels_channelprofile`.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct ChannelProfile {
    pub id: i64,
    pub name: String,
}

/// Queries on channel profiles.
#[derive(Debug, Clone, Copy)]
pub struct ChannelProfiles<'a>(pub(crate) &'a Database);

const PROFILE: &str = "channel profile";

impl ChannelProfiles<'_> {
    /// All profiles.
    pub async fn list(self) -> Result<Vec<ChannelProfile>> {
        let query = sqlx::query_as("SELECT * FROM dispatcharr_channels_channelprofile ORDER BY id");
        Ok(query.fetch_all(self.0.readers()).await?)
    }

    /// The profile with this id.
    pub async fn get(self, id: i64) -> Result<ChannelProfile> {
        let query =
            sqlx::query_as("SELECT * FROM dispatcharr_channels_channelprofile WHERE id = $1");
        query.bind(id).fetch_optional(self.0.readers()).await?.or_not_found(PROFILE, id)
    }

    /// The profile with this name.
    pub async fn find(self, name: &str) -> Result<Option<ChannelProfile>> {
        let query =
            sqlx::query_as("SELECT * FROM dispatcharr_channels_channelprofile WHERE name = $1");
        Ok(query.bind(name).fetch_optional(self.0.readers()).await?)
    }

    /// Makes a profile in which every channel is shown.
    pub async fn create(self, name: &str) -> Result<ChannelProfile> {
        let mut tx = self.0.begin().await?;
        let insert = sqlx::query_as(
            "INSERT INTO dispatcharr_channels_channelprofile (name) VALUES ($1) RETURNING *",
        );
        let profile: ChannelProfile = insert.bind(name).fetch_one(&mut *tx).await?;
        let members = sqlx::query(
            "INSERT INTO dispatcharr_channels_channelprofilemembership
                (channel_profile_id, channel_id, enabled)
             SELECT $1, id, TRUE FROM dispatcharr_channels_channel",
        );
        members.bind(profile.id).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(profile)
    }

    /// The ids of the channels that are shown in a profile.
    pub async fn channel_ids(self, id: i64) -> Result<Vec<i64>> {
        let query = sqlx::query_scalar(
            "SELECT channel_id FROM dispatcharr_channels_channelprofilemembership
             WHERE channel_profile_id = $1 AND enabled ORDER BY channel_id",
        );
        Ok(query.bind(id).fetch_all(self.0.readers()).await?)
    }

    /// Shows or hides channels in a profile.
    pub async fn set_enabled(self, id: i64, channel_ids: &[i64], enabled: bool) -> Result<()> {
        let query = sqlx::query(
            "INSERT INTO dispatcharr_channels_channelprofilemembership
                (channel_profile_id, channel_id, enabled)
             SELECT $1, value, $3 FROM json_each($2) WHERE TRUE
             ON CONFLICT (channel_profile_id, channel_id) DO UPDATE SET enabled = excluded.enabled",
        );
        let query = query.bind(id).bind(json_list(channel_ids)).bind(enabled);
        query.execute(self.0.writer()).await?;
        Ok(())
    }

    /// Removes a profile. Users limited to it lose that limit with it.
    pub async fn delete(self, id: i64) -> Result<()> {
        const CASCADE: &[&str] = &[
            "DELETE FROM dispatcharr_channels_channelprofilemembership
             WHERE channel_profile_id = $1",
            "DELETE FROM accounts_user_channel_profiles WHERE channelprofile_id = $1",
        ];
        let mut tx = self.0.begin().await?;
        run_each(&mut tx, CASCADE, id).await?;
        let query = sqlx::query("DELETE FROM dispatcharr_channels_channelprofile WHERE id = $1");
        if query.bind(id).execute(&mut *tx).await?.rows_affected() == 0 {
            return Err(Error::not_found(PROFILE, id));
        }
        Ok(tx.commit().await?)
    }
}

/// Shows new channels in every profile.
pub(crate) async fn show_everywhere(
    connection: &mut SqliteConnection,
    channel_ids: &[i64],
) -> Result<()> {
    let query = sqlx::query(
        "INSERT INTO dispatcharr_channels_channelprofilemembership
            (channel_profile_id, channel_id, enabled)
         SELECT p.id, c.value, TRUE
         FROM json_each($1) c CROSS JOIN dispatcharr_channels_channelprofile p WHERE TRUE
         ON CONFLICT (channel_profile_id, channel_id) DO NOTHING",
    );
    query.bind(json_list(channel_ids)).execute(connection).await?;
    Ok(())
}
