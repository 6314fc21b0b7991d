//! The processes below a worker, as `/proc` lists them: who they are and when they were born.
//!
//! Blocks, for some milliseconds on a machine with many processes.

use std::collections::HashMap;
use std::fs;
use std::time::{Duration, Instant, SystemTime};

use pluggarr_plugin_protocol::RunId;
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

/// `USER_HZ`: 100 on every machine that Linux runs on today, whatever the kernel's own clock does.
const TICKS_PER_SECOND: f64 = 100.0;
/// As in `pluggarr_worker/marking.py`.
const VARIABLE: &[u8] = b"PLUGGARR_RUN=";
/// Enough of a command line to know it by.
const MAX_COMMAND: usize = 200;
/// Those that are killed may be forking just then.
const ROUNDS: usize = 20;

/// A process that a plugin has started.
#[derive(Debug, Clone, PartialEq)]
pub struct Child {
    /// Its process id.
    pub pid: u32,
    /// Its command line, shortened.
    pub command: String,
    /// When it was started.
    pub since: SystemTime,
    /// The run that has started it, where that is known.
    pub run_id: Option<RunId>,
}

/// Whose processes are to be killed.
#[derive(Debug, Clone)]
pub(crate) struct Culprit {
    /// Those that carry this run, whenever they were born.
    pub(crate) run_id: RunId,
    /// Those that carry none and were born since then.
    pub(crate) began: Instant,
    /// Nothing but the run can have started the latter.
    pub(crate) is_alone: bool,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Cleared {
    pub(crate) killed: usize,
    /// Left alone, for nobody knows who has started them.
    pub(crate) doubtful: usize,
}

/// One line of the process table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Process {
    pid: u32,
    parent: u32,
    /// In ticks since the machine was started.
    born: u64,
}

/// The processes below the reaper of this worker, without the worker itself. Oldest first.
pub(crate) fn children(worker: u32) -> Vec<Child> {
    let (uptime, now) = (uptime(), SystemTime::now());
    let mut found = below(worker);
    found.sort_by_key(|process| (process.born, process.pid));
    let child = |process: &Process| {
        let age = (uptime - process.born as f64 / TICKS_PER_SECOND).max(0.0);
        let since = now.checked_sub(Duration::from_secs_f64(age)).unwrap_or(now);
        let run_id = run_of(process.pid).map(RunId::new);
        Child { pid: process.pid, command: command_of(process.pid), since, run_id }
    };
    found.iter().map(child).collect()
}

/// Kill what a run has started, daemons too, until nothing of it is left.
pub(crate) fn clear_up(worker: u32, culprit: &Culprit) -> Cleared {
    let mut killed = Vec::new();
    for _ in 0..ROUNDS {
        let (guilty, doubtful) = sorted_out(worker, culprit);
        if guilty.is_empty() {
            return Cleared { killed: killed.len(), doubtful };
        }
        for process in guilty {
            if kill(&process) && !killed.contains(&process.pid) {
                killed.push(process.pid);
            }
        }
        // Until the kernel and the reaper have cleared them away.
        std::thread::sleep(Duration::from_millis(5));
    }
    Cleared { killed: killed.len(), doubtful: 0 }
}

/// Those that a run has started, and how many of whom it may be or not.
fn sorted_out(worker: u32, culprit: &Culprit) -> (Vec<Process>, usize) {
    let born = first_tick(culprit.began);
    let (mut guilty, mut doubtful) = (Vec::new(), 0);
    for process in below(worker) {
        match run_of(process.pid) {
            Some(run) if run == culprit.run_id.as_str() => guilty.push(process),
            None if process.born >= born && culprit.is_alone => guilty.push(process),
            None if process.born >= born => doubtful += 1,
            Some(_) | None => {}
        }
    }
    (guilty, doubtful)
}

fn below(worker: u32) -> Vec<Process> {
    let Some(reaper) = read(worker).map(|process| process.parent) else { return Vec::new() };
    // A worker whose reaper was killed belongs to nobody, and dies with it.
    if reaper <= 1 {
        return Vec::new();
    }
    let mut found = descendants(reaper, &all());
    found.retain(|process| process.pid != worker);
    found
}

/// Whoever has `root` for an ancestor.
fn descendants(root: u32, all: &[Process]) -> Vec<Process> {
    let mut children: HashMap<u32, Vec<Process>> = HashMap::new();
    for process in all {
        children.entry(process.parent).or_default().push(*process);
    }
    let mut found = Vec::new();
    let mut parents = vec![root];
    while let Some(parent) = parents.pop() {
        // Taken out: a number that is used again while we read could make a circle.
        for process in children.remove(&parent).unwrap_or_default() {
            found.push(process);
            parents.push(process.pid);
        }
    }
    found
}

/// Zombies are left out: they are dead.
fn all() -> Vec<Process> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter_map(read).collect()
}

fn read(pid: u32) -> Option<Process> {
    parse(pid, &fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

fn parse(pid: u32, stat: &str) -> Option<Process> {
    // The name in parentheses may hold spaces and parentheses itself.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    if fields.next()? == "Z" {
        return None;
    }
    let parent = fields.next()?.parse().ok()?;
    let born = fields.nth(17)?.parse().ok()?;
    Some(Process { pid, parent, born })
}

/// Not by its number: that may belong to somebody else by now.
fn kill(process: &Process) -> bool {
    let pid = i32::try_from(process.pid).ok().and_then(Pid::from_raw);
    let Some(Ok(pidfd)) = pid.map(|pid| pidfd_open(pid, PidfdFlags::empty())) else { return false };
    let is_same = read(process.pid).is_some_and(|now| now.born == process.born);
    is_same && pidfd_send_signal(&pidfd, Signal::KILL).is_ok()
}

/// The run that a process carries since it was executed.
fn run_of(pid: u32) -> Option<String> {
    let environment = fs::read(format!("/proc/{pid}/environ")).ok()?;
    let mut variables = environment.split(|byte| *byte == 0);
    let run = variables.find_map(|variable| variable.strip_prefix(VARIABLE))?;
    Some(String::from_utf8_lossy(run).into_owned())
}

fn command_of(pid: u32) -> String {
    let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let text = String::from_utf8_lossy(&line).replace('\0', " ");
    text.trim_end().chars().take(MAX_COMMAND).collect()
}

fn first_tick(since: Instant) -> u64 {
    ((uptime() - since.elapsed().as_secs_f64()).max(0.0) * TICKS_PER_SECOND) as u64
}

/// Seconds since the machine was started, in whole ticks.
fn uptime() -> f64 {
    let text = fs::read_to_string("/proc/uptime").unwrap_or_default();
    text.split_whitespace().next().and_then(|seconds| seconds.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_process_table_is_read_whatever_the_name() {
        let stat = "42 (a) R 1 (b) S 7 42 42 0 -1 4194304 99 0 0 0 0 0 0 0 20 0 1 0 1201329 31";
        assert_eq!(parse(42, stat), Some(Process { pid: 42, parent: 7, born: 1_201_329 }));
        let zombie = stat.replace(") S", ") Z");
        assert_eq!(parse(42, &zombie), None);
        assert_eq!(parse(42, ""), None);
    }

    #[test]
    fn descendants_are_found_through_their_parents() {
        let process = |pid, parent| Process { pid, parent, born: 0 };
        let all = [process(1, 0), process(5, 3), process(3, 1), process(4, 1), process(6, 5)];
        let pids: Vec<_> = descendants(3, &all).iter().map(|process| process.pid).collect();
        assert_eq!(pids, [5, 6]);
        let circle = [process(5, 6), process(6, 5), process(6, 3)];
        assert_eq!(descendants(3, &circle).len(), 3, "and it ends");
    }

    #[test]
    fn this_process_was_born_a_while_ago() {
        let me = read(std::process::id()).unwrap();
        assert!(me.born as f64 / TICKS_PER_SECOND <= uptime());
        assert!(me.born <= first_tick(Instant::now()));
    }
}
