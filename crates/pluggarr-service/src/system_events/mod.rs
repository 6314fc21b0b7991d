//! What happened, kept for people to look at and handed to plugins that want to know: Dispatcharr's system events.
//!
//! Whoever emits an event is never kept waiting: it is put into a queue, which one task works off.

mod payload;
mod recorder;
mod visitor;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pluggarr_plugin_protocol::RunId;
use pluggarr_store::system_events::SystemEvent;
use pluggarr_store::{Page, Store, Timestamp};
use serde_json::{Map, Value};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tracing::warn;

use crate::Error;
use recorder::{Listener, Recorder};

pub(crate) use recorder::Fired;
pub use visitor::Visitor;

/// Events that may wait to be kept. More than these come from a plugin that emits without end, or meet a database
/// that somebody else holds.
const MOST_WAITING: usize = 10_000;
/// Of these, as many as plugins may fill.
const MOST_OF_PLUGINS: usize = 1_000;
/// How long the end of the program waits for what is still to be kept.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Happened {
    pub(crate) event: String,
    /// The UUID of a channel, as it was given.
    pub(crate) channel_id: Option<String>,
    pub(crate) channel_name: Option<String>,
    pub(crate) details: Map<String, Value>,
    /// The run of a plugin that says so.
    pub(crate) from: Option<RunId>,
    pub(crate) at: Timestamp,
}

/// The events of this host. Cheap to clone.
#[derive(Clone)]
pub struct SystemEvents(Arc<Inner>);

struct Inner {
    store: Store,
    queue: mpsc::UnboundedSender<Option<Happened>>,
    waiting: Arc<AtomicUsize>,
    /// Since the queue was empty last, events were lost.
    is_full: AtomicBool,
    listener: Listener,
    recorder: Mutex<Option<JoinHandle<()>>>,
}

impl SystemEvents {
    /// Must be called within a Tokio runtime.
    pub(crate) fn new(store: Store) -> Self {
        let (queue, inbox) = mpsc::unbounded_channel();
        let (waiting, listener) = (Arc::<AtomicUsize>::default(), Listener::default());
        let recorder = Recorder::new(store.clone(), waiting.clone(), listener.clone());
        let recorder = Mutex::new(Some(tokio::spawn(recorder.work(inbox))));
        let is_full = AtomicBool::new(false);
        Self(Arc::new(Inner { store, queue, waiting, is_full, listener, recorder }))
    }

    /// Something happened. `details` is an object, without passwords and without URLs that hold one.
    pub(crate) fn emit(&self, event: &str, details: Value) {
        let details = match details {
            Value::Object(details) => details,
            _ => Map::new(),
        };
        let event = event.to_owned();
        let (channel_id, channel_name, from) = (None, None, None);
        let at = Timestamp::now();
        self.put(Happened { event, channel_id, channel_name, details, from, at }, MOST_WAITING);
    }

    /// A plugin says that something happened.
    pub(crate) fn told_by_plugin(&self, happened: Happened) {
        self.put(happened, MOST_OF_PLUGINS);
    }

    fn put(&self, happened: Happened, most: usize) {
        let before = self.0.waiting.fetch_add(1, Ordering::AcqRel);
        if before >= most {
            self.0.waiting.fetch_sub(1, Ordering::AcqRel);
            // Once, not for each of a million events.
            if !self.0.is_full.swap(true, Ordering::AcqRel) {
                warn!("Too many system events at once: `{}` and others are lost", happened.event);
            }
            return;
        }
        if before == 0 {
            self.0.is_full.store(false, Ordering::Release);
        }
        let _ = self.0.queue.send(Some(happened));
    }

    /// The newest first, `limit` of them after the first `offset`.
    pub async fn list(
        &self,
        event_type: Option<&str>,
        limit: u32,
        offset: u32,
    ) -> Result<Page<SystemEvent>, Error> {
        Ok(self.0.store.system_events().list(event_type, limit, offset).await?)
    }

    /// From now on, hand what is to be delivered to `listener`.
    pub(crate) fn listen(&self, listener: mpsc::UnboundedSender<Fired>) {
        *lock(&self.0.listener) = Some(listener);
    }

    /// Keep what is waiting, and end.
    pub(crate) async fn close(&self) {
        *lock(&self.0.listener) = None;
        let _ = self.0.queue.send(None);
        let Some(recorder) = lock(&self.0.recorder).take() else { return };
        if tokio::time::timeout(LAST_WORDS, recorder).await.is_err() {
            warn!(
                "The last system events could not be kept: the database is held by somebody else"
            );
        }
    }
}

/// Holds no invariants that a panic could break.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
