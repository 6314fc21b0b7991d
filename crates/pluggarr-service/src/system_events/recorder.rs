//! Works off the queue of events: keeps each one, then hands it on to be delivered.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use pluggarr_plugin_protocol::RunId;
use pluggarr_store::system_events::NewSystemEvent;
use pluggarr_store::{Store, Timestamp};
use serde_json::{Map, Value};
use tokio::sync::mpsc;
use tracing::warn;

use super::payload::{StreamFacts, is_delivered, payload};
use super::{Happened, lock};

/// An event that plugins are to be told of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fired {
    pub(crate) event: String,
    pub(crate) payload: Map<String, Value>,
    /// The run that said so.
    pub(crate) from: Option<RunId>,
}

/// Who delivers, once somebody does.
pub(super) type Listener = Arc<Mutex<Option<mpsc::UnboundedSender<Fired>>>>;

pub(super) struct Recorder {
    store: Store,
    waiting: Arc<AtomicUsize>,
    listener: Listener,
}

impl Recorder {
    pub(super) fn new(store: Store, waiting: Arc<AtomicUsize>, listener: Listener) -> Self {
        Self { store, waiting, listener }
    }

    pub(super) async fn work(self, mut inbox: mpsc::UnboundedReceiver<Option<Happened>>) {
        while let Some(Some(happened)) = inbox.recv().await {
            self.record(happened).await;
            self.waiting.fetch_sub(1, Ordering::AcqRel);
        }
    }

    async fn record(&self, happened: Happened) {
        let Happened { event, channel_id, channel_name, details, from, at } = happened;
        let channel = channel_id.and_then(|id| id.parse().ok());
        let new = NewSystemEvent {
            event_type: event,
            channel_id: channel,
            channel_name: channel_name.clone(),
            details,
        };
        if let Err(error) = self.keep(&new, at).await {
            // Handlers are told all the same: what happened, happened.
            warn!("The system event `{}` could not be kept: {error}", new.event_type);
        }
        let listener = lock(&self.listener).clone();
        let Some(listener) = listener.filter(|_| is_delivered(&new.event_type)) else { return };
        let known_name = match channel {
            Some(uuid) => self.store.channels().get_by_uuid(uuid).await.ok().map(|row| row.name),
            None => None,
        };
        let stream = self.stream(&new.details).await;
        let payload = payload(new.details, known_name.or(channel_name), stream);
        let _ = listener.send(Fired { event: new.event_type, payload, from });
    }

    async fn keep(&self, new: &NewSystemEvent, at: Timestamp) -> Result<(), pluggarr_store::Error> {
        let most = self.store.core_settings().max_system_events().await?;
        self.store.system_events().create(new, at, most).await?;
        Ok(())
    }

    async fn stream(&self, details: &Map<String, Value>) -> StreamFacts {
        let id = details.get("stream_id");
        let id = id.and_then(|id| id.as_i64().or_else(|| id.as_str()?.trim().parse().ok()));
        let Some(id) = id else { return StreamFacts::default() };
        let Ok(stream) = self.store.streams().get(id).await else { return StreamFacts::default() };
        let account = match stream.m3u_account_id {
            Some(id) => self.store.m3u_accounts().get(id).await.ok().map(|account| account.name),
            None => None,
        };
        StreamFacts { name: Some(stream.name), url: stream.url, account }
    }
}

#[cfg(test)]
mod tests {
    use pluggarr_store::channels::NewChannel;
    use pluggarr_store::{Page, Paths};
    use serde_json::json;

    use super::super::SystemEvents;
    use super::*;

    async fn store() -> (Store, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        (Store::open(&Paths::new(folder.path())).await.unwrap(), folder)
    }

    #[tokio::test]
    async fn what_was_emitted_is_kept_before_the_program_ends() {
        let (store, _folder) = store().await;
        let events = SystemEvents::new(store.clone());
        for number in 0..150 {
            events.emit("login_success", json!({"number": number}));
        }
        events.close().await;
        let page = events.list(None, 1, 0).await.unwrap();
        assert_eq!((page.total, &page.rows[0].details), (100, &json!({"number": 149})));
    }

    #[tokio::test]
    async fn what_plugins_emit_without_end_is_lost_and_the_hosts_own_is_not() {
        let (store, _folder) = store().await;
        store
            .core_settings()
            .set("system_settings", "System Settings", &json!({"max_system_events": 5_000}))
            .await
            .unwrap();
        let events = SystemEvents::new(store.clone());
        // No other task runs between these.
        for _ in 0..3_000 {
            events.told_by_plugin(Happened {
                event: "mine".to_owned(),
                channel_id: None,
                channel_name: None,
                details: Map::new(),
                from: None,
                at: Timestamp::now(),
            });
        }
        events.emit("login_success", json!({}));
        events.close().await;
        let kept = |page: Page<_>| page.total;
        assert_eq!(events.list(Some("mine"), 1, 0).await.map(kept).unwrap(), 1_000);
        assert_eq!(events.list(Some("login_success"), 1, 0).await.map(kept).unwrap(), 1);
    }

    #[tokio::test]
    async fn an_event_of_a_channel_has_the_name_from_the_database_in_its_payload() {
        let (store, _folder) = store().await;
        let channel = NewChannel { name: "News".to_owned(), ..NewChannel::default() };
        let channel = store.channels().create(&channel).await.unwrap();
        let events = SystemEvents::new(store.clone());
        let (told, mut heard) = mpsc::unbounded_channel();
        events.listen(told);
        events.told_by_plugin(Happened {
            event: "channel_stop".to_owned(),
            channel_id: Some(channel.uuid.to_string()),
            channel_name: Some("an old name".to_owned()),
            details: Map::from_iter([("runtime".to_owned(), json!(5))]),
            from: None,
            at: Timestamp::now(),
        });
        let fired = heard.recv().await.unwrap();
        assert_eq!(fired.event, "channel_stop");
        assert_eq!(Value::from(fired.payload), json!({"runtime": 5, "channel_name": "News"}));
        let kept = events.list(None, 1, 0).await.unwrap().rows.remove(0);
        assert_eq!(kept.channel_name.as_deref(), Some("an old name"));
        assert_eq!(kept.channel_id, Some(channel.uuid.simple().to_string()));
    }
}
