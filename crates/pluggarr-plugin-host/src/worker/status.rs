//! A worker and all its descendants, as the reaper reports them.

use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use pluggarr_plugin_protocol::StatusMessage;
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};
use tokio::net::unix::pipe::Receiver;
use tokio::sync::watch;

use crate::frames::read_message;
use crate::zygote::describe;

/// A worker and all its descendants.
pub(super) struct Tree {
    process: OnceLock<(u32, OwnedFd)>,
    ending: watch::Sender<Option<String>>,
    /// The host's own reason to end it, which says more than the signal it used.
    reason: OnceLock<String>,
    is_being_stopped: AtomicBool,
}

impl Tree {
    /// Follow what the reaper writes to its status pipe.
    pub(super) fn watch(mut status: Receiver) -> Arc<Self> {
        let tree = Arc::new(Self {
            process: OnceLock::new(),
            ending: watch::Sender::new(None),
            reason: OnceLock::new(),
            is_being_stopped: AtomicBool::new(false),
        });
        let followed = tree.clone();
        tokio::spawn(async move {
            let ending = loop {
                match read_message(&mut status).await {
                    Ok(Some(StatusMessage::Started { pid })) => followed.started(pid),
                    Ok(Some(StatusMessage::Ended { code, signal })) => {
                        break describe(code, signal);
                    }
                    // Its own children are killed by the kernel when the reaper goes, but not theirs.
                    Ok(None) | Err(_) => break "its reaper was killed".to_owned(),
                }
            };
            let reason = followed.reason.get().cloned();
            followed.ending.send_replace(Some(reason.unwrap_or(ending)));
        });
        tree
    }

    /// A pidfd, not the number: the number may belong to somebody else by the time a signal is sent.
    fn started(&self, number: u32) {
        let pid = i32::try_from(number).ok().and_then(Pid::from_raw);
        if let Some(Ok(pidfd)) = pid.map(|pid| pidfd_open(pid, PidfdFlags::empty())) {
            let _ = self.process.set((number, pidfd));
        }
    }

    pub(super) fn pid(&self) -> Option<u32> {
        self.process.get().map(|(pid, _)| *pid)
    }

    /// It will end because the host has this reason. The first reason counts.
    pub(super) fn blame(&self, reason: String) {
        let _ = self.reason.set(reason);
    }

    /// It has been told to end: its death is no accident.
    pub(super) fn expect_end(&self) {
        self.is_being_stopped.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_being_stopped(&self) -> bool {
        self.is_being_stopped.load(Ordering::Relaxed)
    }

    pub(super) fn ending(&self) -> Option<String> {
        self.ending.borrow().clone()
    }

    /// How the worker ended, once nothing of it is left.
    pub(super) async fn ended(&self) -> String {
        let mut ending = self.ending.subscribe();
        let ended = ending.wait_for(Option::is_some).await;
        ended.ok().and_then(|ending| ending.clone()).unwrap_or_default()
    }

    /// Signal the worker. One that has ended does not mind.
    pub(super) fn signal(&self, signal: Signal) {
        if let Some((_, pidfd)) = self.process.get() {
            let _ = pidfd_send_signal(pidfd, signal);
        }
    }
}
