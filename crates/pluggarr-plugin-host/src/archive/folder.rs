//! Writing below a folder without ever following a link, whoever else writes there at the time: plugins may write
//! the plugins folder. Every step is taken from an open folder, and a link in the way is an error.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

use rustix::fs::{CWD, Mode, OFlags};

/// More open files at once than this are not worth keeping; each is synced for itself below it.
const FEW: usize = 64;

/// An open folder.
pub struct Folder(OwnedFd);

const LOOK: OFlags =
    OFlags::DIRECTORY.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC).union(OFlags::RDONLY);

impl Folder {
    /// Open a folder that is there and is no link.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(rustix::fs::openat(CWD, path, LOOK, Mode::empty())?))
    }

    /// The folder at `parts`, made where it is missing.
    pub fn within(&self, parts: &[String]) -> io::Result<Self> {
        let mut here = self.0.try_clone()?;
        for part in parts {
            match rustix::fs::mkdirat(&here, part.as_str(), Mode::from_raw_mode(0o755)) {
                Ok(()) | Err(rustix::io::Errno::EXIST) => {}
                Err(error) => return Err(error.into()),
            }
            here = rustix::fs::openat(&here, part.as_str(), LOOK, Mode::empty())?;
        }
        Ok(Self(here))
    }

    /// A new file; one that is there, or a link, is an error. Nobody but the owner gets to write it.
    pub fn create(&self, name: &str, is_executable: bool) -> io::Result<File> {
        let flags =
            OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mode = Mode::from_raw_mode(if is_executable { 0o755 } else { 0o644 });
        Ok(rustix::fs::openat(&self.0, name, flags, mode)?.into())
    }
}

impl AsFd for Folder {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// Have everything below `folder` on the disk. Without it, a rename can survive a power cut that the contents of the
/// renamed files do not: the plugin would be there, and empty, and the old one gone.
///
/// A file at a time where there are few; each is a commit of the file system's journal, so that for many one sync of
/// the whole file system is faster.
pub fn settle(folder: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    let mut next = 0;
    while let Some(folder) = folders.get(next).cloned() {
        next += 1;
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            match entry.file_type()? {
                kind if kind.is_dir() => folders.push(entry.path()),
                kind if kind.is_file() => files.push(entry.path()),
                _ => {}
            }
        }
        if files.len() + folders.len() > FEW {
            return Ok(rustix::fs::syncfs(File::open(folder)?)?);
        }
    }
    // What is in a folder before the folder itself.
    for path in files.iter().chain(folders.iter().rev()) {
        File::open(path)?.sync_all()?;
    }
    Ok(())
}

/// How much may still be written to the file system of `folder`.
pub fn free_bytes(folder: &Path) -> io::Result<u64> {
    let about = rustix::fs::statvfs(folder)?;
    Ok(about.f_bavail.saturating_mul(about.f_frsize))
}
