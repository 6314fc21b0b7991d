//! Handlers, a file per area of the API: extract, one call to the service, shape the answer.

pub mod accounts;
pub mod api_keys;
pub mod channels;
pub mod core;
pub mod epg;
pub mod m3u;
pub mod output;
pub mod paging;
pub mod plugins;
pub mod proxy;
pub mod sample;
pub mod system_events;
