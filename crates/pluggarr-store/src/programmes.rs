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

    /// Deletes the programmes of these guide channels and answers how many.
    pub async fn delete(self, epg_ids: &[i64]) -> Result<u64> {
        let query = sqlx::query(
            "DELETE FROM epg_programdata WHERE epg_id IN (SELECT value FROM json_each($1))",
        );
        Ok(query.bind(json_list(epg_ids)).execute(self.0.writer()).await?.rows_affected())
    }
}
