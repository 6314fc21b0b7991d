//! Where a backup is unpacked before it takes the present state's place: beside each part of that, so that it only has to
//! be renamed.

use std::fs;
use std::path::{Path, PathBuf};

use pluggarr_plugin_host::archive::tree;
use serde::{Deserialize, Serialize};

use crate::{Config, Error};

/// Two folders: one beside the databases, one beside the plugins, which may be on another disk.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Stage {
    data: PathBuf,
    plugins: PathBuf,
}

impl Stage {
    /// Make both, empty.
    pub(super) fn create(config: &Config) -> Result<Self, Error> {
        use std::os::unix::fs::DirBuilderExt as _;
        let stage = Self::places(config);
        if !stage.is_ours() {
            let path = stage.plugins.clone();
            return Err(Error::File { path, source: std::io::ErrorKind::NotADirectory.into() });
        }
        stage.remove()?;
        let folders = [
            stage.shared_folder(),
            stage.host_folder(),
            stage.new_plugins(),
            stage.data.join("old"),
            stage.plugins.join("old"),
        ];
        for folder in folders {
            let mut builder = fs::DirBuilder::new();
            builder.recursive(true).mode(0o700);
            builder.create(&folder).map_err(|source| Error::File { path: folder, source })?;
        }
        Ok(stage)
    }

    /// Where they are: there is one restore at a time, under the data folder's lock.
    pub(super) fn places(config: &Config) -> Self {
        Self {
            data: config.data_dir.join("host/restore"),
            plugins: config.plugins_dir.join(".pluggarr/restore"),
        }
    }

    /// Whether the one beside the plugins lies there: plugins may write their folder, and a link in place of ours would
    /// have us write elsewhere, and remove things there.
    fn is_ours(&self) -> bool {
        let hidden = self.plugins.parent().and_then(|hidden| hidden.symlink_metadata().ok());
        hidden.is_none_or(|about| about.is_dir())
    }

    /// Remove both, and all that is in them.
    pub(super) fn remove(&self) -> Result<(), Error> {
        let ours = [Some(&self.data), self.is_ours().then_some(&self.plugins)];
        for folder in ours.into_iter().flatten() {
            let failed = |source| Error::File { path: folder.clone(), source };
            tree::remove(folder).map_err(failed)?;
        }
        Ok(())
    }

    /// The folder that is laid out like a data folder.
    pub(super) fn data(&self) -> &Path {
        &self.data
    }

    /// The folder beside the plugins.
    pub(super) fn plugins(&self) -> &Path {
        &self.plugins
    }

    pub(super) fn shared_folder(&self) -> PathBuf {
        self.data.join("db")
    }

    pub(super) fn host_folder(&self) -> PathBuf {
        self.data.join("host")
    }

    pub(super) fn new_plugins(&self) -> PathBuf {
        self.plugins.join("new")
    }

    /// Where what is there now goes.
    pub(super) fn old_data(&self) -> PathBuf {
        self.data.join("old")
    }

    pub(super) fn old_plugins(&self) -> PathBuf {
        self.plugins.join("old")
    }
}
