//! M3U playlists as IPTV uses them: `#EXTINF` with attributes, then a URL.
//!
//! Knows the dialects of the wild and reads what can be read. Does not know what a caller makes of an
//! entry; a relative location or a URL without `#EXTINF` is no stream here, and is counted.

mod attributes;
mod entry;
mod extinf;
mod reader;
mod summary;

pub use attributes::Attributes;
pub use entry::Entry;
pub use reader::Reader;
pub use summary::{Problem, ProblemKind, Summary};
