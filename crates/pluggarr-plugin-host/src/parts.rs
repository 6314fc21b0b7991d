//! The Python files that workers run, and those that read plugins: embedded in the binary, unpacked where Python
//! can read them.
//!
//! Debug builds use the source tree as it is, so that a change in Python needs no build of Rust.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "../../python/pluggarr_worker"]
#[include = "*.py"]
struct WorkerFiles;

#[derive(RustEmbed)]
#[folder = "../../python/pluggarr_inspect"]
#[include = "*.py"]
struct InspectFiles;

#[derive(RustEmbed)]
#[folder = "../../python/compat"]
#[exclude = "*__pycache__*"]
struct CompatFiles;

/// The folders for `PYTHONPATH`, unpacked below `cache` if they are not there yet.
pub fn prepare(cache: &Path) -> io::Result<Vec<PathBuf>> {
    let root = root(cache)?;
    Ok(vec![root.clone(), root.join("compat")])
}

/// The folder that holds all of them, unpacked below `cache` if it is not there yet.
pub fn root(cache: &Path) -> io::Result<PathBuf> {
    if cfg!(debug_assertions) { Ok(source_tree()) } else { unpack(&embedded(), cache) }
}

fn source_tree() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../python")
}

/// Path below the root, and content; sorted.
type Files = Vec<(PathBuf, Cow<'static, [u8]>)>;

fn embedded() -> Files {
    let worker = WorkerFiles::iter().filter_map(|name| {
        Some((Path::new("pluggarr_worker").join(&*name), WorkerFiles::get(&name)?))
    });
    let inspect = InspectFiles::iter().filter_map(|name| {
        Some((Path::new("pluggarr_inspect").join(&*name), InspectFiles::get(&name)?))
    });
    let compat = CompatFiles::iter()
        .filter_map(|name| Some((Path::new("compat").join(&*name), CompatFiles::get(&name)?)));
    let mut files: Files =
        worker.chain(inspect).chain(compat).map(|(path, file)| (path, file.data)).collect();
    files.sort();
    files
}

/// A folder named by its content, so that an update never meets half of what was there before.
fn unpack(files: &Files, cache: &Path) -> io::Result<PathBuf> {
    let root = cache.join("parts").join(hash(files));
    if root.is_dir() {
        return Ok(root);
    }
    // Aside first: whoever finds the folder may use it.
    let aside = root.with_extension(format!("new-{}", std::process::id()));
    for (path, content) in files {
        let target = aside.join(path);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(target, content)?;
    }
    match std::fs::rename(&aside, &root) {
        Ok(()) => Ok(root),
        // Another process was faster; what it has unpacked is the same.
        Err(_) if root.is_dir() => {
            std::fs::remove_dir_all(&aside)?;
            Ok(root)
        }
        Err(error) => Err(error),
    }
}

fn hash(files: &Files) -> String {
    let mut hasher = Sha256::new();
    for (path, content) in files {
        hasher.update(path.as_os_str().as_encoded_bytes());
        hasher.update((content.len() as u64).to_be_bytes());
        hasher.update(content);
    }
    crate::environment::short_hex(&hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_is_embedded_and_unpacks_to_a_folder_that_names_its_content() {
        let cache = tempfile::tempdir().unwrap();
        let mut files = embedded();
        let root = unpack(&files, cache.path()).unwrap();
        assert_eq!(unpack(&files, cache.path()).unwrap(), root, "the second time it is there");
        let zygote = std::fs::read_to_string(root.join("pluggarr_worker/zygote.py")).unwrap();
        assert!(zygote.contains("def main"));
        assert!(root.join("pluggarr_inspect/rules/ids.py").is_file());
        assert!(!files.iter().any(|(path, _)| path.to_string_lossy().contains("__pycache__")));
        files[0].1.to_mut().push(b'#');
        assert_ne!(unpack(&files, cache.path()).unwrap(), root);
    }
}
