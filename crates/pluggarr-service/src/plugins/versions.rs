//! Going back to the version before, and what is put in order when the program starts.

use pluggarr_plugin_host::archive::{Home, Swapping};
use tracing::{info, warn};

use super::{Plugin, Plugins};
use crate::Error;
use crate::error::{blocking, to_its_end};

impl Plugins {
    /// Have the version back that was replaced last. What is replaced by that becomes the version before, so that
    /// going back twice changes nothing.
    pub async fn roll_back(&self, key: &str) -> Result<Plugin, Error> {
        let (plugins, key) = (self.clone(), key.to_owned());
        to_its_end(async move { plugins.roll_back_now(&key).await }).await
    }

    async fn roll_back_now(&self, key: &str) -> Result<Plugin, Error> {
        let _turn = self.0.turns.of(key).await;
        let known = self.known(key).await.ok_or_else(|| Error::not_found("plugin", key))?;
        let folder = match self.0.catalogue.read().await.get(&known) {
            Some(entry) => entry.folder_name(),
            None => return Err(Error::not_found("plugin", key)),
        };
        let (home, asked) = (self.0.home.clone(), known.clone());
        if blocking(move || Ok::<_, Error>(home.previous(&asked))).await?.is_none() {
            return Err(Error::not_found("version before the installed one of", key));
        }
        let (replaced, target) = (self.installed_version(&known).await, known.clone());
        let change = move |home: Home| home.roll_back(&target, &folder, replaced, Swapping::AtOnce);
        self.replace(&known, change).await?;
        self.0.store.plugin_configs().installed_by_hand(key).await?;
        let plugin = self.replaced(&known).await?;
        info!(plugin.key = %known, "Plugin `{key}` is its version before again");
        Ok(plugin)
    }

    /// Finish or undo what was under way when the program ended last. Called before plugins are looked for.
    pub(crate) async fn recover(&self) -> Result<(), Error> {
        let (home, spool) = (self.0.home.clone(), self.0.spool.clone());
        let told = blocking(move || {
            // Uploads that nobody will finish.
            let _ = std::fs::remove_dir_all(spool);
            home.recover()
        });
        match told.await {
            Ok(told) => told.iter().for_each(|what| warn!("{what}")),
            // A plugins folder that cannot be written is no reason not to start.
            Err(error) => warn!("The plugins folder could not be put in order: {error}"),
        }
        self.tidy_trash().await
    }
}
