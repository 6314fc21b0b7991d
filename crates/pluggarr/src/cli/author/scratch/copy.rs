//! Copies what an action may look at. Follows no links, and leaves out what is too large to be worth the wait.

#![allow(clippy::print_stderr)] // What is left out should be known.

use std::io;
use std::path::Path;

use anyhow::{Context, bail};
use pluggarr_service::store::Paths;
use pluggarr_service::store::scratch;

const MAX_FILE_BYTES: u64 = 64 << 20;
const MAX_TOTAL_BYTES: u64 = 1 << 30;
/// What no plugin needs to run.
const SKIPPED: [&str; 4] = [".git", ".venv", "__pycache__", "node_modules"];

/// Copy databases and files from one data folder to another. False if there are none.
pub(super) async fn data(from: &Path, to: &Path) -> anyhow::Result<bool> {
    let (there, here) = (Paths::new(from), Paths::new(to));
    if !there.shared().is_file() || !there.host().is_file() {
        return Ok(false);
    }
    scratch::copy_databases(&there, &here)
        .await
        .with_context(|| format!("copying the databases of {}", from.display()))?;
    let mut copier = Copier { left: MAX_TOTAL_BYTES, left_out: 0 };
    let files = from.join("files");
    copier
        .folder(&files, &to.join("files"))
        .with_context(|| format!("copying {}", files.display()))?;
    if copier.left_out > 0 {
        eprintln!("{} large files of {} are not in the copy", copier.left_out, files.display());
    }
    Ok(true)
}

/// Copy a plugin's folder.
pub(super) fn plugin(from: &Path, to: &Path) -> anyhow::Result<()> {
    if !["plugin.py", "__init__.py"].iter().any(|file| from.join(file).is_file()) {
        bail!("`{}` is no plugin: it has neither plugin.py nor __init__.py", from.display());
    }
    let mut copier = Copier { left: MAX_TOTAL_BYTES, left_out: 0 };
    copier.folder(from, to).with_context(|| format!("copying {}", from.display()))?;
    if copier.left_out > 0 {
        eprintln!("{} large files of {} are not in the copy", copier.left_out, from.display());
    }
    Ok(())
}

struct Copier {
    left: u64,
    left_out: usize,
}

impl Copier {
    fn folder(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::create_dir_all(to)?;
        for entry in std::fs::read_dir(from)? {
            let entry = entry?;
            // Of the entry itself: what a link leads to stays where it is.
            let about = entry.metadata()?;
            let (path, target) = (entry.path(), to.join(entry.file_name()));
            if about.is_dir() {
                if !SKIPPED.iter().any(|name| entry.file_name() == *name) {
                    self.folder(&path, &target)?;
                }
            } else if about.is_file() {
                if about.len() > MAX_FILE_BYTES.min(self.left) {
                    self.left_out += 1;
                    continue;
                }
                self.left -= about.len();
                std::fs::copy(path, target)?;
            }
        }
        Ok(())
    }
}
