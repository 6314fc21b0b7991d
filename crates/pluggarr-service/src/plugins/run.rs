//! Running an action: who may, with which settings and for how long, and what its end means.

use std::sync::Arc;
use std::time::Duration;

use pluggarr_plugin_host::{EndedBy, RunEnd, RunRequest};
use pluggarr_plugin_protocol::{PluginKey, RunId, settings};
use pluggarr_store::runs::RunOutcome;
use serde_json::{Map, Value};
use tracing::{debug, warn};

use super::outcome::{FailureKind, failure_kind};
use super::{HostError, Plugin, Plugins};
use crate::Error;
use crate::error::blocking;
use crate::runs::{End, LiveRun, NewRun, RunHandle, message_of, outcome_of};

/// The action that a plugin declares to be asked to finish by.
const STOP_ACTION: &str = "stop";
/// Values of a result from which on it is written as text by a thread that may take its time.
const LARGE_RESULT: usize = 20_000;

impl Plugins {
    /// Run one action and wait for its result. Actions that no list declares are passed on too:
    /// plugins have hidden ones.
    pub async fn run_action(
        &self,
        key: &str,
        action: &str,
        params: Map<String, Value>,
    ) -> Result<Value, Error> {
        let run = self.start_run(NewRun::of_action(key, action, params)).await?;
        match run.finished().await {
            Some(finished) => Ok(finished.result.clone()?),
            None => Err(Error::JobLost),
        }
    }

    /// Start a run. It goes on whether or not somebody waits for it: from the moment it is begun it is a task of its own.
    pub async fn start_run(&self, new: NewRun) -> Result<RunHandle, Error> {
        let plugin = self.get(&new.plugin).await?;
        let Some(key) = self.known(&new.plugin).await else {
            return Err(Error::not_found("plugin", new.plugin));
        };
        if !plugin.enabled() {
            return Err(Error::PluginDisabled { key });
        }
        if !plugin.new_capabilities.is_empty() {
            self.check_trust(&key).await?;
        }
        let action = plugin.about.actions.iter().find(|action| action.id == new.action);
        let limit = self.limit_of(&new.plugin, &new.action, action);
        // What is typed into a password field is nobody's business afterwards.
        let shown = settings::masked(action.map_or(&[][..], |action| &action.params), &new.params);
        let is_single = new.is_single || action.is_some_and(|action| action.single);
        let run = self.0.runs.begin(&new, &shown.into(), limit.as_secs_f64(), is_single)?;
        let handle = run.handle(action.is_some_and(|action| action.is_async));
        let plugins = self.clone();
        tokio::spawn(async move { plugins.carry_out(&key, plugin, new, limit, run).await });
        Ok(handle)
    }

    /// Run it, and keep what came of it.
    async fn carry_out(
        &self,
        key: &PluginKey,
        plugin: Plugin,
        new: NewRun,
        limit: Duration,
        run: Arc<LiveRun>,
    ) {
        let plugin = match plugin.loaded {
            true => plugin,
            false => {
                // Its import may have failed for a reason that is gone by now.
                self.load(key).await;
                self.get(key.as_str()).await.unwrap_or(plugin)
            }
        };
        let settings = self.settings_seen(key, &plugin);
        let masked = Value::from(settings::masked(&plugin.about.fields, &settings));
        self.0.runs.sees(&run, masked.to_string());
        let request = RunRequest {
            run_id: run.id.clone(),
            action: new.action,
            kind: new.kind,
            params: new.params,
            settings,
            limit: Some(limit),
            trigger: new.trigger.as_str().to_owned(),
            stop_action: plugin.about.actions.iter().any(|action| action.id == STOP_ACTION),
        };
        let action = run.action.clone();
        let mut ended = self.0.host.run(key, request).await;
        ended.result = ended.result.map_err(|error| self.0.secrets.hide_in(key, error));
        match &ended.result {
            Ok(_) => {
                debug!(plugin.key = %key, run.id = %run.id, "Action `{action}` of `{key}` finished")
            }
            Err(error) => {
                warn!(plugin.key = %key, run.id = %run.id, "Action `{action}` of `{key}` failed: {error}");
                if let HostError::NotLoaded { .. } = error {
                    self.remember(key, Err(error.clone())).await;
                }
            }
        }
        let (end, result) = self.end_of(key, &run.id, ended).await;
        self.0.runs.finish(&run, end, result);
        self.tell_what_is_left(key, run.id.as_str());
    }

    /// What the result means for the history. The result itself comes back as it was.
    async fn end_of(
        &self,
        key: &PluginKey,
        id: &RunId,
        ended: RunEnd,
    ) -> (End, Result<Value, HostError>) {
        let RunEnd { mut result, usage, ended_by, .. } = ended;
        let mut end = End {
            outcome: RunOutcome::Failed,
            ended_by: ended_by.map(EndedBy::as_str),
            error: None,
            message: None,
            traceback: None,
            cpu_seconds: usage.map(|usage| usage.cpu_seconds),
            peak_bytes: usage.and_then(|usage| i64::try_from(usage.peak_bytes).ok()),
            kept: None,
            result_bytes: None,
        };
        match &result {
            Ok(value) => {
                end.outcome = outcome_of(value);
                end.message = message_of(value).map(|text| self.0.secrets.hide(key, text));
            }
            Err(error) => {
                end.outcome = match failure_kind(error) {
                    FailureKind::Cancelled => RunOutcome::Cancelled,
                    FailureKind::TimedOut => RunOutcome::TimedOut,
                    FailureKind::WorkerDied => RunOutcome::WorkerDied,
                    FailureKind::Failed | FailureKind::PermissionDenied | FailureKind::NotReady => {
                        RunOutcome::Failed
                    }
                };
                end.error = Some(error.to_string());
                end.traceback = error.traceback().map(str::to_owned);
            }
        }
        // What it returned when it was asked to end is kept, too.
        let late = match &mut result {
            Err(HostError::Cancelled { result, .. } | HostError::TimedOut { result, .. }) => {
                result.take()
            }
            _ => None,
        };
        let (text, result) = match (late, result) {
            (Some(late), result) => {
                end.message = message_of(&late).map(|text| self.0.secrets.hide(key, text));
                (text_of(*late).await.0, result)
            }
            (None, Ok(value)) => {
                let (text, value) = text_of(value).await;
                (text, Ok(value))
            }
            (None, Err(error)) => return (end, Err(error)),
        };
        let kept = self.0.runs.keep_result(id.as_str(), self.0.secrets.hide(key, text)).await;
        end.result_bytes = i64::try_from(kept.bytes).ok();
        end.kept = kept.in_row;
        (end, result)
    }

    /// Ask a run to end. What came of it is told at its end.
    pub async fn cancel_run(&self, id: &str) -> Result<(), Error> {
        let run = self.0.runs.get(id).await?.run;
        let id = RunId::new(run.id);
        if !self.0.runs.cancelling(&id) {
            return Err(Error::RunFinished);
        }
        tracing::info!(plugin.key = run.plugin_key, run.id = %id, "Action `{}` of `{}` is cancelled", run.action, run.plugin_key);
        self.0.host.cancel(&id);
        Ok(())
    }
}

/// A value as JSON, and the value again.
async fn text_of(value: Value) -> (String, Value) {
    // Most results are a few words; one of 50 MB must not keep this thread from others' work.
    if !is_large(&value) {
        return (value.to_string(), value);
    }
    let written = blocking(move || Ok::<_, Error>((value.to_string(), value))).await;
    written.unwrap_or_else(|error| {
        warn!("A result could not be written as text: {error}");
        ("null".to_owned(), Value::Null)
    })
}

/// Whether a value holds more than can be written in passing.
fn is_large(value: &Value) -> bool {
    fn count(value: &Value, left: &mut usize) {
        *left = left.saturating_sub(1);
        match value {
            Value::String(text) => *left = left.saturating_sub(text.len() / 64),
            Value::Array(items) if *left > 0 => items.iter().for_each(|item| count(item, left)),
            Value::Object(items) if *left > 0 => items.values().for_each(|item| count(item, left)),
            _ => {}
        }
    }
    let mut left = LARGE_RESULT;
    count(value, &mut left);
    left == 0
}
