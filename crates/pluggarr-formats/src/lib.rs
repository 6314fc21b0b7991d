//! M3U playlists and XMLTV guides: bytes in, records out.
//!
//! Knows the two formats, how they are compressed and encoded, and what is wrong with them in the wild.
//! Does not know where bytes come from or where records go: no network, no SQL, no clock.
//!
//! Everything streams and every buffer has a limit, because a file may be a gigabyte of nothing. A
//! reader never takes an error for the end: what it could not read to the end is an [`Error`] that
//! says after which line it broke off.
//!
//! ```no_run
//! # fn main() -> Result<(), pluggarr_formats::Error> {
//! use pluggarr_formats::{decompress, m3u};
//!
//! let bytes = decompress::open_file("list.m3u.gz", decompress::Limits::PLAYLIST)?;
//! let mut entries = m3u::Reader::new(bytes);
//! for entry in &mut entries {
//!     let entry = entry?;
//!     let _ = (entry.display_name(), &entry.url);
//! }
//! let _ = entries.summary().streams;
//! # Ok(())
//! # }
//! ```

pub mod decompress;
mod error;
mod looks_like;
pub mod m3u;
mod peeked;
pub mod sample;
pub mod text;
pub mod xmltv;

pub use error::{Damage, Error};
pub use looks_like::LooksLike;
