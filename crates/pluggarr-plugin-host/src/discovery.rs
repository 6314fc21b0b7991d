//! Which plugins are in the plugins folder. Reads names and manifests; runs nothing.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use pluggarr_plugin_protocol::{Manifest, PluginKey, Problem};

use crate::metadata::read_manifest;

mod stamp;

pub(crate) use stamp::is_code;
pub use stamp::{CodeStamp, Stamp};

/// What is in the plugins folder.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Discovery {
    /// The plugins, in the order of their folders' names.
    pub plugins: Vec<FoundPlugin>,
    /// Folders that look like plugins and cannot be: `path` is the folder's name.
    pub problems: Vec<Problem>,
}

/// A folder that holds a plugin.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundPlugin {
    /// What it is known by.
    pub key: PluginKey,
    /// Where it is.
    pub folder: PathBuf,
    /// Its `plugin.json`; without one it is a legacy plugin.
    pub manifest: Option<Manifest>,
    /// What is wrong with its `plugin.json`.
    pub problems: Vec<Problem>,
    /// Has a `logo.png`.
    pub has_logo: bool,
    /// Has a `README.md`.
    pub has_readme: bool,
    /// What its files looked like when they were read.
    pub stamp: Stamp,
}

/// Looks into the plugins folder again and again, and reads only what has changed since.
#[derive(Debug, Default)]
pub struct Scanner {
    known: HashMap<PathBuf, (Stamp, Result<FoundPlugin, String>)>,
}

/// Look into the plugins folder once: each folder with a `plugin.py` or an `__init__.py` is a plugin.
pub fn scan(plugins: &Path) -> io::Result<Discovery> {
    Scanner::default().scan(plugins)
}

impl Scanner {
    /// Look into the plugins folder. What has not changed is answered from memory.
    pub fn scan(&mut self, plugins: &Path) -> io::Result<Discovery> {
        let real_root = plugins.canonicalize()?;
        let mut folders = Vec::new();
        for entry in std::fs::read_dir(plugins)? {
            let entry = entry?;
            let is_link = entry.file_type()?.is_symlink();
            if entry.file_type()?.is_dir() || (is_link && entry.path().is_dir()) {
                folders.push((entry.path(), is_link));
            }
        }
        folders.sort();
        let mut before = std::mem::take(&mut self.known);
        let mut discovery = Discovery::default();
        for (folder, is_link) in folders {
            let stamp = Stamp::of(&folder);
            // Not a plugin by anybody's intention: `.git`, `__pycache__`, a folder of data.
            if is_hidden(&folder) || !stamp.has_code() {
                continue;
            }
            let known = before.remove(&folder).filter(|(then, _)| !is_link && *then == stamp);
            let (_, found) = known.unwrap_or_else(|| {
                let leaves = is_link.then(|| check_link(&folder, &real_root)).transpose();
                (stamp.clone(), leaves.and_then(|_| read(&folder, &stamp)))
            });
            match &found {
                Ok(plugin) => discovery.plugins.push(plugin.clone()),
                Err(problem) => discovery.problems.push(Problem::new(name_of(&folder), problem)),
            }
            self.known.insert(folder, (stamp, found));
        }
        Ok(discovery.without_duplicates())
    }
}

fn is_hidden(folder: &Path) -> bool {
    name_of(folder).starts_with('.')
}

fn name_of(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn check_link(folder: &Path, real_root: &Path) -> Result<(), String> {
    let real = folder.canonicalize().map_err(|error| error.to_string())?;
    match real.starts_with(real_root) {
        true => Ok(()),
        false => Err(format!("it is a link that leaves the plugins folder, to {}", real.display())),
    }
}

fn read(folder: &Path, stamp: &Stamp) -> Result<FoundPlugin, String> {
    let name = folder.file_name().and_then(|name| name.to_str()).ok_or("its name is not UTF-8")?;
    let key = PluginKey::from_folder(name).map_err(|error| error.to_string())?;
    let (manifest, problems) = read_manifest(folder);
    Ok(FoundPlugin {
        key,
        folder: folder.to_owned(),
        manifest,
        problems,
        has_logo: stamp.has_logo(),
        has_readme: stamp.has_readme(),
        stamp: stamp.clone(),
    })
}

impl Discovery {
    /// Of two folders with the same key the later wins, as upstream; the other one is reported.
    fn without_duplicates(mut self) -> Self {
        let mut winners = HashMap::new();
        for (index, plugin) in self.plugins.iter().enumerate() {
            winners.insert(plugin.key.clone(), index);
        }
        let mut kept = Vec::new();
        let found = std::mem::take(&mut self.plugins);
        let names: Vec<String> = found.iter().map(|plugin| name_of(&plugin.folder)).collect();
        for (index, plugin) in found.into_iter().enumerate() {
            let winner = winners[&plugin.key];
            if winner == index {
                kept.push(plugin);
                continue;
            }
            let message =
                format!("has the same key `{}` as `{}`, which is used", plugin.key, names[winner]);
            self.problems.push(Problem::new(names[index].clone(), message));
        }
        Self { plugins: kept, problems: self.problems }
    }
}

#[cfg(test)]
mod tests;
