//! How much there is: an import has limits, and everybody who installs it waits for it.

use pluggarr_plugin_host::inspect::{Report, Severity};

use super::super::report;
use super::Packaging;

const LARGE_BYTES: u64 = 5 << 20;
const MAX_FILE_BYTES: u64 = 200 << 20;
const MAX_FILES: usize = 2000;

pub(super) fn check(plugin: &Packaging<'_>) -> Vec<Report> {
    let mut reports = Vec::new();
    let (mut total, mut files) = (0, 0);
    for file in plugin.files.files() {
        total += file.bytes;
        files += 1;
        if file.bytes > LARGE_BYTES {
            let message = format!("has {} MiB", file.bytes >> 20);
            let hint = "fetch it when it is needed, or keep it below /data";
            reports.push(report("large-files", Severity::Warning, &file.path, message, hint));
        }
    }
    if total > MAX_FILE_BYTES || files > MAX_FILES || plugin.files.is_cut {
        let message = format!("{files} files with {} MiB: too much for an import", total >> 20);
        let hint = "an import takes 2000 files and 200 MiB";
        reports.push(report("large-files", Severity::Error, "", message, hint));
    }
    reports
}
