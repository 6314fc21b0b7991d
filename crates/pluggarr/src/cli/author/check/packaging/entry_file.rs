//! `plugin.py` or `__init__.py`: a folder without one is no plugin.

use pluggarr_plugin_host::inspect::{Report, Severity};

use super::super::report;
use super::Packaging;

const NAMES: [&str; 2] = ["plugin.py", "__init__.py"];

pub(super) fn check(plugin: &Packaging<'_>) -> Vec<Report> {
    if NAMES.iter().any(|name| plugin.files.file(name).is_some()) {
        return Vec::new();
    }
    let alike =
        plugin.files.files().find(|file| NAMES.contains(&file.path.to_lowercase().as_str()));
    vec![match alike {
        Some(file) => {
            let wanted = file.path.to_lowercase();
            let message =
                format!("`{}` is not found, because it is not called `{wanted}`", file.path);
            report("entry-file", Severity::Error, &file.path, message, "rename it")
        }
        None => {
            let message = "there is neither a plugin.py nor an __init__.py";
            let hint = "`pluggarr plugin new` makes a plugin to begin with";
            report("entry-file", Severity::Error, "", message, hint)
        }
    }]
}
