//! Putting a plugin in another one's place, so that a crash at any moment leaves the old one or the new one whole.
//!
//! The kernel exchanges two folders in one step. `swap.json` beside the new one, written before, says what was to be
//! exchanged and which of the two is the new one, so that [`recover`](super::Home::recover) can tell at the next start
//! whether it happened: what lies in the staging folder is the new one, or the old one already. File systems that
//! cannot exchange get two renames, and the same note tells how to finish or undo those.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use pluggarr_plugin_protocol::PluginKey;
use rustix::fs::{CWD, RenameFlags};
use rustix::io::Errno;
use serde::{Deserialize, Serialize};
use tracing::warn;

use super::home::{Home, Staged};
use super::{ArchiveError, folder, tree};

/// What is known of a version that was replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previous {
    /// As its manifest said, or empty.
    pub version: String,
    /// When it was replaced; for people and clients, in ISO 8601.
    pub replaced_at: String,
}

/// The note beside a staged plugin that is about to take its place.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Note {
    pub key: PluginKey,
    /// The folder whose place it takes.
    pub folder: String,
    /// Which of two folders is the new one: its number in the file system. Names change in a swap, this does not.
    pub new: u64,
    /// It came from `previous`, and goes back there if it does not take its place.
    pub is_rollback: bool,
    pub replaced: Previous,
}

pub(super) const NOTE: &str = "swap.json";
const ABOUT: &str = "about.json";
/// Where the old folder waits between two renames.
pub(super) const OLD: &str = "old";

/// How folders are swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swapping {
    /// By the kernel in one step where it can, else by two renames.
    AtOnce,
    /// By two renames even where the kernel could do better; for tests.
    InTwoSteps,
}

impl Home {
    /// Have a staged plugin where `folder` is, or will be. What is replaced becomes the key's previous version, and
    /// its `uploads`, which are the user's files, go with the new one.
    pub fn install(
        &self,
        staged: Staged,
        key: &PluginKey,
        folder: &str,
        replaced: Previous,
        how: Swapping,
    ) -> Result<(), ArchiveError> {
        let target = self.place(folder);
        if target.symlink_metadata().is_err() {
            // A first install. A version before it can only be one of a plugin that was deleted since.
            rename_new(&staged.plugin(), &target)?;
            sync(self.plugins())?;
            return self.forget_previous(key);
        }
        self.put(staged.folder(), key, folder, false, replaced, how)
    }

    /// Have the previous version back; the one it replaces becomes the previous one.
    pub fn roll_back(
        &self,
        key: &PluginKey,
        folder: &str,
        replaced: Previous,
        how: Swapping,
    ) -> Result<(), ArchiveError> {
        let kept = self.previous_folder(key)?;
        let staging = self.hidden("staging")?.join(uuid::Uuid::new_v4().to_string());
        // With the note in it, it is never mistaken for something half unpacked.
        let note = self.note(&kept, key, folder, true, &replaced)?;
        write(&kept.join(NOTE), &note)?;
        fs::rename(&kept, &staging).map_err(ArchiveError::file(&kept))?;
        let done = self.put(&staging, key, folder, true, replaced, how);
        if done.is_err() && staging.exists() {
            // Not swapped: it is the previous version still.
            let _ = fs::rename(&staging, &kept);
            let _ = fs::remove_file(kept.join(NOTE));
        }
        done
    }

    fn note(
        &self,
        staging: &Path,
        key: &PluginKey,
        folder: &str,
        is_rollback: bool,
        replaced: &Previous,
    ) -> Result<Note, ArchiveError> {
        let plugin = staging.join("plugin");
        let about = plugin.symlink_metadata().map_err(ArchiveError::file(&plugin))?;
        let (key, folder, replaced) = (key.clone(), folder.to_owned(), replaced.clone());
        Ok(Note { key, folder, new: about.ino(), is_rollback, replaced })
    }

    /// Swap `staging/plugin` with the plugin in `folder`.
    fn put(
        &self,
        staging: &Path,
        key: &PluginKey,
        folder: &str,
        is_rollback: bool,
        replaced: Previous,
        how: Swapping,
    ) -> Result<(), ArchiveError> {
        let (new, target) = (staging.join("plugin"), self.place(folder));
        let uploads = target.join("uploads");
        if uploads.symlink_metadata().is_ok_and(|about| about.is_dir()) {
            tree::add_all(&uploads, &new.join("uploads")).map_err(ArchiveError::file(&uploads))?;
            folder::settle(&new).map_err(ArchiveError::file(&new))?;
        }
        let note = self.note(staging, key, folder, is_rollback, &replaced)?;
        write(&staging.join(NOTE), &note)?;
        sync(staging)?;
        exchange(staging, &target, how)?;
        // From here on the new one is in its place, and nothing that goes wrong changes that.
        let kept = sync(self.plugins()).and_then(|()| self.keep(staging, &note));
        if let Err(error) = kept {
            warn!(plugin.key = %key, "The version before could not be kept: {error}");
        }
        Ok(())
    }

    /// After the swap: what lies in `staging` now is the version before.
    pub(super) fn keep(&self, staging: &Path, note: &Note) -> Result<(), ArchiveError> {
        write(&staging.join(ABOUT), &note.replaced)?;
        let kept = self.hidden("previous")?.join(note.key.as_str());
        match rename_new(staging, &kept) {
            Err(_) if kept.exists() => {
                tree::remove(&kept).map_err(ArchiveError::file(&kept))?;
                rename_new(staging, &kept)?;
            }
            other => other?,
        }
        let note = kept.join(NOTE);
        fs::remove_file(&note).map_err(ArchiveError::file(&note))
    }

    /// What a roll-back of this plugin would bring back.
    pub fn previous(&self, key: &PluginKey) -> Option<Previous> {
        let kept = self.previous_folder(key).ok()?;
        let has_code = |name: &&str| kept.join("plugin").join(name).is_file();
        ["plugin.py", "__init__.py"].iter().find(|name| has_code(name))?;
        serde_json::from_slice(&fs::read(kept.join(ABOUT)).ok()?).ok()
    }

    /// The same for all plugins that have one, by their keys.
    pub fn all_previous(&self) -> BTreeMap<PluginKey, Previous> {
        let entries = self.hidden_if_there("previous").and_then(|folder| fs::read_dir(folder).ok());
        let names = entries
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let keys = names.filter_map(|name| name.parse().ok());
        keys.filter_map(|key: PluginKey| Some((key.clone(), self.previous(&key)?))).collect()
    }

    /// Forget the version before, if there is one.
    pub fn forget_previous(&self, key: &PluginKey) -> Result<(), ArchiveError> {
        match self.previous_folder(key) {
            Ok(kept) => tree::remove(&kept).map_err(ArchiveError::file(&kept)),
            Err(_) => Ok(()),
        }
    }

    fn previous_folder(&self, key: &PluginKey) -> Result<PathBuf, ArchiveError> {
        let missing =
            |_| ArchiveError::file(Path::new(key.as_str()))(io::ErrorKind::NotFound.into());
        let kept = self.hidden_if_there("previous").ok_or(()).map_err(missing)?.join(key.as_str());
        if kept.is_dir() { Ok(kept) } else { Err(missing(())) }
    }
}

/// Swap `staging/plugin` with `target`.
fn exchange(staging: &Path, target: &Path, how: Swapping) -> Result<(), ArchiveError> {
    let new = staging.join("plugin");
    let result = match how {
        Swapping::InTwoSteps => Err(Errno::NOSYS),
        Swapping::AtOnce => {
            rustix::fs::renameat_with(CWD, &new, CWD, target, RenameFlags::EXCHANGE)
        }
    };
    match result {
        // What old kernels, network file systems and FUSE answer.
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => in_two_steps(staging, target),
        other => other.map_err(|error| ArchiveError::file(target)(error.into())),
    }
}

fn in_two_steps(staging: &Path, target: &Path) -> Result<(), ArchiveError> {
    let (new, old) = (staging.join("plugin"), staging.join(OLD));
    fs::rename(target, &old).map_err(ArchiveError::file(target))?;
    if let Err(error) = rename_new(&new, target) {
        // The old one back; if even that fails, the next start does it.
        let _ = fs::rename(&old, target);
        return Err(error);
    }
    fs::rename(&old, &new).map_err(ArchiveError::file(&old))
}

/// Whether the swap that `note` tells of has happened; finishes or undoes one that was half done.
pub(super) fn was_swapped(staging: &Path, target: &Path, note: &Note) -> io::Result<bool> {
    let (new, old) = (staging.join("plugin"), staging.join(OLD));
    if old.symlink_metadata().is_ok() {
        if target.symlink_metadata().is_err() {
            fs::rename(&old, target)?;
            return Ok(false);
        }
        fs::rename(&old, &new)?;
        return Ok(true);
    }
    Ok(new.symlink_metadata().is_ok_and(|about| about.ino() != note.new))
}

/// Rename to a place that must be free.
pub(super) fn rename_new(from: &Path, to: &Path) -> Result<(), ArchiveError> {
    let failed = |error: Errno| ArchiveError::file(to)(error.into());
    match rustix::fs::renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Without the kernel's help there is a moment in which somebody else could take the place.
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => {
            if to.symlink_metadata().is_ok() {
                return Err(failed(Errno::EXIST));
            }
            fs::rename(from, to).map_err(ArchiveError::file(to))
        }
        other => other.map_err(failed),
    }
}

/// Have a folder's names on the disk.
pub(super) fn sync(folder: &Path) -> Result<(), ArchiveError> {
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(ArchiveError::file(folder))
}

fn write(path: &Path, what: &impl Serialize) -> Result<(), ArchiveError> {
    use std::io::Write as _;
    let new = path.with_extension("new");
    let save = || {
        let mut file = fs::File::create(&new)?;
        file.write_all(&serde_json::to_vec(what)?)?;
        file.sync_all()?;
        fs::rename(&new, path)
    };
    save().map_err(ArchiveError::file(path))
}
