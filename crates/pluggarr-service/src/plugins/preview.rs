//! Looking into an archive before anything is installed.

use pluggarr_plugin_host::archive::{ArchiveError, tree};
use pluggarr_plugin_host::inspect::Finding;
use pluggarr_plugin_protocol::{Capability, Manifest, Problem};
use serde_json::{Value, json};

use super::{Plugins, Upload};
use crate::Error;
use crate::error::blocking;

/// How many of the largest files are named.
const LARGEST: usize = 10;

/// What an archive would install, and over what.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The key it would have.
    pub key: String,
    /// What its `plugin.json` or the text of its code says; nothing of a plugin is run for this.
    pub about: Manifest,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// Where in the archive it lies; empty for its top.
    pub archive_folder: String,
    /// How many files it has.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// The largest of them.
    pub largest: Vec<(String, u64)>,
    /// Entries of the archive that would not be installed.
    pub ignored: usize,
    /// What its code does; none where no Python is there to read it.
    pub findings: Option<Vec<Finding>>,
    /// The plugin it would replace.
    pub existing: Option<super::Plugin>,
    /// How its files differ from that one's.
    pub changes: Option<tree::Changes>,
}

impl Plugins {
    /// Look into an archive. It is unpacked, which finds what is damaged in it, and removed again.
    pub async fn preview(&self, upload: Upload) -> Result<Preview, Error> {
        let (_upload, mut archive) = self.judge(upload).await?;
        let target = self.target(&archive.key).await?;
        let existing = match target.is_taken {
            true => self.get(target.key.as_str()).await.ok(),
            false => None,
        };
        let home = self.0.home.clone();
        let (archive, staged, changes) = blocking(move || {
            let staged = home.stage()?;
            archive.unpack(&staged.plugin())?;
            let old = home.place(&target.folder);
            let changes =
                target.is_taken.then(|| tree::compare(&old, &staged.plugin())).transpose();
            let changes =
                changes.map_err(|source| ArchiveError::File { path: old.clone(), source })?;
            Ok::<_, ArchiveError>((archive, staged, changes))
        })
        .await?;
        let looked = self.look_into(staged.plugin()).await?;
        blocking(move || {
            drop(staged);
            Ok::<_, Error>(())
        })
        .await?;
        let others = archive.left_out.iter().map(|other| {
            Problem::new(other.clone(), "is another plugin in the same archive; it is left out")
        });
        let mut largest: Vec<_> = archive.files().collect();
        let (files, bytes) = (largest.len(), largest.iter().map(|(_, bytes)| bytes).sum());
        largest.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        largest.truncate(LARGEST);
        Ok(Preview {
            key: target.key.to_string(),
            about: looked.about,
            problems: looked.problems.into_iter().chain(others).collect(),
            archive_folder: archive.folder(),
            files,
            bytes,
            largest,
            ignored: archive.ignored,
            findings: looked.findings,
            existing,
            changes,
        })
    }
}

impl Preview {
    /// As clients see it.
    pub fn to_json(&self) -> Value {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let about = &self.about;
        json!({
            "key": self.key,
            "name": about.name.as_deref().unwrap_or(&self.key),
            "version": text(&about.version),
            "description": text(&about.description),
            "author": text(&about.author),
            "license": text(&about.license),
            "capabilities": about.needs().iter().map(|id| Capability::of(id)).collect::<Vec<_>>(),
            "archive_folder": self.archive_folder,
            "files": self.files,
            "bytes": self.bytes,
            "largest": self.largest.iter().map(|(path, bytes)| json!({"path": path, "bytes": bytes}))
                .collect::<Value>(),
            "ignored": self.ignored,
            "problems": self.problems,
            "findings": self.findings,
            "existing": self.existing.as_ref().map(|plugin| json!({
                "version": text(&plugin.about.version), "enabled": plugin.enabled(), "name": plugin.name(),
            })),
            "changed_files": self.changes.map(|changes| json!({
                "added": changes.added, "changed": changes.changed, "removed": changes.removed,
            })),
        })
    }
}
