//! Which plugins are in the plugins folder. Reads names and manifests; runs nothing.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use pluggarr_plugin_protocol::{Manifest, PluginKey, Problem};

use crate::metadata::read_manifest;

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
}

/// Look into the plugins folder: each folder with a `plugin.py` or an `__init__.py` is a plugin.
pub fn scan(plugins: &Path) -> io::Result<Discovery> {
    let real_root = plugins.canonicalize()?;
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(plugins)? {
        let path = entry?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    let mut discovery = Discovery::default();
    for folder in folders {
        let Some(problem) = discovery.add(&folder, &real_root).err() else { continue };
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        discovery.problems.push(Problem::new(name, problem));
    }
    Ok(discovery.without_duplicates())
}

impl Discovery {
    fn add(&mut self, folder: &Path, real_root: &Path) -> Result<(), String> {
        let Some(name) = folder.file_name().and_then(|name| name.to_str()) else {
            return Err("its name is not UTF-8".to_owned());
        };
        // Not a plugin by anybody's intention: `.git`, `__pycache__`, a folder of data.
        let is_plugin = ["plugin.py", "__init__.py"].iter().any(|file| folder.join(file).is_file());
        if name.starts_with('.') || !is_plugin {
            return Ok(());
        }
        let real = folder.canonicalize().map_err(|error| error.to_string())?;
        if !real.starts_with(real_root) {
            return Err(format!(
                "it is a link that leaves the plugins folder, to {}",
                real.display()
            ));
        }
        let key = PluginKey::from_folder(name).map_err(|error| error.to_string())?;
        let (manifest, problems) = read_manifest(folder);
        let has_logo = folder.join("logo.png").is_file();
        self.plugins.push(FoundPlugin {
            key,
            folder: folder.to_owned(),
            manifest,
            problems,
            has_logo,
        });
        Ok(())
    }

    /// Of two folders with the same key the later wins, as upstream; the other one is reported.
    fn without_duplicates(mut self) -> Self {
        let mut winners = HashMap::new();
        for (index, plugin) in self.plugins.iter().enumerate() {
            winners.insert(plugin.key.clone(), index);
        }
        let mut kept = Vec::new();
        let found = std::mem::take(&mut self.plugins);
        let names: Vec<String> = found
            .iter()
            .map(|plugin| {
                plugin.folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
            })
            .collect();
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
