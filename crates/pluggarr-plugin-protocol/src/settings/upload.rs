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
    /// The field's id is no name for a folder.
    #[error(
        "files for the field {id:?} cannot be kept: its id must consist of letters, digits, - and _"
    )]
    FieldId {
        /// Of the field.
        id: String,
    },
    /// Larger than the field allows.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// What is allowed.
        limit: u64,
    },
}

/// Whether files with this ending, lower-case and without its dot, can be uploaded at all.
pub fn may_be_uploaded(ending: &str) -> bool {
    ENDINGS.contains(&ending)
}

/// How many bytes a file for `field` may have.
pub fn upload_limit(field: &Field) -> u64 {
    field.max_size.unwrap_or(LARGEST_UPLOAD).min(LARGEST_UPLOAD)
}

/// The name of the folder for the field's files: its id, if that is no way to anywhere else.
pub fn upload_folder(field: &Field) -> Result<&str, NotAccepted> {
    let id = field.id.as_str();
    let is_plain =
        !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    if is_plain && id.len() <= LONGEST_NAME {
        return Ok(id);
    }
    Err(NotAccepted::FieldId { id: id.chars().take(LONGEST_NAME).collect() })
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
