//! Where an upload waits until it was looked at: a file of the host's own, never memory.

use std::path::{Path, PathBuf};

use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;
use uuid::Uuid;

use super::Plugins;
use crate::Error;

/// What the form around an upload may take besides the archive's own limit.
const SLACK: u64 = 1 << 20;

/// A file that is being received, or was. It goes away with this.
#[derive(Debug)]
pub struct Upload {
    path: PathBuf,
    /// What the sender calls it.
    pub(super) name: String,
    file: Option<File>,
    bytes: u64,
    limit: u64,
}

impl Plugins {
    /// Begin to receive an archive that its sender calls `name`.
    pub async fn receive(&self, name: &str) -> Result<Upload, Error> {
        let folder = &self.0.spool;
        let failed = |source| Error::File { path: folder.clone(), source };
        tokio::fs::create_dir_all(folder).await.map_err(failed)?;
        let path = folder.join(Uuid::new_v4().to_string());
        let file = File::create_new(&path).await.map_err(failed)?;
        // No zip gets smaller by being unpacked, but for one that is refused anyway.
        let limit = self.0.import_limits.total_bytes.saturating_add(SLACK);
        Ok(Upload { path, name: name.to_owned(), file: Some(file), bytes: 0, limit })
    }

    /// An archive that lies in a file already.
    pub async fn receive_file(&self, path: &Path) -> Result<Upload, Error> {
        let failed = |source| Error::File { path: path.to_owned(), source };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut upload = self.receive(&name).await?;
        let about = tokio::fs::metadata(path).await.map_err(failed)?;
        if !about.is_file() {
            return Err(Error::invalid(format!("{} is not a file", path.display())));
        }
        upload.take(about.len())?;
        upload.file = None;
        tokio::fs::copy(path, &upload.path).await.map_err(failed)?;
        Ok(upload)
    }
}

impl Upload {
    /// The next piece of it.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), Error> {
        self.take(piece.len() as u64)?;
        let failed = |source| Error::File { path: self.path.clone(), source };
        match &mut self.file {
            Some(file) => file.write_all(piece).await.map_err(failed),
            None => Ok(()),
        }
    }

    /// All of it came.
    pub async fn finish(&mut self) -> Result<(), Error> {
        let failed = |source| Error::File { path: self.path.clone(), source };
        match self.file.take() {
            Some(mut file) => file.flush().await.map_err(failed),
            None => Ok(()),
        }
    }

    fn take(&mut self, bytes: u64) -> Result<(), Error> {
        self.bytes += bytes;
        match self.bytes > self.limit {
            true => {
                let limit = self.limit >> 20;
                Err(Error::invalid(format!(
                    "Archive is too large: more than {limit} MiB were sent"
                )))
            }
            false => Ok(()),
        }
    }

    pub(super) fn open(&self) -> Result<std::fs::File, Error> {
        let failed = |source| Error::File { path: self.path.clone(), source };
        std::fs::File::open(&self.path).map_err(failed)
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}
