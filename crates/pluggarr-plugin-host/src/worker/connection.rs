//! The socket to a worker: what is sent, what is awaited, and what comes unasked.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pluggarr_plugin_protocol::{
    ActiveThread, CallError, ErrorKind, FrameError, HostMessage, Note, Outcome, PluginKey, Usage,
    WorkerMessage, check_protocol, encode,
};
use rustix::process::Signal;
use tokio::io::AsyncWriteExt;
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::{mpsc, oneshot};
use tracing::{debug, warn};

use super::status::Tree;
use crate::frames::read_message;
use crate::host_calls::{HostCalls, LogRecord};

/// A worker that has closed its socket has nothing left to do; it may take this long to end.
const GOODBYE: Duration = Duration::from_secs(1);

/// What came of a call, and what it took.
pub(crate) struct Answer {
    pub(crate) outcome: Outcome,
    pub(crate) usage: Option<Usage>,
}

pub(super) struct Connection {
    key: PluginKey,
    // None: close. Unbounded, because what is sent is bounded by what callers wait for.
    outgoing: mpsc::UnboundedSender<Option<Vec<u8>>>,
    next_id: AtomicU64,
    answers: Mutex<HashMap<u64, oneshot::Sender<Answer>>>,
    pongs: Mutex<HashMap<u64, oneshot::Sender<()>>>,
    threads: Mutex<Vec<ActiveThread>>,
    is_open: AtomicBool,
}

impl Connection {
    pub(super) fn open(
        key: PluginKey,
        socket: UnixStream,
        calls: Arc<dyn HostCalls>,
        tree: Arc<Tree>,
    ) -> Arc<Self> {
        let (reader, writer) = socket.into_split();
        let (outgoing, queue) = mpsc::unbounded_channel();
        let connection = Arc::new(Self {
            key,
            outgoing,
            next_id: AtomicU64::new(1),
            answers: Mutex::default(),
            pongs: Mutex::default(),
            threads: Mutex::default(),
            is_open: AtomicBool::new(true),
        });
        tokio::spawn(write_all(writer, queue));
        tokio::spawn(connection.clone().serve(reader, calls, tree));
        connection
    }

    pub(super) fn is_open(&self) -> bool {
        self.is_open.load(Ordering::Relaxed)
    }

    /// Send a message, or say that it is too large. One to a worker that has ended is lost silently.
    pub(super) fn send(&self, message: &HostMessage) -> Result<(), FrameError> {
        let frame = encode(message)?;
        let _ = self.outgoing.send(Some(frame));
        Ok(())
    }

    /// Close our end: the worker ends when it notices.
    pub(super) fn close(&self) {
        self.is_open.store(false, Ordering::Relaxed);
        let _ = self.outgoing.send(None);
    }

    /// A new id and where its answer will come.
    pub(super) fn expect_answer(&self) -> (u64, oneshot::Receiver<Answer>) {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let (sender, receiver) = oneshot::channel();
        let mut answers = lock(&self.answers);
        // Callers that have stopped waiting leave their ids behind.
        answers.retain(|_, sender| !sender.is_closed());
        answers.insert(id, sender);
        (id, receiver)
    }

    /// What the worker has last said about the plugin's threads.
    pub(super) fn threads(&self) -> Vec<ActiveThread> {
        lock(&self.threads).clone()
    }

    /// Send a ping; the receiver hears of the pong.
    pub(super) fn ping(&self) -> Option<oneshot::Receiver<()>> {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let (sender, receiver) = oneshot::channel();
        let mut pongs = lock(&self.pongs);
        pongs.retain(|_, sender| !sender.is_closed());
        pongs.insert(id, sender);
        drop(pongs);
        self.send(&HostMessage::Ping { id }).ok()?;
        Some(receiver)
    }

    async fn serve(
        self: Arc<Self>,
        mut reader: OwnedReadHalf,
        calls: Arc<dyn HostCalls>,
        tree: Arc<Tree>,
    ) {
        loop {
            match read_message(&mut reader).await {
                Ok(Some(message)) => {
                    if let Err(problem) = self.receive(message, &calls) {
                        self.give_up(problem, &calls, &tree);
                        break;
                    }
                }
                Ok(None) => break,
                Err(error) => {
                    let problem =
                        format!("The worker sent something that is not the protocol: {error}");
                    self.give_up(problem, &calls, &tree);
                    break;
                }
            }
        }
        self.close();
        if tokio::time::timeout(GOODBYE, tree.ended()).await.is_err() {
            // It has closed its socket and lives on: nobody can talk to it any more.
            tree.signal(Signal::KILL);
        }
        let _ = tree.ended().await;
        lock(&self.answers).clear();
        lock(&self.pongs).clear();
        self.set_threads(Vec::new(), &calls);
    }

    fn set_threads(&self, threads: Vec<ActiveThread>, calls: &Arc<dyn HostCalls>) {
        let before = std::mem::replace(&mut *lock(&self.threads), threads.clone());
        if before != threads {
            calls.activity_changed(&self.key, &threads);
        }
    }

    fn give_up(&self, problem: String, calls: &Arc<dyn HostCalls>, tree: &Tree) {
        warn!(plugin.key = %self.key, "{problem}");
        calls.log(LogRecord::remark(self.key.clone(), problem));
        tree.signal(Signal::KILL);
    }

    fn receive(
        self: &Arc<Self>,
        message: WorkerMessage,
        calls: &Arc<dyn HostCalls>,
    ) -> Result<(), String> {
        match message {
            WorkerMessage::Hello { protocol, pid, .. } => {
                check_protocol(protocol).map_err(|mismatch| mismatch.to_string())?;
                debug!(plugin.key = %self.key, worker.pid = pid, "Worker is ready");
            }
            WorkerMessage::Answer { id, outcome, usage } => {
                if let Some(sender) = lock(&self.answers).remove(&id) {
                    let _ = sender.send(Answer { outcome, usage });
                }
            }
            WorkerMessage::Call { id, run_id, call } => {
                let (connection, calls) = (self.clone(), calls.clone());
                tokio::spawn(async move {
                    let result = calls.call(connection.key.clone(), run_id, call).await;
                    connection.answer(id, result.into());
                });
            }
            WorkerMessage::Notify { note: Note::Activity { threads }, .. } => {
                self.set_threads(threads, calls);
            }
            WorkerMessage::Notify { run_id, note } => calls.note(&self.key, run_id.as_ref(), note),
            WorkerMessage::Log(message) => {
                calls.log(LogRecord::from_message(self.key.clone(), message));
            }
            WorkerMessage::Pong { id } => {
                if let Some(sender) = lock(&self.pongs).remove(&id) {
                    let _ = sender.send(());
                }
            }
        }
        Ok(())
    }

    fn answer(&self, id: u64, outcome: Outcome) {
        if let Err(error) = self.send(&HostMessage::Answer { id, outcome }) {
            let outcome = Outcome::Error(CallError::new(ErrorKind::BadResult, error.to_string()));
            // Small, so it can be sent.
            let _ = self.send(&HostMessage::Answer { id, outcome });
        }
    }
}

async fn write_all(
    mut writer: OwnedWriteHalf,
    mut queue: mpsc::UnboundedReceiver<Option<Vec<u8>>>,
) {
    while let Some(Some(frame)) = queue.recv().await {
        if writer.write_all(&frame).await.is_err() {
            // The worker is gone; the reading side finds out how.
            break;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
