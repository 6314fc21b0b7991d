//! Symbolic links: no import brings them along, and one that leaves the folder is not followed.

use pluggarr_plugin_host::inspect::{Report, Severity};

use super::super::report;
use super::Packaging;

pub(super) fn check(plugin: &Packaging<'_>) -> Vec<Report> {
    let links = plugin.files.entries.iter().filter(|entry| entry.is_link);
    links
        .map(|link| {
            let message = "is a link, which no import brings along";
            report("links", Severity::Error, &link.path, message, "put the file itself there")
        })
        .collect()
}
