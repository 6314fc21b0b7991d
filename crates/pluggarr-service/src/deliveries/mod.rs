//! Events handed to the plugins that want to know of them.
//!
//! Each delivery is a run. A handler that is slow or fails holds up neither whoever emitted the event nor the other
//! handlers; what it is spared then is [`handler`]'s decision.

mod delivering;
mod handler;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use pluggarr_store::event_deliveries::{Delivery, DeliveryFilter};
use pluggarr_store::{Page, Paging, Store};
use serde_json::{Map, Value};
use tokio::sync::mpsc;
use tracing::{debug, warn};

use crate::Error;
use crate::plugins::Plugins;
use crate::runs::Runs;
use crate::system_events::Fired;

use handler::Handler;

/// An action that is run when something happens, and how it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandlerState {
    /// The event.
    pub event: String,
    /// The action's id.
    pub action: String,
    /// It took longer than it should, lately.
    pub slow: bool,
    /// How often it failed since it was well last.
    pub failures_in_a_row: u32,
    /// It is told nothing until then.
    pub paused_until: Option<DateTime<Utc>>,
}

/// Which handler.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct HandlerKey {
    plugin: String,
    event: String,
    action: String,
}

/// The deliveries of this host. Cheap to clone.
#[derive(Clone)]
pub struct Deliveries(Arc<Inner>);

struct Inner {
    store: Store,
    plugins: Plugins,
    runs: Runs,
    handlers: Mutex<BTreeMap<HandlerKey, Handler<Map<String, Value>>>>,
    /// How many rows were added for each plugin.
    kept: Mutex<BTreeMap<String, u32>>,
}

impl Deliveries {
    pub(crate) fn new(store: Store, plugins: Plugins, runs: Runs) -> Self {
        let (handlers, kept) = (Mutex::default(), Mutex::default());
        Self(Arc::new(Inner { store, plugins, runs, handlers, kept }))
    }

    /// Deliver what comes, until nobody emits any more.
    pub(crate) async fn work(self, mut fired: mpsc::UnboundedReceiver<Fired>) {
        while let Some(event) = fired.recv().await {
            self.dispatch(event).await;
        }
    }

    async fn dispatch(&self, fired: Fired) {
        if self.is_an_echo(&fired).await {
            debug!("The event `{}` comes from a handler of it, and is not delivered", fired.event);
            return;
        }
        let plugins = match self.0.plugins.list().await {
            Ok(plugins) => plugins,
            Err(error) => {
                warn!("The event `{}` could not be delivered: {error}", fired.event);
                return;
            }
        };
        for plugin in plugins.iter().filter(|plugin| plugin.enabled() && !plugin.missing) {
            for action in &plugin.about.actions {
                if !action.events.contains(&fired.event) {
                    continue;
                }
                let key = HandlerKey {
                    plugin: plugin.key.clone(),
                    event: fired.event.clone(),
                    action: action.id.clone(),
                };
                self.arrive(key, (action.single, plugin.loads), fired.payload.clone());
            }
        }
    }

    /// Whether a handler of this event emits it: that would go on for ever.
    async fn is_an_echo(&self, fired: &Fired) -> bool {
        let Some(run) = &fired.from else { return false };
        let run = self.0.runs.get(run.as_str()).await;
        run.is_ok_and(|now| now.run.event.as_ref() == Some(&fired.event))
    }

    /// Deliveries, the newest first.
    pub async fn list(
        &self,
        filter: &DeliveryFilter,
        paging: Paging,
    ) -> Result<Page<Delivery>, Error> {
        Ok(self.0.store.event_deliveries().list(filter, paging).await?)
    }

    /// The handlers that a plugin declares, and how they do.
    pub async fn handlers(&self, plugin: &str) -> Result<Vec<HandlerState>, Error> {
        let plugin = self.0.plugins.get(plugin).await?;
        let (handlers, now) = (self.handlers_now(), Utc::now());
        let mut states = Vec::new();
        for action in &plugin.about.actions {
            for event in &action.events {
                let key = HandlerKey {
                    plugin: plugin.key.clone(),
                    event: event.clone(),
                    action: action.id.clone(),
                };
                let handler = handlers.get(&key).filter(|handler| handler.is_of(plugin.loads));
                states.push(HandlerState {
                    event: key.event,
                    action: key.action,
                    slow: handler.is_some_and(Handler::is_slow),
                    failures_in_a_row: handler.map_or(0, Handler::failures),
                    paused_until: handler.and_then(|handler| handler.rests_at(now)),
                });
            }
        }
        Ok(states)
    }

    /// Holds no invariants that a panic could break.
    fn handlers_now(&self) -> MutexGuard<'_, BTreeMap<HandlerKey, Handler<Map<String, Value>>>> {
        self.0.handlers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
