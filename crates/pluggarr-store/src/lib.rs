//! The only SQL of Pluggarr: migrations, rows and queries.
//!
//! Two SQLite files. The **shared** one has Dispatcharr's table and column names, because plugins
//! reach it through Django in processes of their own, at the same time as we do. Django keeps
//! defaults and `ON DELETE` in Python, so here every INSERT names every NOT NULL column and every
//! DELETE cleans up after itself. The **host** file holds what plugins must neither see nor hold
//! up.
//!
//! Knows no rules beyond what keeps the rows consistent: what a refresh is, who may do what and how
//! things are shown is the service's business.

pub mod action_limits;
pub mod api_keys;
pub mod channel_groups;
pub mod channel_profiles;
pub mod channels;
pub mod core_settings;
pub mod epg_data;
pub mod epg_sources;
pub mod event_deliveries;
pub mod host_settings;
pub mod jobs;
pub mod logos;
pub mod m3u_accounts;
pub mod periodic_tasks;
pub mod plugin_configs;
pub mod plugin_logs;
pub mod plugin_settings_versions;
pub mod plugin_storage;
pub mod plugin_trash;
pub mod plugin_trust;
pub mod programmes;
pub mod runs;
pub mod schedule_state;
pub mod schedules;
pub mod scratch;
pub mod secrets;
pub mod stream_profiles;
pub mod streams;
pub mod system_events;
pub mod user_agents;
pub mod users;

mod database;
mod error;
mod migrations;
mod pace;
mod paths;
mod snapshot;
mod sql;
mod store;
mod text_enum;
mod time;

pub use error::{Error, Result};
pub use paths::Paths;
pub use sql::{Page, Paging};
pub use store::Store;
pub use time::{NotATime, Timestamp};
