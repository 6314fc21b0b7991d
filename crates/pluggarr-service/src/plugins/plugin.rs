//! A plugin as it is shown, whether it is on disk or only remembered.

use pluggarr_plugin_host::archive::Previous;
use pluggarr_plugin_protocol::{Manifest, Problem, settings};
use pluggarr_store::plugin_configs::PluginConfig;
use serde_json::{Map, Value};

/// What became of a plugin's worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkerState {
    /// None is wanted, or none may run before somebody has consented.
    Stopped,
    /// It is being started, or waits for Python.
    Starting,
    /// It answers.
    Running,
    /// It is wanted, but its plugin does not load or it ended; the next call starts it anew.
    Crashed,
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
    /// The name of its folder; empty where that is missing.
    pub folder: String,
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
    /// The folder holds a `README.md`.
    pub has_readme: bool,
    /// What is wrong with its manifest or its class.
    pub problems: Vec<Problem>,
    /// The instance is there.
    pub loaded: bool,
    /// How often it was loaded since the program began: whether it may be another than before.
    pub(crate) loads: u64,
    /// Why not, though it is enabled.
    pub load_error: Option<LoadError>,
    /// Its files are others than those that were loaded.
    pub reload_offered: bool,
    /// What it asks for and nobody has accepted yet.
    pub new_capabilities: Vec<String>,
    /// Its worker.
    pub state: WorkerState,
    /// What a roll-back would bring back.
    pub previous: Option<Previous>,
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

    /// Whether somebody has to accept something before it runs (again).
    pub fn needs_trust(&self) -> bool {
        !self.trusted() || !self.new_capabilities.is_empty()
    }

    /// The name to show, never empty.
    pub fn name(&self) -> &str {
        self.about.name.as_deref().unwrap_or(&self.key)
    }

    /// What is stored, without defaults; every secret is masked.
    pub fn shown_settings(&self) -> Map<String, Value> {
        settings::masked(&self.about.fields, &self.settings())
    }

    /// The ids of the secrets that are stored.
    pub fn secrets_set(&self) -> Vec<String> {
        settings::secrets_set(&self.about.fields, &self.settings())
    }

    /// What is stored, without defaults and with all secrets: for the plugin itself only.
    pub(super) fn settings(&self) -> Map<String, Value> {
        let stored = self.row.as_ref().and_then(|row| row.settings.as_object());
        stored.cloned().unwrap_or_default()
    }

    /// One that is only remembered.
    pub(super) fn missing(row: PluginConfig) -> Self {
        Self {
            key: row.key.clone(),
            folder: String::new(),
            about: Manifest {
                name: Some(row.name.clone()),
                version: Some(row.version.clone()),
                description: Some(row.description.clone()),
                ..Manifest::default()
            },
            missing: true,
            legacy: false,
            has_logo: false,
            has_readme: false,
            problems: Vec::new(),
            loaded: false,
            loads: 0,
            load_error: None,
            reload_offered: false,
            new_capabilities: Vec::new(),
            state: WorkerState::Stopped,
            previous: None,
            row: Some(row),
        }
    }
}
