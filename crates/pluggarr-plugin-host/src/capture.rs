//! What a worker and its children write to standard output and standard error becomes log lines.
//!
//! Always reads on: a plugin must not hang because nobody takes what it prints. Beyond a budget, lines are
//! counted instead of kept.

mod budget;
mod lines;

use std::sync::Arc;
use std::time::{Duration, Instant};

use pluggarr_plugin_protocol::{PluginKey, Stream};
use tokio::io::AsyncReadExt;
use tokio::net::unix::pipe::Receiver;

use crate::host_calls::{HostCalls, LogRecord};
use crate::worker::Busy;
use budget::Budget;
use lines::Lines;

/// Lost lines are reported after this long without another one, and not more often.
const QUIET: Duration = Duration::from_secs(1);
/// Between two looks at a pipe that is flooded: a full pipe slows down who writes to it, and nobody else.
const PAUSE: Duration = Duration::from_millis(1);

/// Read a pipe until the last process that could write to it has gone.
pub(crate) async fn read_to_end(
    key: PluginKey,
    stream: Stream,
    mut pipe: Receiver,
    busy: Arc<Busy>,
    calls: Arc<dyn HostCalls>,
) {
    let mut lines = Lines::default();
    let mut budget = Budget::default();
    let mut buffer = vec![0; 64 * 1024];
    let mut told = Instant::now();
    let mut keep = |line: Option<String>, budget: &mut Budget| {
        let passes = line.as_ref().is_none_or(|line| budget.take(line.len(), Instant::now()));
        let is_time = line.is_none() || told.elapsed() >= QUIET;
        if passes
            && is_time
            && let Some(lost) = budget.take_dropped()
        {
            told = Instant::now();
            let message = format!("{lost} lines were dropped: this plugin prints too much");
            calls.log(LogRecord::remark(key.clone(), message));
        }
        if let Some(line) = line.filter(|_| passes) {
            // No process says for which run it prints, but often there is only one.
            let run_id = busy.only_run(Instant::now());
            calls.log(LogRecord::printed(key.clone(), run_id, stream, line));
        }
    };
    loop {
        let read = match tokio::time::timeout(QUIET, pipe.read(&mut buffer)).await {
            Err(_) => {
                keep(None, &mut budget);
                continue;
            }
            // An error is the end, too: a pipe has no other.
            Ok(Ok(0) | Err(_)) => break,
            Ok(Ok(read)) => read,
        };
        for line in lines.feed(&buffer[..read]) {
            keep(Some(line), &mut budget);
        }
        if budget.is_exceeded() {
            tokio::time::sleep(PAUSE).await;
        }
    }
    keep(lines.finish(), &mut budget);
    keep(None, &mut budget);
}
