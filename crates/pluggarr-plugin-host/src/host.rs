//! The plugins that run, each with its worker: loading, running, cancelling, stopping.
//!
//! Knows which plugins it was asked to load. Does not know which are enabled, nor what their settings are.

mod breaker;
mod request;
mod run;
mod runs;
mod slot;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pluggarr_plugin_protocol::{ActiveThread, PluginKey, RootLevel, RunId};
use serde_json::{Map, Value};

use crate::config::Config;
use crate::error::Error;
use crate::host_calls::HostCalls;
use crate::metadata::Metadata;
use crate::preparation::{EnvironmentState, Preparation};
use crate::worker::{Child, Worker};
use crate::zygote::{Command, ZygoteKeeper};
pub use request::{EndedBy, RunEnd, RunKind, RunRequest};
use runs::Runs;
use slot::Slot;

/// Runs plugins, each in a worker of its own. Cheap to clone.
///
/// Must be used within a Tokio runtime. Workers get few of the host's variables: HOME, PATH, LANG, TZ, those
/// of proxies and certificates, and what [`Config::variables`] says.
#[derive(Clone)]
pub struct PluginHost {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    calls: Arc<dyn HostCalls>,
    preparation: Arc<Preparation>,
    zygote: ZygoteKeeper,
    slots: Mutex<HashMap<PluginKey, Arc<Slot>>>,
    runs: Runs,
}

/// What a plugin does besides its runs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Activity {
    /// Threads and greenlets that it has started and that live.
    pub threads: Vec<ActiveThread>,
    /// Processes that it has started and that live.
    pub children: Vec<Child>,
}

/// Whether a plugin has a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// No worker, and none was asked for.
    Stopped,
    /// A worker is being forked and loads the plugin.
    Starting,
    /// Loaded.
    Running,
    /// The worker has ended without being told to. The next call starts another one.
    Crashed,
}

impl PluginHost {
    /// A host without plugins. Starts nothing yet.
    pub fn new(config: Config, calls: Arc<dyn HostCalls>) -> Self {
        let preparation = Preparation::new(config.environment.clone());
        let inner = Inner {
            config,
            calls,
            preparation,
            zygote: ZygoteKeeper::new(),
            slots: Mutex::default(),
            runs: Runs::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Begin to prepare the Python environment in the background; after a failure, try again. The first load
    /// does it otherwise.
    pub fn prepare(&self) {
        self.inner.preparation.start();
    }

    /// How far that is.
    pub fn environment(&self) -> EnvironmentState {
        self.inner.preparation.state()
    }

    /// What workers see of the file system; known once the zygote has been warm.
    pub fn root(&self) -> Option<RootLevel> {
        self.inner.zygote.root()
    }

    /// Wait until workers can be forked: the environment is there and the zygote is warm.
    pub async fn ready(&self) -> Result<(), Error> {
        let command = self.inner.command().await?;
        self.inner.zygote.warm(&command).await
    }

    /// Load a plugin: fork a worker unless one lives. Waits while the environment is being prepared.
    ///
    /// A plugin that fails to load stays known: [`Self::run`] tries again.
    pub async fn load(&self, key: &PluginKey, folder: &Path) -> Result<Metadata, Error> {
        let slot = self.inner.register(key, folder);
        let inner = self.inner.clone();
        // In a task of its own: a caller that stops waiting must not leave half a worker behind.
        let loading = tokio::spawn(async move { inner.loaded(&slot).await });
        let (_, metadata) = joined(loading.await)?;
        Ok((*metadata).clone())
    }

    /// Run an action of a loaded plugin. Forks and loads again if its worker has ended.
    ///
    /// To be waited for to its end, up to its limit: whoever may stop waiting gives it a task of its own.
    pub async fn run(&self, key: &PluginKey, request: RunRequest) -> RunEnd {
        let Some(slot) = self.inner.slot(key) else {
            return RunEnd::not_begun(Error::NotInstalled { key: key.clone() });
        };
        self.inner.run(&slot, request).await
    }

    /// Cancel a run: it is asked first, and then made to end. Its caller gets [`Error::Cancelled`]; whether
    /// there was such a run is returned.
    pub fn cancel(&self, run_id: &RunId) -> bool {
        self.inner.runs.cancel(run_id)
    }

    /// Stop a plugin: ask it to finish, then end its worker and wait until nothing of it is left.
    ///
    /// The error is what `stop()` raised, for the log: the plugin is stopped all the same.
    pub async fn stop(
        &self,
        key: &PluginKey,
        reason: &str,
        settings: Map<String, Value>,
    ) -> Result<(), Error> {
        let Some(slot) = self.inner.unregister(key) else { return Ok(()) };
        let (inner, reason) = (self.inner.clone(), reason.to_owned());
        joined(tokio::spawn(async move { inner.stop(&slot, reason, settings).await }).await)
    }

    /// Read what a plugin says of itself anew: its fields and actions may be properties. `None` if it has no
    /// worker, or one that does not answer within `limit`: it may be busy.
    pub async fn describe(&self, key: &PluginKey, limit: Duration) -> Option<Metadata> {
        self.inner.slot(key)?.describe(limit).await
    }

    /// Tell a persistent service that it may work, and wait until its hook returns: it may work in there for
    /// as long as it lives.
    pub async fn lead(&self, key: &PluginKey, settings: Map<String, Value>) -> Result<(), Error> {
        let slot = self.inner.slot(key).ok_or_else(|| Error::NotInstalled { key: key.clone() })?;
        slot.lead(settings).await
    }

    /// Tell a persistent service that it may not work any longer. It has as long as for `stop()`.
    pub async fn unlead(&self, key: &PluginKey, settings: Map<String, Value>) -> Result<(), Error> {
        match self.inner.slot(key) {
            Some(slot) => slot.unlead(settings, &self.inner.config.limits).await,
            None => Ok(()),
        }
    }

    /// What a plugin does besides its runs. Nothing while it is being loaded or ended.
    pub async fn activity(&self, key: &PluginKey) -> Activity {
        match self.inner.slot(key).and_then(|slot| slot.idle_worker()) {
            Some(worker) => {
                Activity { threads: worker.threads(), children: worker.children().await }
            }
            None => Activity::default(),
        }
    }

    /// Whether a plugin has a worker.
    pub fn state(&self, key: &PluginKey) -> State {
        self.inner.slot(key).map_or(State::Stopped, |slot| slot.state())
    }

    /// What a plugin is, while its worker lives.
    pub async fn metadata(&self, key: &PluginKey) -> Option<Metadata> {
        Some((*self.inner.slot(key)?.live().await?.1).clone())
    }

    /// Process id of a plugin's worker.
    pub async fn pid(&self, key: &PluginKey) -> Option<u32> {
        self.inner.slot(key)?.live().await?.0.pid()
    }

    /// How long a plugin's worker takes to answer a ping, even while the plugin blocks it.
    pub async fn ping(&self, key: &PluginKey, limit: Duration) -> Option<Duration> {
        self.inner.slot(key)?.live().await?.0.ping(limit).await
    }

    /// End all workers, without asking the plugins, and the zygote.
    pub async fn shutdown(&self) {
        let slots: Vec<_> = lock(&self.inner.slots).drain().map(|(_, slot)| slot).collect();
        let grace = self.inner.config.limits.grace;
        let ending: Vec<_> = slots
            .into_iter()
            .map(|slot| tokio::spawn(async move { slot.end(grace).await }))
            .collect();
        for ended in ending {
            let _ = ended.await;
        }
        self.inner.zygote.end().await;
    }
}

impl Inner {
    fn slot(&self, key: &PluginKey) -> Option<Arc<Slot>> {
        lock(&self.slots).get(key).cloned()
    }

    fn register(&self, key: &PluginKey, folder: &Path) -> Arc<Slot> {
        let mut slots = lock(&self.slots);
        let slot = slots
            .entry(key.clone())
            .or_insert_with(|| Slot::new(key.clone(), folder.to_owned(), self.calls.clone()));
        slot.move_to(folder);
        slot.clone()
    }

    fn unregister(&self, key: &PluginKey) -> Option<Arc<Slot>> {
        lock(&self.slots).remove(key)
    }

    async fn command(&self) -> Result<Command, Error> {
        let prepared = self.preparation.wait().await?;
        Ok(Command {
            python: prepared.environment.python.clone(),
            python_path: prepared.python_path.clone(),
            data: self.config.data.root().to_owned(),
            plugins: self.config.data.plugins(),
            warm_up: self.config.warm_up.clone(),
            namespaces: self.config.namespaces,
            variables: self.config.variables.clone(),
            transaction: self.config.limits.transaction,
            niceness: self.config.limits.niceness,
        })
    }

    /// The plugin's worker, forked and loaded if need be.
    async fn loaded(&self, slot: &Arc<Slot>) -> Result<(Arc<Worker>, Arc<Metadata>), Error> {
        if let Some(live) = slot.live().await {
            return Ok(live);
        }
        let command = self.command().await?;
        slot.load(&self.zygote, &command, &self.config, self.calls.clone()).await
    }

    async fn stop(
        &self,
        slot: &Slot,
        reason: String,
        settings: Map<String, Value>,
    ) -> Result<(), Error> {
        slot.stop(reason, settings, &self.config.limits).await
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A task of ours panics only where we have a bug; do not hide it.
fn joined<T>(result: Result<T, tokio::task::JoinError>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}
