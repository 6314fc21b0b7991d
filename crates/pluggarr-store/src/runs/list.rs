//! Finding runs.

use sqlx::{QueryBuilder, Sqlite};

use super::{COLUMNS, Run, Runs};
use crate::error::Result;
use crate::sql::{Page, Paging, contains};

/// Which runs are wanted; what is `None` does not matter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RunFilter {
    /// Of this plugin.
    pub plugin: Option<String>,
    /// Of this action.
    pub action: Option<String>,
    /// In this state.
    pub status: Option<String>,
    /// With this outcome.
    pub outcome: Option<String>,
    /// Started this way.
    pub trigger: Option<String>,
    /// Whose plugin, action, message or error holds this text.
    pub search: Option<String>,
    /// Queued at this id's moment or later: an id of version 7 begins with its time.
    pub since_id: Option<String>,
}

impl RunFilter {
    fn push(&self, query: &mut QueryBuilder<Sqlite>) {
        query.push(" WHERE TRUE");
        let same = [
            ("plugin_key", &self.plugin),
            ("action", &self.action),
            ("status", &self.status),
            ("outcome", &self.outcome),
            ("\"trigger\"", &self.trigger),
        ];
        for (column, wanted) in same {
            if let Some(wanted) = wanted {
                query.push(format_args!(" AND {column} = ")).push_bind(wanted.clone());
            }
        }
        if let Some(since) = &self.since_id {
            query.push(" AND id >= ").push_bind(since.clone());
        }
        if let Some(text) = self.search.as_deref().filter(|text| !text.is_empty()) {
            query.push(" AND (FALSE");
            for column in ["plugin_key", "action", "message", "error", "started_by"] {
                query.push(format_args!(" OR {column} LIKE ")).push_bind(contains(text));
                query.push(" ESCAPE '\\'");
            }
            query.push(")");
        }
    }
}

impl Runs<'_> {
    /// Runs, newest first.
    pub async fn list(self, filter: &RunFilter, paging: Paging) -> Result<Page<Run>> {
        let mut count = QueryBuilder::new("SELECT count(*) FROM run");
        filter.push(&mut count);
        let total = count.build_query_scalar().fetch_one(self.0.readers()).await?;
        let mut query = QueryBuilder::new(format!("SELECT {COLUMNS} FROM run"));
        filter.push(&mut query);
        query.push(" ORDER BY id DESC");
        paging.push(&mut query);
        let rows = query.build_query_as().fetch_all(self.0.readers()).await?;
        Ok(Page { rows, total })
    }
}
