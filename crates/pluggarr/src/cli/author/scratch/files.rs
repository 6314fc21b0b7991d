//! Which files lie in a folder and when they were written: to tell what an action wrote.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

/// Path below the folder, size, time.
pub(super) struct Listing(BTreeMap<String, (u64, Option<SystemTime>)>);

impl Listing {
    pub(super) fn of(folder: &Path) -> Self {
        let mut listing = Self(BTreeMap::new());
        listing.add(folder, "");
        listing
    }

    /// What was written since, and what is gone.
    pub(super) fn changed_since(&self, before: &Self) -> Vec<String> {
        let written = self.0.iter().filter(|(path, state)| before.0.get(*path) != Some(state));
        let gone = before.0.keys().filter(|path| !self.0.contains_key(*path));
        let written = written.map(|(path, _)| format!("{path} (written)"));
        written.chain(gone.map(|path| format!("{path} (removed)"))).collect()
    }

    fn add(&mut self, folder: &Path, prefix: &str) {
        // What cannot be listed has not been written by a plugin either.
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(about) = entry.metadata() else { continue };
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if about.is_dir() {
                self.add(&entry.path(), &format!("{path}/"));
            } else {
                self.0.insert(path, (about.len(), about.modified().ok()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_and_removed_is_told_apart_from_what_stayed() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("stays", "a");
        write("exports/changes", "a");
        write("goes", "a");
        let before = Listing::of(folder.path());
        write("exports/changes", "ab");
        write("exports/comes", "");
        std::fs::remove_file(folder.path().join("goes")).unwrap();
        assert_eq!(
            Listing::of(folder.path()).changed_since(&before),
            ["exports/changes (written)", "exports/comes (written)", "goes (removed)"]
        );
    }
}
