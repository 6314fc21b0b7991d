//! A playlist or guide on its way in: fetched beside the one that is kept, looked at, and only then
//! put in its place. Whatever goes wrong before, the kept one stays and the new one is removed.

use std::path::{Path, PathBuf};

use crate::Error;
use crate::error::blocking;
use crate::fetch::{self, Location};

/// Listeners are told of a download in steps of so many percent.
const STEP: u64 = 5;

/// A file that has arrived and not been looked at. Dropping it removes it.
pub(crate) struct Incoming {
    arrived: PathBuf,
    kept: PathBuf,
}

impl Incoming {
    /// Fetch what shall become the file `kept`; `tell` hears how many percent are there, as far as
    /// that is known.
    pub(crate) async fn fetch(
        location: Location,
        kept: PathBuf,
        user_agent: String,
        tell: impl Fn(u64) + Send + 'static,
    ) -> Result<Self, Error> {
        let mut arrived = kept.clone().into_os_string();
        arrived.push(".new");
        let incoming = Self { arrived: arrived.into(), kept };
        let into = incoming.arrived.clone();
        blocking(move || {
            let mut told = 0;
            fetch::fetch(&location, &into, &user_agent, &mut |bytes, total| {
                let percent =
                    total.filter(|total| *total > 0).map_or(0, |total| bytes * 100 / total);
                if percent >= told + STEP {
                    told = percent;
                    tell(percent.min(100));
                }
            })
        })
        .await?;
        Ok(incoming)
    }

    /// Keep the file if `check` finds nothing wrong with it; gives its place and what `check` found.
    pub(crate) async fn keep_if<T: Send + 'static>(
        self,
        check: impl FnOnce(&Path) -> Result<T, Error> + Send + 'static,
    ) -> Result<(PathBuf, T), Error> {
        let arrived = self.arrived.clone();
        let found = blocking(move || check(&arrived)).await?;
        tokio::fs::rename(&self.arrived, &self.kept)
            .await
            .map_err(|source| Error::File { path: self.kept.clone(), source })?;
        Ok((self.kept.clone(), found))
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // Once it is kept there is nothing under this name any more.
        let _ = std::fs::remove_file(&self.arrived);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn bring(folder: &Path, check: Result<(), Error>) -> Result<PathBuf, Error> {
        let from = folder.join("from");
        std::fs::write(&from, "new").unwrap();
        let kept = folder.join("1.m3u");
        let incoming = Incoming::fetch(Location::File(from), kept, String::new(), |_| {}).await?;
        incoming.keep_if(move |_| check).await.map(|(path, ())| path)
    }

    #[tokio::test]
    async fn only_what_passes_the_look_replaces_what_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("1.m3u"), "old").unwrap();
        let read = || std::fs::read_to_string(folder.path().join("1.m3u")).unwrap();
        assert!(bring(folder.path(), Err(Error::invalid("no"))).await.is_err());
        assert_eq!(read(), "old");
        bring(folder.path(), Ok(())).await.unwrap();
        assert_eq!(read(), "new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left");
    }
}
