//! Telling whether a plugin's files have changed, by what the file system says of them, without reading them.

use std::collections::hash_map::DefaultHasher;
use std::fs::Metadata;
use std::hash::{Hash, Hasher};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// The files that discovery reads or asks for.
const FILES: [&str; 5] = ["plugin.py", "__init__.py", "plugin.json", "logo.png", "README.md"];
/// A plugin with more source files than that is not looked at further: whoever loops through links must end.
const MOST_SOURCES: usize = 5_000;

/// What the files that discovery reads looked like.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stamp([Option<FileStamp>; 5]);

/// Size and times in nanoseconds; the inode, because a file that was moved into place may be older.
type FileStamp = (u64, i128, i128, u64);

impl Stamp {
    pub(super) fn of(folder: &Path) -> Self {
        // A link counts by what it leads to: a manifest is checked for where it leads when it is read.
        Self(FILES.map(|name| {
            let about = std::fs::metadata(folder.join(name)).ok()?;
            about.is_file().then(|| stamp_of(&about))
        }))
    }

    pub(super) fn has_code(&self) -> bool {
        self.0[0].is_some() || self.0[1].is_some()
    }

    pub(super) fn has_logo(&self) -> bool {
        self.0[3].is_some()
    }

    pub(super) fn has_readme(&self) -> bool {
        self.0[4].is_some()
    }
}

fn stamp_of(about: &Metadata) -> FileStamp {
    let nanoseconds =
        |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
    (
        about.len(),
        nanoseconds(about.mtime(), about.mtime_nsec()),
        nanoseconds(about.ctime(), about.ctime_nsec()),
        about.ino(),
    )
}

/// What all that a worker may load of a plugin looked like: every `*.py` and `plugin.json`, at any depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeStamp(u64);

impl CodeStamp {
    /// As it is now.
    pub fn of(folder: &Path) -> Self {
        let mut hasher = DefaultHasher::new();
        add(folder, &mut hasher, &mut 0);
        Self(hasher.finish())
    }
}

/// Sorted, so that the order in which the file system lists them does not count.
fn add(folder: &Path, hasher: &mut DefaultHasher, seen: &mut usize) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut entries: Vec<_> = entries.flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name());
        let Ok(about) = entry.metadata() else { continue };
        if about.is_dir() && name != "__pycache__" && !name.as_encoded_bytes().starts_with(b".") {
            add(&path, hasher, seen);
        } else if is_code(&path) && *seen < MOST_SOURCES {
            *seen += 1;
            // Not the time of the last change of rights and links: a copy of the data folder is no change.
            let (size, changed, _, _) = stamp_of(&about);
            (path, size, changed).hash(hasher);
        }
    }
}

/// Whether a file is one whose change makes a difference to a plugin that is loaded.
pub(crate) fn is_code(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "py")
        || path.file_name().is_some_and(|name| name == "plugin.json")
}
