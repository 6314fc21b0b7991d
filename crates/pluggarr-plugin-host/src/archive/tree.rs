//! What is done to whole folders: looked through, compared, copied, removed. Links are never followed.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A file below a folder.
#[derive(Debug, Clone)]
pub struct Found {
    /// Where, below that folder.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// No plain file: a link, a pipe.
    pub is_special: bool,
    /// A program.
    pub is_executable: bool,
}

/// All files below `folder` in the order of their paths, but for what `skip` says of their paths. Folders that
/// vanish meanwhile are empty: plugins come and go while a backup looks.
pub fn files(folder: &Path, skip: &dyn Fn(&Path) -> bool) -> io::Result<Vec<Found>> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        let entries = match fs::read_dir(folder.join(&below)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && below != Path::new("") => {
                continue;
            }
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if skip(&path) {
                continue;
            }
            let Ok(about) = entry.metadata() else { continue };
            if about.is_dir() {
                folders.push(path);
                continue;
            }
            let is_special = !about.is_file();
            let is_executable = about.permissions().mode() & 0o100 != 0;
            found.push(Found { path, bytes: about.len(), is_special, is_executable });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// Open a file that was found, unless it has become a link meanwhile.
pub fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = rustix::fs::OFlags::NOFOLLOW.bits();
    fs::OpenOptions::new().read(true).custom_flags(flags.cast_signed()).open(path)
}

/// Whether a file below a plugin's folder is made by running it: compiled Python.
pub fn is_compiled(path: &Path) -> bool {
    let is_cache = |part: &std::ffi::OsStr| part == "__pycache__";
    path.iter().any(is_cache) || path.extension().is_some_and(|kind| kind == "pyc" || kind == "pyo")
}

/// How two versions of a plugin differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that only the new one has.
    pub added: usize,
    /// Files whose contents differ.
    pub changed: usize,
    /// Files that only the old one has.
    pub removed: usize,
}

/// Compare the files of two folders, without compiled Python and `uploads`, which stay what they are.
pub fn compare(old: &Path, new: &Path) -> io::Result<Changes> {
    let skip = |path: &Path| is_compiled(path) || path.starts_with("uploads");
    let mut before: BTreeMap<_, _> =
        files(old, &skip)?.into_iter().map(|file| (file.path, file.bytes)).collect();
    let mut changes = Changes::default();
    for file in files(new, &skip)? {
        match before.remove(&file.path) {
            None => changes.added += 1,
            Some(bytes) if bytes != file.bytes => changes.changed += 1,
            Some(_) => {
                let same = same_bytes(&old.join(&file.path), &new.join(&file.path))?;
                changes.changed += usize::from(!same);
            }
        }
    }
    changes.removed = before.len();
    Ok(changes)
}

fn same_bytes(one: &Path, other: &Path) -> io::Result<bool> {
    let (mut one, mut other) = (File::open(one)?, File::open(other)?);
    let (mut a, mut b) = (vec![0; 64 << 10], vec![0; 64 << 10]);
    loop {
        let read = one.read(&mut a)?;
        if read == 0 {
            return Ok(other.read(&mut b)? == 0);
        }
        if other.read_exact(&mut b[..read]).is_err() || a[..read] != b[..read] {
            return Ok(false);
        }
    }
}

/// Have what is in `from` in `to` as well, replacing what is called the same. Files are linked, which costs neither time
/// nor space, and copied where the file system has no links. Links and special files stay behind.
pub fn add_all(from: &Path, to: &Path) -> io::Result<()> {
    for file in files(from, &|_| false)?.into_iter().filter(|file| !file.is_special) {
        let (from, to) = (from.join(&file.path), to.join(&file.path));
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        if to.symlink_metadata().is_ok_and(|about| about.is_dir()) {
            fs::remove_dir_all(&to)?;
        }
        let _ = fs::remove_file(&to);
        if fs::hard_link(&from, &to).is_err() {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

/// Remove a file, a link or a whole folder; fine if it is gone already.
pub fn remove(path: &Path) -> io::Result<()> {
    let result = match path.symlink_metadata() {
        Ok(about) if about.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Bytes of all files below `folder`.
pub(super) fn bytes(folder: &Path) -> io::Result<u64> {
    Ok(files(folder, &|_| false)?.iter().map(|file| file.bytes).sum())
}
