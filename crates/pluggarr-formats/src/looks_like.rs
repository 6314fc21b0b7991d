//! What a file is when it is not what it should be, told from its first bytes.
//!
//! A guess for a message to a person; nothing is decided by it except to refuse.

use std::fmt;

use crate::decompress::Compression;

/// What a file seems to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LooksLike {
    /// Nothing, or only white space.
    Empty,
    /// A web page: mostly an error or a log-in page.
    Html,
    /// JSON: mostly an error message of an API.
    Json,
    /// XML with another root element.
    Xml {
        /// The root element.
        root: String,
    },
    /// A guide where a playlist was wanted.
    Xmltv,
    /// A playlist where a guide was wanted.
    M3u,
    /// A PLS playlist.
    Pls,
    /// An XSPF playlist.
    Xspf,
    /// An HLS master playlist: one channel in several qualities.
    HlsMaster,
    /// An HLS media playlist: the segments of one channel.
    HlsMedia,
    /// MPEG-TS video: the URL is a channel, not a list of them.
    MpegTs,
    /// A picture.
    Image,
    /// Compressed data that was not expanded.
    Compressed(Compression),
    /// Other bytes that are no text.
    Binary,
    /// Some other text.
    Text,
}

impl fmt::Display for LooksLike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("an empty file"),
            Self::Html => f.write_str("a web page (an error or log-in page?)"),
            Self::Json => f.write_str("JSON (an error message of an API?)"),
            Self::Xml { root } => write!(f, "XML with the root element <{root}>"),
            Self::Xmltv => f.write_str("an XMLTV guide"),
            Self::M3u => f.write_str("an M3U playlist"),
            Self::Pls => f.write_str("a PLS playlist"),
            Self::Xspf => f.write_str("an XSPF playlist"),
            Self::HlsMaster => {
                f.write_str("an HLS master playlist (one channel, not a list of channels)")
            }
            Self::HlsMedia => {
                f.write_str("an HLS media playlist (one channel, not a list of channels)")
            }
            Self::MpegTs => {
                f.write_str("an MPEG-TS video stream (one channel, not a list of channels)")
            }
            Self::Image => f.write_str("a picture"),
            Self::Compressed(format) => write!(f, "{format} data"),
            Self::Binary => f.write_str("binary data"),
            Self::Text => f.write_str("some other text"),
        }
    }
}

/// What a file that begins with `head` surely is, or `None` if it may be a playlist or plain text.
///
/// `head` is UTF-8 text or raw bytes; UTF-16 has been turned into UTF-8 before.
pub(crate) fn look(head: &[u8]) -> Option<LooksLike> {
    if let Some(format) = Compression::of(head) {
        return Some(LooksLike::Compressed(format));
    }
    if is_mpeg_ts(head) {
        return Some(LooksLike::MpegTs);
    }
    if [&b"\x89PNG"[..], b"\xff\xd8\xff", b"GIF8"].iter().any(|magic| head.starts_with(magic)) {
        return Some(LooksLike::Image);
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii();
    match text.first()? {
        b'{' => Some(LooksLike::Json),
        b'[' if starts_with(text, b"[playlist]") => Some(LooksLike::Pls),
        b'[' => Some(LooksLike::Json),
        b'<' => Some(markup(text)),
        _ if is_binary(text) => Some(LooksLike::Binary),
        _ => None,
    }
}

/// What markup is by the first element in it; the start of it is enough.
fn markup(text: &[u8]) -> LooksLike {
    match first_element(text) {
        Some(root) => by_root(&root),
        None if starts_with(text, b"<!doctype html") => LooksLike::Html,
        None => LooksLike::Xml { root: "?".to_owned() },
    }
}

/// What an XML or HTML document is by the name of its root element.
pub(crate) fn by_root(root: &str) -> LooksLike {
    match root.to_ascii_lowercase().as_str() {
        "html" | "head" | "body" | "script" | "br" | "b" | "p" | "div" => LooksLike::Html,
        "playlist" => LooksLike::Xspf,
        "tv" => LooksLike::Xmltv,
        _ => LooksLike::Xml { root: root.chars().take(64).collect() },
    }
}

/// The name of the first element, past `<?...>` and `<!...>`.
fn first_element(text: &[u8]) -> Option<String> {
    let mut rest = text;
    loop {
        rest = &rest[memchr::memchr(b'<', rest)? + 1..];
        if rest.first().is_some_and(u8::is_ascii_alphabetic) {
            let end = rest.iter().position(|b| !b.is_ascii_alphanumeric() && !b":-_.".contains(b));
            return Some(String::from_utf8_lossy(&rest[..end.unwrap_or(rest.len())]).into_owned());
        }
    }
}

/// Packets of 188 bytes, each with the same first byte.
fn is_mpeg_ts(head: &[u8]) -> bool {
    const PACKET: usize = 188;
    const SYNC: u8 = 0x47;
    head.len() > PACKET && head.iter().step_by(PACKET).all(|byte| *byte == SYNC)
}

/// More than a stray control character here and there: a tenth of it.
fn is_binary(text: &[u8]) -> bool {
    let odd = text.iter().filter(|b| **b < 0x20 && !b.is_ascii_whitespace() && **b != 0x1b).count();
    text.len() >= 32 && odd * 10 > text.len()
}

fn starts_with(text: &[u8], prefix: &[u8]) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_suspects_are_told_apart() {
        let ts: Vec<u8> =
            [0x47, 0x40, 0x00, 0x10].into_iter().chain([0xff; 184]).cycle().take(940).collect();
        let cases: [(&[u8], Option<LooksLike>); 12] = [
            (b"<!DOCTYPE html><html>", Some(LooksLike::Html)),
            (b"  <html><body>", Some(LooksLike::Html)),
            (b"<?xml version='1.0'?><!-- x --><tv>", Some(LooksLike::Xmltv)),
            (b"<?xml version='1.0'?><playlist version='1'>", Some(LooksLike::Xspf)),
            (b"<rss version='2.0'>", Some(LooksLike::Xml { root: "rss".into() })),
            (b"{\"error\":1}", Some(LooksLike::Json)),
            (b"[playlist]\nFile1=x", Some(LooksLike::Pls)),
            (b"\x1f\x8b\x08\x00", Some(LooksLike::Compressed(Compression::Gzip))),
            (&ts, Some(LooksLike::MpegTs)),
            (b"\x89PNG\r\n\x1a\n", Some(LooksLike::Image)),
            (b"#EXTM3U\n", None),
            (b"", None),
        ];
        for (head, expected) in cases {
            assert_eq!(look(head), expected, "{:?}", String::from_utf8_lossy(head));
        }
    }
}
