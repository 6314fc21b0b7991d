//! Restoring a backup: checked and unpacked first, shown to whoever asked, and only then put in the present state's place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pluggarr_plugin_host::archive::{self, tree};
use pluggarr_store::{Paths, Store};

use super::read::{Backup, refused};
use super::stage::Stage;
use super::{Summary, create, journal, summary};
use crate::application::prepare_folders;
use crate::error::{blocking, to_its_end};
use crate::folder_lock::FolderLock;
use crate::{Config, Error};

/// A backup that could be restored. Holds the data folder's lock: no server can start meanwhile, and none runs.
pub struct Restore {
    config: Config,
    stage: Option<Stage>,
    plan: Plan,
    _lock: FolderLock,
}

/// What a restore would change.
#[derive(Debug, Clone)]
pub struct Plan {
    /// When the backup was made.
    pub created_at: String,
    /// By which version.
    pub program: String,
    /// What there is now.
    pub now: Present,
    /// What there would be.
    pub then: Summary,
}

/// What a data folder holds before a restore.
#[derive(Debug, Clone)]
pub enum Present {
    /// No database yet.
    Nothing,
    /// This much.
    Readable(Summary),
    /// Databases that cannot be opened; why.
    Unreadable(String),
}

/// A backup that was restored.
#[derive(Debug, Clone)]
pub struct Restored {
    /// Where what was there before is kept, if there was anything: a backup, or a folder with the files as they were, if
    /// they could not be read.
    pub saved_as: Option<PathBuf>,
}

impl Plan {
    /// Every plugin that is there now or would be, with both versions.
    pub fn plugins(&self) -> BTreeMap<String, (Option<String>, Option<String>)> {
        let mut plugins = BTreeMap::<_, (_, _)>::new();
        let now = if let Present::Readable(now) = &self.now { &now.plugins[..] } else { &[] };
        for plugin in now {
            plugins.entry(plugin.key.clone()).or_default().0 = Some(plugin.version.clone());
        }
        for plugin in &self.then.plugins {
            plugins.entry(plugin.key.clone()).or_default().1 = Some(plugin.version.clone());
        }
        plugins
    }
}

impl Restore {
    /// Read a backup to its end, check all of it and unpack it beside what is there. Changes nothing yet.
    pub async fn prepare(config: Config, file: &Path) -> Result<Self, Error> {
        let (_, lock) = prepare_folders(&config)?;
        super::finish_interrupted(&config)?;
        let (at, from) = (config.clone(), file.to_owned());
        let (stage, backup) = blocking(move || {
            let mut backup = Backup::open(&from)?;
            let stage = unpack(&at, &mut backup)?;
            Ok::<_, Error>((stage, backup.manifest))
        })
        .await?;
        // From here on it is removed again, whatever happens.
        let mut restore = Self {
            plan: Plan {
                created_at: backup.created_at,
                program: backup.program,
                now: Present::Nothing,
                then: Summary::default(),
            },
            config,
            stage: Some(stage),
            _lock: lock,
        };
        restore.plan.then = restore.check().await?;
        restore.plan.now = restore.present().await?;
        Ok(restore)
    }

    /// What would change.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Keep what is there in a backup of its own, then put the restored state in its place.
    pub async fn carry_out(self) -> Result<Restored, Error> {
        to_its_end(self.carry_out_now()).await
    }

    async fn carry_out_now(mut self) -> Result<Restored, Error> {
        let kept = create::own_file(&self.config, "before-restore");
        let saved_as = match &self.plan.now {
            Present::Nothing => None,
            Present::Readable(_) => {
                let store = Store::open(&self.config.store_paths()).await?;
                let saved = create::write(&self.config, &store, kept).await;
                store.close().await;
                Some(saved?.path)
            }
            Present::Unreadable(_) => {
                let config = self.config.clone();
                Some(blocking(move || keep_files(&config, &kept.with_extension(""))).await?)
            }
        };
        let Some(stage) = self.stage.take() else { return Err(Error::Panicked) };
        let config = self.config.clone();
        blocking(move || {
            for folder in [stage.data(), stage.plugins()] {
                let failed = |source| Error::File { path: folder.to_owned(), source };
                archive::settle(folder).map_err(failed)?;
            }
            journal::carry_out(&config, stage)
        })
        .await?;
        Ok(Restored { saved_as })
    }

    /// Open the unpacked databases as this version would, which also brings them up to date, and look for damage.
    async fn check(&self) -> Result<Summary, Error> {
        let Some(stage) = &self.stage else { return Err(Error::Panicked) };
        let unusable = |error: pluggarr_store::Error| refused(error.to_string());
        let store = Store::open(&Paths::new(stage.data())).await.map_err(unusable)?;
        let checked = match store.check().await {
            Ok(()) => summary::of(&store).await,
            Err(error) => Err(unusable(error)),
        };
        store.close().await;
        checked
    }

    /// What there is now. A database that cannot be opened is what a restore is for.
    async fn present(&self) -> Result<Present, Error> {
        let paths = self.config.store_paths();
        if !paths.shared().exists() {
            return Ok(Present::Nothing);
        }
        let store = match Store::open(&paths).await {
            Ok(store) => store,
            Err(error) => return Ok(Present::Unreadable(error.to_string())),
        };
        let now = summary::of(&store).await;
        store.close().await;
        Ok(match now {
            Ok(now) => Present::Readable(now),
            Err(error) => Present::Unreadable(error.to_string()),
        })
    }
}

impl Drop for Restore {
    fn drop(&mut self) {
        if let Some(stage) = self.stage.take() {
            let _ = stage.remove();
        }
    }
}

/// Keep what cannot be read as it is: the files get a second name.
fn keep_files(config: &Config, folder: &Path) -> Result<PathBuf, Error> {
    let paths = config.store_paths();
    let host = paths.host();
    let mut keep = vec![(config.plugins_dir.clone(), folder.join("plugins"))];
    if let Some(db) = paths.shared().parent() {
        keep.push((db.to_owned(), folder.join("db")));
    }
    for (from, to) in keep {
        tree::add_all(&from, &to).map_err(|source| Error::File { path: from, source })?;
    }
    let to = folder.join("host.sqlite3");
    if host.exists() {
        let failed = |source| Error::File { path: host.clone(), source };
        std::fs::hard_link(&host, &to)
            .or_else(|_| std::fs::copy(&host, &to).map(drop))
            .map_err(failed)?;
    }
    Ok(folder.to_owned())
}

fn unpack(config: &Config, backup: &mut Backup) -> Result<Stage, Error> {
    let stage = Stage::create(config)?;
    let unpacked = check_room(config, backup).and_then(|()| backup.unpack(&stage));
    match unpacked {
        Ok(()) => Ok(stage),
        Err(error) => {
            let _ = stage.remove();
            Err(error)
        }
    }
}

fn check_room(config: &Config, backup: &Backup) -> Result<(), Error> {
    for folder in [&config.data_dir, &config.plugins_dir] {
        let failed = |source| Error::File { path: folder.clone(), source };
        let free = archive::free_bytes(folder).map_err(failed)?;
        if backup.bytes() > free {
            let (needed, free) = (backup.bytes() >> 20, free >> 20);
            let place = folder.display();
            return Err(refused(format!(
                "it unpacks to {needed} MiB, and {place} has room for {free}"
            )));
        }
    }
    Ok(())
}
