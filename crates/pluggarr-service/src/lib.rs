//! What the application can do, whoever asks: HTTP, the scheduler, the command line, a plugin.
//!
//! The rules live here. Knows neither SQL nor frames nor HTTP; those are the store's, the plugin
//! host's and the program's. A part per domain, each cheap to clone, all held by [`Application`].

mod application;
mod config;
mod error;
mod fetch;
mod folder_lock;
mod incoming;
mod jobs;
mod network;
mod passwords;
mod redact;
mod refresh_intervals;
mod stream_hash;
mod tasks;
mod text;
mod tokens;

pub mod backup;
pub mod channels;
pub mod deliveries;
pub mod doctor;
pub mod epg;
pub mod events;
pub mod m3u;
pub mod outputs;
pub mod plugins;
pub mod runs;
pub mod sample;
pub mod schedules;
pub mod system_events;
pub mod users;

pub use application::Application;
pub use config::Config;
pub use error::Error;
pub use fetch::FetchError;
pub use jobs::{JobHandle, JobSummary};
pub use network::is_local;
pub use pluggarr_store as store;
