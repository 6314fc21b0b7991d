//! One live worker: the process that runs one plugin, from its fork to the end of its last descendant.
//!
//! Knows how to ask it something and how to end it. Does not know which plugin should run, nor when to start
//! another worker.

mod connection;
mod status;

use std::sync::Arc;
use std::time::{Duration, Instant};

use pluggarr_plugin_protocol::{
    Call, FrameError, HostMessage, LogLevel, Outcome, PROTOCOL, PluginKey, Stream,
};
use rustix::process::Signal;
use tracing::{error, warn};

use crate::capture;
use crate::escalation::{REPEAT, Step, step_after};
use crate::host_calls::HostCalls;
use crate::pipes::HostEnds;
use connection::Connection;
use status::Tree;

/// How long the reaper may take to kill and collect what a dead worker has left.
const REAPING_LIMIT: Duration = Duration::from_secs(10);

/// One live worker. Dropping it kills it.
pub(crate) struct Worker {
    key: PluginKey,
    connection: Arc<Connection>,
    tree: Arc<Tree>,
}

/// Hears of a worker's end without keeping it alive.
pub(crate) struct Watcher {
    tree: Arc<Tree>,
}

/// Why a call has no answer.
#[derive(Debug)]
pub(crate) enum NoAnswer {
    /// The worker has ended; in words, how.
    Ended(String),
    /// The question could not be sent.
    NotSent(FrameError),
}

/// A question that has been sent; dropping it forgets the answer.
pub(crate) struct Asked {
    id: u64,
    answer: tokio::sync::oneshot::Receiver<Outcome>,
}

impl Worker {
    /// Begin to talk to a worker that has just been forked.
    pub(crate) fn start(
        key: PluginKey,
        ends: HostEnds,
        log_level: LogLevel,
        calls: Arc<dyn HostCalls>,
    ) -> Result<Self, FrameError> {
        let HostEnds { socket, stdout, stderr, status } = ends;
        for (stream, pipe) in [(Stream::Stdout, stdout), (Stream::Stderr, stderr)] {
            tokio::spawn(capture::read_to_end(key.clone(), stream, pipe, calls.clone()));
        }
        let tree = Tree::watch(status);
        let connection = Connection::open(key.clone(), socket, calls, tree.clone());
        let hello = HostMessage::Hello {
            protocol: PROTOCOL,
            features: vec![],
            key: key.clone(),
            log_level,
        };
        connection.send(&hello)?;
        Ok(Self { key, connection, tree })
    }

    /// Whether it can still be asked something.
    pub(crate) fn is_alive(&self) -> bool {
        self.tree.ending().is_none() && self.connection.is_open()
    }

    /// The worker has been told to end: its death is no accident.
    pub(crate) fn is_being_stopped(&self) -> bool {
        self.tree.is_being_stopped()
    }

    /// Send a question.
    pub(crate) fn ask(&self, call: Call) -> Result<Asked, NoAnswer> {
        let (id, answer) = self.connection.expect_answer();
        let asked = Asked { id, answer };
        match self.connection.send(&HostMessage::Call { id, call }) {
            Ok(()) => Ok(asked),
            Err(error) => Err(NoAnswer::NotSent(error)),
        }
    }

    /// Wait for the answer, for as long as the worker lives.
    pub(crate) async fn answer(&self, asked: &mut Asked) -> Result<Outcome, NoAnswer> {
        tokio::select! {
            // An answer that is there counts, even if the worker has ended since.
            biased;
            outcome = &mut asked.answer => match outcome {
                Ok(outcome) => Ok(outcome),
                Err(_) => Err(NoAnswer::Ended(self.tree.ended().await)),
            },
            ending = self.tree.ended() => Err(NoAnswer::Ended(ending)),
        }
    }

    /// End one call, by harsher and harsher means. Returns its answer, or how the worker ended.
    pub(crate) async fn end_call(
        &self,
        asked: &mut Asked,
        grace: Duration,
    ) -> Result<Outcome, NoAnswer> {
        let started = Instant::now();
        let mut last_step = None;
        loop {
            let step = step_after(started.elapsed(), grace);
            if last_step != Some(step) || step == Step::Interrupt {
                self.take(step, asked.id);
            }
            last_step = Some(step);
            match tokio::time::timeout(REPEAT.min(grace), self.answer(asked)).await {
                Ok(answer) => return answer,
                Err(_) if started.elapsed() > grace * 3 + REAPING_LIMIT => {
                    error!(plugin.key = %self.key, "The worker's descendants cannot be killed");
                    return Err(NoAnswer::Ended("it cannot be killed".to_owned()));
                }
                Err(_) => {}
            }
        }
    }

    /// Ask it, once and politely, to give a call up. Nobody waits for the answer.
    pub(crate) fn cancel(&self, asked: Asked) {
        self.take(Step::Cancel, asked.id);
    }

    fn take(&self, step: Step, call: u64) {
        match step {
            Step::Cancel => {
                // Cannot be too large; and if the worker is gone, that is what was wanted.
                let _ = self.connection.send(&HostMessage::Cancel { id: call });
            }
            Step::Interrupt => self.tree.signal(Signal::USR1),
            Step::Terminate => {
                self.blame("the host ended it, because a call could not be cancelled".to_owned());
                self.tree.signal(Signal::TERM);
            }
            Step::Kill => {
                warn!(plugin.key = %self.key, "The worker does not end; killing it");
                self.tree.signal(Signal::KILL);
            }
        }
    }

    /// From now on its end is no accident.
    pub(crate) fn expect_end(&self) {
        self.tree.expect_end();
    }

    /// If it ends now, this is why.
    pub(crate) fn blame(&self, reason: String) {
        self.tree.blame(reason);
    }

    /// End the worker and wait until nothing of it is left.
    pub(crate) async fn end(&self, grace: Duration) -> String {
        self.connection.close();
        for signal in [Signal::TERM, Signal::KILL] {
            if let Ok(ending) = tokio::time::timeout(grace, self.tree.ended()).await {
                return ending;
            }
            self.tree.signal(signal);
        }
        match tokio::time::timeout(REAPING_LIMIT, self.tree.ended()).await {
            Ok(ending) => ending,
            Err(_) => {
                error!(plugin.key = %self.key, "The worker's descendants cannot be killed");
                "it cannot be killed".to_owned()
            }
        }
    }

    /// Someone who hears of its end.
    pub(crate) fn watcher(&self) -> Watcher {
        Watcher { tree: self.tree.clone() }
    }

    /// Its process id, once the reaper has told it.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.tree.pid()
    }

    /// Whether the native thread answers, and how fast.
    pub(crate) async fn ping(&self, limit: Duration) -> Option<Duration> {
        let started = Instant::now();
        let pong = self.connection.ping()?;
        tokio::time::timeout(limit, pong).await.ok()?.ok()?;
        Some(started.elapsed())
    }
}

impl Watcher {
    /// Waits for the end. Returns how it came, unless the worker was told to end.
    pub(crate) async fn accident(&self) -> Option<String> {
        let ending = self.tree.ended().await;
        (!self.tree.is_being_stopped()).then_some(ending)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.tree.expect_end();
        self.connection.close();
        self.tree.signal(Signal::KILL);
    }
}
