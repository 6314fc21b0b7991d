//! `POST /api/plugins/plugins/import/preview/`.

use serde_json::json;

use crate::support::TestApp;
use crate::support::zips::{code, manifest, plugin, zip};

#[tokio::test]
async fn a_preview_tells_what_would_be_installed_and_changes_nothing() {
    let app = TestApp::new().await;
    let archive = zip(&[
        ("repo/my-plug/plugin.py", "import socket\n\nclass Plugin:\n    name = 'X'\n"),
        ("repo/my-plug/plugin.json", &manifest("1.2")),
        ("repo/my-plug/big.txt", &"x".repeat(5000)),
        ("repo/README.md", "read me"),
        ("repo/.DS_Store", ""),
        ("second/deeper/plugin.py", ""),
    ]);
    let preview = app.preview("x.zip", &archive).await.ok()["preview"].clone();
    assert_eq!(preview["key"], "my_plug");
    assert_eq!((&preview["name"], &preview["version"]), (&json!("Zipped"), &json!("1.2")));
    assert_eq!(preview["archive_folder"], "repo/my-plug");
    assert_eq!((&preview["files"], &preview["ignored"]), (&json!(3), &json!(3)));
    assert_eq!(preview["largest"][0], json!({"path": "big.txt", "bytes": 5000}));
    assert_eq!(preview["existing"], json!(null));
    assert_eq!(preview["changed_files"], json!(null));
    assert_eq!(preview["problems"][0]["path"], "second/deeper");
    assert_eq!(app.plugin_files(), []);
    assert_eq!(app.admin.get("/api/plugins/plugins/").await.ok()["plugins"], json!([]));
}

#[tokio::test]
async fn a_preview_tells_what_the_code_does_and_what_it_calls_itself() {
    let app = TestApp::new().await;
    let code = "import subprocess\n\nclass Plugin:\n    name = 'By its class'\n\n    def run(self, a, p, c):\n        subprocess.run(['ls'])\n";
    let preview =
        app.preview("x.zip", &zip(&[("p/plugin.py", code)])).await.ok()["preview"].clone();
    assert_eq!(preview["name"], "By its class");
    let findings = preview["findings"].as_array().unwrap();
    let found = findings.iter().find(|finding| finding["kind"] == "subprocess").unwrap();
    assert_eq!(found["examples"][0]["file"], "plugin.py");
}

#[tokio::test]
async fn a_preview_over_a_plugin_tells_which_and_how_many_files_change() {
    let app = TestApp::new().await;
    app.import("p.zip", &plugin("p", "1"), None).await.ok();
    app.set_enabled("p", json!(true)).await.ok();
    app.write_plugin_file("p", "old.txt", "old");
    app.write_plugin_file("p", "uploads/mine.txt", "mine");
    let new =
        zip(&[("p/plugin.py", &code("2")), ("p/plugin.json", &manifest("1")), ("p/new.txt", "")]);
    let preview = app.preview("p.zip", &new).await.ok()["preview"].clone();
    assert_eq!(preview["existing"], json!({"version": "1", "enabled": true, "name": "Zipped"}));
    assert_eq!(preview["changed_files"], json!({"added": 1, "changed": 1, "removed": 1}));
    assert_eq!(app.run("p", "go").await.ok()["result"]["version"], "1", "it runs on");
}

#[tokio::test]
async fn what_would_be_refused_is_refused_now() {
    let app = TestApp::new().await;
    let bad = zip(&[("p/plugin.py", ""), ("/etc/x", "")]);
    let (preview, import) =
        (app.preview("p.zip", &bad).await, app.import("p.zip", &bad, None).await);
    assert_eq!(preview.to_string(), import.to_string());
    assert!(preview.to_string().starts_with("400 "), "{preview}");
    // Damage that only shows when it is unpacked.
    let mut damaged = plugin("p", "1");
    let place = damaged.windows(12).position(|part| part == b"p/plugin.pyK").unwrap_or(41);
    damaged[place + 20] ^= 0x55;
    let preview = app.preview("p.zip", &damaged).await;
    assert_eq!(preview.status.as_u16(), 400, "{preview}");
    assert_eq!(app.plugin_files(), []);
}
