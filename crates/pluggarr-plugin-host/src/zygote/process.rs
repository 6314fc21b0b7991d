//! The zygote as a process: whether it lives, how it ended, what it said last.

use std::collections::VecDeque;
use std::os::fd::OwnedFd;
use std::process::ExitStatus;
use std::sync::Mutex;
use std::time::Duration;

use rustix::process::{Signal, pidfd_send_signal};
use tokio::sync::watch;

/// Lines kept of what it writes to standard error.
const KEPT_LINES: usize = 20;

pub(super) struct Process {
    pidfd: OwnedFd,
    ended: watch::Receiver<Option<String>>,
    lines: Mutex<VecDeque<String>>,
}

impl Process {
    pub(super) fn new(pidfd: OwnedFd, ended: watch::Receiver<Option<String>>) -> Self {
        Self { pidfd, ended, lines: Mutex::new(VecDeque::new()) }
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended.borrow().is_some()
    }

    /// How it ended; gives up after `limit`.
    pub(super) async fn wait(&self, limit: Duration) -> String {
        let mut ended = self.ended.clone();
        let status = tokio::time::timeout(limit, ended.wait_for(Option::is_some)).await;
        match status {
            Ok(Ok(status)) => status.clone().unwrap_or_default(),
            Ok(Err(_)) | Err(_) => "it has not ended".to_owned(),
        }
    }

    /// Its reapers hear of its death from the kernel and end what they watch.
    pub(super) fn kill(&self) {
        // An error means that it has ended already.
        let _ = pidfd_send_signal(&self.pidfd, Signal::KILL);
    }

    pub(super) fn heard(&self, line: String) {
        let mut lines = self.lines.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if lines.len() == KEPT_LINES {
            lines.pop_front();
        }
        lines.push_back(line);
    }

    pub(super) fn last_words(&self) -> String {
        let lines = self.lines.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        lines.iter().map(String::as_str).collect::<Vec<_>>().join("\n")
    }
}

/// `exit status 3` or `signal 9 (SIGKILL)`.
pub(crate) fn describe(code: Option<i32>, signal: Option<i32>) -> String {
    match (code, signal) {
        (_, Some(signal)) => match name_of(signal) {
            Some(name) => format!("signal {signal} ({name})"),
            None => format!("signal {signal}"),
        },
        (Some(code), None) => format!("exit status {code}"),
        (None, None) => "nobody knows how".to_owned(),
    }
}

pub(super) fn describe_status(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    describe(status.code(), status.signal())
}

fn name_of(signal: i32) -> Option<&'static str> {
    Some(match signal {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        24 => "SIGXCPU",
        31 => "SIGSYS",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_read_well() {
        assert_eq!(describe(Some(3), None), "exit status 3");
        assert_eq!(describe(None, Some(9)), "signal 9 (SIGKILL)");
        assert_eq!(describe(None, Some(40)), "signal 40");
    }
}
