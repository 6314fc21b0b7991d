//! Removing channels and what is theirs alone.

use super::Channels;
use crate::error::Result;
use crate::sql::json_list;

/// Each takes the channels' ids as `$1`. A recording is started by a periodic task of its own.
const CASCADE: &[&str] = &[
    "DELETE FROM django_celery_beat_periodictask WHERE name IN (
        SELECT task_id FROM dispatcharr_channels_recording
        WHERE channel_id IN (SELECT value FROM json_each($1)))",
    "DELETE FROM dispatcharr_channels_recording
     WHERE channel_id IN (SELECT value FROM json_each($1))",
    "DELETE FROM dispatcharr_channels_recurringrecordingrule
     WHERE channel_id IN (SELECT value FROM json_each($1))",
    "DELETE FROM dispatcharr_channels_channeloverride
     WHERE channel_id IN (SELECT value FROM json_each($1))",
    "DELETE FROM dispatcharr_channels_channelprofilemembership
     WHERE channel_id IN (SELECT value FROM json_each($1))",
    "DELETE FROM dispatcharr_channels_channelstream
     WHERE channel_id IN (SELECT value FROM json_each($1))",
];

impl Channels<'_> {
    /// Removes these channels and answers how many there were. Their streams stay.
    pub async fn delete(self, ids: &[i64]) -> Result<u64> {
        let mut tx = self.0.begin().await?;
        for statement in CASCADE {
            sqlx::query(*statement).bind(json_list(ids)).execute(&mut *tx).await?;
        }
        let query = sqlx::query(
            "DELETE FROM dispatcharr_channels_channel
             WHERE id IN (SELECT value FROM json_each($1))",
        );
        let deleted = query.bind(json_list(ids)).execute(&mut *tx).await?.rows_affected();
        tx.commit().await?;
        Ok(deleted)
    }
}
