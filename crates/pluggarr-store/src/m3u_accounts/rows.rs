//! An account as it is stored, made and changed.

use serde_json::Value;
use sqlx::FromRow;
use sqlx::types::Json;

use crate::sql::Update;
use crate::text_enum::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// What kind of account it is.
    pub enum AccountType {
        /// A playlist, from a file or an address.
        Standard = "STD",
        /// An Xtream Codes login.
        XtreamCodes = "XC",
    }
}

text_enum! {
    /// How the last refresh stands.
    pub enum M3uStatus {
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
        /// Groups are known; the user has to choose among them.
        PendingSetup = "pending_setup",
        /// The account is not active.
        Disabled = "disabled",
    }
}

/// A row of `m3u_m3uaccount`.
#[derive(Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct M3uAccount {
    pub id: i64,
    pub name: String,
    pub server_url: Option<String>,
    pub file_path: Option<String>,
    pub server_group_id: Option<i64>,
    /// Connections the provider allows; 0 is no limit.
    pub max_streams: i64,
    pub is_active: bool,
    pub created_at: Timestamp,
    /// The last successful refresh.
    pub updated_at: Option<Timestamp>,
    /// See [`M3uStatus`].
    pub status: String,
    pub last_message: Option<String>,
    pub user_agent_id: Option<i64>,
    /// True of the account `custom` only.
    pub locked: bool,
    pub stream_profile_id: Option<i64>,
    /// See [`M3uAccount::kind`].
    pub account_type: String,
    pub username: Option<String>,
    pub password: Option<String>,
    #[sqlx(json(nullable))]
    pub custom_properties: Option<Value>,
    /// Hours; 0 is never.
    pub refresh_interval: i64,
    pub refresh_task_id: Option<i64>,
    /// Days after which a stream that is no longer in the playlist is deleted.
    pub stale_stream_days: i64,
    pub priority: i64,
}

impl M3uAccount {
    /// What kind of account it is; a playlist unless it says `XC`.
    #[must_use]
    pub fn kind(&self) -> AccountType {
        AccountType::from_word(&self.account_type).unwrap_or(AccountType::Standard)
    }
}

impl std::fmt::Debug for M3uAccount {
    /// Without address and login: provider addresses carry passwords.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { id, name, status, .. } = self;
        write!(f, "M3uAccount {{ id: {id}, name: {name:?}, status: {status:?} }}")
    }
}

/// An account to be made. [`NewM3uAccount::named`] has the defaults.
#[derive(Clone)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct NewM3uAccount {
    pub name: String,
    pub account_type: AccountType,
    pub server_url: Option<String>,
    pub file_path: Option<String>,
    pub username: Option<String>,
    pub password: Option<String>,
    pub max_streams: i64,
    pub is_active: bool,
    pub user_agent_id: Option<i64>,
    pub stream_profile_id: Option<i64>,
    pub custom_properties: Option<Value>,
    pub refresh_interval: i64,
    pub stale_stream_days: i64,
    pub priority: i64,
}

impl NewM3uAccount {
    /// An active playlist account without an address, never refreshed by itself.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            account_type: AccountType::Standard,
            server_url: None,
            file_path: None,
            username: None,
            password: None,
            max_streams: 0,
            is_active: true,
            user_agent_id: None,
            stream_profile_id: None,
            custom_properties: None,
            refresh_interval: 0,
            stale_stream_days: 7,
            priority: 0,
        }
    }
}

/// What to change about an account; `None` leaves it as it is, `Some(None)` empties it.
#[derive(Clone, Default)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct M3uAccountChange {
    pub name: Option<String>,
    pub account_type: Option<AccountType>,
    pub server_url: Option<Option<String>>,
    pub file_path: Option<Option<String>>,
    pub username: Option<Option<String>>,
    pub password: Option<Option<String>>,
    pub max_streams: Option<i64>,
    pub is_active: Option<bool>,
    pub user_agent_id: Option<Option<i64>>,
    pub stream_profile_id: Option<Option<i64>>,
    pub custom_properties: Option<Value>,
    pub refresh_interval: Option<i64>,
    pub stale_stream_days: Option<i64>,
    pub priority: Option<i64>,
}

impl M3uAccountChange {
    pub(super) fn apply(self, update: &mut Update) {
        update
            .set("name", self.name)
            .set("account_type", self.account_type.map(AccountType::as_str))
            .set("server_url", self.server_url)
            .set("file_path", self.file_path)
            .set("username", self.username)
            .set("password", self.password)
            .set("max_streams", self.max_streams)
            .set("is_active", self.is_active)
            .set("user_agent_id", self.user_agent_id)
            .set("stream_profile_id", self.stream_profile_id)
            .set("custom_properties", self.custom_properties.map(Json))
            .set("refresh_interval", self.refresh_interval)
            .set("stale_stream_days", self.stale_stream_days)
            .set("priority", self.priority);
    }
}
