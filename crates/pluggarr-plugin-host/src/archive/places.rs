//! That no two entries lie in one place, and no folder where a file is. Pure.

use std::collections::HashMap;

use super::listing::Entry;
use super::{ArchiveError, Limits};

/// What lies where, in lower case unless the limits say otherwise: whether `Plugin.py` and `plugin.py` are two files depends on the file system, and
/// whoever looked at one of them must not have the other one run.
#[derive(Default)]
pub(super) struct Places(HashMap<String, (What, String)>);

#[derive(Clone, Copy, PartialEq)]
enum What {
    File,
    Folder,
}

impl Places {
    /// Put every entry in its place; also counts folders that only the files in them tell of.
    pub(super) fn take(mut self, entries: &[Entry], limits: &Limits) -> Result<(), ArchiveError> {
        let mut folders = 0;
        for entry in entries.iter().filter(|entry| !entry.path.is_litter()) {
            let parts = entry.path.parts();
            let above = if entry.is_folder { parts.len() } else { parts.len() - 1 };
            for end in 1..=above {
                let place = parts[..end].join("/");
                folders += usize::from(self.put(What::Folder, place, entry, limits)?);
                if folders > limits.folders {
                    let (entry, limit) = (entry.path.to_string(), limits.folders);
                    return Err(ArchiveError::TooMany { entry, what: "folders", limit });
                }
            }
            if !entry.is_folder {
                self.put(What::File, entry.path.to_string(), entry, limits)?;
            }
        }
        Ok(())
    }

    /// Whether the place was free. Two entries may share a folder, nothing else.
    fn put(
        &mut self,
        what: What,
        place: String,
        entry: &Entry,
        limits: &Limits,
    ) -> Result<bool, ArchiveError> {
        let refused = |why| ArchiveError::BadEntry { entry: entry.path.to_string(), why };
        let name = if limits.tells_case_apart { place.clone() } else { place.to_lowercase() };
        match self.0.get(&name) {
            None => {
                self.0.insert(name, (what, place));
                Ok(true)
            }
            Some((What::Folder, _)) if what == What::Folder => Ok(false),
            Some((there, _)) if *there != what => {
                Err(refused(format!("`{place}` is a file and a folder")))
            }
            Some((_, other)) if *other == place => {
                Err(refused("it is in the archive more than once".to_owned()))
            }
            Some((_, other)) => {
                Err(refused(format!("it differs from {other:?} only in upper and lower case")))
            }
        }
    }
}
