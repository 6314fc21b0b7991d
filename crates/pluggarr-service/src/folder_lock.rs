//! The lock on a data folder: two hosts on one would fight.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::Error;

/// A data folder that is ours until this is dropped.
#[derive(Debug)]
pub(crate) struct FolderLock(File);

impl FolderLock {
    /// Take the lock in this file, which is made if it is missing.
    pub(crate) fn take(path: &Path) -> Result<Self, Error> {
        let failed = |source| Error::File { path: path.to_owned(), source };
        let file = File::create(path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => {
                Err(Error::invalid("another Pluggarr has this data folder open"))
            }
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Closing is not enough: a child that was forked and has not come to its exec() yet has the file open, too,
        // and would hold the lock for that long.
        let _ = self.0.unlock();
    }
}
