//! Reading a backup: what it claims to hold, and whether it holds that.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use pluggarr_plugin_host::archive::{self, Folder, Listing};
use sha2::{Digest, Sha256};

use super::manifest::{FORMAT, Manifest, Part};
use super::stage::Stage;
use super::{HOST, MANIFEST, PLUGINS, SHARED, limits};
use crate::Error;

/// Larger than the list of a million files.
const LARGEST_MANIFEST: u64 = 512 << 20;

/// A backup whose list was read and fits what is there.
pub(super) struct Backup {
    pub manifest: Manifest,
    listing: Listing<File>,
}

impl Backup {
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let file =
            File::open(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
        let mut listing = Listing::read(file, &limits())?;
        let manifest = read_manifest(&mut listing, path)?;
        let backup = Self { manifest, listing };
        backup.check_places()?;
        Ok(backup)
    }

    /// Every entry in the list and every part there, in a place that a backup has.
    fn check_places(&self) -> Result<(), Error> {
        let mut parts: HashMap<_, _> =
            self.manifest.parts.iter().map(|part| (part.path.as_str(), part.bytes)).collect();
        for entry in self.listing.entries.iter().filter(|entry| !entry.is_folder) {
            let path = entry.path.to_string();
            if path == MANIFEST {
                continue;
            }
            let is_known = match entry.path.parts() {
                [top, below, ..] if top == PLUGINS => below != ".pluggarr",
                _ => path == SHARED || path == HOST,
            };
            if !is_known {
                return Err(refused(format!("entry {path:?} does not belong into a backup")));
            }
            if parts.remove(path.as_str()) != Some(entry.bytes) {
                return Err(refused(format!("entry {path:?} is not what its list says")));
            }
        }
        if let Some((path, _)) = parts.into_iter().next() {
            return Err(refused(format!("{path:?} is missing from it")));
        }
        let has = |wanted: &str| self.manifest.parts.iter().any(|part| part.path == wanted);
        match has(SHARED) && has(HOST) {
            true => Ok(()),
            false => Err(refused("it has no databases".to_owned())),
        }
    }

    /// Bytes that it unpacks to.
    pub(super) fn bytes(&self) -> u64 {
        self.manifest.parts.iter().map(|part| part.bytes).sum()
    }

    /// Unpack everything, and check every sum.
    pub(super) fn unpack(&mut self, stage: &Stage) -> Result<(), Error> {
        let parts: HashMap<_, Part> =
            self.manifest.parts.iter().map(|part| (part.path.clone(), part.clone())).collect();
        let mut total = 0;
        for place in 0..self.listing.entries.len() {
            let entry = &self.listing.entries[place];
            let path = entry.path.to_string();
            if path == MANIFEST {
                continue;
            }
            let (is_folder, is_executable) = (entry.is_folder, entry.is_executable);
            let (root, below) = match path.as_str() {
                SHARED => (stage.shared_folder(), vec!["dispatcharr.sqlite3".to_owned()]),
                HOST => (stage.host_folder(), vec!["host.sqlite3".to_owned()]),
                _ => (stage.new_plugins(), entry.path.parts()[1..].to_vec()),
            };
            let target = root.join(below.join("/"));
            let failed = |source| Error::File { path: target.clone(), source };
            let root = Folder::open(&root).map_err(failed)?;
            if is_folder {
                root.within(&below).map_err(failed)?;
                continue;
            }
            let (name, folders) = (&below[below.len() - 1], &below[..below.len() - 1]);
            let create = || root.within(folders)?.create(name, is_executable);
            let mut out = Summed { file: create().map_err(failed)?, sum: Sha256::new() };
            archive::copy(&mut self.listing, place, &mut out, &target, &mut total, &limits())?;
            let sum: String = out.sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
            if parts.get(&path).is_none_or(|part| part.sha256 != sum) {
                return Err(refused(format!("entry {path:?} was changed: its sum is another")));
            }
        }
        Ok(())
    }
}

fn read_manifest(listing: &mut Listing<File>, file: &Path) -> Result<Manifest, Error> {
    let place = listing.entries.iter().position(|entry| entry.path.to_string() == MANIFEST);
    let none = || refused("it is no backup of Pluggarr's: it has no list of its parts".to_owned());
    let place = place.ok_or_else(none)?;
    if listing.entries[place].bytes > LARGEST_MANIFEST {
        return Err(refused("the list of its parts is too large".to_owned()));
    }
    let mut text = Vec::new();
    archive::copy(listing, place, &mut text, file, &mut 0, &limits())?;
    // Its form first: a later one may look otherwise in all else.
    let format = serde_json::from_slice::<serde_json::Value>(&text).ok();
    let format = format.and_then(|list| list["format"].as_u64());
    if format.is_some_and(|format| format > u64::from(FORMAT)) {
        return Err(refused("a newer version of Pluggarr wrote it".to_owned()));
    }
    serde_json::from_slice(&text)
        .map_err(|error| refused(format!("the list of its parts cannot be read: {error}")))
}

pub(super) fn refused(why: String) -> Error {
    Error::invalid(format!("This backup cannot be restored: {why}"))
}

/// Adds up what is written.
struct Summed {
    file: File,
    sum: Sha256,
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}
