//! Files that were uploaded for a plugin's settings: `uploads/<field>/<name>` in its folder, one per field.
//!
//! Knows how they are put there without following a link that a plugin has laid. Does not know which files are
//! accepted, nor how their names are made safe.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, Dir};
use rustix::io::Errno;

use crate::archive::folder::Folder;

/// The folder within the plugin's.
pub const FOLDER: &str = "uploads";

/// Put a file in its place and answer where that is. Whoever reads the place sees the old file or the new one,
/// never a part. `field` and `name` must be plain names.
pub fn place(plugin: &Path, field: &str, name: &str, content: &[u8]) -> io::Result<PathBuf> {
    // The plugin's folder itself may be a link within the plugins folder.
    let plugin = plugin.canonicalize()?;
    let folder = Folder::open(&plugin)?.within(&[FOLDER.to_owned(), field.to_owned()])?;
    let part = format!(".{}.part", uuid::Uuid::new_v4());
    let placed = folder.create(&part, false).and_then(|mut file| {
        file.write_all(content)?;
        file.sync_all()?;
        Ok(rustix::fs::renameat(&folder, part.as_str(), &folder, name)?)
    });
    if let Err(error) = placed {
        let _ = rustix::fs::unlinkat(&folder, part.as_str(), AtFlags::empty());
        return Err(error);
    }
    Ok(plugin.join(FOLDER).join(field).join(name))
}

/// Remove all files of a field but `name`. What cannot be removed stays: it does no harm.
pub fn keep_only(plugin: &Path, field: &str, name: &str) -> io::Result<()> {
    let folder = Folder::open(&plugin.canonicalize()?)?;
    let folder = folder.within(&[FOLDER.to_owned(), field.to_owned()])?;
    for entry in Dir::read_from(&folder)? {
        let entry = entry?;
        if entry.file_name().to_bytes() != name.as_bytes() {
            // Fails for folders, `.` and `..` among them.
            let _ = rustix::fs::unlinkat(&folder, entry.file_name(), AtFlags::empty());
        }
    }
    Ok(())
}

/// Whether something that is no folder, a link for instance, stands where the file should go.
pub fn is_blocked(error: &io::Error) -> bool {
    let errno = error.raw_os_error().map(Errno::from_raw_os_error);
    matches!(errno, Some(Errno::LOOP | Errno::NOTDIR | Errno::ISDIR))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_file_takes_the_place_of_the_one_before() {
        let plugin = tempfile::tempdir().unwrap();
        let first = place(plugin.path(), "list", "a.csv", b"one").unwrap();
        assert_eq!(first, plugin.path().canonicalize().unwrap().join("uploads/list/a.csv"));
        assert_eq!(place(plugin.path(), "list", "a.csv", b"two").unwrap(), first);
        assert_eq!(fs::read(&first).unwrap(), b"two");
        let other = place(plugin.path(), "list", "b.csv", b"three").unwrap();
        keep_only(plugin.path(), "list", "b.csv").unwrap();
        assert!(!first.exists() && other.exists());
        assert_eq!(fs::read_dir(other.parent().unwrap()).unwrap().count(), 1, "no parts are left");
    }

    #[test]
    fn links_are_not_followed() {
        let (plugin, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let uploads = plugin.path().join(FOLDER);
        symlink(outside.path(), &uploads).unwrap();
        assert!(is_blocked(&place(plugin.path(), "list", "a.csv", b"x").unwrap_err()));
        fs::remove_file(&uploads).unwrap();
        fs::create_dir(&uploads).unwrap();
        symlink(outside.path(), uploads.join("list")).unwrap();
        assert!(is_blocked(&place(plugin.path(), "list", "a.csv", b"x").unwrap_err()));
        assert!(is_blocked(&keep_only(plugin.path(), "list", "a.csv").unwrap_err()));
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);

        // A link in the file's own place is replaced, not written through.
        let target = outside.path().join("kept");
        fs::write(&target, "kept").unwrap();
        fs::create_dir(uploads.join("other")).unwrap();
        symlink(&target, uploads.join("other/a.csv")).unwrap();
        place(plugin.path(), "other", "a.csv", b"x").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"kept");
        assert!(fs::symlink_metadata(uploads.join("other/a.csv")).unwrap().is_file());
    }

    #[test]
    fn a_folder_in_the_files_place_is_told_and_no_part_is_left() {
        let plugin = tempfile::tempdir().unwrap();
        let folder = plugin.path().join("uploads/list");
        fs::create_dir_all(folder.join("a.csv")).unwrap();
        assert!(is_blocked(&place(plugin.path(), "list", "a.csv", b"x").unwrap_err()));
        assert_eq!(fs::read_dir(folder).unwrap().count(), 1);
    }
}
