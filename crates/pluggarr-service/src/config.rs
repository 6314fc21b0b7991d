//! What one host is told at its start.

use std::path::{Path, PathBuf};
use std::time::Duration;

use pluggarr_plugin_host::archive::Limits;

/// What one host is told at its start.
#[derive(Debug, Clone)]
pub struct Config {
    /// Everything that is kept. Laid out as `host`, `db`, `files` and `plugins`.
    pub data_dir: PathBuf,
    /// Where plugin folders lie.
    pub plugins_dir: PathBuf,
    /// Where players and plugins reach this host, without a slash at the end.
    pub base_url: String,
    /// Wheels to set Python up from, instead of the network.
    pub wheels: Option<PathBuf>,
    /// How long a plugin may take to be imported and made.
    pub load_limit: Duration,
    /// How long an action may run.
    pub run_limit: Duration,
    /// How much workers give way to the host, as `nice` counts: 0 not at all, 19 most.
    pub worker_niceness: u8,
    /// How much a plugin's archive may hold.
    pub import_limits: Limits,
}

impl Config {
    /// The usual configuration over `data_dir`.
    pub fn new(data_dir: &Path, base_url: &str) -> Self {
        // Workers stand in another folder, so paths must not depend on ours.
        let data_dir = std::path::absolute(data_dir).unwrap_or_else(|_| data_dir.to_owned());
        Self {
            plugins_dir: data_dir.join("plugins"),
            data_dir,
            base_url: base_url.to_owned(),
            wheels: None,
            load_limit: Duration::from_secs(60),
            run_limit: Duration::from_secs(60 * 60),
            worker_niceness: 10,
            import_limits: Limits::default(),
        }
    }

    /// The same with what the environment says of imports; see [`Limits::from_variables`].
    pub fn with_import_limits(self, read: impl Fn(&str) -> Option<String>) -> Self {
        let (import_limits, problems) = Limits::from_variables(read);
        for problem in problems {
            tracing::warn!("{problem}");
        }
        Self { import_limits, ..self }
    }

    pub(crate) fn store_paths(&self) -> pluggarr_store::Paths {
        pluggarr_store::Paths::new(&self.data_dir)
    }

    /// What plugins see as `/data` and `/app/data`.
    pub fn files_dir(&self) -> PathBuf {
        self.data_dir.join("files")
    }

    /// Where the playlist of an account is kept; plugins look for it there.
    pub(crate) fn playlist_file(&self, account: i64) -> PathBuf {
        self.files_dir().join("media/cached_m3u").join(format!("{account}.m3u"))
    }

    /// Where the guide of a source is kept.
    pub(crate) fn guide_file(&self, source: i64) -> PathBuf {
        self.files_dir().join("media/cached_epg").join(format!("{source}.xml"))
    }
}
