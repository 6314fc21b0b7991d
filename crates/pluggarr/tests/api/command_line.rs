//! The program as somebody at a shell meets it: plugins as zips, and backups.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::support::zips::{code, manifest, plugin};

/// Run the program on a data folder, standing in `folder`.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pluggarr"))
        .arg("--data-dir")
        .arg(folder.join("data"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("PLUGGARR_DATA_DIR")
        .env_remove("DISPATCHARR_PLUGINS_DIR")
        .output()
        .unwrap()
}

fn told(output: &Output) -> String {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    String::from_utf8(text).unwrap()
}

#[track_caller]
fn ok(output: &Output) -> String {
    assert!(output.status.success(), "{}", told(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[track_caller]
fn ok_json(folder: &Path, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--json"]].concat();
    serde_json::from_str(&ok(&run(folder, &arguments))).unwrap()
}

#[test]
fn a_plugin_is_packed_imported_exported_and_deleted() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    fs::create_dir(folder.join("My-Plug")).unwrap();
    fs::write(folder.join("My-Plug/plugin.py"), code("1")).unwrap();
    fs::write(folder.join("My-Plug/plugin.json"), manifest("1.0")).unwrap();
    let text = ok(&run(folder, &["plugin", "pack", "My-Plug"]));
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[..2], ["my_plug-1.0.zip", "Zipped 1.0"]);
    assert!(lines[2].starts_with("2 files, ") && lines[3].starts_with("sha256 "), "{text}");
    let packed =
        ok_json(&folder.join("My-Plug"), &["plugin", "pack", ".", "--output", "../other.zip"]);
    assert_eq!((&packed["files"], &packed["version"]), (&json!(2), &json!("1.0")));
    assert_eq!(
        format!("sha256 {}", packed["sha256"].as_str().unwrap()),
        lines[3],
        "the same bytes"
    );

    let text = ok(&run(folder, &["plugin", "import", "my_plug-1.0.zip"]));
    assert!(text.starts_with("Plugin `my_plug` imported: Zipped 1.0\n"), "{text}");
    let refused = run(folder, &["plugin", "import", "my_plug-1.0.zip"]);
    assert!(!refused.status.success());
    assert_eq!(told(&refused), "pluggarr: Plugin 'my_plug' already exists\n");
    ok(&run(folder, &["plugin", "import", "my_plug-1.0.zip", "--overwrite"]));
    let exported = ok_json(folder, &["plugin", "export", "my_plug"]);
    assert!(exported["path"].as_str().unwrap().ends_with("/my_plug-1.0.zip"), "{exported}");
    ok(&run(folder, &["plugin", "delete", "my_plug"]));
    let again = run(folder, &["plugin", "delete", "my_plug"]);
    assert_eq!(told(&again), "pluggarr: there is no plugin `my_plug`\n");
    ok(&run(folder, &["plugin", "import", "my_plug-1.0.zip"]));
}

#[test]
fn what_cannot_be_packed_leaves_no_file() {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("none")).unwrap();
    fs::write(place.path().join("none/readme"), "").unwrap();
    let refused = run(place.path(), &["plugin", "pack", "none", "--output", "x.zip"]);
    assert!(!refused.status.success());
    let words = "pluggarr: Invalid plugin: missing plugin.py or package __init__.py\n";
    assert_eq!(told(&refused), words);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}

#[test]
fn a_backup_is_listed_first_and_restored_when_somebody_says_so() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    fs::write(folder.join("p.zip"), plugin("p", "1")).unwrap();
    ok(&run(folder, &["plugin", "import", "p.zip"]));
    let text = ok(&run(folder, &["backup", "create", "first.zip"]));
    assert!(
        text.contains("first.zip (") && text.contains("It holds passwords and keys."),
        "{text}"
    );
    fs::write(folder.join("p.zip"), plugin("p", "2")).unwrap();
    ok(&run(folder, &["plugin", "import", "p.zip", "--overwrite"]));
    let version = || {
        let list = ok_json(folder, &["plugin", "list"]);
        list["plugins"][0]["version"].as_str().unwrap().to_owned()
    };

    let text = ok(&run(folder, &["backup", "restore", "first.zip"]));
    let line = text.lines().find(|line| line.trim_start().starts_with("p ")).unwrap();
    assert_eq!(line.split_whitespace().collect::<Vec<_>>(), ["p", "2", "->", "1"]);
    assert!(text.ends_with("Nothing was changed; give --yes to restore.\n"), "{text}");
    assert_eq!(version(), "2");
    let listed = ok_json(folder, &["backup", "restore", "first.zip"]);
    assert_eq!(listed["restored"], false);
    assert_eq!(listed["changes"]["plugins"], json!([{"key": "p", "now": "2", "then": "1"}]));
    assert_eq!(listed["changes"]["users"], json!({"now": 0, "then": 0}));

    let done = ok_json(folder, &["backup", "restore", "first.zip", "--yes"]);
    assert_eq!(done["restored"], true);
    assert_eq!(version(), "1");
    let saved_as = done["saved_as"].as_str().unwrap();
    let text = ok(&run(folder, &["backup", "restore", saved_as, "--yes"]));
    assert!(text.contains("Restored.\nWhat was there before is kept in "), "{text}");
    assert_eq!(version(), "2");
    let missing = run(folder, &["backup", "restore", "none.zip"]);
    assert!(told(&missing).contains("none.zip: No such file"), "{}", told(&missing));
}

#[test]
fn what_a_plugin_logs_is_read_at_the_shell() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let code = "
class Plugin:
    def run(self, action, params, context):
        print('first')
        context['logger'].error('second \\x1b[2J')
        return {'status': 'ok', 'message': 'done'}
";
    fs::create_dir_all(folder.join("data/plugins/p")).unwrap();
    fs::write(folder.join("data/plugins/p/plugin.py"), code).unwrap();
    ok(&run(folder, &["plugin", "enable", "p"]));
    assert_eq!(ok(&run(folder, &["plugin", "run", "p", "go"])), "done\n");
    let text = ok(&run(folder, &["plugin", "logs", "p"]));
    let lines: Vec<_> = text.lines().map(|line| line.split_once("Z ").unwrap().1).collect();
    let second = "ERROR    apps.plugins.loader: second \u{fffd}[2J";
    assert_eq!(lines, ["INFO     stdout: first", second]);
    let answer = ok_json(folder, &["plugin", "logs", "p", "--level", "error", "-n", "5"]);
    assert_eq!((&answer["total"], answer["lines"].as_array().unwrap().len()), (&json!(1), 1));
    let id = answer["lines"][0]["run_id"].as_str().unwrap();
    assert_eq!(ok(&run(folder, &["plugin", "logs", "p", "--run", id])).lines().count(), 2);
    let refused = run(folder, &["plugin", "logs", "q"]);
    assert_eq!(told(&refused), "pluggarr: there is no plugin `q`\n");
}
