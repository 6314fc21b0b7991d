//! A host that is killed while it replaces a plugin: afterwards the folder is the old plugin or the new one, whole.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use pluggarr_plugin_host::archive::{Home, Swapping, tree};

use crate::installing::{BOTH, key, version};

const FOLDER: &str = "PLUGGARR_TEST_CRASHING";
const FILES: usize = 30;
const ROUNDS: u64 = 40;

/// Not a test: what the process does that is killed. It replaces the plugin for ever, and rolls back in between.
#[test]
#[ignore = "run by `a_killed_host_leaves_the_old_plugin_or_the_new_one`"]
fn replaces_a_plugin_for_ever() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let (folder, how) = folder.split_once('=').unwrap();
    let how = if how == "AtOnce" { Swapping::AtOnce } else { Swapping::InTwoSteps };
    let home = Home::new(Path::new(folder));
    for round in std::process::id().. {
        let staged = home.stage().unwrap();
        for file in 0..FILES {
            fs::write(staged.plugin().join(format!("{file}.py")), format!("{round}")).unwrap();
        }
        fs::write(staged.plugin().join("plugin.py"), format!("{round}")).unwrap();
        home.install(staged, &key("p"), "p", version(&round.to_string()), how).unwrap();
        if round % 3 == 0 {
            home.roll_back(&key("p"), "p", version(&round.to_string()), how).unwrap();
        }
    }
}

/// Fails unless all files of a version are there and are of one version.
fn assert_whole(folder: &Path) {
    let of = |name: String| {
        let path = folder.join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let version = of("plugin.py".to_owned());
    assert!(!version.is_empty());
    for file in 0..FILES {
        assert_eq!(of(format!("{file}.py")), version, "{} is half new", folder.display());
    }
    assert_eq!(of("uploads/mine".to_owned()), "mine");
}

#[test]
fn a_killed_host_leaves_the_old_plugin_or_the_new_one() {
    // In memory: what is tried here is the order of steps, and there are a thousand of them a second.
    let place = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    for how in BOTH {
        let folder = place.path().join(format!("{how:?}"));
        let plugin = folder.join("p");
        fs::create_dir_all(plugin.join("uploads")).unwrap();
        fs::write(plugin.join("uploads/mine"), "mine").unwrap();
        for file in (0..FILES).map(|file| format!("{file}.py")).chain(["plugin.py".to_owned()]) {
            fs::write(plugin.join(file), "first").unwrap();
        }
        let mut begun = 0;
        for round in 0..ROUNDS {
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "crashing::replaces_a_plugin_for_ever", "--include-ignored"])
                .env(FOLDER, format!("{}={how:?}", folder.display()))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            // Spread over some swaps, at moments that differ from run to run: the machine's own noise is the chance.
            std::thread::sleep(Duration::from_micros(15_000 + round * 977));
            child.kill().unwrap();
            assert_eq!(child.wait().unwrap().signal(), Some(9), "it ended by itself");
            if how == Swapping::AtOnce {
                // Even before anybody cleans up.
                assert_whole(&plugin);
            }
            let home = Home::new(&folder);
            begun += usize::from(!home.recover().unwrap().is_empty());
            assert_whole(&plugin);
            let staging = folder.join(".pluggarr/staging");
            assert_eq!(fs::read_dir(&staging).map_or(0, Iterator::count), 0, "something stays");
            if home.previous(&key("p")).is_some() {
                let kept = folder.join(".pluggarr/previous/p/plugin");
                assert_eq!(tree::files(&kept, &|_| false).unwrap().len(), FILES + 2);
                assert_whole(&kept);
            }
        }
        println!("{how:?}: {begun} of {ROUNDS} kills hit a swap");
    }
}
