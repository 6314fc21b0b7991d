//! Zips that were made to do harm, and ordinary ones, each with the outcome that their description expects.

use std::path::Path;

use serde_json::json;

use crate::support::zips::keys;
use crate::support::{TestApp, shared_data};

/// A plugin is installed under this key, or the answer begins with these words.
enum Outcome {
    Key(&'static str),
    Refused(&'static str),
}
use Outcome::{Key, Refused};

const UNSAFE: Outcome = Refused("Unsafe path in archive: entry ");
const BAD_ENTRY: Outcome = Refused("Invalid zip file: entry ");
const NO_ZIP: Outcome = Refused("Invalid zip file: ");

const TABLE: &[(&str, Outcome)] = &[
    ("absolute-paths.zip", UNSAFE),
    ("bad-crc.zip", BAD_ENTRY),
    ("bad-manifest.zip", Key("badman")),
    (
        "bomb-1gib.zip",
        Refused("Archive contains a file that is too large: entry \"bomb/zeros.bin\""),
    ),
    ("bomb-lying-size.zip", BAD_ENTRY),
    ("bomb-overlapping.zip", Refused("Archive is too large: entry ")),
    ("case-collision.zip", BAD_ENTRY),
    ("deep-path.zip", UNSAFE),
    ("duplicate-member.zip", BAD_ENTRY),
    ("empty-plugin-py.zip", Key("empty")),
    ("empty.zip", NO_ZIP),
    ("files-3000.zip", Refused("Archive has too many files: entry ")),
    ("flagged-encrypted.zip", BAD_ENTRY),
    ("folders-5000.zip", Refused("Archive has too many files: entry ")),
    ("good-flat.zip", Key("good_flat")),
    ("good-folder.zip", Key("good_folder")),
    ("good-package.zip", Key("good_package")),
    (
        "key-200-chars.zip",
        Key("kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\
         kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"),
    ),
    ("key-is-dots.zip", Key("plugin")),
    ("key-is-hidden.zip", Key("hidden")),
    ("key-is-stdlib-name.zip", Key("json")),
    ("key-not-ascii.zip", Key("pl_gin_gr__e")),
    ("logo-not-png.zip", Key("logo")),
    ("macosx-junk.zip", Key("nice")),
    ("manifest-is-array.zip", Key("arrman")),
    ("manifest-wrong-types.zip", Key("wrongman")),
    ("nested-two-levels.zip", Key("inner")),
    ("no-members.zip", Refused("Archive is empty")),
    ("no-plugin-py.zip", Refused("Invalid plugin: missing plugin.py or package __init__.py")),
    ("not-a-zip.zip", NO_ZIP),
    ("odd-names.zip", UNSAFE),
    ("prefixed-junk.zip", Key("good_folder")),
    ("special-files.zip", UNSAFE),
    ("symlink-dir-then-file.zip", UNSAFE),
    ("symlink-is-plugin-py.zip", UNSAFE),
    ("symlink-passwd.zip", UNSAFE),
    ("tar-named-zip.zip", NO_ZIP),
    ("traversal-backslash.zip", UNSAFE),
    ("traversal-dotdot.zip", UNSAFE),
    ("traversal-only-inside.zip", Key("evil")),
    ("truncated.zip", NO_ZIP),
    ("two-plugins.zip", Key("first")),
    ("unknown-compression.zip", BAD_ENTRY),
    ("zip-in-zip.zip", Refused("Invalid plugin: missing plugin.py or package __init__.py")),
];

fn zips(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let names = entries.map(|entry| entry.file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name.ends_with(".zip")).collect();
    names.sort();
    names
}

#[tokio::test]
async fn every_hostile_zip_has_its_outcome_and_a_refused_one_changes_nothing() {
    let Some(data) = shared_data() else { return };
    let folder = data.join("hostile/zips");
    let app = TestApp::new().await;
    app.enabled_plugin("stays", "class Plugin:\n    def run(self, a, p, c):\n        import json\n        return json.loads('{\"status\": \"ok\"}')\n").await;
    let known: Vec<_> = TABLE.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(zips(&folder), known, "the table names every zip there is");
    for (name, outcome) in TABLE {
        let before = app.plugin_files();
        let zip = std::fs::read(folder.join(name)).unwrap();
        let answer = app.import(name, &zip, None).await;
        match outcome {
            Key(key) => {
                assert_eq!(answer.ok()["plugin"]["key"], *key, "{name}");
                let after = app.plugin_files();
                let new = after.iter().filter(|file| !before.contains(file));
                for (path, _) in new {
                    assert!(path.starts_with(&format!("{key}/")), "{name} wrote {path}");
                }
                let logo = app.nobody.get(&format!("/api/plugins/plugins/{key}/logo/")).await;
                assert_eq!(logo.status.as_u16(), 404, "{name}: none has a real picture");
                // The same twice is refused; then it makes room for the next.
                let again = app.import(name, &zip, None).await.json();
                assert_eq!(again["error"], format!("Plugin '{key}' already exists"));
                app.admin.delete(&format!("/api/plugins/plugins/{key}/delete/")).await.ok();
            }
            Refused(words) => {
                assert_eq!(answer.status.as_u16(), 400, "{name}: {answer}");
                let error = answer.json()["error"].as_str().unwrap().to_owned();
                assert!(error.starts_with(words), "{name}: {error}");
            }
        }
        assert_eq!(app.plugin_files(), before, "{name}");
        let list = app.admin.get("/api/plugins/plugins/").await.ok();
        assert_eq!(keys(&list), ["stays"], "{name}");
    }
    assert_eq!(app.run("stays", "go").await.ok()["result"]["status"], "ok");
    for place in ["/tmp", "/", "/work"] {
        let Ok(entries) = std::fs::read_dir(place) else { continue };
        for entry in entries.map(|entry| entry.unwrap().file_name()) {
            assert!(!entry.to_string_lossy().starts_with("hostile-"), "{place}: {entry:?}");
        }
    }
}

#[tokio::test]
async fn a_plugin_called_like_a_part_of_python_shadows_nothing() {
    let Some(data) = shared_data() else { return };
    let app = TestApp::new().await;
    let zip = std::fs::read(data.join("hostile/zips/key-is-stdlib-name.zip")).unwrap();
    app.import("x.zip", &zip, None).await.ok();
    app.set_enabled("json", json!(true)).await.ok();
    app.enabled_plugin("other", "import json\nclass Plugin:\n    def run(self, a, p, c):\n        return json.loads('{\"whole\": 1}')\n").await;
    assert_eq!(app.run("other", "go").await.ok()["result"], json!({"whole": 1}));
}

#[tokio::test]
async fn every_ordinary_plugin_is_accepted_under_its_own_name() {
    let Some(data) = shared_data() else { return };
    let folder = data.join("hostile/zips/plugins");
    let app = TestApp::new().await;
    let mut accepted = 0;
    for name in zips(&folder) {
        let zip = std::fs::read(folder.join(&name)).unwrap();
        let answer = app.import(&name, &zip, None).await;
        assert_eq!(answer.ok()["plugin"]["key"], name.trim_end_matches(".zip"), "{name}");
        accepted += 1;
    }
    assert!(accepted > 20, "only {accepted}");
    let preview =
        app.preview("x.zip", &std::fs::read(folder.join("raises.zip")).unwrap()).await.ok();
    assert_eq!(
        preview["preview"]["changed_files"],
        json!({"added": 0, "changed": 0, "removed": 0})
    );
}
