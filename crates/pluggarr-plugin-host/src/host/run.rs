//! One run, from the question to its end: answered, cancelled, out of time, or gone with its worker.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use pluggarr_plugin_protocol::{ErrorKind, Outcome};
use serde_json::Value;
use tracing::warn;

use super::Inner;
use super::request::{EndedBy, RunEnd, RunRequest};
use super::runs::answer_of;
use super::slot::Slot;
use crate::error::Error;
use crate::escalation::Step;
use crate::host_calls::LogRecord;
use crate::metadata::Metadata;
use crate::worker::{Answer, Asked, Cleared, Culprit, Ended, Ending, Living, NoAnswer, Worker};

/// Why a run should end that has not answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    Cancelled,
    OutOfTime,
}

/// A run that was handed to its worker.
struct Run<'a> {
    inner: &'a Arc<Inner>,
    slot: &'a Arc<Slot>,
    request: &'a RunRequest,
    limit: Duration,
    worker: Arc<Worker>,
    metadata: Arc<Metadata>,
    /// Its place among those that live in the worker.
    living: Living,
    began: Instant,
}

impl Inner {
    pub(super) async fn run(self: &Arc<Self>, slot: &Arc<Slot>, request: RunRequest) -> RunEnd {
        let cancellation = self.runs.begin(request.run_id.clone());
        let loaded = tokio::select! {
            loaded = self.loaded(slot) => loaded,
            () = cancellation.wait() => {
                Err(Error::Cancelled { run_id: request.run_id.clone(), result: None })
            }
        };
        let (worker, metadata) = match loaded {
            Ok(loaded) => loaded,
            Err(error) => return RunEnd::not_begun(error),
        };
        let run = Run {
            inner: self,
            slot,
            request: &request,
            limit: request.limit.unwrap_or(self.config.limits.run),
            living: worker.begin(Some(request.run_id.clone())),
            began: Instant::now(),
            worker,
            metadata,
        };
        let mut asked = match run.worker.ask(request.call(&run.metadata.actions, run.limit)) {
            Ok(asked) => asked,
            Err(reason) => return RunEnd::not_begun(run.unanswered(reason)),
        };
        let started_at = SystemTime::now();
        self.calls.run_started(&slot.key, &request.run_id);
        let cut = tokio::select! {
            // An answer that is there counts.
            biased;
            answer = run.worker.answer(&mut asked) => Err(answer),
            () = cancellation.wait() => Ok(Cut::Cancelled),
            () = tokio::time::sleep(run.limit) => Ok(Cut::OutOfTime),
        };
        let end = match cut {
            Err(Ok(answer)) => RunEnd {
                result: answer_of(answer.outcome, &slot.key, &request.action),
                usage: answer.usage,
                ended_by: None,
                started_at: None,
            },
            Err(Err(reason)) => RunEnd::not_begun(run.unanswered(reason)),
            Ok(cut) => run.end(asked, cut).await,
        };
        RunEnd { started_at: Some(started_at), ..end }
    }

    /// Load a plugin again whose worker had to be ended, but not for ever.
    fn load_again(self: &Arc<Self>, slot: &Arc<Slot>) {
        if !slot.may_reload() {
            let message =
                "Its worker had to be ended too often; it is loaded when it is next called";
            self.calls.log(LogRecord::remark(slot.key.clone(), message.to_owned()));
            return;
        }
        let (inner, slot) = (self.clone(), slot.clone());
        tokio::spawn(async move {
            if let Err(error) = inner.loaded(&slot).await {
                warn!(plugin.key = %slot.key, "`{}` is not loaded again: {error}", slot.key);
            }
        });
    }
}

impl Run<'_> {
    /// Ask it to end, then make it; clear up what it leaves.
    async fn end(&self, mut asked: Asked, cut: Cut) -> RunEnd {
        let grace = self.inner.config.limits.grace;
        let stop_call = self.request.stop_call(&self.metadata.actions, grace);
        let stopping = stop_call.and_then(|call| self.worker.ask(call).ok());
        let is_stopping = stopping.is_some();
        let ending =
            Ending { first: Step::Ask, patient: is_stopping, grace, reason: &self.blame(cut) };
        let ended = self.worker.end_call(&mut asked, ending).await;
        if let Some(mut stopping) = stopping {
            let answered = self.worker.answer(&mut stopping);
            if tokio::time::timeout(grace, answered).await.is_err() {
                self.worker.cancel(stopping);
            }
        }
        if self.worker.is_alive() {
            self.clear_up().await;
        } else if ended.step >= Step::Terminate && !self.worker.is_being_stopped() {
            self.inner.load_again(self.slot);
        }
        self.summed_up(ended, cut, is_stopping)
    }

    fn blame(&self, cut: Cut) -> String {
        let RunRequest { run_id, action, .. } = self.request;
        match cut {
            Cut::Cancelled => format!("run {run_id} (`{action}`) could not be cancelled"),
            Cut::OutOfTime => {
                format!("run {run_id} (`{action}`) overran its time and could not be cancelled")
            }
        }
    }

    /// The worker lives on, for the plugin may have other work in it. What the run has started may not.
    async fn clear_up(&self) {
        let run_id = &self.request.run_id;
        // A thread that goes on after another run may have started processes, too.
        let threads = self.worker.threads();
        let are_all_ours = threads.iter().all(|thread| thread.run_id.as_ref() == Some(run_id));
        let culprit = Culprit {
            run_id: run_id.clone(),
            began: self.began,
            is_alone: self.living.is_alone() && are_all_ours,
        };
        let Cleared { killed, doubtful } = self.worker.clear_up(culprit).await;
        if killed > 0 {
            self.remark(format!("Processes that the run had started were killed: {killed}"));
        }
        if doubtful > 0 {
            self.remark(format!(
                "Processes that this run may have started, or other work of the plugin, are left alone: \
                 {doubtful}"
            ));
        }
    }

    fn remark(&self, message: String) {
        let (key, run_id) = (self.slot.key.clone(), self.request.run_id.clone());
        self.inner.calls.log(LogRecord::remark_on(key, run_id, message));
    }

    fn summed_up(&self, ended: Ended, cut: Cut, is_stopping: bool) -> RunEnd {
        let Ended { answer, step } = ended;
        let (outcome, usage, ended_by) = match answer {
            Ok(Answer { outcome, usage }) => {
                let gave_in =
                    matches!(&outcome, Outcome::Error(e) if e.kind == ErrorKind::Cancelled);
                let by = EndedBy::from_step(step, gave_in, is_stopping);
                (Some(outcome), usage, Some(by))
            }
            // Not for our sake, if we had not come to that.
            Err(_) => {
                let by = EndedBy::from_step(step, false, false);
                (None, None, (step >= Step::Terminate).then_some(by))
            }
        };
        let result = match outcome {
            Some(Outcome::Ok(value)) => Some(Box::new(value)),
            Some(Outcome::Error(_)) | None => None,
        };
        RunEnd { result: Err(self.cut_off(cut, result)), usage, ended_by, started_at: None }
    }

    fn cut_off(&self, cut: Cut, result: Option<Box<Value>>) -> Error {
        let RunRequest { run_id, action, .. } = self.request;
        match cut {
            Cut::Cancelled => Error::Cancelled { run_id: run_id.clone(), result },
            Cut::OutOfTime => Error::TimedOut {
                key: self.slot.key.clone(),
                action: action.clone(),
                limit: self.limit,
                result,
            },
        }
    }

    fn unanswered(&self, reason: NoAnswer) -> Error {
        let (key, action) = (self.slot.key.clone(), self.request.action.clone());
        match reason {
            NoAnswer::Ended(_) if self.worker.is_being_stopped() => {
                self.cut_off(Cut::Cancelled, None)
            }
            NoAnswer::Ended(status) => Error::WorkerDied { key, action, status },
            NoAnswer::NotSent(error) => Error::TooLarge { key, action, message: error.to_string() },
        }
    }
}
