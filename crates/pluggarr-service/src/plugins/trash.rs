//! Deleting a plugin into the trash, and getting it back.

use std::time::Duration;

use pluggarr_plugin_protocol::PluginKey;
use pluggarr_store::Timestamp;
use pluggarr_store::plugin_trash::{NewTrashedPlugin, TrashedPlugin};
use serde_json::json;
use tracing::{info, warn};

use super::{Plugin, Plugins};
use crate::Error;
use crate::error::{blocking, to_its_end};

/// How many deleted plugins are kept, and for how long.
const KEPT: u32 = 20;
const KEPT_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A deleted plugin.
pub use pluggarr_store::plugin_trash::TrashedPlugin as Trashed;

impl Plugins {
    /// Delete a plugin: its folder, whatever that is called, and its row go to the trash. One that is not there is
    /// deleted already. Answers the id in the trash.
    pub async fn delete(&self, key: &str, by: &str) -> Result<Option<i64>, Error> {
        let (plugins, key, by) = (self.clone(), key.to_owned(), by.to_owned());
        to_its_end(async move { plugins.delete_now(&key, &by).await }).await
    }

    async fn delete_now(&self, key: &str, by: &str) -> Result<Option<i64>, Error> {
        let _turn = self.0.turns.of(key).await;
        // A folder that came after the last look is meant as well.
        let known = match self.known(key).await {
            None => {
                self.discover().await?;
                self.known(key).await
            }
            known => known,
        };
        let plugin = match self.get(key).await {
            Err(Error::NotFound { .. }) => return Ok(None),
            other => other?,
        };
        let was_running = plugin.enabled() && known.is_some();
        if let (Some(key), true) = (&known, was_running) {
            self.stop_worker(key, "delete").await;
        }
        let result = self.throw_away(&plugin, known.as_ref(), by).await;
        if let (Some(key), true, Err(_)) = (&known, was_running, &result) {
            self.load(key).await;
        }
        let id = result?;
        self.0.store.plugin_configs().delete(key).await.or_else(|error| match error {
            pluggarr_store::Error::NotFound { .. } => Ok(()),
            error => Err(error),
        })?;
        self.forget_trust(key).await?;
        self.discover().await?;
        info!(plugin.key = %key, "Plugin `{key}` deleted by {by}; it is in the trash");
        self.0.events.publish(json!({"type": "plugins_changed"}));
        if let Err(error) = self.tidy_trash().await {
            warn!("The trash could not be tidied: {error}");
        }
        Ok(Some(id))
    }

    /// Note the plugin in the trash, then move its folder there. In this order, because a folder in the trash that no
    /// row tells of could not be restored.
    async fn throw_away(
        &self,
        plugin: &Plugin,
        known: Option<&PluginKey>,
        by: &str,
    ) -> Result<i64, Error> {
        let catalogue = self.0.catalogue.read().await;
        let entry = known.and_then(|key| catalogue.get(key));
        let original = entry.map(super::entry::Entry::folder_name).unwrap_or_default();
        drop(catalogue);
        let folder = match original.is_empty() {
            true => String::new(),
            false => uuid::Uuid::new_v4().to_string(),
        };
        let (home, place) = (self.0.home.clone(), original.clone());
        let bytes = match original.is_empty() {
            true => 0,
            false => blocking(move || Ok::<_, Error>(home.bytes(&place))).await?,
        };
        let new = NewTrashedPlugin {
            plugin_key: plugin.key.clone(),
            name: plugin.name().to_owned(),
            version: plugin.about.version.clone().unwrap_or_default(),
            folder: folder.clone(),
            original_folder: original.clone(),
            bytes: bytes.try_into().unwrap_or(i64::MAX),
            row: plugin.row.clone(),
            deleted_by: Some(by.to_owned()),
        };
        let trash = self.0.store.plugin_trash();
        let id = trash.create(&new, Timestamp::now()).await?;
        if original.is_empty() {
            return Ok(id);
        }
        let home = self.0.home.clone();
        let moved = blocking(move || home.throw_away(&original, &folder)).await;
        if moved.is_err() {
            trash.delete(id).await?;
        }
        moved.map(|()| id)
    }

    /// What is in the trash, the newest first.
    pub async fn trash(&self) -> Result<Vec<Trashed>, Error> {
        Ok(self.0.store.plugin_trash().list().await?)
    }

    /// Have a deleted plugin back, disabled, with its settings.
    pub async fn restore(&self, id: i64) -> Result<Plugin, Error> {
        let plugins = self.clone();
        to_its_end(async move { plugins.restore_now(id).await }).await
    }

    async fn restore_now(&self, id: i64) -> Result<Plugin, Error> {
        let key = self.0.store.plugin_trash().get(id).await?.plugin_key;
        let _turn = self.0.turns.of(&key).await;
        // Somebody may have restored it while its turn was waited for.
        let trashed = self.0.store.plugin_trash().get(id).await?;
        self.discover().await?;
        // A row alone does not take the key: it is what a folder that vanished left.
        if self.get(&key).await.is_ok_and(|plugin| !plugin.missing || trashed.folder.is_empty()) {
            let message = format!("Plugin '{key}' already exists: delete it first");
            return Err(Error::Conflict { message });
        }
        if !trashed.folder.is_empty() {
            let (home, from) = (self.0.home.clone(), trashed.folder.clone());
            let (to, shown) = (trashed.original_folder.clone(), trashed.original_folder.clone());
            let result = blocking(move || {
                if home.place(&to).symlink_metadata().is_ok() {
                    return Ok(false);
                }
                home.put_back(&from, &to).map(|()| true)
            });
            if !result.await? {
                let message = format!("the folder `{shown}` is in the way: move it away first");
                return Err(Error::Conflict { message });
            }
        }
        if let Some(row) = &trashed.row {
            self.0.store.plugin_configs().restore(row).await?;
        }
        self.0.store.plugin_trash().delete(id).await?;
        self.discover().await?;
        info!(plugin.key = %key, "Plugin `{key}` is back from the trash");
        self.0.events.publish(json!({"type": "plugins_changed"}));
        self.get(&key).await
    }

    /// Delete something in the trash for good.
    pub async fn purge(&self, id: i64) -> Result<(), Error> {
        let plugins = self.clone();
        to_its_end(async move {
            let key = plugins.0.store.plugin_trash().get(id).await?.plugin_key;
            let _turn = plugins.0.turns.of(&key).await;
            let trashed = plugins.0.store.plugin_trash().get(id).await?;
            plugins.purge_one(trashed).await
        })
        .await
    }

    /// The files first: a row without files is dropped at the next tidying, files without a row would stay.
    async fn purge_one(&self, trashed: TrashedPlugin) -> Result<(), Error> {
        let (home, key) = (self.0.home.clone(), trashed.plugin_key.clone());
        let folder = trashed.folder.clone();
        blocking(move || {
            home.purge(&folder)?;
            // The version before a plugin that is gone for good goes as well. Asks the folder, not the catalogue,
            // which is empty when the program starts.
            match key.parse() {
                Ok(key) if home.find(&key).is_ok_and(|found| found.is_none()) => {
                    home.forget_previous(&key)
                }
                _ => Ok(()),
            }
        })
        .await?;
        self.0.store.plugin_trash().delete(trashed.id).await?;
        self.forget_history(&trashed.plugin_key).await
    }

    /// Forget what was kept of it (settings of before, storage, limits, schedules), unless there is a plugin of that
    /// key, or another one in the trash.
    async fn forget_history(&self, key: &str) -> Result<(), Error> {
        let in_trash = self.0.store.plugin_trash().list().await?;
        let is_known = self.0.store.plugin_configs().find(key).await?.is_some();
        if !is_known && !in_trash.iter().any(|trashed| trashed.plugin_key == key) {
            self.0.store.plugin_settings_versions().forget(key).await?;
            self.0.store.plugin_storage().delete_all(key).await?;
            self.forget_limits(key).await?;
            self.0.store.schedules().delete_plugin(key).await?;
            self.0.store.event_deliveries().delete_plugin(key).await?;
        }
        Ok(())
    }

    /// Delete for good what was kept long enough, and forget rows whose folder is not there (any more): the program
    /// ended while it deleted, or the row came from a backup.
    pub(crate) async fn tidy_trash(&self) -> Result<(), Error> {
        let trash = self.0.store.plugin_trash();
        let now = chrono::Utc::now();
        let before = chrono::TimeDelta::from_std(KEPT_FOR).map_or(now, |kept| now - kept);
        for expired in trash.expired(KEPT, before.into()).await? {
            self.purge_one(expired).await?;
        }
        let mut rows = trash.list().await?;
        rows.retain(|row| !row.folder.is_empty());
        let (home, known) = (self.0.home.clone(), rows.clone());
        let gone = blocking(move || {
            for (name, age) in home.all_thrown_away()? {
                if age > KEPT_FOR && !known.iter().any(|row| row.folder == name) {
                    home.purge(&name)?;
                }
            }
            let mut gone = known;
            gone.retain(|row| home.thrown_away(&row.folder).is_none());
            Ok::<_, Error>(gone)
        })
        .await?;
        for row in gone {
            trash.delete(row.id).await?;
        }
        Ok(())
    }
}
