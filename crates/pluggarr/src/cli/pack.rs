//! `pluggarr plugin pack`: works on a folder, with no data folder at hand.

#![allow(clippy::print_stdout)] // Its output is for the terminal.

use std::path::Path;

use pluggarr_service::plugins::pack;
use serde_json::json;

use crate::serve::Place;

/// Pack, and say what was packed.
pub fn run(
    place: &Place,
    folder: &Path,
    output: Option<&Path>,
    as_json: bool,
) -> anyhow::Result<()> {
    let packed = pack(folder, output, &place.usual_config().import_limits)?;
    let path = packed.path.display().to_string();
    if as_json {
        let shown = json!({
            "path": path, "name": packed.name, "version": packed.version, "files": packed.files,
            "bytes": packed.bytes, "sha256": packed.sha256,
        });
        println!("{}", serde_json::to_string_pretty(&shown)?);
        return Ok(());
    }
    println!("{path}");
    println!("{} {}", packed.name, packed.version);
    println!("{} files, {} bytes", packed.files, packed.bytes);
    println!("sha256 {}", packed.sha256);
    Ok(())
}
