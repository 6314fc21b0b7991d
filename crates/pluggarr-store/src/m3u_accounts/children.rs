//! Profiles and filters of an account.

use serde_json::Value;
use sqlx::{FromRow, SqliteConnection};

use super::M3uAccounts;
use crate::error::Result;
use crate::time::Timestamp;

/// A row of `m3u_m3uaccountprofile`: one login of an account, and how its addresses differ.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct M3uAccountProfile {
    pub id: i64,
    pub m3u_account_id: i64,
    pub name: String,
    pub is_default: bool,
    pub max_streams: i64,
    pub is_active: bool,
    pub search_pattern: String,
    pub replace_pattern: String,
    pub current_viewers: i64,
    #[sqlx(json(nullable))]
    pub custom_properties: Option<Value>,
    pub exp_date: Option<Timestamp>,
}

/// A row of `m3u_m3ufilter`: which streams of a playlist to keep.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct M3uFilter {
    pub id: i64,
    pub m3u_account_id: i64,
    /// `group`, `name` or `url`.
    pub filter_type: String,
    pub regex_pattern: String,
    pub exclude: bool,
    pub order: i64,
    #[sqlx(json(nullable))]
    pub custom_properties: Option<Value>,
}

impl M3uAccounts<'_> {
    /// The profiles of an account, the default one first.
    pub async fn profiles(self, account_id: i64) -> Result<Vec<M3uAccountProfile>> {
        let query = sqlx::query_as(
            "SELECT * FROM m3u_m3uaccountprofile
             WHERE m3u_account_id = $1 ORDER BY is_default DESC, id",
        );
        Ok(query.bind(account_id).fetch_all(self.0.readers()).await?)
    }

    /// The filters of an account, in the order they apply.
    pub async fn filters(self, account_id: i64) -> Result<Vec<M3uFilter>> {
        let query = sqlx::query_as(
            "SELECT * FROM m3u_m3ufilter WHERE m3u_account_id = $1 ORDER BY \"order\", id",
        );
        Ok(query.bind(account_id).fetch_all(self.0.readers()).await?)
    }
}

pub(super) async fn create_default_profile(
    connection: &mut SqliteConnection,
    account_id: i64,
    account_name: &str,
    max_streams: i64,
) -> Result<()> {
    let query = sqlx::query(
        "INSERT INTO m3u_m3uaccountprofile (m3u_account_id, name, is_default, max_streams,
            is_active, search_pattern, replace_pattern, current_viewers, custom_properties)
         VALUES ($1, $2, TRUE, $3, TRUE, '^(.*)$', '$1', 0, '{}')",
    );
    let query = query.bind(account_id).bind(format!("{account_name} Default")).bind(max_streams);
    query.execute(connection).await?;
    Ok(())
}

pub(super) async fn set_default_max_streams(
    connection: &mut SqliteConnection,
    account_id: i64,
    max_streams: i64,
) -> Result<()> {
    let query = sqlx::query(
        "UPDATE m3u_m3uaccountprofile SET max_streams = $2
         WHERE m3u_account_id = $1 AND is_default",
    );
    query.bind(account_id).bind(max_streams).execute(connection).await?;
    Ok(())
}
