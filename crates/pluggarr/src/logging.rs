//! Where log lines go: standard error, at the level of `PLUGGARR_LOG` (`info` for `serve`, `error`
//! for commands, which say themselves what went wrong).

use std::io::IsTerminal;

use tracing::level_filters::LevelFilter;
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::Directive;

use crate::cli::Command;

/// Libraries that log what they send byte by byte, a provider's login included: no level shows that.
const TALKATIVE: &[&str] = &["ureq", "ureq_proto"];
/// Libraries that tell at `info` what nobody has to know: that a folder which is gone is not watched any more.
const CHATTY: &[&str] = &["notify"];

/// Lines that wait while nobody takes them; more are lost, and counted by nobody.
const WAITING: usize = 20_000;

/// Start logging for `command`. Text for a terminal, and the same without colours elsewhere.
///
/// A thread of its own writes: whoever started us may leave our standard error unread, and a full pipe must not hold up
/// those who log. What waits is written when the answer is dropped.
pub fn start(command: &Command) -> WorkerGuard {
    let level = if matches!(command, Command::Serve(_)) { "info" } else { "error" };
    let filter = EnvFilter::try_from_env("PLUGGARR_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    let silenced = TALKATIVE
        .iter()
        .chain(CHATTY)
        .filter_map(|target| format!("{target}={}", LevelFilter::WARN).parse::<Directive>().ok());
    let filter = silenced.fold(filter, EnvFilter::add_directive);
    let (writer, guard) = NonBlockingBuilder::default()
        .buffered_lines_limit(WAITING)
        .thread_name("log")
        .finish(std::io::stderr());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(writer)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
    guard
}
