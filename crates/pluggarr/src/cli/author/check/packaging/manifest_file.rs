//! `plugin.json`: what is known of the plugin while its code does not run.

use pluggarr_plugin_host::inspect::{Report, Severity};

use super::super::report;
use super::Packaging;

pub(super) fn check(plugin: &Packaging<'_>) -> Vec<Report> {
    // Another fault altogether, and said elsewhere.
    if plugin.inspection.file.is_none() {
        return Vec::new();
    }
    match plugin.files.file("plugin.json") {
        None => {
            let message = "there is no plugin.json";
            let hint =
                "Dispatcharr lists a plugin without one by its folder's name until it is enabled";
            vec![report("manifest-file", Severity::Hint, "", message, hint)]
        }
        Some(file) if file.bytes > 1 << 20 => {
            let message = format!("has {} KiB, and is not read", file.bytes >> 10);
            vec![report("manifest-file", Severity::Error, &file.path, message, "")]
        }
        Some(_) => Vec::new(),
    }
}
