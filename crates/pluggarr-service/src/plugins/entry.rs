//! One plugin on disk, and what is known of it: from its files, and from its instance once that was loaded.

use pluggarr_plugin_host::archive::Previous;
use pluggarr_plugin_host::discovery::{CodeStamp, FoundPlugin};
use pluggarr_plugin_host::{Metadata, State};
use pluggarr_plugin_protocol::{Field, Manifest, Problem};
use pluggarr_store::plugin_configs::PluginConfig;

use tracing::warn;

use super::reading::Read;
use super::{LoadError, WorkerState};

/// One plugin on disk.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub found: FoundPlugin,
    /// What its code says of itself, where there is no manifest.
    pub read: Option<Read>,
    /// What the instance says of itself, once loaded.
    pub loaded: Option<Metadata>,
    /// How often it was loaded since the program began.
    pub loads: u64,
    /// Its code as it was when it was loaded.
    pub loaded_code: Option<CodeStamp>,
    /// Its code is another by now.
    pub reload_offered: bool,
    /// Why it is not loaded although it is enabled.
    pub load_error: Option<LoadError>,
    /// What a roll-back would bring back.
    pub previous: Option<Previous>,
}

impl Entry {
    pub(super) fn new(found: FoundPlugin) -> Self {
        report(&found);
        Self {
            found,
            read: None,
            loaded: None,
            loads: 0,
            loaded_code: None,
            reload_offered: false,
            load_error: None,
            previous: None,
        }
    }

    /// The same plugin after another look at its folder. What its instance told is kept. `code` is what its code
    /// is now; it is not known of a plugin that was loaded while the folder was looked at.
    pub(super) fn found_again(self, found: FoundPlugin, code: Option<&CodeStamp>) -> Self {
        if self.found.problems != found.problems {
            report(&found);
        }
        let reload_offered = match (&self.loaded_code, code) {
            (Some(loaded), Some(code)) => loaded != code,
            (_, None) | (None, _) => self.reload_offered,
        };
        Self { found, reload_offered, ..self }
    }

    /// The worker is gone, and with it what it had told.
    pub(super) fn unload(&mut self) {
        (self.loaded, self.loaded_code, self.load_error) = (None, None, None);
        self.reload_offered = false;
    }

    /// What the plugin's files say of it, as far as they do without being run.
    pub(super) fn written(&self) -> Option<&Manifest> {
        let read = self.read.as_ref().map(|read| &read.about);
        self.found.manifest.as_ref().or(read)
    }

    /// The fields whose defaults an action sees.
    pub(super) fn fields(&self) -> &[Field] {
        match (&self.loaded, self.written()) {
            (Some(loaded), _) => &loaded.fields,
            (None, Some(manifest)) => &manifest.fields,
            (None, None) => &[],
        }
    }

    /// What is wrong with what the plugin says of itself.
    pub(super) fn problems(&self) -> Vec<Problem> {
        // An instance knows better than its code, which was only read.
        let read =
            self.read.iter().filter(|_| self.loaded.is_none() && self.found.manifest.is_none());
        let read = read.flat_map(|read| &read.problems);
        let class = self.loaded.iter().flat_map(|loaded| &loaded.problems);
        self.found.problems.iter().chain(read).chain(class).cloned().collect()
    }

    /// What is shown of the plugin: what the instance and its manifest say, else the manifest alone,
    /// else what the row remembers of the last time.
    pub(super) fn about(&self, row: Option<&PluginConfig>) -> Manifest {
        let filled = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let mut about = self.written().cloned().unwrap_or_default();
        // What is asked for is what could be read before the code ran: only that can be accepted by somebody.
        about.capabilities = about.needs();
        if let Some(loaded) = &self.loaded {
            about = Manifest {
                name: filled(&loaded.name).filter(|name| name != self.found.key.as_str()),
                version: filled(&loaded.version),
                description: filled(&loaded.description),
                author: filled(&loaded.author),
                help_url: filled(&loaded.help_url),
                license: filled(&loaded.license),
                repo_url: filled(&loaded.repo_url),
                manifest_version: loaded.manifest_version,
                navigation: Some(loaded.navigation),
                fields: loaded.fields.clone(),
                actions: loaded.actions.clone(),
                ..about
            };
        }
        about.name = about.name.or_else(|| row.and_then(|row| filled(&row.name)));
        about.version = about.version.or_else(|| row.and_then(|row| filled(&row.version)));
        about.description =
            about.description.or_else(|| row.and_then(|row| filled(&row.description)));
        about.name = about.name.or_else(|| Some(self.folder_name()));
        about
    }

    /// The name of its folder, which may be spelled otherwise than its key.
    pub(super) fn folder_name(&self) -> String {
        let name = self.found.folder.file_name();
        name.map_or_else(|| self.found.key.to_string(), |name| name.to_string_lossy().into_owned())
    }

    /// What became of the worker. A plugin that may run and is neither loaded nor refused is on its way.
    pub(super) fn state(&self, worker: State, may_run: bool) -> WorkerState {
        match (worker, may_run) {
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

/// Say in the log what is wrong with a manifest.
fn report(found: &FoundPlugin) {
    for problem in &found.problems {
        warn!(plugin.key = %found.key, "{}: {}", problem.path, problem.message);
    }
}
