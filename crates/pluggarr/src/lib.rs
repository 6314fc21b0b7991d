//! Pluggarr: runs Dispatcharr plugins over a channel database that it keeps fed.
//!
//! This crate is the program: command line, HTTP, sign-in, live updates and the web UI. What the
//! application can do stands in `pluggarr-service`; nothing here decides a rule.

mod cli;
mod control;
mod logging;
mod serve;

pub mod http;

use std::process::ExitCode;

use clap::Parser;

/// Do what the command line says.
pub fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    let _written_at_the_end = logging::start(&arguments.command);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!("No threads could be started: {error}");
            return ExitCode::FAILURE;
        }
    };
    let result = runtime.block_on(cli::run(arguments));
    // A blocking read that never ends (a stuck download) must not keep the program from ending.
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => cli::print::failure(&error),
    }
}
