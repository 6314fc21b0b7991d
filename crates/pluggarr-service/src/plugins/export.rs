//! A plugin as an archive that can be imported elsewhere.

use std::fs::File;
use std::path::{Path, PathBuf};

use pluggarr_plugin_host::archive::{self, Limits};
use pluggarr_plugin_protocol::PluginKey;

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

/// A plugin's folder that was packed.
#[derive(Debug, Clone)]
pub struct Packed {
    /// Where the archive is.
    pub path: PathBuf,
    /// What its manifest calls it, or its folder's name.
    pub name: String,
    /// Its version, or empty.
    pub version: String,
    /// How many files.
    pub files: usize,
    /// Their bytes, unpacked.
    pub bytes: u64,
    /// The archive's SHA-256: the same for the same files, wherever and whenever they are packed.
    pub sha256: String,
}

/// Pack the plugin in `folder` into `output`, or beside where we stand as `KEY-VERSION.zip`. What is called so already is
/// replaced. Blocks; needs no data folder.
pub fn pack(folder: &Path, output: Option<&Path>, limits: &Limits) -> Result<Packed, Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::File { path, source }
    };
    // `.` has no name of its own.
    let folder = folder.canonicalize().map_err(failed(folder))?;
    let (about, _) = archive::about(&folder);
    let about = about.unwrap_or_default();
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let version = about.version.unwrap_or_default();
    let key = PluginKey::from_import(&name).map_err(|error| Error::invalid(error.to_string()))?;
    let output = output.map_or_else(
        || PathBuf::from(format!("{}.zip", file_name(key.as_str(), &version))),
        Path::to_owned,
    );
    let mut part = output.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let mut options = File::options();
    let options = options.read(true).write(true).create(true).truncate(true);
    let mut file = options.open(&part).map_err(failed(&part))?;
    let packed =
        archive::pack(&folder, &mut file, limits).map_err(Error::from).and_then(|packed| {
            let sha256 = archive::sha256(&file).map_err(failed(&part))?;
            std::fs::rename(&part, &output).map_err(failed(&output))?;
            Ok((packed, sha256))
        });
    if packed.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    let (packed, sha256) = packed?;
    let (files, bytes) = (packed.files, packed.bytes);
    let name = about.name.unwrap_or(name);
    Ok(Packed { path: output, name, version, files, bytes, sha256 })
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
