//! Which channel numbers are free.

use std::collections::HashSet;

use sqlx::SqliteConnection;

use super::Channels;
use crate::error::Result;

/// The numbers in use, and where to look for the next free one.
pub(super) struct Numbers {
    /// As bits, since floats cannot be hashed. Numbers are read from text and never computed.
    used: HashSet<u64>,
    next: f64,
}

impl Numbers {
    /// Free numbers are looked for from `start` upwards, whole ones only.
    pub(super) async fn load(connection: &mut SqliteConnection, start: f64) -> Result<Self> {
        let query = sqlx::query_scalar(
            "SELECT channel_number FROM dispatcharr_channels_channel
             WHERE channel_number IS NOT NULL
             UNION ALL
             SELECT channel_number FROM dispatcharr_channels_channeloverride
             WHERE channel_number IS NOT NULL",
        );
        let used: Vec<f64> = query.fetch_all(connection).await?;
        Ok(Self { used: used.into_iter().map(f64::to_bits).collect(), next: start.ceil().max(1.0) })
    }

    /// The number wished for if it is free, else the next free one. It is in use from then on.
    pub(super) fn take(&mut self, wished: Option<f64>) -> f64 {
        if let Some(number) = wished.filter(|number| number.is_finite())
            && self.used.insert(number.to_bits())
        {
            return number;
        }
        while !self.used.insert(self.next.to_bits()) {
            self.next += 1.0;
        }
        self.next
    }
}

impl Channels<'_> {
    /// The first free whole number from `start` upwards.
    pub async fn next_number(self, start: f64) -> Result<f64> {
        Ok(Numbers::load(&mut *self.0.readers().acquire().await?, start).await?.take(None))
    }
}
