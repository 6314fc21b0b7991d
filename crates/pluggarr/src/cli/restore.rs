//! `pluggarr backup restore`: lists what would change, asks, restores. Works in this process, while no server runs.

#![allow(clippy::print_stdout, clippy::print_stderr)] // Its output is for the terminal.

use std::io::{IsTerminal, Write};
use std::path::Path;

use anyhow::Context;
use pluggarr_service::backup::{Plan, Present, Restore, Summary};
use serde_json::{Value, json};

use crate::serve::Place;

/// List, ask, restore.
pub async fn run(place: &Place, file: &Path, yes: bool, as_json: bool) -> anyhow::Result<()> {
    let restore = Restore::prepare(place.usual_config(), file).await.with_context(|| {
        let folder = place.data_dir.display();
        format!("restoring {} into {folder} (no server may run on it)", file.display())
    })?;
    let plan = restore.plan().clone();
    if !as_json {
        print!("{}", in_words(&plan));
    }
    let agreed = yes || (!as_json && asked()?);
    let mut shown = as_value(&plan);
    if agreed {
        let restored = restore.carry_out().await.context("restoring")?;
        let saved_as = restored.saved_as.map(|path| path.display().to_string());
        if !as_json {
            println!("Restored.");
            if let Some(path) = &saved_as {
                println!("What was there before is kept in {path}");
            }
        }
        shown["saved_as"] = saved_as.into();
    } else if !as_json {
        println!("Nothing was changed; give --yes to restore.");
    }
    shown["restored"] = agreed.into();
    if as_json {
        println!("{}", serde_json::to_string_pretty(&shown)?);
    }
    Ok(())
}

/// Whether somebody at a terminal says yes.
fn asked() -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    eprint!("Restore it? Type yes: ");
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(answer.trim().eq_ignore_ascii_case("yes"))
}

/// The counts that are listed, by their names.
fn counts(summary: &Summary) -> [(&'static str, usize); 5] {
    [
        ("users", summary.users),
        ("m3u_accounts", summary.m3u_accounts),
        ("epg_sources", summary.epg_sources),
        ("channels", summary.channels),
        ("plugins", summary.plugins.len()),
    ]
}

fn now(plan: &Plan) -> Option<&Summary> {
    match &plan.now {
        Present::Readable(summary) => Some(summary),
        Present::Nothing | Present::Unreadable(_) => None,
    }
}

fn in_words(plan: &Plan) -> String {
    let mut text = format!("Backup of {}, by Pluggarr {}\n", plan.created_at, plan.program);
    if let Present::Unreadable(why) = &plan.now {
        text.push_str(&format!("What is there now cannot be read: {why}\n"));
    }
    text.push_str(&format!("{:<28} {:>12}    {}\n", "", "now", "then"));
    let before = now(plan).map(counts);
    for (index, (name, then)) in counts(&plan.then).into_iter().enumerate() {
        let now = before.map_or("-".to_owned(), |counts| counts[index].1.to_string());
        text.push_str(&format!("{:<28} {now:>12} -> {then}\n", name.replace('_', " ")));
    }
    for (key, (now, then)) in plan.plugins() {
        let mark = if now == then { "  " } else { "->" };
        let shown = |version: Option<String>| match version {
            None => "-".to_owned(),
            Some(version) if version.is_empty() => "no version".to_owned(),
            Some(version) => version,
        };
        text.push_str(&format!("  {key:<26} {:>12} {mark} {}\n", shown(now), shown(then)));
    }
    text
}

fn as_value(plan: &Plan) -> Value {
    let before = now(plan).map(counts);
    let mut changes = serde_json::Map::new();
    for (index, (name, then)) in counts(&plan.then).into_iter().enumerate() {
        let now = before.map(|counts| counts[index].1);
        changes.insert(name.to_owned(), json!({"now": now, "then": then}));
    }
    let plugins: Vec<_> = plan
        .plugins()
        .into_iter()
        .map(|(key, (now, then))| json!({"key": key, "now": now, "then": then}))
        .collect();
    changes.insert("plugins".to_owned(), plugins.into());
    let unreadable = match &plan.now {
        Present::Unreadable(why) => Some(why),
        Present::Nothing | Present::Readable(_) => None,
    };
    json!({
        "created_at": plan.created_at, "program": plan.program, "now_is_unreadable": unreadable,
        "changes": changes, "saved_as": null,
    })
}
