//! The process that reads plugins: started, asked about one folder at a time, and given up when it misbehaves.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::json;

use super::{Inspection, Want};

/// Longest answer; what is known of an honest plugin is a hundredth of it.
const MAX_ANSWER_BYTES: u64 = 8 << 20;
const MAX_SAID_BYTES: u64 = 4096;

const PROGRAM: &str =
    "import sys; sys.path.insert(0, sys.argv[1]); from pluggarr_inspect import main; main()";

pub(super) struct Process {
    child: Child,
    requests: ChildStdin,
    answers: Receiver<Answer>,
}

/// One line, or why there is none.
type Answer = Result<Vec<u8>, Ended>;

/// Why there is no answer. The process is of no use any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ended {
    /// A limit, or a crash of the parser.
    Died,
    /// Did not answer in time.
    TooSlow(Duration),
    /// Answered more than anybody would read.
    TooLarge,
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Died => f.write_str("its code cannot be read: Python's own parser gave up on it"),
            Self::TooSlow(limit) => write!(f, "its code could not be read within {limit:?}"),
            Self::TooLarge => f.write_str("there is too much to say about its code"),
        }
    }
}

impl Process {
    pub(super) fn start(python: &Path, root: &Path) -> io::Result<Self> {
        let mut child = Command::new(python)
            // Isolated, without packages, writing no compiled files. UTF-8 whatever the machine's language is.
            .args(["-I", "-S", "-B", "-X", "utf8", "-c", PROGRAM])
            .arg(root)
            .env_clear()
            // Ctrl-C in a terminal is for the host, which ends this one in its own time.
            .process_group(0)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let ends = (child.stdin.take(), child.stdout.take());
        let (Some(requests), Some(output)) = ends else {
            return Err(io::Error::other("it has no pipes"));
        };
        // One request is answered before the next is sent, so there is never more than one answer to keep.
        let (sender, answers) = sync_channel(1);
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            loop {
                let answer = read_answer(&mut output);
                let is_last = answer.is_err();
                if sender.send(answer).is_err() || is_last {
                    return;
                }
            }
        });
        Ok(Self { child, requests, answers })
    }

    /// What the process says about one folder.
    pub(super) fn ask(
        &mut self,
        folder: &Path,
        want: Want,
        limit: Duration,
    ) -> Result<Inspection, Ended> {
        let want: &[&str] = match want {
            Want::About => &["about"],
            Want::Findings => &["about", "findings"],
            Want::Check => &["about", "findings", "check"],
        };
        let request = format!("{}\n", json!({"folder": folder.to_string_lossy(), "want": want}));
        self.requests.write_all(request.as_bytes()).map_err(|_| Ended::Died)?;
        let line = match self.answers.recv_timeout(limit) {
            Ok(answer) => answer?,
            Err(RecvTimeoutError::Timeout) => return Err(Ended::TooSlow(limit)),
            Err(RecvTimeoutError::Disconnected) => return Err(Ended::Died),
        };
        serde_json::from_slice(&line).map_err(|_| Ended::Died)
    }

    /// Make an end, and return what it said last.
    pub(super) fn end(mut self) -> String {
        self.kill();
        let mut said = Vec::new();
        if let Some(errors) = self.child.stderr.take() {
            // Killed above, so this ends.
            let _ = errors.take(MAX_SAID_BYTES).read_to_end(&mut said);
        }
        let text = String::from_utf8_lossy(&said);
        text.lines().last().unwrap_or("it said nothing").to_owned()
    }

    fn kill(&self) {
        // It may have ended already; then there is nothing to kill. Its number is not given to another process
        // before `wait`.
        let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        let _ = self.child.wait();
    }
}

fn read_answer(output: &mut impl BufRead) -> Answer {
    let mut line = Vec::new();
    match output.take(MAX_ANSWER_BYTES).read_until(b'\n', &mut line) {
        Ok(_) if line.last() == Some(&b'\n') => Ok(line),
        Ok(bytes) if bytes as u64 == MAX_ANSWER_BYTES => Err(Ended::TooLarge),
        Ok(_) | Err(_) => Err(Ended::Died),
    }
}
