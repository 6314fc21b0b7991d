//! The zygote: one warm Python process that workers are forked from, started again when it dies.
//!
//! Knows how it is started and asked; what happens to a worker afterwards is not its business.

pub(crate) use process::describe;

mod process;
mod spawn;

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use pluggarr_plugin_protocol::{
    FromZygote, PluginKey, RootLevel, ToZygote, check_protocol, encode,
};
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use tokio::io::{AsyncWriteExt, Interest};
use tokio::net::UnixStream;
use tokio::sync::Mutex;
use tracing::{info, warn};

use crate::error::Error;
use crate::frames::read_message;
use crate::pipes::{self, HostEnds, WorkerEnds};
use process::Process;
pub(crate) use spawn::Command;

/// Importing everything takes about a second, but on a cold disk and without compiled files much more.
const WARM_UP_LIMIT: Duration = Duration::from_secs(120);
const FORK_LIMIT: Duration = Duration::from_secs(10);

/// Starts the zygote when a worker is wanted and none lives.
pub(crate) struct ZygoteKeeper {
    zygote: Mutex<Option<Zygote>>,
    /// The same for every zygote of this machine.
    root: OnceLock<RootLevel>,
}

/// A zygote that has said hello.
struct Zygote {
    process: Arc<Process>,
    control: UnixStream,
    next_id: u64,
    root: RootLevel,
}

/// Why there is no worker.
enum Refusal {
    ByKernel(String),
    /// Nobody knows what the zygote will answer next: another one is needed.
    OutOfStep(String),
}

impl ZygoteKeeper {
    pub(crate) fn new() -> Self {
        Self { zygote: Mutex::new(None), root: OnceLock::new() }
    }

    /// What workers see of the file system, once a zygote has told.
    pub(crate) fn root(&self) -> Option<RootLevel> {
        self.root.get().copied()
    }

    async fn start(&self, command: &Command) -> Result<Zygote, Error> {
        let zygote = Zygote::start(command).await?;
        self.root.get_or_init(|| zygote.root);
        Ok(zygote)
    }

    /// Fork a worker. Returns our ends of its descriptors, and what it sees of the file system.
    pub(crate) async fn fork(
        &self,
        command: &Command,
        key: &PluginKey,
        memory_bytes: u64,
    ) -> Result<(HostEnds, RootLevel), Error> {
        let mut slot = self.zygote.lock().await;
        let mut is_new = false;
        loop {
            // The one that lives, or another one.
            let zygote = match slot.take_if(|zygote| !zygote.process.has_ended()) {
                Some(zygote) => slot.insert(zygote),
                None => {
                    is_new = true;
                    slot.insert(self.start(command).await?)
                }
            };
            let (ours, theirs) = pipes::create()
                .map_err(|error| zygote.failed(format!("no descriptors: {error}")))?;
            match zygote.fork(key, memory_bytes, theirs).await {
                Ok(()) => return Ok((ours, zygote.root)),
                // The machine is short of something; the zygote and its other workers are well.
                Err(Refusal::ByKernel(message)) => return Err(zygote.failed(message)),
                // It may have died a moment ago.
                Err(Refusal::OutOfStep(message)) if !is_new => {
                    warn!("The zygote is of no use any more ({message}); starting another one");
                    *slot = None;
                }
                Err(Refusal::OutOfStep(message)) => {
                    let error = zygote.failed(message);
                    *slot = None;
                    return Err(error);
                }
            }
        }
    }

    /// Start it now, so that the first plugin need not wait.
    pub(crate) async fn warm(&self, command: &Command) -> Result<(), Error> {
        let mut slot = self.zygote.lock().await;
        if slot.as_ref().is_none_or(|zygote| zygote.process.has_ended()) {
            *slot = Some(self.start(command).await?);
        }
        Ok(())
    }

    /// End it, and with it whatever was forked from it.
    pub(crate) async fn end(&self) {
        *self.zygote.lock().await = None;
    }
}

impl Drop for Zygote {
    fn drop(&mut self) {
        self.process.kill();
    }
}

impl Zygote {
    async fn start(command: &Command) -> Result<Self, Error> {
        let (process, control) = spawn::spawn(command)?;
        let mut zygote = Self { process, control, next_id: 0, root: RootLevel::Plain };
        let hello = tokio::time::timeout(WARM_UP_LIMIT, read_message(&mut zygote.control)).await;
        match hello {
            Ok(Ok(Some(FromZygote::Hello {
                protocol,
                pid,
                root,
                root_remark,
                python,
                warm_up_ms,
                ..
            }))) => {
                check_protocol(protocol).map_err(|mismatch| zygote.failed(mismatch.to_string()))?;
                info!(
                    zygote.pid = pid,
                    python,
                    ?root,
                    remark = root_remark,
                    warm_up_ms,
                    "Zygote is warm"
                );
                zygote.root = root;
                Ok(zygote)
            }
            Ok(Ok(None)) => {
                let status = zygote.process.wait(Duration::from_secs(2)).await;
                Err(zygote.failed(format!("Python ended while it was starting ({status})")))
            }
            Ok(Ok(Some(other))) => Err(zygote.failed(format!("its first message is {other:?}"))),
            Ok(Err(error)) => Err(zygote.failed(error.to_string())),
            Err(_) => Err(zygote.failed(format!("no sign of life within {WARM_UP_LIMIT:?}"))),
        }
    }

    async fn fork(
        &mut self,
        key: &PluginKey,
        memory_bytes: u64,
        ends: WorkerEnds,
    ) -> Result<(), Refusal> {
        self.next_id += 1;
        let id = self.next_id;
        let message = ToZygote::Fork { id, key: key.clone(), memory_bytes };
        let frame = encode(&message).map_err(|error| Refusal::OutOfStep(error.to_string()))?;
        let descriptors = [ends[0].as_fd(), ends[1].as_fd(), ends[2].as_fd(), ends[3].as_fd()];
        let asked = async {
            send_with_descriptors(&mut self.control, &frame, &descriptors).await?;
            read_message(&mut self.control).await
        };
        let problem = match tokio::time::timeout(FORK_LIMIT, asked).await {
            Ok(Ok(Some(FromZygote::Forked { id: answered, .. }))) if answered == id => {
                return Ok(());
            }
            Ok(Ok(Some(FromZygote::ForkFailed { message, .. }))) => {
                return Err(Refusal::ByKernel(message));
            }
            Ok(Ok(Some(other))) => format!("the zygote answered {other:?}"),
            Ok(Ok(None)) => "the zygote ended while it was asked to fork".to_owned(),
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("the zygote did not fork within {FORK_LIMIT:?}"),
        };
        Err(Refusal::OutOfStep(problem))
    }

    fn failed(&self, message: String) -> Error {
        Error::ZygoteFailed { message, stderr: self.process.last_words() }
    }
}

/// Send a frame and descriptors with its first byte.
async fn send_with_descriptors(
    stream: &mut UnixStream,
    frame: &[u8],
    descriptors: &[BorrowedFd<'_>; 4],
) -> io::Result<()> {
    let sent = stream
        .async_io(Interest::WRITABLE, || {
            let mut space = [std::mem::MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(4))];
            let mut ancillary = SendAncillaryBuffer::new(&mut space);
            if !ancillary.push(SendAncillaryMessage::ScmRights(descriptors)) {
                return Err(io::Error::other("no room for the descriptors"));
            }
            let data = [io::IoSlice::new(frame)];
            Ok(sendmsg(&*stream, &data, &mut ancillary, SendFlags::NOSIGNAL)?)
        })
        .await?;
    stream.write_all(&frame[sent..]).await
}
