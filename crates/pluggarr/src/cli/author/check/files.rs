//! Which files lie in a plugin's folder. Follows no links; reads none but the manifest and the logo.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Nobody packs more: an import takes 2000.
const MAX_ENTRIES: usize = 20_000;
/// Folders that are not looked into: what is wrong with them is that they are there.
const CLOSED: [&str; 8] =
    [".git", ".hg", ".svn", "__pycache__", "node_modules", ".venv", "venv", "__MACOSX"];

/// What lies in a plugin's folder.
pub(super) struct Files {
    /// The folder.
    pub folder: PathBuf,
    /// Everything below it, sorted by path.
    pub entries: Vec<Entry>,
    /// There is more than that.
    pub is_cut: bool,
}

/// A file or a folder.
pub(super) struct Entry {
    /// Below the plugin's folder, with `/`.
    pub path: String,
    /// Its last part.
    pub name: String,
    pub bytes: u64,
    pub is_folder: bool,
    pub is_link: bool,
}

impl Files {
    pub(super) fn read(folder: &Path) -> io::Result<Self> {
        let mut files = Self { folder: folder.to_owned(), entries: Vec::new(), is_cut: false };
        files.add(folder, "")?;
        files.entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }

    fn add(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if self.entries.len() == MAX_ENTRIES {
                self.is_cut = true;
                return Ok(());
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            let about = entry.metadata()?;
            let (is_folder, is_link) = (about.is_dir(), about.is_symlink());
            if is_folder && !CLOSED.contains(&name.as_str()) {
                self.add(&entry.path(), &format!("{path}/"))?;
            }
            self.entries.push(Entry { path, name, bytes: about.len(), is_folder, is_link });
        }
        Ok(())
    }

    /// A file of exactly this path.
    pub(super) fn file(&self, path: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.path == path && !entry.is_folder)
    }

    /// The files, folders left out.
    pub(super) fn files(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.is_folder)
    }

    /// The manifest's content, unless it is a link or larger than any manifest.
    pub(super) fn manifest(&self, folder: &Path) -> Option<Vec<u8>> {
        let entry = self.file("plugin.json").filter(|entry| !entry.is_link)?;
        (entry.bytes <= 1 << 20).then(|| std::fs::read(folder.join("plugin.json")).ok())?
    }

    /// The first bytes of a file.
    pub(super) fn start_of(&self, path: &str, bytes: u64) -> Vec<u8> {
        let mut start = Vec::new();
        if let Ok(file) = std::fs::File::open(self.folder.join(path)) {
            // What cannot be read is not what it should be either.
            let _ = file.take(bytes).read_to_end(&mut start);
        }
        start
    }

    /// The folder's own name.
    pub(super) fn folder_name(&self) -> String {
        self.folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}
