//! Which files may be uploaded for a `file` field, and under which name they are kept.

use crate::Field;

/// What a file may have, whatever its field says.
pub const LARGEST_UPLOAD: u64 = 50 << 20;

/// Data, texts, pictures, certificates. No programs, and nothing that a browser would run.
const ENDINGS: &[&str] = &[
    "avif", "bmp", "cer", "conf", "cfg", "crt", "csv", "gif", "gz", "ico", "ini", "jpeg", "jpg",
    "json", "jsonl", "log", "m3u", "m3u8", "md", "ods", "pdf", "pem", "png", "srt", "toml", "tsv",
    "ttf", "txt", "vtt", "webp", "woff", "woff2", "xlsx", "xml", "xmltv", "xz", "yaml", "yml",
    "zip",
];

/// Longer names do not fit every file system.
const LONGEST_NAME: usize = 100;

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAccepted {
    /// Of a kind that no field takes, or that this one does not.
    #[error("{name:?} has none of the endings that are accepted: {accepted}")]
    Ending {
        /// As it was called.
        name: String,
        /// Those that are.
        accepted: String,
    },
}

/// Whether files with this ending, lower-case and without its dot, can be uploaded at all.
pub fn may_be_uploaded(ending: &str) -> bool {
    ENDINGS.contains(&ending)
}

/// The name under which a file called `given` is kept: its last part, with letters, digits, `-` and `_`, and
/// the ending that was checked.
pub fn upload_name(field: &Field, given: &str) -> Result<String, NotAccepted> {
    // Windows browsers have sent whole paths.
    let name = given.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let ending = ending.to_lowercase();
    let is_asked_for = match &field.accept {
        Some(accept) => accept.iter().any(|known| known.strip_prefix('.') == Some(&ending)),
        None => true,
    };
    if !may_be_uploaded(&ending) || !is_asked_for {
        let accepted = match &field.accept {
            Some(accept) => accept.join(" "),
            None => ENDINGS.iter().map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(" "),
        };
        let name = name.chars().take(LONGEST_NAME).collect();
        return Err(NotAccepted::Ending { name, accepted });
    }
    // No dot but the last: `tool.php.csv` is run by servers that look for any of the endings.
    let plain = |c: char| if c.is_alphanumeric() || "-_".contains(c) { c } else { '_' };
    let stem: String = stem.chars().map(plain).take(LONGEST_NAME).collect();
    let stem = stem.trim_matches('_');
    // Bytes, not letters, are what a file system counts.
    let fits = |stem: &&str| !stem.is_empty() && stem.len() <= 200;
    Ok(format!("{}.{ending}", Some(stem).filter(fits).unwrap_or("file")))
}
