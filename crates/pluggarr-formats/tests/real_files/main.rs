//! The readers over real and hostile files, which are not part of the repository.
//!
//! They lie in `../shared/data` beside the repository, or where `PLUGGARR_SHARED` says; without them
//! these tests say so and pass. What must come out was counted by other programs (`counts.json`).

#![allow(clippy::print_stderr, clippy::unwrap_used)]

mod guides;
mod hostile_guides;
mod hostile_playlists;
mod playlists;

use std::{env, fs, path::PathBuf};

use serde_json::Value;

/// The folder of test data, or `None` with a message where it is absent.
fn data() -> Option<PathBuf> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let data = env::var_os("PLUGGARR_SHARED").map_or_else(beside, PathBuf::from).join("data");
    if data.is_dir() {
        return Some(data);
    }
    eprintln!("skipped: no test data at {} (set PLUGGARR_SHARED)", data.display());
    None
}

/// What other programs counted, for all files whose path begins with `folder`.
fn expected(folder: &str) -> Vec<(PathBuf, Value)> {
    let Some(data) = data() else { return Vec::new() };
    let counts = fs::read(data.join("counts.json")).unwrap();
    let counts: Vec<Value> = serde_json::from_slice(&counts).unwrap();
    let of_folder: Vec<_> = counts
        .into_iter()
        .filter(|count| count["path"].as_str().is_some_and(|path| path.starts_with(folder)))
        .map(|count| (data.join(count["path"].as_str().unwrap()), count))
        .collect();
    assert!(!of_folder.is_empty(), "no counts for {folder}");
    of_folder
}
