//! After the program was killed: finish or undo what was half done in the plugins folder.

use std::fs;
use std::path::Path;

use super::home::Home;
use super::swap::{NOTE, Note, was_swapped};
use super::{ArchiveError, tree};

impl Home {
    /// Leave each plugin whole, old or new, and nothing in the staging folder. Nobody may be installing meanwhile.
    /// Answers what was found, for the log; does nothing where nothing was ever installed.
    pub fn recover(&self) -> Result<Vec<String>, ArchiveError> {
        let mut told = Vec::new();
        let Some(staging) = self.hidden_if_there("staging") else { return Ok(told) };
        for entry in fs::read_dir(&staging).map_err(ArchiveError::file(&staging))? {
            let path = entry.map_err(ArchiveError::file(&staging))?.path();
            told.extend(self.recover_one(&path)?);
            tree::remove(&path).map_err(ArchiveError::file(&path))?;
        }
        Ok(told)
    }

    fn recover_one(&self, staged: &Path) -> Result<Option<String>, ArchiveError> {
        // No note, or half a note: it had not come to swapping.
        let note = fs::read(staged.join(NOTE)).ok();
        let note: Option<Note> = note.and_then(|note| serde_json::from_slice(&note).ok());
        let Some(note) = note else { return Ok(None) };
        let target = self.place(&note.folder);
        let swapped = was_swapped(staged, &target, &note).map_err(ArchiveError::file(&target))?;
        let key = &note.key;
        if swapped {
            self.keep(staged, &note)?;
            return Ok(Some(format!("Plugin `{key}` had just been replaced; the new one stays")));
        }
        if note.is_rollback {
            let kept = self.hidden("previous")?.join(key.as_str());
            fs::rename(staged, &kept).map_err(ArchiveError::file(&kept))?;
            let note = kept.join(NOTE);
            fs::remove_file(&note).map_err(ArchiveError::file(&note))?;
        }
        Ok(Some(format!("Plugin `{key}` was about to be replaced; the old one stays")))
    }
}
