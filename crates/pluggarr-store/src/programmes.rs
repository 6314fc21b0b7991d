//! Programmes: the entries of a guide. Dispatcharr calls them program data.

mod replace;
mod rows;

use sqlx::{QueryBuilder, Sqlite};

pub use replace::{Replaced, Replacement};
pub use rows::{NewProgramme, Programme};

use crate::database::Database;
use crate::error::Result;
use crate::sql::json_list;
use crate::time::Timestamp;

/// Queries on programmes.
#[derive(Debug, Clone, Copy)]
pub struct Programmes<'a>(pub(crate) &'a Database);

/// Programmes deleted in one transaction.
const DELETED_AT_ONCE: i64 = 50_000;

/// Which programmes are wanted; what is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub struct ProgrammeFilter {
    /// Of these guide channels.
    pub epg_ids: Option<Vec<i64>>,
    /// Of this EPG source.
    pub epg_source_id: Option<i64>,
    /// Still running or to come at this moment.
    pub ends_after: Option<Timestamp>,
    /// Begun before this moment.
    pub starts_before: Option<Timestamp>,
}

impl ProgrammeFilter {
    fn push(&self, query: &mut QueryBuilder<Sqlite>) {
        query.push(" WHERE TRUE");
        if let Some(ids) = &self.epg_ids {
            query.push(" AND epg_id IN (SELECT value FROM json_each(");
            query.push_bind(json_list(ids)).push("))");
        }
        if let Some(id) = self.epg_source_id {
            query.push(" AND epg_id IN (SELECT id FROM epg_epgdata WHERE epg_source_id = ");
            query.push_bind(id).push(")");
        }
        if let Some(moment) = self.ends_after {
            query.push(" AND end_time > ").push_bind(moment);
        }
        if let Some(moment) = self.starts_before {
            query.push(" AND start_time < ").push_bind(moment);
        }
    }
}

impl Programmes<'_> {
    /// The programmes that pass the filter, by guide channel and time.
    ///
    /// For a whole guide, ask for some guide channels at a time: the answer is in memory, and a
    /// query that waits for a slow reader would keep the database from tidying up its log.
    pub async fn list(self, filter: &ProgrammeFilter) -> Result<Vec<Programme>> {
        let mut query = QueryBuilder::new("SELECT * FROM epg_programdata");
        filter.push(&mut query);
        query.push(" ORDER BY epg_id, start_time, id");
        Ok(query.build_query_as().fetch_all(self.0.readers()).await?)
    }

    /// The programmes running at this moment on these guide channels, or on all.
    pub async fn current(self, at: Timestamp, epg_ids: Option<Vec<i64>>) -> Result<Vec<Programme>> {
        let filter = ProgrammeFilter { epg_ids, ends_after: Some(at), ..Default::default() };
        let mut query = QueryBuilder::new("SELECT * FROM epg_programdata");
        filter.push(&mut query);
        query.push(" AND start_time <= ").push_bind(at).push(" ORDER BY epg_id, start_time, id");
        Ok(query.build_query_as().fetch_all(self.0.readers()).await?)
    }

    /// How many programmes pass the filter.
    pub async fn count(self, filter: &ProgrammeFilter) -> Result<i64> {
        let mut query = QueryBuilder::new("SELECT COUNT(*) FROM epg_programdata");
        filter.push(&mut query);
        Ok(query.build_query_scalar().fetch_one(self.0.readers()).await?)
    }

    /// Deletes the programmes that ended before this moment and answers how many.
    pub async fn delete_ended_before(self, moment: Timestamp) -> Result<u64> {
        let query = sqlx::query("DELETE FROM epg_programdata WHERE end_time < $1").bind(moment);
        Ok(query.execute(self.0.writer()).await?.rows_affected())
    }

    /// Deletes the programmes of a source's guide channels that no channel uses (any more), and
    /// answers how many. Some at a time, so that a plugin's write gets in between.
    pub async fn delete_unmapped(self, source_id: i64) -> Result<u64> {
        let mut deleted = 0;
        loop {
            let _turn = self.0.turn().await;
            let query = sqlx::query(
                "DELETE FROM epg_programdata WHERE id IN (
                    SELECT p.id FROM epg_programdata p JOIN epg_epgdata e ON e.id = p.epg_id
                    WHERE e.epg_source_id = $1 AND e.id NOT IN (
                        SELECT epg_data_id FROM dispatcharr_channels_channel
                        WHERE epg_data_id IS NOT NULL
                        UNION SELECT epg_data_id FROM dispatcharr_channels_channeloverride
                        WHERE epg_data_id IS NOT NULL)
                    LIMIT $2)",
            );
            let query = query.bind(source_id).bind(DELETED_AT_ONCE);
            let count = query.execute(self.0.writer()).await?.rows_affected();
            deleted += count;
            if count < DELETED_AT_ONCE.unsigned_abs() {
                return Ok(deleted);
            }
        }
    }

    /// Deletes the programmes of these guide channels and answers how many.
    pub async fn delete(self, epg_ids: &[i64]) -> Result<u64> {
        let query = sqlx::query(
            "DELETE FROM epg_programdata WHERE epg_id IN (SELECT value FROM json_each($1))",
        );
        Ok(query.bind(json_list(epg_ids)).execute(self.0.writer()).await?.rows_affected())
    }
}
