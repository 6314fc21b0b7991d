//! The plugins folder as a place to install in, and the hidden folder `.pluggarr` in it that makes that safe.
//!
//! | below `.pluggarr` | what |
//! | --- | --- |
//! | `staging/ID/plugin` | a plugin on its way in; `swap.json` beside it from just before it takes its place |
//! | `previous/KEY/plugin` | what was replaced last, `about.json` beside it |
//! | `trash/ID` | a deleted plugin's folder |
//!
//! It lies in the plugins folder because a rename only works within one file system.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pluggarr_plugin_protocol::PluginKey;
use uuid::Uuid;

use super::{ArchiveError, tree};

/// The plugins folder as a place to install in.
#[derive(Debug, Clone)]
pub struct Home {
    plugins: PathBuf,
}

/// The folder of an installed plugin, or one that is in its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// Its name in the plugins folder.
    pub folder: String,
    /// Holds a plugin; otherwise it is only what is left of one.
    pub is_plugin: bool,
}

impl Home {
    /// The plugins folder; it has to be there.
    pub fn new(plugins: &Path) -> Self {
        Self { plugins: plugins.to_owned() }
    }

    /// Where a plugin's folder is.
    pub fn place(&self, folder: &str) -> PathBuf {
        self.plugins.join(folder)
    }

    /// A new folder to unpack into. It goes away with what is answered, unless it was installed.
    pub fn stage(&self) -> Result<Staged, ArchiveError> {
        let folder = self.hidden("staging")?.join(Uuid::new_v4().to_string());
        for new in [&folder, &folder.join("plugin")] {
            fs::create_dir(new).map_err(ArchiveError::file(new))?;
        }
        Ok(Staged { folder })
    }

    /// Where the plugin with this key is, or what is in its place. A folder whose key is exactly this one comes
    /// first; else one that the key stands for after an import (`epg-janitor` for `epg_janitor`), so that a
    /// plugin that was copied by hand once is updated rather than doubled, and keeps its settings.
    pub fn find(&self, key: &PluginKey) -> io::Result<Option<Installed>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.plugins)? {
            let entry = entry?;
            // A link to a folder counts; a loose file does not.
            if entry.path().is_dir() {
                names.extend(entry.file_name().into_string().ok());
            }
        }
        names.sort();
        let with_key = |name: &String| Some((name.clone(), PluginKey::from_folder(name).ok()?));
        let keys: Vec<_> = names.iter().filter_map(with_key).collect();
        let is_exact = |other: &PluginKey| other == key;
        let is_folded = |other: &PluginKey| {
            PluginKey::from_import(other.as_str()).is_ok_and(|folded| folded == *key)
        };
        // Of two with one key the last is the one in use, as discovery has it.
        let last = |test: &dyn Fn(&PluginKey) -> bool, is_plugin: bool| {
            let fits = |(name, other): &&(String, PluginKey)| {
                test(other) && self.holds_code(name) == is_plugin
            };
            let found = keys.iter().rfind(fits)?;
            Some(Installed { folder: found.0.clone(), is_plugin })
        };
        Ok(last(&is_exact, true)
            .or_else(|| last(&is_folded, true))
            .or_else(|| last(&is_exact, false)))
    }

    fn holds_code(&self, folder: &str) -> bool {
        ["plugin.py", "__init__.py"].iter().any(|file| self.place(folder).join(file).is_file())
    }

    /// A folder of ours, made if it is missing. A link in its place would have us write elsewhere.
    pub(super) fn hidden(&self, name: &str) -> Result<PathBuf, ArchiveError> {
        let mut path = self.plugins.join(".pluggarr");
        for folder in [None, Some(name)] {
            path.extend(folder);
            match fs::create_dir(&path) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(ArchiveError::file(&path)(error));
                }
                _ => {}
            }
            let about = path.symlink_metadata().map_err(ArchiveError::file(&path))?;
            if !about.is_dir() {
                return Err(ArchiveError::file(&path)(io::ErrorKind::NotADirectory.into()));
            }
        }
        Ok(path)
    }

    /// The same where it is only looked for; nothing is made.
    pub(super) fn hidden_if_there(&self, name: &str) -> Option<PathBuf> {
        let outer = self.plugins.join(".pluggarr");
        let path = outer.join(name);
        let is_folder = |path: &Path| path.symlink_metadata().is_ok_and(|about| about.is_dir());
        (is_folder(&outer) && is_folder(&path)).then_some(path)
    }

    pub(super) fn plugins(&self) -> &Path {
        &self.plugins
    }
}

/// A folder to unpack into. Removed when dropped.
#[derive(Debug)]
pub struct Staged {
    folder: PathBuf,
}

impl Staged {
    /// Where the plugin's files go.
    pub fn plugin(&self) -> PathBuf {
        self.folder.join("plugin")
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Staged {
    /// What cannot be removed now is removed at the next start. A plugin that could neither be replaced nor put back
    /// is not removed: the next start puts it back.
    fn drop(&mut self) {
        if !self.folder.join(super::swap::OLD).exists() {
            let _ = tree::remove(&self.folder);
        }
    }
}
