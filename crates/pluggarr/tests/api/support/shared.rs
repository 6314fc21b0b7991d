//! Real and hostile files, which are not part of the repository.

use std::env;
use std::path::PathBuf;

/// The folder of test data beside the repository, or where `PLUGGARR_SHARED` says; `None` with a
/// message where it is absent.
pub fn shared_data() -> Option<PathBuf> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let data = env::var_os("PLUGGARR_SHARED").map_or_else(beside, PathBuf::from).join("data");
    if data.is_dir() {
        return Some(data);
    }
    eprintln!("skipped: no test data at {} (set PLUGGARR_SHARED)", data.display());
    None
}
