//! A source as it is stored, made and changed.

use serde_json::Value;
use sqlx::FromRow;
use sqlx::types::Json;

use crate::sql::Update;
use crate::text_enum::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// What kind of source it is.
    pub enum EpgSourceType {
        /// An XMLTV guide, from a file or an address.
        Xmltv = "xmltv",
        /// The Schedules Direct service.
        SchedulesDirect = "schedules_direct",
        /// Programmes made up from the names of channels.
        Dummy = "dummy",
    }
}

text_enum! {
    /// How the last refresh stands.
    pub enum EpgStatus {
        /// Not refreshed since it was made or enabled.
        Idle = "idle",
        /// Being downloaded.
        Fetching = "fetching",
        /// Being read.
        Parsing = "parsing",
        /// The last refresh failed.
        Error = "error",
        /// The last refresh succeeded.
        Success = "success",
        /// The source is not active.
        Disabled = "disabled",
    }
}

/// A row of `epg_epgsource`.
#[derive(Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct EpgSource {
    pub id: i64,
    pub name: String,
    /// See [`EpgSource::kind`].
    pub source_type: String,
    pub url: Option<String>,
    pub username: Option<String>,
    pub password: Option<String>,
    pub is_active: bool,
    pub file_path: Option<String>,
    pub extracted_file_path: Option<String>,
    /// Hours; 0 is never.
    pub refresh_interval: i64,
    pub refresh_task_id: Option<i64>,
    #[sqlx(json(nullable))]
    pub custom_properties: Option<Value>,
    /// Where two sources know a channel, the higher priority wins.
    pub priority: i64,
    /// See [`EpgStatus`].
    pub status: String,
    pub last_message: Option<String>,
    pub created_at: Timestamp,
    /// The last successful refresh.
    pub updated_at: Option<Timestamp>,
}

impl EpgSource {
    /// What kind of source it is; XMLTV unless it says otherwise.
    #[must_use]
    pub fn kind(&self) -> EpgSourceType {
        EpgSourceType::from_word(&self.source_type).unwrap_or(EpgSourceType::Xmltv)
    }
}

impl std::fmt::Debug for EpgSource {
    /// Without address and login: addresses of guides carry passwords.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { id, name, status, .. } = self;
        write!(f, "EpgSource {{ id: {id}, name: {name:?}, status: {status:?} }}")
    }
}

/// A source to be made. [`NewEpgSource::named`] has the defaults.
#[derive(Clone)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct NewEpgSource {
    pub name: String,
    pub source_type: EpgSourceType,
    pub url: Option<String>,
    pub username: Option<String>,
    pub password: Option<String>,
    pub is_active: bool,
    pub file_path: Option<String>,
    pub refresh_interval: i64,
    pub custom_properties: Option<Value>,
    pub priority: i64,
}

impl NewEpgSource {
    /// An active XMLTV source without an address, never refreshed by itself.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            source_type: EpgSourceType::Xmltv,
            url: None,
            username: None,
            password: None,
            is_active: true,
            file_path: None,
            refresh_interval: 0,
            custom_properties: None,
            priority: 0,
        }
    }
}

/// What to change about a source; `None` leaves it as it is, `Some(None)` empties it.
#[derive(Clone, Default)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct EpgSourceChange {
    pub name: Option<String>,
    pub source_type: Option<EpgSourceType>,
    pub url: Option<Option<String>>,
    pub username: Option<Option<String>>,
    pub password: Option<Option<String>>,
    pub is_active: Option<bool>,
    pub file_path: Option<Option<String>>,
    pub extracted_file_path: Option<Option<String>>,
    pub refresh_interval: Option<i64>,
    pub custom_properties: Option<Value>,
    pub priority: Option<i64>,
}

impl EpgSourceChange {
    pub(super) fn apply(self, update: &mut Update) {
        update
            .set("name", self.name)
            .set("source_type", self.source_type.map(EpgSourceType::as_str))
            .set("url", self.url)
            .set("username", self.username)
            .set("password", self.password)
            .set("is_active", self.is_active)
            .set("file_path", self.file_path)
            .set("extracted_file_path", self.extracted_file_path)
            .set("refresh_interval", self.refresh_interval)
            .set("custom_properties", self.custom_properties.map(Json))
            .set("priority", self.priority);
    }
}
