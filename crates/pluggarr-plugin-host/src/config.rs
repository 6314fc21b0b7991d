//! What the host is told once: where things are and what a plugin may use.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pluggarr_plugin_protocol::{LogLevel, PluginKey};

use crate::environment;

/// Where things are and what a plugin may use.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data folder, laid out.
    pub data: DataFolders,
    /// How Python is found and its packages are installed.
    pub environment: environment::Options,
    /// Variables for the workers, besides the few of the machine's that they always get (see
    /// [`crate::PluginHost`]). They must hold no secret of the host's: a plugin reads them all.
    pub variables: BTreeMap<String, String>,
    /// A Python module with a function `warm()`, called once in the zygote: `dispatcharr.warmup`.
    pub warm_up: Option<String>,
    /// Workers do not send records below this level.
    pub log_level: LogLevel,
    /// How long things may take, and how much memory.
    pub limits: Limits,
    /// Give the workers a root of their own where the kernel allows it.
    pub namespaces: bool,
}

impl Config {
    /// The defaults, for this data folder.
    pub fn new(data: DataFolders) -> Self {
        Self {
            data,
            environment: environment::Options::default(),
            variables: BTreeMap::new(),
            warm_up: None,
            log_level: LogLevel::Info,
            limits: Limits::default(),
            namespaces: true,
        }
    }
}

/// How long a plugin may take for something, and how much memory.
#[derive(Debug, Clone)]
pub struct Limits {
    /// From the fork to the end of `Plugin()`.
    pub load: Duration,
    /// One action, unless the request says otherwise.
    pub run: Duration,
    /// `stop()`.
    pub stop: Duration,
    /// Between the steps from a polite request to end to a kill.
    pub grace: Duration,
    /// How long a transaction may hold the write lock of the database that plugins share with the host.
    pub transaction: Duration,
    /// `RLIMIT_DATA` of a worker, and of each child it starts.
    pub memory_bytes: u64,
    /// How much a worker gives way to the host, as `nice` counts: 0 not at all, 19 most.
    pub niceness: u8,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            load: Duration::from_secs(60),
            run: Duration::from_secs(3600),
            stop: Duration::from_secs(10),
            grace: Duration::from_secs(2),
            // Less than others wait for it, which is 20 s.
            transaction: Duration::from_secs(15),
            memory_bytes: 1 << 30,
            // Of two that want a whole processor, the host gets nine tenths.
            niceness: 10,
        }
    }
}

/// The folders inside the data folder. Workers never see `host`.
#[derive(Debug, Clone)]
pub struct DataFolders {
    root: PathBuf,
    plugins: PathBuf,
}

impl DataFolders {
    /// Make the folders that are missing.
    pub fn create(root: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(root)?;
        // Without symlinks, because workers may see a root in which a link leads somewhere else.
        let root = root.canonicalize()?;
        let folders = Self { plugins: root.join("plugins"), root };
        for folder in [folders.host(), folders.db(), folders.files(), folders.plugins()] {
            std::fs::create_dir_all(folder)?;
        }
        Ok(folders)
    }

    /// The same, with the plugins in a folder that lies elsewhere; it is made if it is missing.
    pub fn with_plugins(self, plugins: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(plugins)?;
        Ok(Self { plugins: plugins.canonicalize()?, ..self })
    }

    /// The data folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The host's own database, keys and control socket.
    pub fn host(&self) -> PathBuf {
        self.root.join("host")
    }

    /// The database that plugins share.
    pub fn db(&self) -> PathBuf {
        self.root.join("db")
    }

    /// What plugins know as `/data` and `/app/data`.
    pub fn files(&self) -> PathBuf {
        self.root.join("files")
    }

    /// What one plugin may call its own; it knows it as `/data/plugin-data/KEY`.
    pub fn plugin_data(&self, key: &PluginKey) -> PathBuf {
        self.files().join("plugin-data").join(key.as_str())
    }

    /// What plugins know as `/data/plugins`.
    pub fn plugins(&self) -> PathBuf {
        self.plugins.clone()
    }
}
