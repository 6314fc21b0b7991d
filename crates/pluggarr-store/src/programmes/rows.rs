//! A programme as it is stored, and as a guide brings it.

use serde_json::Value;
use sqlx::FromRow;

use crate::time::Timestamp;

/// A row of `epg_programdata`.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct Programme {
    pub id: i64,
    /// The guide channel.
    pub epg_id: i64,
    pub start_time: Timestamp,
    pub end_time: Timestamp,
    pub title: String,
    pub sub_title: Option<String>,
    pub description: Option<String>,
    pub tvg_id: Option<String>,
    pub program_id: Option<String>,
    /// Categories, season, episode, icon and what else the guide says.
    #[sqlx(json(nullable))]
    pub custom_properties: Option<Value>,
}

/// A programme as a guide has it.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct NewProgramme {
    /// The guide channel.
    pub epg_id: i64,
    pub start_time: Timestamp,
    pub end_time: Timestamp,
    pub title: String,
    pub sub_title: Option<String>,
    pub description: Option<String>,
    pub tvg_id: Option<String>,
    pub program_id: Option<String>,
    pub custom_properties: Option<Value>,
}
