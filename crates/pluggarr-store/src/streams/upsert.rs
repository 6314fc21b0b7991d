//! A refresh brings hundreds of thousands of streams, nearly all of them known: what is new is
//! inserted, what changed is updated, and of the rest only the time it was last seen is written.

use std::collections::HashMap;
use std::ops::AddAssign;

use sqlx::SqliteConnection;

use super::known::{self, Known};
use super::{NewStream, Streams, write};
use crate::error::Result;
use crate::time::Timestamp;

/// Streams per transaction: few enough for a plugin's write to get in between, enough to be quick.
const CHUNK: usize = 5_000;

/// What became of the streams of a playlist. Together, the counts are the streams given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Upserted {
    /// Not known before.
    pub created: u64,
    /// Known, and different now.
    pub updated: u64,
    /// Known, and the same.
    pub unchanged: u64,
    /// The playlist has the hash more than once: of these, the last one counts.
    pub repeated: u64,
    /// Left alone, because the hash belongs to a stream of another account.
    pub elsewhere: u64,
}

impl AddAssign for Upserted {
    fn add_assign(&mut self, other: Self) {
        self.created += other.created;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.repeated += other.repeated;
        self.elsewhere += other.elsewhere;
    }
}

impl Streams<'_> {
    /// Stores the streams of a playlist, in transactions of some thousands. `seen_at` is when the
    /// refresh began, and the same in all its calls.
    pub async fn upsert(
        self,
        account_id: i64,
        seen_at: Timestamp,
        streams: impl IntoIterator<Item = NewStream, IntoIter: Send>,
    ) -> Result<Upserted> {
        let mut total = Upserted::default();
        let mut streams = streams.into_iter();
        loop {
            let chunk: Vec<_> = streams.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                return Ok(total);
            }
            total += self.upsert_chunk(account_id, seen_at, chunk).await?;
        }
    }

    /// Stores part of a playlist in one transaction: some thousand streams at most.
    pub async fn upsert_chunk(
        self,
        account_id: i64,
        seen_at: Timestamp,
        mut streams: Vec<NewStream>,
    ) -> Result<Upserted> {
        let repeated = drop_repeated(&mut streams);
        let _turn = self.0.turn().await;
        let mut tx = self.0.begin().await?;
        let known = known::find(&mut tx, &streams).await?;
        let plan = Plan::new(account_id, seen_at, streams, &known);
        plan.carry_out(&mut tx, account_id, seen_at).await?;
        tx.commit().await?;
        let mut counts = plan.counts;
        counts.repeated += repeated;
        Ok(counts)
    }
}

/// Keeps the last of those with the same hash, and answers how many went.
fn drop_repeated(streams: &mut Vec<NewStream>) -> u64 {
    let before = streams.len();
    let mut last = HashMap::with_capacity(before);
    for (index, stream) in streams.iter().enumerate() {
        last.insert(stream.stream_hash.clone(), index);
    }
    let mut indices = 0..;
    streams.retain(|stream| last.get(&stream.stream_hash).copied() == indices.next());
    (before - streams.len()) as u64
}

/// What has to be written for one chunk.
#[derive(Default)]
struct Plan {
    /// New or changed.
    write: Vec<NewStream>,
    /// As they were.
    same: Vec<i64>,
    counts: Upserted,
}

impl Plan {
    fn new(
        account_id: i64,
        seen_at: Timestamp,
        streams: Vec<NewStream>,
        known: &HashMap<String, Known>,
    ) -> Self {
        let mut plan = Self::default();
        for stream in streams {
            let Some(row) = known.get(&stream.stream_hash) else {
                plan.counts.created += 1;
                plan.write.push(stream);
                continue;
            };
            if row.m3u_account_id != Some(account_id) {
                plan.counts.elsewhere += 1;
                continue;
            }
            let is_same = row.holds(&stream);
            // An earlier chunk of this refresh had it already.
            let is_repeated = row.last_seen == seen_at;
            match (is_repeated, is_same) {
                (true, _) => plan.counts.repeated += 1,
                (false, true) => plan.counts.unchanged += 1,
                (false, false) => plan.counts.updated += 1,
            }
            if is_same { plan.same.push(row.id) } else { plan.write.push(stream) }
        }
        plan
    }

    async fn carry_out(
        &self,
        connection: &mut SqliteConnection,
        account_id: i64,
        seen_at: Timestamp,
    ) -> Result<()> {
        write::upsert(connection, account_id, seen_at, &self.write).await?;
        write::see(connection, seen_at, &self.same).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(hash: &str, name: &str) -> NewStream {
        NewStream { stream_hash: hash.into(), name: name.into(), ..Default::default() }
    }

    #[test]
    fn of_equal_hashes_the_last_stays() {
        let mut streams = vec![stream("a", "1"), stream("b", "2"), stream("a", "3")];
        assert_eq!(drop_repeated(&mut streams), 1);
        assert_eq!(streams, [stream("b", "2"), stream("a", "3")]);
    }
}
