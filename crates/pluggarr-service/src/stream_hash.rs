//! The identity of a stream across refreshes, by the incumbent's rule: SHA-256 of a small JSON
//! object of chosen parts, written as Python's `json.dumps(parts, sort_keys=True)` writes it, so
//! that streams keep their identity when a database moves from one program to the other.

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

/// What a stream can be told apart by. Missing parts are `null`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts<'a> {
    /// Display name.
    pub name: &'a str,
    /// Where it plays.
    pub url: &'a str,
    /// `tvg-id`, if it has one.
    pub tvg_id: Option<&'a str>,
    /// `m3u_m3uaccount.id`.
    pub m3u_id: i64,
    /// Name of the group.
    pub group: Option<&'a str>,
}

/// The hash over the parts that `keys` names (`m3u_hash_key`: a comma list such as `url,tvg_id`).
/// Names that are no part are passed over; without any left, the URL decides.
pub fn stream_hash(parts: &Parts<'_>, keys: &str) -> String {
    let mut chosen: BTreeMap<&str, String> =
        keys.split(',').filter_map(|key| Some((key.trim(), part(parts, key.trim())?))).collect();
    if chosen.is_empty() {
        chosen.insert("url", python_string(parts.url));
    }
    let fields: Vec<_> = chosen.iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
    let digest = Sha256::digest(format!("{{{}}}", fields.join(", ")).as_bytes());
    digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn part(parts: &Parts<'_>, key: &str) -> Option<String> {
    let text = |value: Option<&str>| value.map_or_else(|| "null".to_owned(), python_string);
    match key {
        "name" => Some(python_string(parts.name)),
        "url" => Some(python_string(parts.url)),
        "tvg_id" => Some(text(parts.tvg_id)),
        "m3u_id" => Some(parts.m3u_id.to_string()),
        "group" => Some(text(parts.group)),
        _ => None,
    }
}

/// `json.dumps(text)` with Python's default `ensure_ascii=True`.
fn python_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(letter),
            _ => {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_one_python_computes() {
        let parts = Parts {
            name: "Ünï \"x\" 😀\u{7f}",
            url: "http://h/1.ts?a=b&c=d",
            tvg_id: None,
            m3u_id: 3,
            group: Some("News"),
        };
        // hashlib.sha256(json.dumps({...}, sort_keys=True).encode()).hexdigest()
        assert_eq!(
            stream_hash(&parts, "url"),
            "b6fd64f6b1fbb1d0372ad55b66d23a35388f746d1e40cfe0afb5468a0687d674"
        );
        assert_eq!(
            stream_hash(&parts, "url, name,tvg_id,m3u_id,group"),
            "92689f9a8639d5246ecdf7a167a525fd24ac1dac075557c60429730e8ba12fc4"
        );
    }

    #[test]
    fn without_a_usable_key_the_url_decides() {
        let parts = Parts { url: "http://h/1", ..Parts::default() };
        assert_eq!(stream_hash(&parts, ""), stream_hash(&parts, "url"));
        assert_eq!(stream_hash(&parts, "colour"), stream_hash(&parts, "url"));
    }
}
