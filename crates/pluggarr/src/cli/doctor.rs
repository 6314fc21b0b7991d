//! `pluggarr doctor`: checks this machine and this data folder, changes nothing that matters, and
//! says what is missing and what to do.

#![allow(clippy::print_stdout)] // Its output is for the terminal.

use std::path::Path;

use pluggarr_service::doctor::{self, Finding, Level};
use serde_json::json;

use crate::serve::Place;

/// Print the findings; fails if something that is needed is missing.
pub async fn run(place: &Place, as_json: bool) -> anyhow::Result<()> {
    let data_dir: &Path = &place.data_dir;
    let findings = doctor::examine(data_dir, place.wheels.as_deref()).await;
    if as_json {
        let rows: Vec<_> = findings.iter().map(shown).collect();
        println!("{}", serde_json::to_string_pretty(&json!({"findings": rows}))?);
    } else {
        for finding in &findings {
            let mark = match finding.level {
                Level::Good => "ok  ",
                Level::Remark => "note",
                Level::Bad => "BAD ",
            };
            println!("{mark}  {:<10} {}", finding.what, finding.message);
        }
    }
    match findings.iter().any(|finding| finding.level == Level::Bad) {
        true => anyhow::bail!("something that Pluggarr needs is missing"),
        false => Ok(()),
    }
}

fn shown(finding: &Finding) -> serde_json::Value {
    json!({"what": finding.what, "level": finding.level.as_str(), "message": finding.message})
}
