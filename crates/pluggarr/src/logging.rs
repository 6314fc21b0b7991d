//! Where log lines go: standard error, at the level of `PLUGGARR_LOG` (`info` for `serve`, `error`
//! for commands, which say themselves what went wrong).

use std::io::IsTerminal;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::Directive;

use crate::cli::Command;

/// Libraries that log what they send byte by byte, a provider's login included: no level shows that.
const TALKATIVE: &[&str] = &["ureq", "ureq_proto"];
/// Libraries that tell at `info` what nobody has to know: that a folder which is gone is not watched any more.
const CHATTY: &[&str] = &["notify"];

/// Start logging for `command`. Text for a terminal, and the same without colours elsewhere.
pub fn start(command: &Command) {
    let level = if matches!(command, Command::Serve(_)) { "info" } else { "error" };
    let filter = EnvFilter::try_from_env("PLUGGARR_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    let silenced = TALKATIVE
        .iter()
        .chain(CHATTY)
        .filter_map(|target| format!("{target}={}", LevelFilter::WARN).parse::<Directive>().ok());
    let filter = silenced.fold(filter, EnvFilter::add_directive);
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
}
