//! From bytes to text: encodings and lines.
//!
//! Knows what real files do: byte order marks, Latin-1 beside UTF-8, four kinds of line ends, NUL
//! bytes, lines without end. Does not know M3U or XML.

mod lines;
mod mended;
mod transcoded;

pub use lines::{Line, Lines};
pub(crate) use mended::Mended;
pub(crate) use transcoded::Transcoded;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The encoding that a byte order mark stands for, and its length.
pub(crate) fn byte_order_mark(head: &[u8]) -> Option<(&'static Encoding, usize)> {
    [(UTF_8, &b"\xef\xbb\xbf"[..]), (UTF_16LE, b"\xff\xfe"), (UTF_16BE, b"\xfe\xff")]
        .into_iter()
        .find(|(_, mark)| head.starts_with(mark))
        .map(|(encoding, mark)| (encoding, mark.len()))
}
