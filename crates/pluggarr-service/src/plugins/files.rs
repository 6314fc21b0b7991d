//! The files of a plugin that are shown as they are: its logo and its README.

use std::io::Read;
use std::path::Path;

use super::Plugins;
use crate::Error;
use crate::error::blocking;

/// More than any logo; what is larger is not shown.
const LARGEST_LOGO: u64 = 5 << 20;
/// What is longer is cut.
const LONGEST_README: u64 = 512 << 10;

impl Plugins {
    /// The bytes of the plugin's `logo.png`, if it has one.
    pub async fn logo(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        self.read_file(key, "logo.png", LARGEST_LOGO, |bytes, is_whole| {
            // A file that only says it is a PNG could be a page with a script.
            (is_whole && bytes.starts_with(b"\x89PNG\r\n\x1a\n")).then_some(bytes)
        })
        .await
    }

    /// The plugin's `README.md`, if it has one.
    pub async fn readme(&self, key: &str) -> Result<Option<String>, Error> {
        self.read_file(key, "README.md", LONGEST_README, |bytes, is_whole| {
            let mut text = String::from_utf8_lossy(&bytes).into_owned();
            if !is_whole {
                text.push_str("\n\n*The rest is left out.*\n");
            }
            Some(text)
        })
        .await
    }

    async fn read_file<T: Send + 'static>(
        &self,
        key: &str,
        name: &'static str,
        most: u64,
        shown: impl FnOnce(Vec<u8>, bool) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>, Error> {
        let folder = self.0.catalogue.read().await.get(key).map(|entry| entry.found.folder.clone());
        let Some(folder) = folder else {
            // A plugin whose folder is gone is known, and has no files.
            return self.get(key).await.map(|_| None);
        };
        let read = move || Ok::<_, Error>(read(&folder.join(name), most));
        let Some((bytes, is_whole)) = blocking(read).await? else { return Ok(None) };
        Ok(shown(bytes, is_whole))
    }
}

/// The file's beginning, and whether that is all of it. Only plain files: a link could lead to any file of the
/// host's, and a named pipe would never end.
fn read(path: &Path, most: u64) -> Option<(Vec<u8>, bool)> {
    if !std::fs::symlink_metadata(path).ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path).ok()?.take(most + 1).read_to_end(&mut bytes).ok()?;
    let is_whole = bytes.len() as u64 <= most;
    bytes.truncate(most as usize);
    Some((bytes, is_whole))
}
