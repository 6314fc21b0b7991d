//! Where the two database files are.

use std::path::{Path, PathBuf};

/// Where the two database files are, below the data folder.
#[derive(Debug, Clone)]
pub struct Paths {
    data: PathBuf,
}

impl Paths {
    /// The paths below `data`, which need not exist yet.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self { data: data.into() }
    }

    /// The database that plugins share with the host, through Django.
    #[must_use]
    pub fn shared(&self) -> PathBuf {
        self.data.join("db/dispatcharr.sqlite3")
    }

    /// The host's own database, in a folder no plugin may see.
    #[must_use]
    pub fn host(&self) -> PathBuf {
        self.host_folder().join("host.sqlite3")
    }

    pub(crate) fn host_folder(&self) -> PathBuf {
        self.data.join("host")
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }
}
