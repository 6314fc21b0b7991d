//! What is of no use to those who install the plugin. `pluggarr plugin pack` leaves most of it out; a zip made by
//! other means takes it along.

use pluggarr_plugin_host::inspect::{Report, Severity};

use super::super::files::Entry;
use super::super::report;
use super::Packaging;

const LEFT_OUT: [&str; 8] =
    [".git", ".hg", ".svn", "__pycache__", ".venv", ".DS_Store", "__MACOSX", ".pytest_cache"];
const TAKEN_ALONG: [&str; 3] = ["node_modules", "venv", "Thumbs.db"];

pub(super) fn check(plugin: &Packaging<'_>) -> Vec<Report> {
    plugin.files.entries.iter().filter_map(of).collect()
}

fn of(entry: &Entry) -> Option<Report> {
    let name = entry.name.as_str();
    let ends_with = |ends: &[&str]| !entry.is_folder && ends.iter().any(|end| name.ends_with(end));
    // What is below one is not worth a line each.
    if LEFT_OUT.contains(&name) || ends_with(&[".pyc"]) {
        let hint = "`pluggarr plugin pack` leaves it out; other tools need to be told";
        Some(report("leftovers", Severity::Hint, &entry.path, "is not part of a plugin", hint))
    } else if TAKEN_ALONG.contains(&name) || ends_with(&[".bak", ".orig", ".swp", ".rej", "~"]) {
        let message = "is not part of a plugin, and would be packed";
        Some(report("leftovers", Severity::Warning, &entry.path, message, "remove it"))
    } else {
        None
    }
}
