//! What must hold for any bytes whatever. Also the heart of the example `fuzz_archive`.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use pluggarr_plugin_host::archive::{Limits, PluginArchive};

/// Small enough that arbitrary archives reach them.
pub fn limits() -> Limits {
    Limits {
        files: 20,
        folders: 20,
        file_bytes: 4 << 10,
        total_bytes: 8 << 10,
        ..Limits::default()
    }
}

/// Read `bytes` as a plugin's archive and unpack it in a folder below `place`, which is empty before and after. Panics if
/// anything came to lie outside of that folder, is no plain file, or is more than the limits allow. Answers how it ended.
pub fn check(bytes: &[u8], place: &Path) -> String {
    let limits = limits();
    let mut archive = match PluginArchive::read(Cursor::new(bytes), "made.zip", &limits) {
        Ok(archive) => archive,
        Err(error) => {
            assert!(error.is_refusal(), "{error}");
            assert_eq!(names(place), [""; 0], "a refused archive left something: {error}");
            return error.to_string();
        }
    };
    let folder = place.join("plugin");
    fs::create_dir(&folder).unwrap();
    let result = archive.unpack(&folder);
    assert_eq!(names(place), ["plugin"], "something lies outside");
    let (mut files, mut total) = (0, 0);
    weigh(&folder, &mut files, &mut total);
    assert!(files <= limits.files + 1, "{files} files");
    assert!(total <= limits.total_bytes, "{total} bytes");
    if result.is_ok() {
        let has_code = ["plugin.py", "__init__.py"].iter().any(|name| folder.join(name).is_file());
        assert!(has_code, "no plugin came out of it");
    }
    fs::remove_dir_all(&folder).unwrap();
    match result {
        Ok(()) => format!("key {}", archive.key),
        Err(error) => {
            assert!(error.is_refusal(), "what was judged good cannot be written: {error}");
            error.to_string()
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn weigh(folder: &Path, files: &mut usize, total: &mut u64) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let about = entry.metadata().unwrap();
        if about.is_dir() {
            weigh(&entry.path(), files, total);
            continue;
        }
        assert!(about.is_file(), "{} is no plain file", entry.path().display());
        let mode = std::os::unix::fs::PermissionsExt::mode(&about.permissions());
        assert_eq!(mode & 0o7133, 0, "{} has mode {mode:o}", entry.path().display());
        *files += 1;
        *total += about.len();
    }
}
