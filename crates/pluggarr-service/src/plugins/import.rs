//! Installing a plugin from an archive, in the place of an older one or as a new one.

use pluggarr_plugin_host::archive::{ArchiveError, Home, PluginArchive, Previous, Swapping};
use pluggarr_plugin_protocol::PluginKey;
use serde_json::json;
use tracing::{info, warn};

use super::turns::Turn;
use super::{Plugin, Plugins, Upload};
use crate::Error;
use crate::error::{blocking, to_its_end};

/// A plugin that was installed.
#[derive(Debug, Clone)]
pub struct Imported {
    /// As it is now.
    pub plugin: Plugin,
    /// It came from a repository before, and does no longer.
    pub was_managed: bool,
}

/// Where an archive's plugin goes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Target {
    /// Its key there, which an older plugin in the folder may spell otherwise than the archive would.
    pub key: PluginKey,
    /// The folder's name.
    pub folder: String,
    /// A plugin is there.
    pub is_taken: bool,
}

impl Plugins {
    /// Install a plugin. One of the same key is replaced if `overwrite` says so: its settings, its uploads and whether
    /// it is enabled stay, and it can be rolled back to. A new one is disabled.
    pub async fn import(&self, upload: Upload, overwrite: bool) -> Result<Imported, Error> {
        let plugins = self.clone();
        to_its_end(async move { plugins.import_now(upload, overwrite).await }).await
    }

    async fn import_now(&self, upload: Upload, overwrite: bool) -> Result<Imported, Error> {
        let (upload, mut archive) = self.judge(upload).await?;
        let wanted = archive.key.clone();
        // Before the work of unpacking; and again when nobody else can change it.
        refuse_taken(&self.target(&wanted).await?, overwrite)?;
        let home = self.0.home.clone();
        let staged = blocking(move || {
            let staged = home.stage()?;
            archive.unpack(&staged.plugin())?;
            Ok::<_, ArchiveError>(staged)
        })
        .await?;
        drop(upload);
        let (_turn, target) = self.turn_at(&wanted).await?;
        refuse_taken(&target, overwrite)?;
        let Target { key, folder, .. } = target.clone();
        let before = self.installed_version(&key).await;
        let install =
            move |home: Home| home.install(staged, &key, &folder, before, Swapping::AtOnce);
        self.replace(&target.key, install).await?;
        let was_managed =
            self.0.store.plugin_configs().installed_by_hand(target.key.as_str()).await;
        let plugin = self.replaced(&target.key).await?;
        let verb = if target.is_taken { "replaced" } else { "imported" };
        let version = plugin.about.version.as_deref().unwrap_or("without a version");
        info!(plugin.key = %target.key, "Plugin `{}` {verb}: {version}", target.key);
        Ok(Imported { plugin, was_managed: was_managed? })
    }

    /// Read an archive and judge it.
    pub(super) async fn judge(
        &self,
        upload: Upload,
    ) -> Result<(Upload, PluginArchive<std::fs::File>), Error> {
        let limits = self.0.import_limits.clone();
        blocking(move || {
            let archive = PluginArchive::read(upload.open()?, &upload.name, &limits)?;
            Ok::<_, Error>((upload, archive))
        })
        .await
    }

    /// Where a plugin goes that an archive calls `wanted`. If only a differently spelt one is there (`epg-janitor`,
    /// copied by hand, or only its row), that is the one that is meant: its settings must be found again.
    pub(super) async fn target(&self, wanted: &PluginKey) -> Result<Target, Error> {
        let (home, key, folder) = (self.0.home.clone(), wanted.clone(), self.0.folder.clone());
        let found = blocking(move || {
            home.find(&key).map_err(|source| Error::File { path: folder, source })
        })
        .await?;
        if let Some(found) = found {
            let key = PluginKey::from_folder(&found.folder).unwrap_or_else(|_| wanted.clone());
            return Ok(Target { key, folder: found.folder, is_taken: found.is_plugin });
        }
        let rows = self.0.store.plugin_configs().list().await?;
        let keys: Vec<PluginKey> = rows.iter().filter_map(|row| row.key.parse().ok()).collect();
        let is_meant = |key: &&PluginKey| {
            PluginKey::from_import(key.as_str()).is_ok_and(|folded| folded == *wanted)
        };
        let exact = keys.iter().find(|key| *key == wanted);
        let key = exact.or_else(|| keys.iter().find(is_meant)).unwrap_or(wanted).clone();
        Ok(Target { folder: key.to_string(), key, is_taken: false })
    }

    /// The turn to change what is, or will be, where a plugin goes.
    async fn turn_at(&self, wanted: &PluginKey) -> Result<(Turn<'_>, Target), Error> {
        let mut target = self.target(wanted).await?;
        loop {
            let turn = self.0.turns.of(target.key.as_str()).await;
            // While it was waited for, somebody may have installed or deleted what it goes by.
            let now = self.target(wanted).await?;
            if now.key == target.key {
                return Ok((turn, now));
            }
            target = now;
        }
    }

    /// What is in a plugin's place now, as a version that is about to be replaced.
    pub(super) async fn installed_version(&self, key: &PluginKey) -> Previous {
        let plugin = self.get(key.as_str()).await.ok();
        Previous {
            version: plugin.and_then(|plugin| plugin.about.version).unwrap_or_default(),
            replaced_at: chrono::Utc::now().format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        }
    }

    /// Change a plugin's folder by `change` while its worker is stopped. If that fails, the plugin runs again as it
    /// was. The caller has its turn.
    pub(super) async fn replace(
        &self,
        key: &PluginKey,
        change: impl FnOnce(Home) -> Result<(), ArchiveError> + Send + 'static,
    ) -> Result<(), Error> {
        let running = match self.get(key.as_str()).await {
            Ok(plugin) if plugin.enabled() && !plugin.missing => self.known(key.as_str()).await,
            _ => None,
        };
        if let Some(key) = &running {
            self.stop_worker(key, "reload").await;
        }
        let home = self.0.home.clone();
        let changed = blocking(move || change(home)).await;
        if let (Some(key), Err(error)) = (&running, &changed) {
            warn!(plugin.key = %key, "Plugin `{key}` could not be replaced and goes on as it was: {error}");
            self.load(key).await;
        }
        changed
    }

    /// After its folder was changed: look at it anew, run it if it is enabled, and tell everybody.
    pub(super) async fn replaced(&self, key: &PluginKey) -> Result<Plugin, Error> {
        let discovered = self.discover().await;
        let is_enabled = self.get(key.as_str()).await.is_ok_and(|plugin| plugin.enabled());
        if let (true, Some(key)) = (is_enabled, self.known(key.as_str()).await) {
            self.load(&key).await;
        }
        self.0.events.publish(json!({"type": "plugins_changed"}));
        discovered?;
        self.get(key.as_str()).await
    }
}

/// The incumbent's refusal of a plugin that is there.
fn refuse_taken(target: &Target, overwrite: bool) -> Result<(), ArchiveError> {
    match target.is_taken && !overwrite {
        true => Err(ArchiveError::Exists { key: target.key.to_string() }),
        false => Ok(()),
    }
}
