//! Plugins as the application knows them: what is on disk, what the database says of it, and the
//! worker that runs it.
//!
//! Knows the rules (who may run when, which settings an action sees, what a reload does); does not
//! know processes or frames, which are `pluggarr-plugin-host`'s, nor HTTP shapes.

mod activity;
mod catalogue;
mod celery_tasks;
mod dispatch;
mod entry;
mod export;
mod files;
mod host_calls;
mod import;
mod leading;
mod lifecycle;
mod limits;
mod outcome;
mod plugin;
mod preview;
mod reading;
mod run;
mod secrets;
mod settings;
mod spool;
mod storage;
mod trash;
mod trust;
mod turns;
mod upload;
mod versions;
mod watch;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use pluggarr_plugin_host::archive::{Home, Limits};
use pluggarr_plugin_host::discovery::Scanner;
use pluggarr_plugin_host::{DataFolders, EnvironmentState, PluginHost};
use pluggarr_plugin_protocol::{PluginKey, RootLevel};
use pluggarr_store::Store;
use tokio::sync::{Mutex, RwLock, mpsc};

use crate::Config;
use crate::events::Events;
use crate::runs::Runs;
use crate::system_events::SystemEvents;
use crate::tasks::Tasks;

pub(crate) use celery_tasks::TaskOwner;
pub use export::{Export, Packed, pack};
pub use import::Imported;
pub use limits::ActionLimit;
pub use outcome::{FailureKind, failure_kind};
pub use pluggarr_plugin_host::archive::{ArchiveError, Previous};
pub use pluggarr_plugin_host::{EnvironmentState as PythonState, Error as HostError};
pub use plugin::{LoadError, Plugin, WorkerState};
pub use preview::Preview;
pub use settings::{FieldChange, SettingsVersion};
pub use spool::Upload;
pub use trash::Trashed;
pub use watch::WatchState;

/// The plugins of this host. Cheap to clone.
#[derive(Clone)]
pub struct Plugins(Arc<Inner>);

struct Inner {
    store: Store,
    events: Events,
    folder: PathBuf,
    /// The same folder, as a place to install in.
    home: Home,
    /// How much an archive may hold.
    import_limits: Limits,
    /// Where uploads are kept until they are looked at; no plugin sees it.
    spool: PathBuf,
    host: PluginHost,
    /// What the last discovery found, by key.
    catalogue: RwLock<BTreeMap<PluginKey, entry::Entry>>,
    scanner: Arc<Mutex<Scanner>>,
    reader: reading::Reader,
    /// Enabling, disabling and reloading change catalogue, rows and workers together.
    turns: turns::Turns,
    /// One save of settings at a time: versions must be kept in the order of the changes.
    saving: Mutex<()>,
    secrets: Arc<secrets::Secrets>,
    accepted: trust::Accepted,
    leading: leading::Leading,
    /// Who has begun to run; taken by the task that lets services lead.
    running: Mutex<Option<mpsc::UnboundedReceiver<PluginKey>>>,
    watch: watch::Watch,
    runs: Runs,
    /// How long an action may take that nothing else is said of.
    run_limit: Duration,
    limits: limits::Overrides,
    activity: Arc<activity::Activities>,
}

impl Plugins {
    pub(crate) fn new(
        config: &Config,
        data: DataFolders,
        store: Store,
        events: Events,
        system_events: SystemEvents,
        tasks: Tasks,
        runs: Runs,
    ) -> Self {
        let (told, running) = mpsc::unbounded_channel();
        let place = Arc::new(OnceLock::new());
        let calls = host_calls::Answers::new(
            store.clone(),
            events.clone(),
            system_events,
            tasks,
            runs.clone(),
            told,
            place.clone(),
        );
        let (secrets, activity) = (calls.secrets(), calls.activity());
        let host = host_config(config, data.clone());
        let inner = Arc::new(Inner {
            store,
            events,
            folder: data.plugins(),
            home: Home::new(&data.plugins()),
            import_limits: config.import_limits.clone(),
            spool: data.host().join("staging"),
            reader: reading::Reader::new(host.environment.clone()),
            host: PluginHost::new(host, Arc::new(calls)),
            catalogue: RwLock::default(),
            scanner: Arc::default(),
            turns: turns::Turns::default(),
            saving: Mutex::default(),
            secrets,
            accepted: trust::Accepted::default(),
            leading: leading::Leading::default(),
            running: Mutex::new(Some(running)),
            watch: watch::Watch::default(),
            runs,
            run_limit: config.run_limit,
            limits: limits::Overrides::default(),
            activity,
        });
        // Whoever calls holds no plugins alive.
        let _ = place.set(Arc::downgrade(&inner));
        Self(inner)
    }

    /// Where plugin folders lie.
    pub fn folder(&self) -> &Path {
        &self.0.folder
    }

    /// How far the Python is that plugins run in.
    pub fn environment(&self) -> EnvironmentState {
        self.0.host.environment()
    }

    /// `namespaced` where plugins see the data folder as `/data`, `plain` where they see real paths;
    /// `None` until the first worker could be started.
    pub fn worker_root(&self) -> Option<&'static str> {
        self.0.host.root().map(|root| match root {
            RootLevel::Namespaced => "namespaced",
            RootLevel::Plain => "plain",
        })
    }

    /// End all workers, without calling their `stop()`: like the incumbent when its server ends.
    pub async fn shutdown(&self) {
        self.0.host.shutdown().await;
    }
}

fn host_config(config: &Config, data: DataFolders) -> pluggarr_plugin_host::Config {
    let mut host = pluggarr_plugin_host::Config::new(data);
    host.environment.wheels.clone_from(&config.wheels);
    (host.limits.load, host.limits.run) = (config.load_limit, config.run_limit);
    host.limits.niceness = config.worker_niceness;
    host.warm_up = Some("dispatcharr.warmup".to_owned());
    let database = config.store_paths().shared().display().to_string();
    host.variables.extend([
        ("DJANGO_SETTINGS_MODULE".to_owned(), "dispatcharr.settings".to_owned()),
        // Worth nothing to the host, whose tokens are signed with a key no worker sees.
        ("DJANGO_SECRET_KEY".to_owned(), uuid::Uuid::new_v4().to_string()),
        ("PLUGGARR_DB_PATH".to_owned(), database),
        ("PLUGGARR_BASE_URL".to_owned(), config.base_url.clone()),
    ]);
    host
}
