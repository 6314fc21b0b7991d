//! A plugin in a zip: which folder it is, under which key it would be installed, and unpacking it.

use std::collections::HashSet;
use std::io::{Read, Seek};
use std::path::Path;

use pluggarr_plugin_protocol::PluginKey;

use super::copy::copy;
use super::folder::{self, Folder};
use super::listing::Listing;
use super::{ArchiveError, Limits, choose};

/// An archive that holds a plugin and was judged to its end; nothing is written yet.
pub struct PluginArchive<R> {
    listing: Listing<R>,
    limits: Limits,
    folder: Vec<String>,
    /// Which entry goes where below the plugin's folder.
    plan: Vec<(usize, Vec<String>)>,
    /// What it is installed as.
    pub key: PluginKey,
    /// Entries that are not installed: litter, and what lies beside the plugin.
    pub ignored: usize,
    /// Other folders that are plugins too.
    pub left_out: Vec<String>,
}

impl<R: Read + Seek> PluginArchive<R> {
    /// Read and judge an archive. `file_name` is what the archive itself is called: a plugin at its top has no other
    /// name.
    pub fn read(reader: R, file_name: &str, limits: &Limits) -> Result<Self, ArchiveError> {
        let listing = Listing::read(reader, limits)?;
        let files = || {
            let all = listing.entries.iter().enumerate();
            all.filter(|(_, entry)| !entry.is_folder && !entry.path.is_litter())
                .map(|(place, entry)| (place, &entry.path))
        };
        let choice = choose::plugin(files().map(|(_, path)| path)).ok_or(ArchiveError::NoPlugin)?;
        let named_by = choice.folder.last().map_or_else(|| stem(file_name), String::as_str);
        let key = PluginKey::from_import(named_by)
            .map_err(|source| ArchiveError::BadKey { entry: named_by.to_owned(), source })?;
        let is_in_the_way = |target: &[String]| target.len() > 1 && target[0] == "logo.png";
        let logo = choose::logo(files(), &choice.folder).filter(|_| {
            !files().any(|(_, path)| path.below(&choice.folder).is_some_and(is_in_the_way))
        });
        let mut plan = Vec::new();
        for (place, entry) in listing.entries.iter().enumerate() {
            let Some(target) = entry.path.below(&choice.folder) else { continue };
            // Whatever else is called logo.png there gives way to the one that was chosen.
            let gives_way =
                logo.is_some() && matches!(target, [name] if name.eq_ignore_ascii_case("logo.png"));
            if !entry.path.is_litter() && !gives_way {
                plan.push((place, target.to_vec()));
            }
        }
        plan.extend(logo.map(|place| (place, vec!["logo.png".to_owned()])));
        let used: HashSet<_> = plan.iter().map(|(place, _)| place).collect();
        let ignored = listing.entries.len() - used.len();
        Ok(Self {
            limits: limits.clone(),
            folder: choice.folder,
            plan,
            key,
            ignored,
            left_out: choice.left_out,
            listing,
        })
    }

    /// The plugin's folder inside the archive; empty if it lies at the top.
    pub fn folder(&self) -> String {
        self.folder.join("/")
    }

    /// The files it would install, with their sizes as the archive tells them.
    pub fn files(&self) -> impl Iterator<Item = (String, u64)> {
        self.plan.iter().filter_map(|(place, target)| {
            let entry = &self.listing.entries[*place];
            (!entry.is_folder).then(|| (target.join("/"), entry.bytes))
        })
    }

    /// Write the plugin's files into the empty folder `into`, and have them on the disk. An error leaves that folder
    /// half full.
    pub fn unpack(&mut self, into: &Path) -> Result<(), ArchiveError> {
        let root = Folder::open(into).map_err(ArchiveError::file(into))?;
        let mut total = 0;
        for (place, target) in &self.plan {
            let path = into.join(target.join("/"));
            if self.listing.entries[*place].is_folder {
                root.within(target).map_err(ArchiveError::file(&path))?;
                continue;
            }
            let (name, folders) = (&target[target.len() - 1], &target[..target.len() - 1]);
            let create = || root.within(folders)?.create(name, false);
            let mut file = create().map_err(ArchiveError::file(&path))?;
            copy(&mut self.listing, *place, &mut file, &path, &mut total, &self.limits)?;
        }
        folder::settle(into).map_err(ArchiveError::file(into))
    }
}

/// `my plugin` of `folder/my plugin.zip`; browsers send bare names, but not all clients do.
fn stem(file_name: &str) -> &str {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let extension = name.len().checked_sub(4).and_then(|start| name.get(start..));
    match extension.is_some_and(|extension| extension.eq_ignore_ascii_case(".zip")) {
        true => &name[..name.len() - 4],
        false => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archives_own_name_is_read_without_folders_and_extension() {
        for (given, name) in [
            ("a.zip", "a"),
            ("C:\\x\\My Plug.ZIP", "My Plug"),
            ("/t/a.b.zip", "a.b"),
            ("a", "a"),
            ("", ""),
        ] {
            assert_eq!(stem(given), name);
        }
    }
}
