//! `/api/…`, a file per first word of the path.

mod accounts;
mod api_keys;
mod channels;
mod epg;
mod m3u;
mod plugins;
mod system_events;
