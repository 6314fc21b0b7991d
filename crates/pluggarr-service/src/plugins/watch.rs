//! Watching the plugins folder: what was added is listed, what was changed is offered to be loaded anew.
//!
//! Nothing is reloaded by itself: an editor saves in the middle of a thought, and a run may be under way.

use std::sync::{Mutex, PoisonError};

use pluggarr_plugin_host::watch::FolderWatch;
use serde_json::{Value, json};
use tokio::task::AbortHandle;
use tracing::{info, warn};

use super::Plugins;
use crate::Error;
use crate::error::blocking;

/// The switch's name among the host's settings.
const SETTING: &str = "watch_plugins";

/// Whether the plugins folder is watched.
#[derive(Debug, Clone)]
pub struct WatchState {
    /// Somebody wants it to be; on at first.
    pub enabled: bool,
    /// It is.
    pub active: bool,
    /// Why not, though it should be.
    pub message: String,
}

/// The watch that is kept.
#[derive(Debug)]
pub(super) struct Watch(Mutex<Result<Option<AbortHandle>, String>>);

impl Default for Watch {
    fn default() -> Self {
        Self(Mutex::new(Ok(None)))
    }
}

impl Plugins {
    /// Whether the plugins folder is watched.
    pub async fn watch_state(&self) -> Result<WatchState, Error> {
        let stored = self.0.store.host_settings().get(SETTING).await?;
        let enabled = stored.as_ref().and_then(Value::as_bool).unwrap_or(true);
        let kept = self.0.watch.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(match &*kept {
            Ok(handle) => WatchState {
                enabled,
                active: handle.as_ref().is_some_and(|handle| !handle.is_finished()),
                message: String::new(),
            },
            Err(message) => WatchState { enabled, active: false, message: message.clone() },
        })
    }

    /// Watch the plugins folder, or do so no longer; remembered for the next start.
    pub async fn set_watch(&self, enabled: bool) -> Result<WatchState, Error> {
        self.0.store.host_settings().set(SETTING, &Value::Bool(enabled)).await?;
        self.begin_watching().await?;
        self.watch_state().await
    }

    /// Begin or end watching, as the switch says.
    pub(super) async fn begin_watching(&self) -> Result<(), Error> {
        let started = match self.watch_state().await?.enabled {
            true => {
                let folder = self.0.folder.clone();
                // Every folder below is visited, and there may be many.
                Some(blocking(move || Ok::<_, Error>(FolderWatch::start(&folder))).await?)
            }
            false => None,
        };
        let mut kept = self.0.watch.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(Some(before)) = &*kept {
            before.abort();
        }
        *kept = match started {
            None => Ok(None),
            Some(Ok(watch)) => {
                let plugins = self.clone();
                let task = tokio::spawn(async move { plugins.keep_watching(watch).await });
                Ok(Some(task.abort_handle()))
            }
            Some(Err(why)) => {
                warn!("The plugins folder is not watched: {why}");
                Err(format!("the system does not allow it: {why}"))
            }
        };
        Ok(())
    }

    async fn keep_watching(&self, mut watch: FolderWatch) {
        loop {
            let changes = watch.changed().await;
            if changes.plugins {
                match self.discover().await {
                    Ok(_) => self.0.events.publish(json!({"type": "plugins_changed"})),
                    Err(error) => warn!("The plugins folder cannot be looked at: {error}"),
                }
            }
            if changes.reload_token {
                info!("A plugin asks for the fields to be read anew");
                for key in self.loaded_keys().await {
                    self.refresh(key.as_str()).await;
                }
            }
        }
    }
}
