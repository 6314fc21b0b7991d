//! What commands print: text for people, JSON for scripts, progress bars on a terminal.

#![allow(clippy::print_stdout, clippy::print_stderr)] // This is the one place that talks to a terminal.

use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;

use crate::control::{OnProgress, Progress, Request};

/// Tell of a failure, causes below, and give the exit status for it.
pub fn failure(error: &anyhow::Error) -> ExitCode {
    eprintln!("pluggarr: {error}");
    for cause in error.chain().skip(1) {
        eprintln!("  because: {cause}");
    }
    ExitCode::FAILURE
}

/// A bar on a terminal; nothing where standard error is a file or a pipe.
pub fn progress() -> OnProgress {
    if !std::io::stderr().is_terminal() {
        return Box::new(|_| {});
    }
    let bar = ProgressBar::new(100);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos:>3} % {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    Box::new(move |progress: Progress| {
        bar.set_position(progress.percent.clamp(0.0, 100.0) as u64);
        bar.set_message(progress.message);
    })
}

/// Print what a request was answered with.
pub fn answer(request: &Request, answer: &Value, json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string_pretty(answer)?);
        return check_result(request, answer);
    }
    match request {
        Request::UserList => {
            for user in rows(answer, "users") {
                let level = if user["is_admin"] == true { "admin" } else { "user" };
                println!("{:<24} {level}", text(&user["username"]));
            }
        }
        Request::PluginList => {
            for plugin in rows(answer, "plugins") {
                let state = match (plugin["missing"] == true, plugin["enabled"] == true) {
                    (true, _) => "missing",
                    (_, true) => "enabled",
                    (_, false) => "disabled",
                };
                let version = text(&plugin["version"]);
                println!(
                    "{:<28} {state:<9} {version:<10} {}",
                    text(&plugin["key"]),
                    text(&plugin["name"])
                );
                if let Some(error) = plugin["load_error"].as_str() {
                    println!("{:<28} {}", "", first_line(error));
                }
            }
        }
        Request::PluginRun { .. } => {
            match answer["result"]["message"].as_str() {
                Some(message) => println!("{message}"),
                None => println!("{}", serde_json::to_string_pretty(&answer["result"])?),
            }
            if let Some(file) = answer["result"]["file"].as_str() {
                println!("File: {file}");
            }
        }
        _ => println!("{}", text(&answer["message"])),
    }
    check_result(request, answer)
}

/// A plugin that says it failed makes the command fail, so that scripts notice.
fn check_result(request: &Request, answer: &Value) -> anyhow::Result<()> {
    match request {
        Request::PluginRun { .. } => check_status(&answer["result"]),
        _ => Ok(()),
    }
}

/// Fails if an action's result says that it failed.
pub fn check_status(result: &Value) -> anyhow::Result<()> {
    let status = &result["status"];
    let failed = matches!(status.as_str(), Some("error" | "failed")) || status == false;
    match failed {
        true => anyhow::bail!("the plugin reported an error"),
        false => Ok(()),
    }
}

fn rows<'a>(answer: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    answer[name].as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
