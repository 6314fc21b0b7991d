//! One plugin's place: its worker, while it has one, and the lock that keeps a second from being forked.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pluggarr_plugin_protocol::{Call, Loaded, PluginKey, RootLevel};
use serde_json::{Map, Value};
use tokio::sync::watch;
use tracing::{info, warn};

use super::breaker::Breaker;
use super::runs::answer_of;
use super::{State, lock};
use crate::config::{Config, Limits};
use crate::error::Error;
use crate::escalation::Step;
use crate::host_calls::{HostCalls, LogRecord};
use crate::metadata::{Metadata, read_manifest};
use crate::worker::{Ending, NoAnswer, Worker};
use crate::zygote::{Command, ZygoteKeeper};

const LOAD: &str = "load";
const STOP: &str = "stop";
const ACQUIRED: &str = "on_leader_acquired";
const LOST: &str = "on_leader_lost";

type Live = (Arc<Worker>, Arc<Metadata>);

/// One plugin's place.
pub(super) struct Slot {
    pub(super) key: PluginKey,
    folder: Mutex<PathBuf>,
    calls: Arc<dyn HostCalls>,
    // Held while a worker is forked and loaded, and while it is stopped.
    worker: tokio::sync::Mutex<Option<Live>>,
    is_closed: watch::Sender<bool>,
    // The number tells one worker's state from the next one's.
    state: Mutex<(State, u64)>,
    breaker: Mutex<Breaker>,
}

impl Slot {
    pub(super) fn new(key: PluginKey, folder: PathBuf, calls: Arc<dyn HostCalls>) -> Arc<Self> {
        Arc::new(Self {
            key,
            folder: Mutex::new(folder),
            calls,
            worker: tokio::sync::Mutex::new(None),
            is_closed: watch::Sender::new(false),
            state: Mutex::new((State::Stopped, 0)),
            breaker: Mutex::default(),
        })
    }

    /// Where the plugin is now; its next worker loads it from there.
    pub(super) fn move_to(&self, folder: &Path) {
        *lock(&self.folder) = folder.to_owned();
    }

    pub(super) fn state(&self) -> State {
        lock(&self.state).0
    }

    /// Whether it may be loaded again by itself; if so, that counts as done.
    pub(super) fn may_reload(&self) -> bool {
        !*self.is_closed.borrow() && lock(&self.breaker).allows(Instant::now())
    }

    /// The worker, if it lives and is not just being loaded or ended.
    pub(super) fn idle_worker(&self) -> Option<Arc<Worker>> {
        let place = self.worker.try_lock().ok()?;
        place.as_ref().filter(|(worker, _)| worker.is_alive()).map(|(worker, _)| worker.clone())
    }

    /// The worker, if it lives. Waits while one is being loaded.
    pub(super) async fn live(&self) -> Option<Live> {
        self.worker.lock().await.as_ref().filter(|(worker, _)| worker.is_alive()).cloned()
    }

    /// Fork a worker and load the plugin, unless somebody else just has.
    pub(super) async fn load(
        self: &Arc<Self>,
        zygote: &ZygoteKeeper,
        command: &Command,
        config: &Config,
        calls: Arc<dyn HostCalls>,
    ) -> Result<Live, Error> {
        let mut place = self.worker.lock().await;
        if let Some(live) = place.as_ref().filter(|(worker, _)| worker.is_alive()) {
            return Ok(live.clone());
        }
        if *self.is_closed.borrow() {
            return Err(Error::NotInstalled { key: self.key.clone() });
        }
        *place = None;
        self.set_state(State::Starting);
        match self.fork_and_load(zygote, command, config, calls).await {
            Ok(live) => {
                self.set_state(State::Running);
                self.clone().watch(&live.0);
                *place = Some(live.clone());
                Ok(live)
            }
            Err(error) => {
                let died = matches!(error, Error::WorkerDied { .. } | Error::TimedOut { .. });
                self.set_state(if died { State::Crashed } else { State::Stopped });
                Err(error)
            }
        }
    }

    async fn fork_and_load(
        &self,
        zygote: &ZygoteKeeper,
        command: &Command,
        config: &Config,
        calls: Arc<dyn HostCalls>,
    ) -> Result<Live, Error> {
        let failed = |message: String| Error::ZygoteFailed { message, stderr: String::new() };
        let limits = &config.limits;
        let (host_ends, root) = zygote.fork(command, &self.key, limits.memory_bytes).await?;
        let worker = Worker::start(self.key.clone(), host_ends, config.log_level, calls)
            .map_err(|error| failed(error.to_string()))?;
        if let Err(error) = std::fs::create_dir_all(config.data.plugin_data(&self.key)) {
            // Most plugins do not need it; those that do will say what they miss.
            warn!(plugin.key = %self.key, "No folder for the data of `{}`: {error}", self.key);
        }
        let folder = lock(&self.folder).clone();
        let seen = folder_as_seen(&folder, root, config);
        let call = Call::Load { folder: seen, key: self.key.clone() };
        let mut closed = self.is_closed.subscribe();
        let answer = tokio::select! {
            answer = self.call(&worker, LOAD, call, limits.load, limits) => answer,
            // Whoever stops the plugin need not wait until it is loaded.
            _ = closed.wait_for(|closed| *closed) => {
                Err(Error::NotInstalled { key: self.key.clone() })
            }
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                // It may have started threads and children before it failed.
                worker.end(limits.grace).await;
                return Err(error);
            }
        };
        let loaded: Loaded = serde_json::from_value(answer).map_err(|error| Error::NotLoaded {
            key: self.key.clone(),
            message: format!("says about itself what cannot be read: {error}"),
            traceback: None,
        })?;
        let (manifest, _) = read_manifest(&folder);
        let metadata = Metadata::new(&self.key, loaded, manifest);
        info!(plugin.key = %self.key, worker.pid = worker.pid(), "Plugin `{}` is loaded", self.key);
        Ok((Arc::new(worker), Arc::new(metadata)))
    }

    /// Ask, and end the call if it takes too long.
    async fn call(
        &self,
        worker: &Worker,
        what: &str,
        call: Call,
        limit: Duration,
        limits: &Limits,
    ) -> Result<Value, Error> {
        let answered = async {
            let mut asked = worker.ask(call)?;
            match tokio::time::timeout(limit, worker.answer(&mut asked)).await {
                Ok(answer) => answer.map(Some),
                Err(_) => {
                    let ending = Ending {
                        first: Step::Cancel,
                        patient: false,
                        grace: limits.grace,
                        reason: &format!("`{what}` overran its time"),
                    };
                    worker.end_call(&mut asked, ending).await;
                    Ok(None)
                }
            }
        };
        let (key, action) = (self.key.clone(), what.to_owned());
        match answered.await {
            Ok(Some(answer)) => answer_of(answer.outcome, &key, what),
            Ok(None) => Err(Error::TimedOut { key, action, limit, result: None }),
            Err(NoAnswer::Ended(status)) => Err(Error::WorkerDied { key, action, status }),
            Err(NoAnswer::NotSent(error)) => {
                Err(Error::TooLarge { key, action, message: error.to_string() })
            }
        }
    }

    /// What the plugin says of itself now. A worker that is being loaded or ended is not waited for.
    pub(super) async fn describe(&self, limit: Duration) -> Option<Metadata> {
        let worker = self.worker.try_lock().ok()?.as_ref()?.0.clone();
        let mut asked = worker.ask(Call::Describe).ok()?;
        let Ok(Ok(answer)) = tokio::time::timeout(limit, worker.answer(&mut asked)).await else {
            worker.cancel(asked);
            return None;
        };
        let loaded: Loaded = serde_json::from_value(Result::from(answer.outcome).ok()?).ok()?;
        let (manifest, _) = read_manifest(&lock(&self.folder).clone());
        let metadata = Arc::new(Metadata::new(&self.key, loaded, manifest));
        if let Some((current, known)) = self.worker.lock().await.as_mut()
            && Arc::ptr_eq(current, &worker)
        {
            *known = metadata.clone();
        }
        Some((*metadata).clone())
    }

    /// Call `on_leader_acquired` and wait until it returns, however long that is.
    pub(super) async fn lead(&self, settings: Map<String, Value>) -> Result<(), Error> {
        let not_loaded = || Error::NotInstalled { key: self.key.clone() };
        let (worker, _) = self.live().await.ok_or_else(not_loaded)?;
        let _living = worker.begin(None);
        let answered = async {
            let mut asked = worker.ask(Call::Lead { acquired: true, settings })?;
            worker.answer(&mut asked).await
        };
        let (key, action) = (self.key.clone(), ACQUIRED.to_owned());
        match answered.await {
            Ok(answer) => answer_of(answer.outcome, &key, ACQUIRED).map(drop),
            Err(NoAnswer::Ended(_)) if worker.is_being_stopped() => Ok(()),
            Err(NoAnswer::Ended(status)) => Err(Error::WorkerDied { key, action, status }),
            Err(NoAnswer::NotSent(error)) => {
                Err(Error::TooLarge { key, action, message: error.to_string() })
            }
        }
    }

    /// Call `on_leader_lost`.
    pub(super) async fn unlead(
        &self,
        settings: Map<String, Value>,
        limits: &Limits,
    ) -> Result<(), Error> {
        let Some((worker, _)) = self.live().await else { return Ok(()) };
        let call = Call::Lead { acquired: false, settings };
        self.call(&worker, LOST, call, limits.stop, limits).await.map(drop)
    }

    /// Ask the plugin to finish and end its worker. No other will be forked in this place.
    pub(super) async fn stop(
        &self,
        reason: String,
        settings: Map<String, Value>,
        limits: &Limits,
    ) -> Result<(), Error> {
        self.is_closed.send_replace(true);
        let Some((worker, metadata)) = self.worker.lock().await.take() else { return Ok(()) };
        let answer = if worker.is_alive() {
            let call = Call::Stop { reason, settings, actions: metadata.actions.clone() };
            self.call(&worker, STOP, call, limits.stop, limits).await.map(|_| ())
        } else {
            Ok(())
        };
        worker.expect_end();
        worker.end(limits.grace).await;
        self.set_state(State::Stopped);
        answer
    }

    /// End the worker without asking the plugin.
    pub(super) async fn end(&self, grace: Duration) {
        self.is_closed.send_replace(true);
        if let Some((worker, _)) = self.worker.lock().await.take() {
            worker.expect_end();
            worker.end(grace).await;
            self.set_state(State::Stopped);
        }
    }

    /// Notice when the worker ends by itself.
    fn watch(self: Arc<Self>, worker: &Worker) {
        let watcher = worker.watcher();
        let number = lock(&self.state).1;
        tokio::spawn(async move {
            let Some(ending) = watcher.accident().await else { return };
            warn!(plugin.key = %self.key, "The worker of `{}` has ended: {ending}", self.key);
            let remark = format!("The worker has ended: {ending}");
            self.calls.log(LogRecord::remark(self.key.clone(), remark));
            let is_current = lock(&self.state).1 == number;
            if is_current {
                self.set_state(State::Crashed);
            }
        });
    }

    fn set_state(&self, state: State) {
        let mut current = lock(&self.state);
        let before = std::mem::replace(&mut current.0, state);
        current.1 += u64::from(state == State::Starting);
        drop(current);
        if before != state {
            self.calls.state_changed(&self.key, state);
        }
    }
}

/// Plugins look for `/data/plugins` in their own paths.
fn folder_as_seen(folder: &Path, root: RootLevel, config: &Config) -> String {
    let seen = match (root, folder.strip_prefix(config.data.plugins())) {
        (RootLevel::Namespaced, Ok(below)) => Path::new("/data/plugins").join(below),
        _ => folder.to_owned(),
    };
    seen.to_string_lossy().into_owned()
}
