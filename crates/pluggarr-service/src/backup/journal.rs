//! Putting a staged backup in the present state's place: a list of renames, written down before the first of them.
//!
//! Once the list is on the disk, the restore happens: if the program is killed in the middle, the next start goes on. Each
//! rename can be told to be done, so the list is simply gone through again. If one cannot be done (a folder is a mount of
//! its own), those before it are undone.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::stage::Stage;
use crate::{Config, Error};

#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    stage: Stage,
    moves: Vec<(PathBuf, PathBuf)>,
}

fn place(config: &Config) -> PathBuf {
    config.data_dir.join("host/restore.json")
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::File { path, source }
}

/// Note what is to be done, and do it. Both databases must be closed.
pub(super) fn carry_out(config: &Config, stage: Stage) -> Result<(), Error> {
    let journal = Journal { moves: moves(config, &stage)?, stage };
    let (path, new) = (place(config), place(config).with_extension("new"));
    let save = || {
        let mut file = File::create(&new)?;
        file.write_all(&serde_json::to_vec(&journal)?)?;
        file.sync_all()?;
        fs::rename(&new, &path)?;
        File::open(config.data_dir.join("host"))?.sync_all()
    };
    save().map_err(failed(&path))?;
    finish(config, &journal)
}

/// Go on with a restore that was cut short, and remove what one left that never came to it.
pub(crate) fn finish_interrupted(config: &Config) -> Result<(), Error> {
    let path = place(config);
    match fs::read(&path) {
        Ok(bytes) => {
            let journal: Journal = serde_json::from_slice(&bytes)
                .map_err(|error| failed(&path)(std::io::Error::other(error)))?;
            tracing::warn!("A restore was cut short; it goes on now");
            finish(config, &journal)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Stage::places(config).remove()
        }
        Err(error) => Err(failed(&path)(error)),
    }
}

/// What there is out of the way, then the new in its place. Only what is there is listed, so that "it is not there any
/// more, and its new place is taken" always means that it was moved.
fn moves(config: &Config, stage: &Stage) -> Result<Vec<(PathBuf, PathBuf)>, Error> {
    let paths = config.store_paths();
    let (mut out, mut into) = (Vec::new(), Vec::new());
    for (file, new) in
        [(paths.shared(), stage.shared_folder()), (paths.host(), stage.host_folder())]
    {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for end in ["", "-wal", "-shm"] {
            let part = file.with_file_name(format!("{name}{end}"));
            if part.exists() {
                out.push((part, stage.old_data().join(format!("{name}{end}"))));
            }
        }
        into.push((new.join(&name), file));
    }
    for (folder, to, list) in [
        (&config.plugins_dir, stage.old_plugins(), &mut out),
        (&stage.new_plugins(), config.plugins_dir.clone(), &mut into),
    ] {
        for entry in fs::read_dir(folder).map_err(failed(folder))? {
            let name = entry.map_err(failed(folder))?.file_name();
            // The trash and the versions before stay.
            if name != ".pluggarr" {
                list.push((folder.join(&name), to.join(&name)));
            }
        }
    }
    out.append(&mut into);
    Ok(out)
}

fn finish(config: &Config, journal: &Journal) -> Result<(), Error> {
    let is_there = |path: &Path| path.symlink_metadata().is_ok();
    let mut result = Ok(());
    for (from, to) in &journal.moves {
        if is_there(to) || !is_there(from) {
            continue;
        }
        result = fs::rename(from, to).map_err(failed(from));
        if result.is_err() {
            break;
        }
    }
    if result.is_err() {
        let done = journal.moves.iter().rev().filter(|(from, to)| is_there(to) && !is_there(from));
        for (from, to) in done {
            fs::rename(to, from).map_err(failed(from))?;
        }
    }
    let folders =
        [config.data_dir.join("db"), config.data_dir.join("host"), config.plugins_dir.clone()];
    for folder in folders {
        File::open(&folder).and_then(|open| open.sync_all()).map_err(failed(&folder))?;
    }
    let path = place(config);
    fs::remove_file(&path).map_err(failed(&path))?;
    journal.stage.remove()?;
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A data folder in which old and new are told apart by their contents.
    fn place_with_stage() -> (tempfile::TempDir, Config, Stage) {
        let place = tempfile::tempdir().unwrap();
        let config = Config::new(place.path(), "");
        for (file, content) in [
            ("db/dispatcharr.sqlite3", "old"),
            ("db/dispatcharr.sqlite3-wal", "old"),
            ("host/host.sqlite3", "old"),
            ("plugins/both/plugin.py", "old"),
            ("plugins/gone/plugin.py", "old"),
            ("plugins/.pluggarr/trash/x/plugin.py", "trash"),
        ] {
            let path = place.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let stage = Stage::create(&config).unwrap();
        for (path, content) in [
            (stage.shared_folder().join("dispatcharr.sqlite3"), "new"),
            (stage.host_folder().join("host.sqlite3"), "new"),
            (stage.new_plugins().join("both/plugin.py"), "new"),
            (stage.new_plugins().join("added/plugin.py"), "new"),
        ] {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        (place, config, stage)
    }

    fn assert_new(config: &Config) {
        let read = |path: &str| fs::read_to_string(config.data_dir.join(path)).unwrap_or_default();
        for path in [
            "db/dispatcharr.sqlite3",
            "host/host.sqlite3",
            "plugins/both/plugin.py",
            "plugins/added/plugin.py",
        ] {
            assert_eq!(read(path), "new", "{path}");
        }
        assert_eq!(
            read("db/dispatcharr.sqlite3-wal"),
            "",
            "an old log over a new database is ruin"
        );
        assert_eq!(read("plugins/gone/plugin.py"), "");
        assert_eq!(read("plugins/.pluggarr/trash/x/plugin.py"), "trash");
        assert!(!config.data_dir.join("host/restore").exists());
        assert!(!config.data_dir.join("host/restore.json").exists());
        assert!(!config.plugins_dir.join(".pluggarr/restore").exists());
    }

    #[test]
    fn the_new_takes_the_olds_place_whole() {
        let (_place, config, stage) = place_with_stage();
        carry_out(&config, stage).unwrap();
        assert_new(&config);
    }

    #[test]
    fn a_restore_that_was_cut_short_anywhere_is_finished_at_the_next_start() {
        let steps = {
            let (_place, config, stage) = place_with_stage();
            moves(&config, &stage).unwrap().len()
        };
        assert_eq!(steps, 9);
        for done in 0..=steps {
            let (_place, config, stage) = place_with_stage();
            let journal = Journal { moves: moves(&config, &stage).unwrap(), stage };
            fs::write(super::place(&config), serde_json::to_vec(&journal).unwrap()).unwrap();
            for (from, to) in &journal.moves[..done] {
                fs::rename(from, to).unwrap();
            }
            finish_interrupted(&config).unwrap();
            assert_new(&config);
            finish_interrupted(&config).unwrap();
            assert_new(&config);
        }
    }

    #[test]
    fn a_move_that_cannot_be_made_undoes_those_before_it() {
        let (_place, config, stage) = place_with_stage();
        let mut moves = moves(&config, &stage).unwrap();
        let last = moves.len() - 1;
        moves[last].1 = config.data_dir.join("no/such/folder");
        let journal = Journal { moves, stage };
        fs::write(super::place(&config), serde_json::to_vec(&journal).unwrap()).unwrap();
        assert!(finish_interrupted(&config).is_err());
        let read = |path: &str| fs::read_to_string(config.data_dir.join(path)).unwrap_or_default();
        for path in ["db/dispatcharr.sqlite3", "db/dispatcharr.sqlite3-wal", "host/host.sqlite3"] {
            assert_eq!(read(path), "old", "{path}");
        }
        for path in ["plugins/both/plugin.py", "plugins/gone/plugin.py"] {
            assert_eq!(read(path), "old", "{path}");
        }
        assert_eq!(read("plugins/added/plugin.py"), "");
        finish_interrupted(&config).unwrap();
    }

    #[test]
    fn what_was_only_unpacked_is_removed_and_changes_nothing() {
        let (_place, config, _stage) = place_with_stage();
        finish_interrupted(&config).unwrap();
        let kept = fs::read_to_string(config.data_dir.join("db/dispatcharr.sqlite3")).unwrap();
        assert_eq!(kept, "old");
        assert!(!config.data_dir.join("host/restore").exists());
    }
}
