//! What plugins there are: the folders on disk joined with the rows in the database.

use std::collections::BTreeMap;
use std::path::Path;

use pluggarr_plugin_host::discovery::{self, FoundPlugin};
use pluggarr_plugin_host::{Metadata, State};
use pluggarr_plugin_protocol::{Field, Manifest, PluginKey};
use pluggarr_store::plugin_configs::PluginConfig;
use serde_json::{Map, Value};
use tracing::warn;

use super::Plugins;
use crate::Error;
use crate::error::blocking;

/// What became of a plugin's worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkerState {
    /// None is wanted.
    Stopped,
    /// It is being started, or waits for Python.
    Starting,
    /// It answers.
    Running,
    /// It is wanted, but its plugin does not load or it ended; the next call starts it anew.
    Crashed,
}

/// One plugin on disk, and what loading it told.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub found: FoundPlugin,
    /// What the instance says of itself, once loaded.
    pub loaded: Option<Metadata>,
    /// Why it is not loaded although it is enabled.
    pub load_error: Option<LoadError>,
}

/// Why a plugin did not load.
#[derive(Debug, Clone)]
pub struct LoadError {
    /// One line.
    pub message: String,
    /// Where, in the plugin's own code.
    pub traceback: Option<String>,
}

/// A plugin as it is shown.
#[derive(Debug, Clone)]
pub struct Plugin {
    /// Its key; a row of the incumbent's may hold one that no folder could have.
    pub key: String,
    /// Name, version, description, author, help URL: the instance's, else the manifest's, else the row's.
    pub about: Manifest,
    /// The row, if the plugin was ever seen by the database.
    pub row: Option<PluginConfig>,
    /// The row is there, the folder is not.
    pub missing: bool,
    /// No usable `plugin.json`.
    pub legacy: bool,
    /// The folder holds a `logo.png`.
    pub has_logo: bool,
    /// The instance is there.
    pub loaded: bool,
    /// Why not, though it is enabled.
    pub load_error: Option<LoadError>,
    /// Its worker.
    pub state: WorkerState,
}

impl Plugin {
    /// Whether it may run.
    pub fn enabled(&self) -> bool {
        self.row.as_ref().is_some_and(|row| row.enabled)
    }

    /// Whether somebody ever accepted to run its code.
    pub fn trusted(&self) -> bool {
        self.row.as_ref().is_some_and(|row| row.enabled || row.ever_enabled)
    }

    /// The name to show, never empty.
    pub fn name(&self) -> &str {
        self.about.name.as_deref().unwrap_or(&self.key)
    }

    /// What is stored, without defaults.
    pub fn settings(&self) -> Map<String, Value> {
        let stored = self.row.as_ref().and_then(|row| row.settings.as_object());
        stored.cloned().unwrap_or_default()
    }
}

impl Entry {
    /// The fields whose defaults an action sees.
    pub(super) fn fields(&self) -> &[Field] {
        match (&self.loaded, &self.found.manifest) {
            (Some(loaded), _) => &loaded.fields,
            (None, Some(manifest)) => &manifest.fields,
            (None, None) => &[],
        }
    }

    /// What is shown of the plugin: what the instance and its manifest say, else the manifest alone,
    /// else what the row remembers of the last time.
    pub(super) fn about(&self, row: Option<&PluginConfig>) -> Manifest {
        let filled = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let mut about = match (&self.loaded, &self.found.manifest) {
            (Some(loaded), _) => Manifest {
                manifest_version: loaded.manifest_version,
                name: filled(&loaded.name).filter(|name| name != self.found.key.as_str()),
                version: filled(&loaded.version),
                description: filled(&loaded.description),
                author: filled(&loaded.author),
                help_url: filled(&loaded.help_url),
                license: filled(&loaded.license),
                repo_url: filled(&loaded.repo_url),
                capabilities: loaded.capabilities.clone(),
                navigation: Some(loaded.navigation),
                fields: loaded.fields.clone(),
                actions: loaded.actions.clone(),
            },
            (None, Some(manifest)) => manifest.clone(),
            (None, None) => Manifest::default(),
        };
        about.name = about.name.or_else(|| row.and_then(|row| filled(&row.name)));
        about.version = about.version.or_else(|| row.and_then(|row| filled(&row.version)));
        about.description =
            about.description.or_else(|| row.and_then(|row| filled(&row.description)));
        about.name = about.name.or_else(|| Some(self.folder_name()));
        about
    }

    fn folder_name(&self) -> String {
        let name = self.found.folder.file_name();
        name.map_or_else(|| self.found.key.to_string(), |name| name.to_string_lossy().into_owned())
    }

    /// What became of the worker. An enabled plugin that is neither loaded nor refused is on its way.
    fn state(&self, worker: State, enabled: bool) -> WorkerState {
        match (worker, enabled) {
            (State::Running, _) => WorkerState::Running,
            (_, false) => WorkerState::Stopped,
            (State::Crashed, true) => WorkerState::Crashed,
            (State::Starting | State::Stopped, true) => match self.load_error {
                Some(_) => WorkerState::Crashed,
                None => WorkerState::Starting,
            },
        }
    }
}

impl Plugins {
    /// All plugins: those on disk in folder order, then rows whose folder is gone.
    pub async fn list(&self) -> Result<Vec<Plugin>, Error> {
        let mut rows: BTreeMap<String, PluginConfig> = self
            .0
            .store
            .plugin_configs()
            .list()
            .await?
            .into_iter()
            .map(|row| (row.key.clone(), row))
            .collect();
        let catalogue = self.0.catalogue.read().await;
        let mut plugins: Vec<_> = catalogue
            .values()
            .map(|entry| self.shown(entry, rows.remove(entry.found.key.as_str())))
            .collect();
        plugins.extend(rows.into_values().map(missing));
        Ok(plugins)
    }

    /// One plugin.
    pub async fn get(&self, key: &str) -> Result<Plugin, Error> {
        let row = self.0.store.plugin_configs().find(key).await?;
        let catalogue = self.0.catalogue.read().await;
        let entry = catalogue.values().find(|entry| entry.found.key.as_str() == key);
        match (entry, row) {
            (Some(entry), row) => Ok(self.shown(entry, row)),
            (None, Some(row)) => Ok(missing(row)),
            (None, None) => Err(Error::not_found("plugin", key)),
        }
    }

    /// The bytes of the plugin's `logo.png`, if it has one.
    pub async fn logo(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        if !self.get(key).await?.has_logo {
            return Ok(None);
        }
        let catalogue = self.0.catalogue.read().await;
        let entry = catalogue.values().find(|entry| entry.found.key.as_str() == key);
        let Some(folder) = entry.map(|entry| entry.found.folder.clone()) else { return Ok(None) };
        drop(catalogue);
        blocking(move || Ok::<_, Error>(read_logo(&folder))).await
    }

    /// Look at the plugins folder anew. What was known of a plugin's instance is kept.
    pub async fn discover(&self) -> Result<usize, Error> {
        let folder = self.0.folder.clone();
        let path = folder.clone();
        let found = blocking(move || {
            discovery::scan(&folder).map_err(|source| Error::File { path: folder, source })
        })
        .await?;
        for problem in &found.problems {
            warn!("{}: {}: {}", path.display(), problem.path, problem.message);
        }
        let mut catalogue = self.0.catalogue.write().await;
        let mut before = std::mem::take(&mut *catalogue);
        for found in found.plugins {
            for problem in &found.problems {
                warn!(plugin.key = %found.key, "{}: {}", problem.path, problem.message);
            }
            let entry = match before.remove(&found.key) {
                Some(known) => Entry { found, ..known },
                None => Entry { found, loaded: None, load_error: None },
            };
            catalogue.insert(entry.found.key.clone(), entry);
        }
        let keys: Vec<_> = catalogue.keys().cloned().collect();
        drop(catalogue);
        for key in &keys {
            self.sync_row(key).await?;
        }
        Ok(keys.len())
    }

    /// Make the row agree with what the plugin says of itself; a new row is disabled.
    pub(super) async fn sync_row(&self, key: &PluginKey) -> Result<(), Error> {
        let row = self.0.store.plugin_configs().find(key.as_str()).await?;
        let about = match self.0.catalogue.read().await.get(key) {
            Some(entry) => entry.about(row.as_ref()),
            None => return Ok(()),
        };
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        self.0
            .store
            .plugin_configs()
            .ensure(
                key.as_str(),
                about.name.as_deref().unwrap_or(key.as_str()),
                &text(&about.version),
                &text(&about.description),
            )
            .await?;
        Ok(())
    }

    fn shown(&self, entry: &Entry, row: Option<PluginConfig>) -> Plugin {
        let enabled = row.as_ref().is_some_and(|row| row.enabled);
        Plugin {
            key: entry.found.key.to_string(),
            about: entry.about(row.as_ref()),
            missing: false,
            legacy: entry.found.manifest.is_none(),
            has_logo: entry.found.has_logo,
            loaded: entry.loaded.is_some(),
            load_error: entry.load_error.clone(),
            state: entry.state(self.0.host.state(&entry.found.key), enabled),
            row,
        }
    }
}

/// More than any logo; what is larger is not shown.
const LARGEST_LOGO: u64 = 5 << 20;

/// The logo, if it really is a PNG in the plugin's own folder: a link could lead to any file of the
/// host, and a file that only says it is a PNG could be a page with a script.
fn read_logo(folder: &Path) -> Option<Vec<u8>> {
    let path = folder.join("logo.png");
    let about = std::fs::symlink_metadata(&path).ok()?;
    if !about.is_file() || about.len() > LARGEST_LOGO {
        return None;
    }
    std::fs::read(&path).ok().filter(|bytes| bytes.starts_with(b"\x89PNG\r\n\x1a\n"))
}

fn missing(row: PluginConfig) -> Plugin {
    Plugin {
        key: row.key.clone(),
        about: Manifest {
            name: Some(row.name.clone()),
            version: Some(row.version.clone()),
            description: Some(row.description.clone()),
            ..Manifest::default()
        },
        missing: true,
        legacy: false,
        has_logo: false,
        loaded: false,
        load_error: None,
        state: WorkerState::Stopped,
        row: Some(row),
    }
}
