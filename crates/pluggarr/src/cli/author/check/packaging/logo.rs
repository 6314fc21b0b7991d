//! `logo.png`: a PNG that a list can show.

use pluggarr_plugin_host::inspect::{Report, Severity};

use super::super::report;
use super::Packaging;

const MAX_BYTES: u64 = 1 << 20;
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const OTHERS: [&str; 6] =
    ["logo.jpg", "logo.jpeg", "logo.svg", "logo.webp", "logo.gif", "logo.png"];

pub(super) fn check(plugin: &Packaging<'_>) -> Vec<Report> {
    let say = |severity, file: &str, message: String, hint: &str| {
        vec![report("logo", severity, file, message, hint)]
    };
    let Some(logo) = plugin.files.file("logo.png") else {
        let other =
            plugin.files.files().find(|file| OTHERS.contains(&file.path.to_lowercase().as_str()));
        let other = other.map(|file| file.path.as_str());
        return other.map_or_else(Vec::new, |file| {
            let message = "is not shown: only `logo.png` is".to_owned();
            say(Severity::Hint, file, message, "save it as logo.png")
        });
    };
    if plugin.files.start_of("logo.png", PNG.len() as u64) != PNG {
        let message = "is not a PNG, whatever it is called".to_owned();
        return say(Severity::Warning, "logo.png", message, "save it as PNG");
    }
    if logo.bytes > MAX_BYTES {
        let message = format!("has {} KiB", logo.bytes >> 10);
        return say(Severity::Warning, "logo.png", message, "256 by 256 dots are plenty");
    }
    Vec::new()
}
