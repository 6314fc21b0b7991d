//! One event on its way to one handler.

use std::sync::PoisonError;
use std::time::Duration;

use chrono::{DateTime, Utc};
use pluggarr_store::Timestamp;
use pluggarr_store::event_deliveries::{DeliveryEnd, DeliveryStatus, NewDelivery};
use pluggarr_store::runs::{Run, RunOutcome};
use serde_json::{Map, Value, json};
use tracing::warn;

use super::handler::{Arrival, Ended, Handler, Next, is_slow};
use super::{Deliveries, HandlerKey};
use crate::runs::{Finished, NewRun, Trigger};

/// Deliveries that are remembered of each plugin.
const KEPT: u32 = 1_000;
/// The log is pruned after so many new rows.
const PRUNE_EVERY: u32 = 20;

impl Deliveries {
    /// An event comes to a handler.
    pub(super) fn arrive(
        &self,
        key: HandlerKey,
        (is_single, loads): (bool, u64),
        payload: Map<String, Value>,
    ) {
        let now = Utc::now();
        let arrival = {
            let mut handlers = self.handlers_now();
            let handler = handlers.entry(key.clone());
            let handler = handler.or_insert_with(|| Handler::new(is_single, loads));
            handler.meet(is_single, loads);
            handler.arrive(payload, now)
        };
        let (status, detail) = match arrival {
            Arrival::Start(payload) => return self.spawn(key, payload),
            Arrival::Waits => return,
            Arrival::Rests(until) => (DeliveryStatus::Skipped, rests(until)),
            Arrival::Dropped => {
                (DeliveryStatus::Dropped, "too many events wait for this action".to_owned())
            }
        };
        let deliveries = self.clone();
        tokio::spawn(async move { deliveries.keep(&key, status, None, Some(detail)).await });
    }

    fn spawn(&self, key: HandlerKey, payload: Map<String, Value>) {
        let deliveries = self.clone();
        tokio::spawn(async move {
            let (how, took) = deliveries.deliver(&key, payload).await;
            deliveries.follow(key, how, took).await;
        });
    }

    async fn deliver(&self, key: &HandlerKey, payload: Map<String, Value>) -> (Ended, Duration) {
        let mut params = Map::new();
        params.insert("event".to_owned(), json!(key.event));
        params.insert("payload".to_owned(), payload.into());
        let mut new = NewRun::of_action(&key.plugin, &key.action, params);
        (new.trigger, new.event) = (Trigger::Event, Some(key.event.clone()));
        let run = match self.0.plugins.start_run(new).await {
            Ok(run) => run,
            Err(error) => {
                let detail = Some(error.to_string());
                self.keep(key, DeliveryStatus::Skipped, None, detail).await;
                return (Ended::Otherwise, Duration::ZERO);
            }
        };
        let row = self.keep(key, DeliveryStatus::Delivered, Some(run.id().as_str()), None).await;
        let Some(finished) = run.finished().await else {
            return (Ended::Otherwise, Duration::ZERO);
        };
        let took = duration_of(&finished.run);
        if let Some(row) = row {
            let ended = self.0.store.event_deliveries().finish(row, &end_of(&finished, took)).await;
            if let Err(error) = ended {
                warn!(plugin.key = key.plugin, "The end of a delivery could not be kept: {error}");
            }
        }
        (how_it_ended(&finished.run), took)
    }

    /// A delivery is over: others may have waited for it.
    async fn follow(&self, key: HandlerKey, how: Ended, took: Duration) {
        let next = match self.handlers_now().get_mut(&key) {
            Some(handler) => handler.ended(how, took, Utc::now()),
            None => return,
        };
        for next in next {
            match next {
                Next::Start(payload) => self.spawn(key.clone(), payload),
                Next::Rests(_, until) => {
                    self.keep(&key, DeliveryStatus::Skipped, None, Some(rests(until))).await;
                }
            }
        }
    }

    /// Note a delivery in the log. One that cannot be noted is made all the same.
    async fn keep(
        &self,
        key: &HandlerKey,
        status: DeliveryStatus,
        run_id: Option<&str>,
        detail: Option<String>,
    ) -> Option<i64> {
        let new = NewDelivery {
            event: key.event.clone(),
            plugin_key: key.plugin.clone(),
            action: key.action.clone(),
            run_id: run_id.map(str::to_owned),
            status,
            detail,
            at: Timestamp::now(),
        };
        let log = self.0.store.event_deliveries();
        let kept = match log.create(&new).await {
            Ok(id) if self.is_time_to_prune(&key.plugin) => {
                log.prune(&key.plugin, KEPT).await.map(|_| id)
            }
            kept => kept,
        };
        let warn =
            |error: &_| warn!(plugin.key = key.plugin, "A delivery could not be kept: {error}");
        kept.inspect_err(warn).ok()
    }

    fn is_time_to_prune(&self, plugin: &str) -> bool {
        let mut kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let count = kept.entry(plugin.to_owned()).or_default();
        *count = (*count + 1) % PRUNE_EVERY;
        *count == 0
    }
}

fn rests(until: DateTime<Utc>) -> String {
    format!("failed too often in a row; it is told nothing before {}", Timestamp::from(until))
}

/// How long the handler itself took; waiting for its worker is not its fault.
fn duration_of(run: &Run) -> Duration {
    let began = run.started_at.unwrap_or(run.queued_at).to_utc();
    let took = run.ended_at.map(|ended| ended.to_utc() - began);
    took.and_then(|took| took.to_std().ok()).unwrap_or_default()
}

fn how_it_ended(run: &Run) -> Ended {
    match run.outcome.as_deref().and_then(RunOutcome::from_word) {
        Some(RunOutcome::Succeeded | RunOutcome::Warned) => Ended::Well,
        Some(RunOutcome::Failed | RunOutcome::TimedOut | RunOutcome::WorkerDied) => Ended::Badly,
        Some(RunOutcome::Cancelled | RunOutcome::Lost) | None => Ended::Otherwise,
    }
}

fn end_of(finished: &Finished, took: Duration) -> DeliveryEnd {
    let run = &finished.run;
    DeliveryEnd {
        outcome: run.outcome.clone().unwrap_or_default(),
        detail: run.error.clone(),
        duration_ms: took.as_millis().try_into().unwrap_or(i64::MAX),
        slow: is_slow(took),
    }
}
