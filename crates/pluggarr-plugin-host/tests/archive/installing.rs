//! Installing, replacing, rolling back, deleting: what lies where afterwards.

use std::fs;
use std::path::Path;

use pluggarr_plugin_host::archive::{Home, Installed, Previous, Swapping, tree};
use pluggarr_plugin_protocol::PluginKey;

pub const BOTH: [Swapping; 2] = [Swapping::AtOnce, Swapping::InTwoSteps];

pub fn key(key: &str) -> PluginKey {
    key.parse().unwrap()
}

pub fn version(version: &str) -> Previous {
    Previous { version: version.into(), replaced_at: "2026-11-24T00:00:00Z".into() }
}

struct Place {
    home: Home,
    folder: tempfile::TempDir,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    Place { home: Home::new(folder.path()), folder }
}

impl Place {
    fn write(&self, path: &str, content: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join(path)).unwrap_or_default()
    }

    /// Install a plugin whose code is `content` over version `old`.
    fn install(&self, folder: &str, content: &str, old: &str, how: Swapping) {
        let staged = self.home.stage().unwrap();
        fs::write(staged.plugin().join("plugin.py"), content).unwrap();
        self.home.install(staged, &key("p"), folder, version(old), how).unwrap();
    }

    fn hidden(&self, below: &str) -> Vec<String> {
        let path = self.folder.path().join(".pluggarr").join(below);
        let files = tree::files(&path, &|_| false).unwrap_or_default();
        files.iter().map(|file| file.path.display().to_string()).collect()
    }
}

#[test]
fn a_new_plugin_is_put_in_its_place_and_nothing_else_stays() {
    let place = place();
    place.install("p", "one", "", Swapping::AtOnce);
    assert_eq!(place.read("p/plugin.py"), "one");
    assert_eq!(place.hidden(""), [""; 0]);
    assert_eq!(place.home.previous(&key("p")), None);
}

#[test]
fn a_replaced_plugin_is_kept_and_can_come_back_and_go_again() {
    for how in BOTH {
        let place = place();
        place.install("My P", "one", "", how);
        place.install("My P", "two", "1", how);
        place.install("My P", "three", "2", how);
        assert_eq!(place.read("My P/plugin.py"), "three");
        assert_eq!(place.home.previous(&key("p")), Some(version("2")), "only the last");
        place.home.roll_back(&key("p"), "My P", version("3"), how).unwrap();
        assert_eq!(place.read("My P/plugin.py"), "two");
        assert_eq!(place.home.previous(&key("p")), Some(version("3")));
        assert_eq!(
            place.home.all_previous().into_iter().collect::<Vec<_>>(),
            [(key("p"), version("3"))]
        );
        place.home.roll_back(&key("p"), "My P", version("2"), how).unwrap();
        assert_eq!(place.read("My P/plugin.py"), "three");
        assert_eq!(place.hidden("staging"), [""; 0]);
        assert_eq!(place.hidden("previous"), ["p/about.json", "p/plugin/plugin.py"]);
    }
}

#[test]
fn uploads_stay_with_the_plugin_whichever_version_it_is() {
    for how in BOTH {
        let place = place();
        place.install("p", "one", "", how);
        place.write("p/uploads/deep/mine.txt", "mine");
        let staged = place.home.stage().unwrap();
        for (file, content) in
            [("plugin.py", "two"), ("uploads/deep/mine.txt", "theirs"), ("uploads/x", "x")]
        {
            let path = staged.plugin().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        place.home.install(staged, &key("p"), "p", version("1"), how).unwrap();
        assert_eq!(place.read("p/uploads/deep/mine.txt"), "mine", "what the user had wins");
        assert_eq!(place.read("p/uploads/x"), "x");
        place.write("p/uploads/later.txt", "later");
        place.home.roll_back(&key("p"), "p", version("2"), how).unwrap();
        assert_eq!(place.read("p/plugin.py"), "one");
        assert_eq!(place.read("p/uploads/later.txt"), "later");
    }
}

#[test]
fn a_link_among_the_uploads_is_not_followed() {
    let place = place();
    place.install("p", "one", "", Swapping::AtOnce);
    place.write("p/uploads/mine.txt", "mine");
    place.write("secret/file", "secret");
    std::os::unix::fs::symlink("../../secret", place.folder.path().join("p/uploads/link")).unwrap();
    place.install("p", "two", "1", Swapping::AtOnce);
    assert_eq!(place.read("p/uploads/mine.txt"), "mine");
    assert!(!place.folder.path().join("p/uploads/link").exists());
}

#[test]
fn without_a_version_before_there_is_nothing_to_roll_back_to() {
    let place = place();
    place.install("p", "one", "", Swapping::AtOnce);
    let error = place.home.roll_back(&key("p"), "p", version("1"), Swapping::AtOnce).unwrap_err();
    assert!(error.to_string().contains("not found"), "{error}");
    assert_eq!(place.read("p/plugin.py"), "one");
}

#[test]
fn what_is_only_the_rest_of_a_plugin_gives_way_and_is_no_version() {
    let place = place();
    place.write("p/left.txt", "left");
    place.install("p", "one", "", Swapping::AtOnce);
    assert_eq!(place.read("p/plugin.py"), "one");
    assert_eq!(place.home.previous(&key("p")), None);
    assert_eq!(
        place.hidden("previous"),
        ["p/about.json", "p/plugin/left.txt"],
        "but it is not lost yet"
    );
}

#[test]
fn a_plugin_is_found_by_its_key_first_and_by_what_an_import_would_call_it_then() {
    let place = place();
    let found = |wanted: &str| {
        place
            .home
            .find(&key(wanted))
            .unwrap()
            .map(|Installed { folder, is_plugin }| (folder, is_plugin))
    };
    assert_eq!(found("my_plugin"), None);
    place.write("loose", "no folder");
    place.write(".my_plugin/plugin.py", "hidden");
    place.write("my_plugin/data.txt", "no plugin");
    assert_eq!(found("my_plugin"), Some(("my_plugin".into(), false)));
    place.write("My-Plugin/plugin.py", "by hand");
    assert_eq!(found("my_plugin"), Some(("My-Plugin".into(), true)));
    assert_eq!(found("my-plugin"), Some(("My-Plugin".into(), true)));
    place.write("My Plugin/plugin.py", "same key");
    assert_eq!(found("my_plugin"), Some(("My Plugin".into(), true)));
}

#[test]
fn the_trash_gives_back_what_was_thrown_away_unless_its_place_is_taken() {
    let place = place();
    place.write("My P/plugin.py", "one");
    assert_eq!(place.home.bytes("My P"), 3);
    place.home.throw_away("My P", "1234").unwrap();
    assert!(!place.folder.path().join("My P").exists());
    let all = place.home.all_thrown_away().unwrap();
    assert_eq!(all[0].0, "1234");
    assert!(all[0].1.as_secs() < 60, "it was thrown away just now: {:?}", all[0].1);
    place.write("My P/other.txt", "in the way");
    assert!(place.home.put_back("1234", "My P").is_err());
    assert_eq!(place.read("My P/other.txt"), "in the way");
    fs::remove_dir_all(place.folder.path().join("My P")).unwrap();
    place.home.put_back("1234", "My P").unwrap();
    assert_eq!(place.read("My P/plugin.py"), "one");
    place.home.throw_away("My P", "5678").unwrap();
    place.home.purge("5678").unwrap();
    place.home.purge("5678").unwrap();
    assert_eq!(place.home.all_thrown_away().unwrap(), []);
    place.write("keep/plugin.py", "one");
    place.home.purge("../../keep").unwrap();
    assert_eq!(place.read("keep/plugin.py"), "one");
}

#[test]
fn a_link_in_place_of_our_own_folder_is_an_error() {
    let place = place();
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), place.folder.path().join(".pluggarr")).unwrap();
    let error = place.home.stage().unwrap_err();
    assert!(error.to_string().contains(".pluggarr"), "{error}");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    assert!(place.home.recover().unwrap().is_empty());
}

#[test]
fn what_a_killed_import_left_is_gone_after_the_next_start() {
    let place = place();
    place.install("p", "one", "", Swapping::AtOnce);
    let staged = place.home.stage().unwrap();
    fs::write(staged.plugin().join("plugin.py"), "half").unwrap();
    std::mem::forget(staged);
    place.write(".pluggarr/staging/odd.txt", "odd");
    place.home.recover().unwrap();
    assert_eq!(place.hidden("staging"), [""; 0]);
    assert_eq!(place.read("p/plugin.py"), "one");
}

#[test]
fn folders_are_compared_file_by_file() {
    let place = place();
    for (path, content) in [
        ("old/same", "1"),
        ("old/changed", "1"),
        ("old/gone", "1"),
        ("old/uploads/u", "1"),
        ("old/x.pyc", "1"),
        ("new/same", "1"),
        ("new/changed", "2"),
        ("new/longer/added", "1"),
    ] {
        place.write(path, content);
    }
    let at = |name: &str| place.folder.path().join(name);
    let changes = tree::compare(&at("old"), &at("new")).unwrap();
    assert_eq!((changes.added, changes.changed, changes.removed), (1, 1, 1));
    assert!(tree::compare(Path::new("/nowhere"), &at("new")).is_err());
}
