//! One live worker: the process that runs one plugin, from its fork to the end of its last descendant.
//!
//! Knows how to ask it something and how to end it. Does not know which plugin should run, nor when to start
//! another worker.

mod busy;
mod connection;
mod descendants;
mod status;

use std::sync::Arc;
use std::time::{Duration, Instant};

use pluggarr_plugin_protocol::{
    ActiveThread, Call, FrameError, HostMessage, LogLevel, PROTOCOL, PluginKey, RunId, Stream,
};
use rustix::process::Signal;
use tracing::{error, warn};

use crate::capture;
use crate::escalation::{REPEAT, Step, longest, step_after};
use crate::host_calls::HostCalls;
use crate::pipes::HostEnds;
pub(crate) use busy::{Busy, Living};
pub(crate) use connection::Answer;
use connection::Connection;
pub use descendants::Child;
pub(crate) use descendants::{Cleared, Culprit};
use status::Tree;

/// How long the reaper may take to kill and collect what a dead worker has left.
const REAPING_LIMIT: Duration = Duration::from_secs(10);

/// One live worker. Dropping it kills it.
pub(crate) struct Worker {
    key: PluginKey,
    connection: Arc<Connection>,
    tree: Arc<Tree>,
    busy: Arc<Busy>,
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
    answer: tokio::sync::oneshot::Receiver<Answer>,
}

/// How a call that should end is to be ended.
pub(crate) struct Ending<'a> {
    /// The means to begin with.
    pub(crate) first: Step,
    /// With [`Step::Ask`]: the plugin's own action `stop` was called as well.
    pub(crate) patient: bool,
    /// How long each means is given.
    pub(crate) grace: Duration,
    /// What to say if the worker has to be ended for it: `because ...`.
    pub(crate) reason: &'a str,
}

/// What came of that.
pub(crate) struct Ended {
    /// The call's answer, or how the worker ended.
    pub(crate) answer: Result<Answer, NoAnswer>,
    /// The last means that was used.
    pub(crate) step: Step,
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
        let busy = Arc::new(Busy::default());
        for (stream, pipe) in [(Stream::Stdout, stdout), (Stream::Stderr, stderr)] {
            tokio::spawn(capture::read_to_end(
                key.clone(),
                stream,
                pipe,
                busy.clone(),
                calls.clone(),
            ));
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
        Ok(Self { key, connection, tree, busy })
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
    pub(crate) async fn answer(&self, asked: &mut Asked) -> Result<Answer, NoAnswer> {
        tokio::select! {
            // An answer that is there counts, even if the worker has ended since.
            biased;
            answer = &mut asked.answer => match answer {
                Ok(answer) => Ok(answer),
                Err(_) => Err(NoAnswer::Ended(self.tree.ended().await)),
            },
            ending = self.tree.ended() => Err(NoAnswer::Ended(ending)),
        }
    }

    /// End one call, by harsher and harsher means.
    pub(crate) async fn end_call(&self, asked: &mut Asked, ending: Ending<'_>) -> Ended {
        let (started, grace) = (Instant::now(), ending.grace);
        let mut last_step = None;
        loop {
            let step = step_after(started.elapsed(), grace, ending.first);
            if last_step != Some(step) || step == Step::Interrupt {
                self.take(step, asked.id, &ending);
            }
            last_step = Some(step);
            match tokio::time::timeout(REPEAT.min(grace), self.answer(asked)).await {
                Ok(answer) => return Ended { answer, step },
                Err(_) if started.elapsed() > longest(grace, ending.first) + REAPING_LIMIT => {
                    error!(plugin.key = %self.key, "The worker's descendants cannot be killed");
                    let answer = Err(NoAnswer::Ended("it cannot be killed".to_owned()));
                    return Ended { answer, step };
                }
                Err(_) => {}
            }
        }
    }

    /// Ask it, once and politely, to give a call up. Nobody waits for the answer.
    pub(crate) fn cancel(&self, asked: Asked) {
        self.tell(&HostMessage::Cancel { id: asked.id });
    }

    /// Cannot be too large; and if the worker is gone, that is what was wanted.
    fn tell(&self, message: &HostMessage) {
        let _ = self.connection.send(message);
    }

    fn take(&self, step: Step, id: u64, ending: &Ending<'_>) {
        match step {
            Step::Ask => self.tell(&HostMessage::Ask { id, patient: ending.patient }),
            Step::Cancel => self.tell(&HostMessage::Cancel { id }),
            Step::Interrupt => self.tree.signal(Signal::USR1),
            Step::Terminate => {
                self.blame(format!("the host ended it, because {}", ending.reason));
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

    /// A run begins in this worker, or a service: it lives there until the answer is dropped.
    pub(crate) fn begin(&self, run_id: Option<RunId>) -> Living {
        self.busy.begin(run_id)
    }

    /// Threads and greenlets that the plugin has started and that live.
    pub(crate) fn threads(&self) -> Vec<ActiveThread> {
        self.connection.threads()
    }

    /// Processes that the plugin has started and that live.
    pub(crate) async fn children(&self) -> Vec<Child> {
        let Some(pid) = self.pid() else { return Vec::new() };
        tokio::task::spawn_blocking(move || descendants::children(pid)).await.unwrap_or_default()
    }

    /// Kill the processes that a run has started, daemons too.
    pub(crate) async fn clear_up(&self, culprit: Culprit) -> Cleared {
        let Some(pid) = self.pid() else { return Cleared::default() };
        let clearing = tokio::task::spawn_blocking(move || descendants::clear_up(pid, &culprit));
        clearing.await.unwrap_or_default()
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
