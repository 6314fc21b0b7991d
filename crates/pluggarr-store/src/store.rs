//! The way in: both files opened, migrated, and a handle per domain.

use crate::action_limits::ActionLimits;
use crate::api_keys::ApiKeys;
use crate::channel_groups::ChannelGroups;
use crate::channel_profiles::ChannelProfiles;
use crate::channels::Channels;
use crate::core_settings::CoreSettings;
use crate::database::Database;
use crate::epg_data::EpgDatas;
use crate::epg_sources::EpgSources;
use crate::error::Result;
use crate::event_deliveries::EventDeliveries;
use crate::host_settings::HostSettings;
use crate::jobs::Jobs;
use crate::logos::Logos;
use crate::m3u_accounts::M3uAccounts;
use crate::migrations;
use crate::paths::Paths;
use crate::periodic_tasks::PeriodicTasks;
use crate::plugin_configs::PluginConfigs;
use crate::plugin_logs::PluginLogs;
use crate::plugin_settings_versions::PluginSettingsVersions;
use crate::plugin_storage::PluginStorage;
use crate::plugin_trash::PluginTrash;
use crate::plugin_trust::PluginTrusts;
use crate::programmes::Programmes;
use crate::runs::Runs;
use crate::schedule_state::ScheduleStates;
use crate::schedules::{BeatMisses, Schedules};
use crate::secrets::Secrets;
use crate::stream_profiles::StreamProfiles;
use crate::streams::Streams;
use crate::system_events::SystemEvents;
use crate::user_agents::UserAgents;
use crate::users::Users;

/// Both databases. Clones share the connections.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) shared: Database,
    pub(crate) host: Database,
}

impl Store {
    /// Opens both files below the data folder, making and migrating them as needed.
    pub async fn open(paths: &Paths) -> Result<Self> {
        let shared = Database::open(&paths.shared()).await?;
        let host = Database::open(&paths.host()).await?;
        migrations::run(paths, &shared, &host).await?;
        Ok(Self { shared, host })
    }

    /// The version of the SQLite library in use.
    pub async fn sqlite_version(&self) -> Result<String> {
        Ok(sqlx::query_scalar("SELECT sqlite_version()").fetch_one(self.shared.readers()).await?)
    }

    /// Waits for what is being written and closes both files. Every later call fails.
    pub async fn close(&self) {
        self.shared.close().await;
        self.host.close().await;
    }

    /// Groups of streams and channels.
    #[must_use]
    pub fn channel_groups(&self) -> ChannelGroups<'_> {
        ChannelGroups(&self.shared)
    }

    /// The application's settings.
    #[must_use]
    pub fn core_settings(&self) -> CoreSettings<'_> {
        CoreSettings(&self.shared)
    }

    /// Pictures of channels.
    #[must_use]
    pub fn logos(&self) -> Logos<'_> {
        Logos(&self.shared)
    }

    /// Where streams come from.
    #[must_use]
    pub fn m3u_accounts(&self) -> M3uAccounts<'_> {
        M3uAccounts(&self.shared)
    }

    /// Celery Beat's schedules.
    #[must_use]
    pub fn periodic_tasks(&self) -> PeriodicTasks<'_> {
        PeriodicTasks(&self.shared)
    }

    /// Plugins' state and settings.
    #[must_use]
    pub fn plugin_configs(&self) -> PluginConfigs<'_> {
        PluginConfigs(&self.shared)
    }

    /// Plugins' settings as they were.
    #[must_use]
    pub fn plugin_settings_versions(&self) -> PluginSettingsVersions<'_> {
        PluginSettingsVersions(&self.host)
    }

    /// How streams are fetched.
    #[must_use]
    pub fn stream_profiles(&self) -> StreamProfiles<'_> {
        StreamProfiles(&self.shared)
    }

    /// Playable URLs.
    #[must_use]
    pub fn streams(&self) -> Streams<'_> {
        Streams(&self.shared)
    }

    /// What we say we are.
    #[must_use]
    pub fn user_agents(&self) -> UserAgents<'_> {
        UserAgents(&self.shared)
    }

    /// Who may sign in.
    #[must_use]
    pub fn users(&self) -> Users<'_> {
        Users(&self.shared)
    }

    /// Named selections of channels.
    #[must_use]
    pub fn channel_profiles(&self) -> ChannelProfiles<'_> {
        ChannelProfiles(&self.shared)
    }

    /// What viewers tune to.
    #[must_use]
    pub fn channels(&self) -> Channels<'_> {
        Channels(&self.shared)
    }

    /// Guide channels.
    #[must_use]
    pub fn epg_data(&self) -> EpgDatas<'_> {
        EpgDatas(&self.shared)
    }

    /// Where guide data comes from.
    #[must_use]
    pub fn epg_sources(&self) -> EpgSources<'_> {
        EpgSources(&self.shared)
    }

    /// Entries of guides.
    #[must_use]
    pub fn programmes(&self) -> Programmes<'_> {
        Programmes(&self.shared)
    }

    /// Work the host queues.
    #[must_use]
    pub fn jobs(&self) -> Jobs<'_> {
        Jobs(&self.host)
    }

    /// Deleted plugins that can be restored.
    #[must_use]
    pub fn plugin_trash(&self) -> PluginTrash<'_> {
        PluginTrash(&self.host)
    }

    /// Keys the host makes for itself.
    #[must_use]
    pub fn secrets(&self) -> Secrets<'_> {
        Secrets(&self.host)
    }

    /// When recurring work was last begun.
    #[must_use]
    pub fn schedule_states(&self) -> ScheduleStates<'_> {
        ScheduleStates(&self.host)
    }

    /// What was accepted of plugins.
    #[must_use]
    pub fn plugin_trusts(&self) -> PluginTrusts<'_> {
        PluginTrusts(&self.host)
    }

    /// What scripts sign in with.
    #[must_use]
    pub fn api_keys(&self) -> ApiKeys<'_> {
        ApiKeys(&self.host)
    }

    /// Switches of the host itself.
    #[must_use]
    pub fn host_settings(&self) -> HostSettings<'_> {
        HostSettings(&self.host)
    }

    /// Executions of actions.
    #[must_use]
    pub fn runs(&self) -> Runs<'_> {
        Runs(&self.host)
    }

    /// What plugins log.
    #[must_use]
    pub fn plugin_logs(&self) -> PluginLogs<'_> {
        PluginLogs(&self.host)
    }

    /// What plugins keep.
    #[must_use]
    pub fn plugin_storage(&self) -> PluginStorage<'_> {
        PluginStorage(&self.host)
    }

    /// How long actions may take.
    #[must_use]
    pub fn action_limits(&self) -> ActionLimits<'_> {
        ActionLimits(&self.host)
    }

    /// Actions that run by the clock.
    #[must_use]
    pub fn schedules(&self) -> Schedules<'_> {
        Schedules(&self.host)
    }

    /// When periodic tasks were due in vain.
    #[must_use]
    pub fn beat_misses(&self) -> BeatMisses<'_> {
        BeatMisses(&self.host)
    }

    /// Which event was handed to which action.
    #[must_use]
    pub fn event_deliveries(&self) -> EventDeliveries<'_> {
        EventDeliveries(&self.host)
    }

    /// What happened.
    #[must_use]
    pub fn system_events(&self) -> SystemEvents<'_> {
        SystemEvents(&self.shared)
    }
}
