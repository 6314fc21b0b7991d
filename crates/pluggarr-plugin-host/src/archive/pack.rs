//! A plugin's folder as a zip that can be imported. The same files give the same bytes, whoever packs them and when.

use std::io::{self, Read, Seek, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::tree::{self, Found};
use super::{ArchiveError, Limits, PluginArchive};

/// What was packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// How many files.
    pub files: usize,
    /// Their bytes, unpacked.
    pub bytes: u64,
}

/// Whether a file belongs to a plugin's author: not compiled Python, not what is hidden (version control, editors), not
/// the user's uploads.
fn is_packed(path: &Path) -> bool {
    let is_hidden = |part: &std::ffi::OsStr| part.as_encoded_bytes().starts_with(b".");
    !tree::is_compiled(path) && !path.starts_with("uploads") && !path.iter().any(is_hidden)
}

/// Write the plugin in `folder` to `to`, below a folder of the same name. Refuses what an import would refuse.
pub fn pack(
    folder: &Path,
    to: &mut (impl Read + Write + Seek),
    limits: &Limits,
) -> Result<Packed, ArchiveError> {
    let top = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let found =
        tree::files(folder, &|path| !is_packed(path)).map_err(ArchiveError::file(folder))?;
    let mut zip = ZipWriter::new(&mut *to);
    for file in &found {
        add(&mut zip, folder, &top, file)?;
    }
    zip.finish().map_err(|error| ArchiveError::file(folder)(error.into()))?;
    to.rewind().map_err(ArchiveError::file(folder))?;
    // The same eyes that will look at it when it is imported.
    let archive = PluginArchive::read(&mut *to, &top, limits)?;
    if archive.folder() != top {
        return Err(ArchiveError::NoPlugin);
    }
    to.rewind().map_err(ArchiveError::file(folder))?;
    Ok(Packed { files: found.len(), bytes: found.iter().map(|file| file.bytes).sum() })
}

fn add<W: Write + Seek>(
    zip: &mut ZipWriter<W>,
    folder: &Path,
    top: &str,
    file: &Found,
) -> Result<(), ArchiveError> {
    let path = folder.join(&file.path);
    let entry = format!("{top}/{}", file.path.display());
    if file.is_special {
        let why = "it is a link or no plain file".to_owned();
        return Err(ArchiveError::UnsafePath { entry, why });
    }
    if file.path.to_str().is_none() {
        let why = "its name is not UTF-8".to_owned();
        return Err(ArchiveError::UnsafePath { entry, why });
    }
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(0o644);
    let copy = || -> io::Result<()> {
        zip.start_file(entry, options)?;
        io::copy(&mut tree::open(&path)?, zip)?;
        Ok(())
    };
    copy().map_err(ArchiveError::file(&path))
}

/// The SHA-256 of everything that is left to read, in hexadecimal.
pub fn sha256(mut from: impl Read) -> io::Result<String> {
    let mut sum = Sha256::new();
    let mut chunk = vec![0; 64 << 10];
    loop {
        match from.read(&mut chunk)? {
            0 => return Ok(sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()),
            read => sum.update(&chunk[..read]),
        }
    }
}
