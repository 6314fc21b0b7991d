//! Deleted plugins' folders, kept for a while. Knows folders only; what else belongs to a deleted plugin (its row, when
//! it goes for good) is its user's business.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::home::Home;
use super::swap::{rename_new, sync};
use super::{ArchiveError, tree};

impl Home {
    /// Move a plugin's folder to the trash under the name `into`. A link moves, not what it leads to.
    pub fn throw_away(&self, folder: &str, into: &str) -> Result<(), ArchiveError> {
        let trash = self.hidden("trash")?;
        rename_new(&self.place(folder), &trash.join(into))?;
        sync(&trash)?;
        sync(self.plugins())
    }

    /// Move it back to where it was; that place must be free.
    pub fn put_back(&self, from: &str, folder: &str) -> Result<(), ArchiveError> {
        let trash = self.hidden("trash")?;
        rename_new(&trash.join(from), &self.place(folder))?;
        sync(self.plugins())
    }

    /// Delete it for good; fine if it is gone.
    pub fn purge(&self, name: &str) -> Result<(), ArchiveError> {
        let Some(place) = self.thrown_away(name) else { return Ok(()) };
        tree::remove(&place).map_err(ArchiveError::file(&place))
    }

    /// Where it is, if it is still there.
    pub fn thrown_away(&self, name: &str) -> Option<PathBuf> {
        // Names come from our own rows; still, none may lead elsewhere.
        let is_plain = !name.is_empty() && !name.contains('/') && !name.starts_with('.');
        let place = self.hidden_if_there("trash").filter(|_| is_plain)?.join(name);
        place.symlink_metadata().is_ok().then_some(place)
    }

    /// Everything in the trash, and for how long it has been there.
    pub fn all_thrown_away(&self) -> Result<Vec<(String, Duration)>, ArchiveError> {
        let Some(trash) = self.hidden_if_there("trash") else { return Ok(Vec::new()) };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut all = Vec::new();
        for entry in fs::read_dir(&trash).map_err(ArchiveError::file(&trash))? {
            let entry = entry.map_err(ArchiveError::file(&trash))?;
            // A rename changes this time, and not the one of the contents.
            let since = entry.metadata().map_or(0, |about| about.ctime());
            let age = now.saturating_sub(Duration::from_secs(since.try_into().unwrap_or(0)));
            all.extend(entry.file_name().into_string().ok().map(|name| (name, age)));
        }
        Ok(all)
    }

    /// How much a plugin's folder holds.
    pub fn bytes(&self, folder: &str) -> u64 {
        tree::bytes(&self.place(folder)).unwrap_or(0)
    }
}
