//! Why an archive was refused. Every text begins with the words that the incumbent uses, which clients know, and goes
//! on with the entry and what is wrong with it.

use std::io;
use std::path::{Path, PathBuf};

use pluggarr_plugin_protocol::PluginKeyError;

/// Why an archive was refused, or a plugin's folder could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// It is no zip, or a damaged one.
    #[error("Invalid zip file: {why}")]
    NotAZip {
        /// What is wrong.
        why: String,
    },
    /// One entry cannot be read as it stands: damaged, encrypted, listed twice.
    #[error("Invalid zip file: entry {}: {why}", shown(entry))]
    BadEntry {
        /// Its name.
        entry: String,
        /// What is wrong.
        why: String,
    },
    /// It holds nothing at all.
    #[error("Archive is empty")]
    Empty,
    /// More files or folders than are allowed.
    #[error("Archive has too many files: entry {}: more than {limit} {what}", shown(entry))]
    TooMany {
        /// The first that is too many.
        entry: String,
        /// `files` or `folders`.
        what: &'static str,
        /// How many there may be.
        limit: usize,
    },
    /// One file is too large, by what the archive says or by what came out of it.
    #[error(
        "Archive contains a file that is too large: entry {}: {} and the limit is {}",
        shown(entry), in_bytes(*bytes), in_bytes(*limit)
    )]
    FileTooLarge {
        /// Its name.
        entry: String,
        /// How large it is, at least.
        bytes: u64,
        /// How large it may be.
        limit: u64,
    },
    /// All files together are too large.
    #[error(
        "Archive is too large: entry {}: with it, it is {} and the limit is {}",
        shown(entry), in_bytes(*bytes), in_bytes(*limit)
    )]
    TooLarge {
        /// The first that is too much.
        entry: String,
        /// How large all up to it are.
        bytes: u64,
        /// How large all may be.
        limit: u64,
    },
    /// An entry that could be written elsewhere, or that is no plain file.
    #[error("Unsafe path in archive: entry {}: {why}", shown(entry))]
    UnsafePath {
        /// Its name.
        entry: String,
        /// What is wrong.
        why: String,
    },
    /// No folder in it is a plugin.
    #[error("Invalid plugin: missing plugin.py or package __init__.py")]
    NoPlugin,
    /// The name of its folder cannot be a plugin's key.
    #[error("Invalid plugin: entry {}: {source}", shown(entry))]
    BadKey {
        /// The folder, or the archive's own name.
        entry: String,
        /// Why not.
        source: PluginKeyError,
    },
    /// There is a plugin of that key, and it was not asked to be overwritten.
    #[error("Plugin '{key}' already exists")]
    Exists {
        /// The key of the one that is there.
        key: String,
    },
    /// A file of ours could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl ArchiveError {
    /// Whether the archive is at fault: sending it again will not help.
    pub fn is_refusal(&self) -> bool {
        !matches!(self, Self::File { .. })
    }

    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}

/// A name as it may be shown: without line ends and escape codes, and not endless.
fn shown(name: &str) -> String {
    const LONGEST: usize = 100;
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{:?}…", &name[..end]),
        None => format!("{name:?}"),
    }
}

fn in_bytes(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        _ if bytes < 1 << 20 => format!("{:.1} KiB", bytes as f64 / 1024.0),
        _ if bytes < 1 << 30 => format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20)),
        _ => format!("{:.1} GiB", bytes as f64 / f64::from(1 << 30)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_so_that_they_can_do_no_harm() {
        assert_eq!(shown("a\u{1b}[31m\nb"), r#""a\u{1b}[31m\nb""#);
        assert_eq!(shown(&"ü".repeat(101)), format!("{:?}…", "ü".repeat(100)));
    }

    #[test]
    fn texts_begin_with_the_words_that_clients_know() {
        let error =
            ArchiveError::FileTooLarge { entry: "a/b".into(), bytes: 1 << 30, limit: 200 << 20 };
        assert_eq!(
            error.to_string(),
            "Archive contains a file that is too large: entry \"a/b\": 1.0 GiB and the limit is 200.0 MiB"
        );
        assert_eq!(in_bytes(1023), "1023 bytes");
        assert_eq!(in_bytes(1536), "1.5 KiB");
    }
}
