//! Where log lines go: standard error, at the level of `PLUGGARR_LOG` (`info` for `serve`, `error`
//! for commands, which say themselves what went wrong).

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::cli::Command;

/// Start logging for `command`. Text for a terminal, and the same without colours elsewhere.
pub fn start(command: &Command) {
    let level = if matches!(command, Command::Serve(_)) { "info" } else { "error" };
    let filter = EnvFilter::try_from_env("PLUGGARR_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
}
