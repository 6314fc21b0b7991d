//! Files that hold secrets by custom: whoever gets the plugin would get them.

use pluggarr_plugin_host::inspect::{Report, Severity};

use super::super::report;
use super::Packaging;

const NAMES: [&str; 9] = [
    ".env",
    ".netrc",
    ".npmrc",
    ".pypirc",
    "id_rsa",
    "id_ed25519",
    "credentials.json",
    "secrets.json",
    "token.json",
];
const ENDS: [&str; 4] = [".pem", ".key", ".p12", ".pfx"];

pub(super) fn check(plugin: &Packaging<'_>) -> Vec<Report> {
    let is_secret = |name: &str| {
        NAMES.contains(&name)
            || name.starts_with(".env.")
            || ENDS.iter().any(|end| name.ends_with(end))
    };
    let files = plugin.files.files().filter(|file| is_secret(&file.name.to_lowercase()));
    files
        .map(|file| {
            let message = "holds secrets, by its name";
            let hint = "keep it outside of the plugin's folder; settings are for secrets";
            report("secret-files", Severity::Warning, &file.path, message, hint)
        })
        .collect()
}
