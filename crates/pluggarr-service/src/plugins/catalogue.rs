//! What plugins there are: the folders on disk joined with the rows in the database.

use std::collections::{BTreeMap, HashMap, HashSet};

use pluggarr_plugin_host::discovery::CodeStamp;
use pluggarr_plugin_protocol::PluginKey;
use pluggarr_store::plugin_configs::{PluginAbout, PluginConfig};
use tracing::warn;

use super::entry::Entry;
use super::{Plugin, Plugins};
use crate::Error;
use crate::error::blocking;

impl Plugins {
    /// All plugins: those on disk in folder order, then rows whose folder is gone.
    pub async fn list(&self) -> Result<Vec<Plugin>, Error> {
        let mut rows = self.rows().await?;
        let catalogue = self.0.catalogue.read().await;
        let mut plugins: Vec<_> = catalogue
            .values()
            .map(|entry| self.shown(entry, rows.remove(entry.found.key.as_str())))
            .collect();
        plugins.extend(rows.into_values().map(Plugin::missing));
        Ok(plugins)
    }

    /// One plugin.
    pub async fn get(&self, key: &str) -> Result<Plugin, Error> {
        let row = self.0.store.plugin_configs().find(key).await?;
        let catalogue = self.0.catalogue.read().await;
        match (catalogue.get(key), row) {
            (Some(entry), row) => Ok(self.shown(entry, row)),
            (None, Some(row)) => Ok(Plugin::missing(row)),
            (None, None) => Err(Error::not_found("plugin", key)),
        }
    }

    /// Look at the plugins folder anew, and into the code of plugins without a manifest.
    pub async fn discover(&self) -> Result<usize, Error> {
        let count = self.scan().await?;
        self.read_legacy().await?;
        Ok(count)
    }

    /// Look at the plugins folder anew, not into the code. What was known of a plugin's instance is kept.
    pub(crate) async fn scan(&self) -> Result<usize, Error> {
        // One look at a time: what was seen first must not come back last.
        let mut scanner = self.0.scanner.clone().lock_owned().await;
        let (folder, loaded) = (self.0.folder.clone(), self.loaded_keys().await);
        let home = self.0.home.clone();
        let (_scanner, found, codes, mut previous) = blocking(move || {
            let found = match scanner.scan(&folder) {
                Ok(found) => found,
                Err(source) => return Err(Error::File { path: folder, source }),
            };
            let loaded = found.plugins.iter().filter(|plugin| loaded.contains(&plugin.key));
            let codes = loaded.map(|plugin| (plugin.key.clone(), CodeStamp::of(&plugin.folder)));
            let codes: HashMap<_, _> = codes.collect();
            Ok((scanner, found, codes, home.all_previous()))
        })
        .await?;
        for problem in &found.problems {
            warn!("{}: {}: {}", self.0.folder.display(), problem.path, problem.message);
        }
        let mut catalogue = self.0.catalogue.write().await;
        let mut before = std::mem::take(&mut *catalogue);
        for found in found.plugins {
            let (key, code) = (found.key.clone(), codes.get(&found.key));
            let mut entry = match before.remove(&key) {
                Some(known) => known.found_again(found, code),
                None => Entry::new(found),
            };
            entry.previous = previous.remove(&key);
            catalogue.insert(key, entry);
        }
        let count = catalogue.len();
        drop(catalogue);
        self.sync_rows().await?;
        Ok(count)
    }

    pub(super) async fn loaded_keys(&self) -> HashSet<PluginKey> {
        let catalogue = self.0.catalogue.read().await;
        let loaded = catalogue.iter().filter(|(_, entry)| entry.loaded_code.is_some());
        loaded.map(|(key, _)| key.clone()).collect()
    }

    /// Make the rows agree with what the plugins say of themselves; new rows are disabled.
    pub(super) async fn sync_rows(&self) -> Result<(), Error> {
        let rows = self.rows().await?;
        let catalogue = self.0.catalogue.read().await;
        let changed: Vec<_> = catalogue
            .values()
            .filter_map(|entry| to_remember(entry, rows.get(entry.found.key.as_str())))
            .collect();
        drop(catalogue);
        Ok(self.0.store.plugin_configs().ensure_all(&changed).await?)
    }

    /// Make the row of one plugin agree with what it says of itself.
    pub(super) async fn sync_row(&self, key: &PluginKey) -> Result<(), Error> {
        let row = self.0.store.plugin_configs().find(key.as_str()).await?;
        let catalogue = self.0.catalogue.read().await;
        let changed = catalogue.get(key).and_then(|entry| to_remember(entry, row.as_ref()));
        drop(catalogue);
        Ok(self.0.store.plugin_configs().ensure_all(changed.as_slice()).await?)
    }

    async fn rows(&self) -> Result<BTreeMap<String, PluginConfig>, Error> {
        let rows = self.0.store.plugin_configs().list().await?;
        Ok(rows.into_iter().map(|row| (row.key.clone(), row)).collect())
    }

    /// The key of a plugin on disk.
    pub(super) async fn known(&self, key: &str) -> Option<PluginKey> {
        let catalogue = self.0.catalogue.read().await;
        catalogue.get_key_value(key).map(|(key, _)| key.clone())
    }

    fn shown(&self, entry: &Entry, row: Option<PluginConfig>) -> Plugin {
        let enabled = row.as_ref().is_some_and(|row| row.enabled);
        let about = entry.about(row.as_ref());
        let key = entry.found.key.to_string();
        let new_capabilities = self.0.accepted.not_in(&key, &about.capabilities);
        let may_run = enabled && new_capabilities.is_empty();
        Plugin {
            key,
            folder: entry.folder_name(),
            new_capabilities,
            about,
            missing: false,
            legacy: entry.found.manifest.is_none(),
            has_logo: entry.found.has_logo,
            has_readme: entry.found.has_readme,
            problems: entry.problems(),
            loaded: entry.loaded.is_some(),
            loads: entry.loads,
            load_error: entry.load_error.clone(),
            reload_offered: entry.reload_offered,
            state: entry.state(self.0.host.state(&entry.found.key), may_run),
            previous: entry.previous.clone(),
            row,
        }
    }
}

/// What the row should say of a plugin, if it says something else.
fn to_remember(entry: &Entry, row: Option<&PluginConfig>) -> Option<PluginAbout> {
    let about = entry.about(row);
    let text = |value: Option<String>| value.unwrap_or_default();
    let key = entry.found.key.to_string();
    let about = PluginAbout {
        name: about.name.unwrap_or_else(|| key.clone()),
        version: text(about.version),
        description: text(about.description),
        key,
    };
    match row {
        Some(row) if about.is_in(row) => None,
        _ => Some(about),
    }
}
