//! A plugin as an archive that can be imported elsewhere.

use std::fs::File;

use pluggarr_plugin_host::archive;

use super::Plugins;
use crate::Error;
use crate::error::blocking;

/// A packed plugin. The file has no name any more and goes away with this.
#[derive(Debug)]
pub struct Export {
    /// What to call it: `KEY-VERSION.zip`.
    pub name: String,
    /// The archive, at its beginning.
    pub file: File,
    /// Its length.
    pub bytes: u64,
}

impl Plugins {
    /// Pack a plugin as `pluggarr plugin pack` does: without what is compiled, hidden, or the user's upload.
    pub async fn export(&self, key: &str) -> Result<Export, Error> {
        let plugin = self.get(key).await?;
        let catalogue = self.0.catalogue.read().await;
        let entry = catalogue.values().find(|entry| entry.found.key.as_str() == key);
        let folder = entry.map(|entry| entry.found.folder.clone());
        drop(catalogue);
        let folder = folder.ok_or_else(|| Error::not_found("plugin", key))?;
        let version = plugin.about.version.unwrap_or_default();
        let name = format!("{}.zip", file_name(key, &version));
        let (spool, limits) = (self.0.spool.clone(), self.0.import_limits.clone());
        blocking(move || {
            let path = spool.join(uuid::Uuid::new_v4().to_string());
            let failed = |source| Error::File { path: path.clone(), source };
            std::fs::create_dir_all(&spool).map_err(failed)?;
            let mut options = File::options();
            let options = options.read(true).write(true).create_new(true);
            let mut file = options.open(&path).map_err(failed)?;
            std::fs::remove_file(&path).map_err(failed)?;
            archive::pack(&folder, &mut file, &limits)?;
            let bytes = file.metadata().map_err(failed)?.len();
            Ok::<_, Error>(Export { name, file, bytes })
        })
        .await
    }
}

/// `KEY-VERSION`, of characters that mean nothing in a header or a path. Both come from the plugin.
fn file_name(key: &str, version: &str) -> String {
    let plain = |text: &str| -> String {
        let is_plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
        text.chars().filter(is_plain).take(100).collect()
    };
    let (key, version) = (plain(key), plain(version));
    let key = if key.is_empty() { "plugin".to_owned() } else { key };
    if version.is_empty() { key } else { format!("{key}-{version}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plugin_cannot_write_headers_through_its_version() {
        assert_eq!(file_name("hello", "1.0.0-rc1+2"), "hello-1.0.0-rc1+2");
        assert_eq!(file_name("hello", "1\"\r\nX: y/../"), "hello-1Xy..");
        assert_eq!(file_name("prüfer", ""), "prfer");
        assert_eq!(file_name("ü", "1"), "plugin-1");
    }
}
