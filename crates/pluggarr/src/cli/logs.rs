//! `pluggarr plugin logs`: what a plugin has logged and printed, and what it logs from now on.

#![allow(clippy::print_stdout)] // It is a command's answer.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use anyhow::Context;
use serde_json::Value;

use super::print;
use crate::control::{self, LogsWanted, Request};
use crate::serve::Place;

/// Lines are asked for this often while they are followed.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Print lines; with `follow` those that come as well, until somebody ends the command.
pub async fn run(
    place: &Place,
    mut wanted: LogsWanted,
    follow: bool,
    json: bool,
) -> anyhow::Result<()> {
    loop {
        let request = Request::PluginLogs(wanted.clone());
        let answer = control::ask(place, &request, print::progress()).await?;
        let lines =
            answer["lines"].as_array().context("the running server is of another version")?;
        if json && !follow {
            println!("{}", serde_json::to_string_pretty(&answer)?);
            return Ok(());
        }
        for line in lines {
            print_line(line, json)?;
        }
        if !follow {
            return Ok(());
        }
        std::io::stdout().flush()?;
        let last = lines.last().and_then(|line| line["id"].as_i64());
        // Before the first line comes, everything is new.
        wanted.after = last.or(wanted.after).or(Some(0));
        wanted.limit = 1_000;
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

fn print_line(line: &Value, json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string(line)?);
        return Ok(());
    }
    let text = |key: &str| line[key].as_str().unwrap_or_default();
    let level = text("level").to_uppercase();
    let (before, after) = match (std::io::stdout().is_terminal(), text("level")) {
        (true, "error" | "critical") => ("\x1b[31m", "\x1b[0m"),
        (true, "warning") => ("\x1b[33m", "\x1b[0m"),
        _ => ("", ""),
    };
    let source = if line["stream"].is_null() { text("logger") } else { text("stream") };
    // What a plugin prints must not steer the terminal.
    println!("{} {before}{level:<8}{after} {source}: {}", text("at"), harmless(text("message")));
    if let Some(traceback) = line["traceback"].as_str() {
        println!("{}", harmless(traceback.trim_end()));
    }
    Ok(())
}

fn harmless(text: &str) -> String {
    let shown = |c: char| if c.is_control() && c != '\n' && c != '\t' { '\u{fffd}' } else { c };
    text.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_plugin_prints_does_not_steer_the_terminal() {
        assert_eq!(harmless("a\x1b[2Jb\tc\nd"), "a\u{fffd}[2Jb\tc\nd");
    }
}
