//! Writing a backup.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use pluggarr_plugin_host::archive::{EntryPath, Listing, tree};
use pluggarr_store::{Paths, Store};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::manifest::{FORMAT, Manifest, Part};
use super::{HOST, MANIFEST, PLUGINS, SHARED, Summary, limits, summary};
use crate::error::{blocking, to_its_end};
use crate::{Application, Config, Error};

/// A backup that was written.
#[derive(Debug, Clone)]
pub struct Created {
    /// Where.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// How many files it holds.
    pub files: usize,
    /// What is in it.
    pub summary: Summary,
    /// Files of plugins that are not in it: links, and names that could not be restored.
    pub left_out: Vec<String>,
}

/// Write a backup to `file`, which must not be there yet, or to a file of its own below the data folder. Everything goes on
/// meanwhile.
pub async fn create(app: &Application, file: Option<PathBuf>) -> Result<Created, Error> {
    let (config, store) = (app.config().clone(), app.store().clone());
    let file = file.unwrap_or_else(|| own_file(&config, "pluggarr"));
    to_its_end(async move { write(&config, &store, file).await }).await
}

/// A name for a backup that no file has, in the folder that no plugin sees.
pub(super) fn own_file(config: &Config, what: &str) -> PathBuf {
    let now = chrono::Local::now().format("%Y-%m-%d-%H%M%S");
    let folder = config.data_dir.join("host/backups");
    let first = folder.join(format!("{what}-{now}.zip"));
    let others = (2..).map(|number| folder.join(format!("{what}-{now}-{number}.zip")));
    let is_free = |path: &PathBuf| path.symlink_metadata().is_err();
    std::iter::once(first.clone()).chain(others).find(is_free).unwrap_or(first)
}

pub(super) async fn write(config: &Config, store: &Store, file: PathBuf) -> Result<Created, Error> {
    if file.symlink_metadata().is_ok() {
        return Err(Error::invalid(format!("{} is there already", file.display())));
    }
    let summary = summary::of(store).await?;
    let copies = config.data_dir.join("host/staging").join(uuid::Uuid::new_v4().to_string());
    let copied = store.copy_to(&Paths::new(&copies)).await;
    let (plugins, path) = (config.plugins_dir.clone(), copies.clone());
    let written = match copied {
        Err(error) => Err(error.into()),
        Ok(()) => blocking(move || pack(&Paths::new(&path), &plugins, &file, summary)).await,
    };
    let _ = blocking(move || Ok::<_, Error>(fs::remove_dir_all(copies))).await;
    written
}

/// Pack the copies of the databases and the plugins into a file beside `file`, which then gets its name.
fn pack(copies: &Paths, plugins: &Path, file: &Path, summary: Summary) -> Result<Created, Error> {
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::File { path, source }
    };
    if let Some(folder) = file.parent() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed(folder))?;
    }
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(true).mode(0o600);
    let out = options.open(&part).map_err(failed(&part))?;
    let mut pack = Pack { zip: ZipWriter::new(out), parts: Vec::new() };
    let mut fill = || -> io::Result<Vec<String>> {
        pack.add(SHARED, File::open(copies.shared())?, false)?;
        pack.add(HOST, File::open(copies.host())?, false)?;
        pack.add_plugins(plugins)
    };
    let filled = fill().and_then(|left_out| Ok((left_out, pack.finish(summary.clone())?)));
    let finished = filled.map_err(failed(&part)).and_then(|(left_out, files)| {
        // Would it be read again?
        Listing::read(File::open(&part).map_err(failed(&part))?, &limits())?;
        let bytes = part.metadata().map_err(failed(&part))?.len();
        fs::hard_link(&part, file).or_else(|_| fs::rename(&part, file)).map_err(failed(file))?;
        Ok(Created { path: file.to_owned(), bytes, files, summary, left_out })
    });
    let _ = fs::remove_file(&part);
    finished
}

struct Pack {
    zip: ZipWriter<File>,
    parts: Vec<Part>,
}

impl Pack {
    fn options(is_large: bool, is_executable: bool) -> SimpleFileOptions {
        SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .large_file(is_large)
            .unix_permissions(if is_executable { 0o755 } else { 0o644 })
    }

    fn add(&mut self, path: &str, file: File, is_executable: bool) -> io::Result<()> {
        let expected = file.metadata()?.len();
        // A little more is allowed for: a plugin may be writing it.
        let options = Self::options(expected >= u64::from(u32::MAX) / 2, is_executable);
        self.zip.start_file(path, options)?;
        // No further than it was long when we looked, or a log that grows would never end.
        let (mut file, mut sum, mut bytes) = (file.take(expected), Sha256::new(), 0);
        let mut chunk = vec![0; 64 << 10];
        loop {
            let read = file.read(&mut chunk)?;
            if read == 0 {
                break;
            }
            sum.update(&chunk[..read]);
            self.zip.write_all(&chunk[..read])?;
            bytes += read as u64;
        }
        let sha256 = sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        self.parts.push(Part { path: path.to_owned(), bytes, sha256 });
        Ok(())
    }

    fn add_plugins(&mut self, folder: &Path) -> io::Result<Vec<String>> {
        let mut left_out = Vec::new();
        let skip = |path: &Path| path.starts_with(".pluggarr") || tree::is_compiled(path);
        for found in tree::files(folder, &skip)? {
            let shown = found.path.display().to_string();
            let name = found.path.to_str().map(|path| format!("{PLUGINS}/{path}"));
            let name = name.filter(|name| EntryPath::parse(name, &limits()).is_ok());
            let Some(name) = name.filter(|_| !found.is_special) else {
                left_out.push(shown);
                continue;
            };
            match tree::open(&folder.join(&found.path)) {
                Ok(file) => self.add(&name, file, found.is_executable)?,
                // Gone since we looked, or a link by now.
                Err(_) => left_out.push(shown),
            }
        }
        Ok(left_out)
    }

    fn finish(mut self, summary: Summary) -> io::Result<usize> {
        let files = self.parts.len();
        let manifest = Manifest {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            created_at: chrono::Utc::now().format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            summary,
            parts: self.parts,
        };
        self.zip.start_file(MANIFEST, Self::options(false, false))?;
        serde_json::to_writer_pretty(&mut self.zip, &manifest)?;
        self.zip.finish()?.sync_all()?;
        Ok(files)
    }
}
