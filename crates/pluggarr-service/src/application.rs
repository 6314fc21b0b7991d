//! The application as a whole: opened once, handed out in parts.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use pluggarr_plugin_host::DataFolders;
use pluggarr_store::Store;
use pluggarr_store::core_settings::CoreSetting;
use pluggarr_store::stream_profiles::StreamProfile;
use pluggarr_store::user_agents::UserAgent;
use rand::RngCore;

use crate::channels::Channels;
use crate::deliveries::Deliveries;
use crate::epg::EpgSources;
use crate::events::Events;
use crate::folder_lock::FolderLock;
use crate::jobs::Jobs;
use crate::m3u::M3uAccounts;
use crate::outputs::Outputs;
use crate::plugins::Plugins;
use crate::runs::{Roots, Runs};
use crate::sample::Sample;
use crate::schedules::Schedules;
use crate::system_events::SystemEvents;
use crate::tasks::Tasks;
use crate::tokens::Signer;
use crate::users::Users;
use crate::{Config, Error, backup, refresh_intervals};

/// Everything one host can do. Cheap to clone.
#[derive(Clone)]
pub struct Application(Arc<Parts>);

struct Parts {
    config: Config,
    store: Store,
    events: Events,
    system_events: SystemEvents,
    users: Users,
    m3u: M3uAccounts,
    epg: EpgSources,
    channels: Channels,
    outputs: Outputs,
    plugins: Plugins,
    runs: Runs,
    deliveries: Deliveries,
    schedules: Schedules,
    /// Held as long as the application lives: two hosts on one data folder would fight.
    _lock: FolderLock,
}

impl Application {
    /// Open (and make, if need be) the data folder. Nothing runs yet, and Python is not touched.
    pub async fn open(config: Config) -> Result<Self, Error> {
        let (folders, lock) = prepare_folders(&config)?;
        backup::finish_interrupted(&config)?;
        let store = Store::open(&config.store_paths()).await?;
        close_interrupted(&store).await?;
        let signer = Signer::new(&signing_key(&store).await?);
        let (events, jobs) = (Events::default(), Jobs::new(store.clone()));
        let system_events = SystemEvents::new(store.clone());
        let m3u = M3uAccounts::new(
            config.clone(),
            store.clone(),
            events.clone(),
            system_events.clone(),
            jobs.clone(),
        );
        let epg = EpgSources::new(
            config.clone(),
            store.clone(),
            events.clone(),
            system_events.clone(),
            jobs,
        );
        let channels = Channels::new(store.clone(), events.clone(), epg.clone());
        let tasks = Tasks { m3u: m3u.clone(), epg: epg.clone(), channels: channels.clone() };
        let roots = Roots { files: folders.files(), plugins: folders.plugins() };
        let runs = Runs::open(store.clone(), folders.host().join("results"), roots).await?;
        let plugins = Plugins::new(
            &config,
            folders,
            store.clone(),
            events.clone(),
            system_events.clone(),
            tasks.clone(),
            runs.clone(),
        );
        plugins.recover().await?;
        plugins.recall_trust().await?;
        plugins.recall_limits().await?;
        plugins.scan().await?;
        Ok(Self(Arc::new(Parts {
            users: Users::new(store.clone(), signer, system_events.clone()),
            schedules: Schedules::new(store.clone(), plugins.clone(), runs.clone(), tasks),
            deliveries: Deliveries::new(store.clone(), plugins.clone(), runs.clone()),
            outputs: Outputs::new(config.clone(), store.clone(), system_events.clone()),
            config,
            store,
            events,
            system_events,
            m3u,
            epg,
            channels,
            plugins,
            runs,
            _lock: lock,
        })))
    }

    /// Start what works on its own: Python's set-up, enabled plugins, schedules.
    pub fn start(&self) {
        let plugins = self.plugins();
        tokio::spawn(async move { plugins.start().await });
        let (told, fired) = tokio::sync::mpsc::unbounded_channel();
        self.0.system_events.listen(told);
        tokio::spawn(self.deliveries().work(fired));
        tokio::spawn(refresh_intervals::run(self.clone()));
        self.0.schedules.start();
        tokio::spawn(self.runs().forget_old());
    }

    /// End the workers and close the databases.
    pub async fn shutdown(&self) {
        self.0.schedules.stop();
        self.0.plugins.shutdown().await;
        self.0.system_events.close().await;
        self.0.runs.close().await;
        self.0.store.close().await;
    }

    /// What it was opened with.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// The databases, for parts of this crate.
    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    /// The settings, a row per group.
    pub async fn core_settings(&self) -> Result<Vec<CoreSetting>, Error> {
        Ok(self.0.store.core_settings().list().await?)
    }

    /// How streams can be handed out.
    pub async fn stream_profiles(&self) -> Result<Vec<StreamProfile>, Error> {
        Ok(self.0.store.stream_profiles().list().await?)
    }

    /// What this host can say it is when it fetches something.
    pub async fn user_agents(&self) -> Result<Vec<UserAgent>, Error> {
        Ok(self.0.store.user_agents().list().await?)
    }

    /// The version of the SQLite library in use.
    pub async fn sqlite_version(&self) -> Result<String, Error> {
        Ok(self.0.store.sqlite_version().await?)
    }

    /// Live updates.
    pub fn events(&self) -> Events {
        self.0.events.clone()
    }

    /// What happened.
    pub fn system_events(&self) -> SystemEvents {
        self.0.system_events.clone()
    }

    /// Users.
    pub fn users(&self) -> Users {
        self.0.users.clone()
    }

    /// M3U accounts.
    pub fn m3u_accounts(&self) -> M3uAccounts {
        self.0.m3u.clone()
    }

    /// EPG sources.
    pub fn epg_sources(&self) -> EpgSources {
        self.0.epg.clone()
    }

    /// Channels.
    pub fn channels(&self) -> Channels {
        self.0.channels.clone()
    }

    /// What players fetch.
    pub fn outputs(&self) -> Outputs {
        self.0.outputs.clone()
    }

    /// Plugins.
    pub fn plugins(&self) -> Plugins {
        self.0.plugins.clone()
    }

    /// Runs of plugins' actions.
    pub fn runs(&self) -> Runs {
        self.0.runs.clone()
    }

    /// Events handed to plugins.
    pub fn deliveries(&self) -> Deliveries {
        self.0.deliveries.clone()
    }

    /// Work that goes by the clock.
    pub fn schedules(&self) -> Schedules {
        self.0.schedules.clone()
    }

    /// Sample data.
    pub fn sample(&self) -> Sample {
        Sample::new(self.clone())
    }
}

/// Make the data folder's parts and take its lock.
pub(crate) fn prepare_folders(config: &Config) -> Result<(DataFolders, FolderLock), Error> {
    let in_folder = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::File { path, source }
    };
    let folders = DataFolders::create(&config.data_dir).map_err(in_folder(&config.data_dir))?;
    let folders =
        folders.with_plugins(&config.plugins_dir).map_err(in_folder(&config.plugins_dir))?;
    std::fs::set_permissions(folders.host(), Permissions::from_mode(0o700))
        .map_err(in_folder(&folders.host()))?;
    for name in ["exports", "logos", "media"] {
        let folder = folders.files().join(name);
        std::fs::create_dir_all(&folder).map_err(in_folder(&folder))?;
    }
    let lock = FolderLock::take(&folders.host().join("lock"))?;
    Ok((folders, lock))
}

/// What was under way when the program ended last is under way no longer.
async fn close_interrupted(store: &Store) -> Result<(), Error> {
    const MESSAGE: &str = "Pluggarr ended before this was done";
    store.jobs().fail_interrupted(MESSAGE).await?;
    store.m3u_accounts().reset_interrupted(MESSAGE).await?;
    store.epg_sources().reset_interrupted(MESSAGE).await?;
    store.event_deliveries().close_open().await?;
    Ok(())
}

/// The key that signs tokens, made at the first start.
async fn signing_key(store: &Store) -> Result<Vec<u8>, Error> {
    let mut fresh = vec![0; 32];
    rand::rng().fill_bytes(&mut fresh);
    Ok(store.secrets().get_or_create("token_signing_key", &fresh).await?)
}
