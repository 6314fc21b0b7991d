//! Rules about a plugin's folder: what is in it, what should not be, what it is called. A file per rule.

mod entry_file;
mod folder_name;
mod large_files;
mod leftovers;
mod links;
mod logo;
mod manifest_file;
mod secret_files;
mod versions;

use pluggarr_plugin_host::inspect::{Inspection, Report};

use super::files::Files;

/// What a rule looks at.
struct Packaging<'a> {
    files: &'a Files,
    inspection: &'a Inspection,
    /// The manifest, where it is JSON at all.
    manifest: Option<serde_json::Value>,
}

type Rule = fn(&Packaging<'_>) -> Vec<Report>;

const RULES: [Rule; 9] = [
    entry_file::check,
    folder_name::check,
    large_files::check,
    leftovers::check,
    links::check,
    logo::check,
    manifest_file::check,
    secret_files::check,
    versions::check,
];

pub(super) fn check(
    files: &Files,
    inspection: &Inspection,
    manifest: Option<&[u8]>,
) -> Vec<Report> {
    let manifest = manifest.and_then(|bytes| serde_json::from_slice(bytes).ok());
    let packaging = Packaging { files, inspection, manifest };
    RULES.iter().flat_map(|rule| rule(&packaging)).collect()
}
