//! `POST /api/plugins/plugins/import/`.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::TestApp;
use crate::support::zips::{code, keys, plugin, zip};

#[tokio::test]
async fn a_new_plugin_is_installed_under_its_folders_name_and_is_disabled() {
    let app = TestApp::new().await;
    let mut events = app.app.events().subscribe();
    let answer = app.import("whatever.zip", &plugin("Sub-Dir", "1.0"), None).await.ok();
    assert_eq!((&answer["success"], &answer["was_managed"]), (&json!(true), &json!(false)));
    let view = &answer["plugin"];
    assert_eq!((&view["key"], &view["name"]), (&json!("sub_dir"), &json!("Zipped")));
    assert_eq!((&view["version"], &view["enabled"]), (&json!("1.0"), &json!(false)));
    assert_eq!(view["previous"], json!(null));
    assert_eq!(events.try_recv().unwrap().data, json!({"type": "plugins_changed"}));
    assert_eq!(app.read_plugin_file("sub_dir/plugin.py"), code("1.0"));
    app.set_enabled("sub_dir", json!(true)).await.ok();
    assert_eq!(app.run("sub_dir", "go").await.ok()["result"]["version"], "1.0");
}

#[tokio::test]
async fn a_plugin_at_the_top_is_named_by_the_zip() {
    let app = TestApp::new().await;
    let flat = zip(&[("plugin.py", &code("1"))]);
    let answer = app.import("Flat-Plug 1.0.zip", &flat, None).await.ok();
    assert_eq!(answer["plugin"]["key"], "flat_plug_1_0");
    assert_eq!(answer["plugin"]["legacy"], true);
}

#[tokio::test]
async fn refusals_have_the_incumbents_words_and_name_the_entry() {
    let app = TestApp::new().await;
    let before = app.plugin_files();
    let path = "/api/plugins/plugins/import/";
    assert_snapshot!(app.admin.post(path, json!({})).await, @r#"400 {"success":false,"error":"Missing 'file' upload"}"#);
    assert_snapshot!(app.admin.post_form(path, &[("overwrite", None, b"true")]).await, @r#"400 {"success":false,"error":"Missing 'file' upload"}"#);
    assert_snapshot!(app.import("p.zip", b"<html>", None).await, @r#"400 {"success":false,"error":"Invalid zip file: it has no list of its files; it is cut off, or no zip at all"}"#);
    assert_snapshot!(app.import("p.zip", &zip(&[]), None).await, @r#"400 {"success":false,"error":"Archive is empty"}"#);
    assert_snapshot!(app.import("p.zip", &zip(&[("a/b", "")]), None).await, @r#"400 {"success":false,"error":"Invalid plugin: missing plugin.py or package __init__.py"}"#);
    let climbing = zip(&[("p/plugin.py", ""), ("../x", "")]);
    assert_snapshot!(app.import("p.zip", &climbing, None).await, @r#"400 {"success":false,"error":"Unsafe path in archive: entry \"../x\": its name leads out of the archive's folder"}"#);
    let linked = zip(&[("p/plugin.py", ""), ("p/leak", "->/etc/passwd")]);
    assert_snapshot!(app.import("p.zip", &linked, None).await, @r#"400 {"success":false,"error":"Unsafe path in archive: entry \"p/leak\": it is a symbolic link"}"#);
    assert_snapshot!(app.import("p.zip", &plugin("core", "1"), None).await, @r#"400 {"success":false,"error":"Invalid plugin: entry \"core\": `core` is the name of a package that Pluggarr itself provides; rename the folder"}"#);
    assert_snapshot!(app.import("p.zip", &plugin("p", "1"), Some("maybe")).await, @r#"400 {"success":false,"error":"Invalid 'overwrite' boolean: \"maybe\" is neither true nor false"}"#);
    assert_eq!(app.plugin_files(), before);
    assert!(keys(&app.admin.get("/api/plugins/plugins/").await.ok()).is_empty());
}

#[tokio::test]
async fn the_limits_of_the_environment_are_those_that_count() {
    let app = TestApp::with(|config| {
        *config = config.clone().with_import_limits(|name| {
            (name == "DISPATCHARR_PLUGIN_IMPORT_MAX_FILES").then(|| "2".to_owned())
        });
        config.import_limits.total_bytes = 3000;
    })
    .await;
    let three = zip(&[("p/plugin.py", ""), ("p/a", ""), ("p/b", "")]);
    assert_snapshot!(app.import("p.zip", &three, None).await, @r#"400 {"success":false,"error":"Archive has too many files: entry \"p/b\": more than 2 files"}"#);
    let large = zip(&[("p/plugin.py", ""), ("p/a", &"x".repeat(4000))]);
    assert_snapshot!(app.import("p.zip", &large, None).await, @r#"400 {"success":false,"error":"Archive is too large: entry \"p/a\": with it, it is 3.9 KiB and the limit is 2.9 KiB"}"#);
    // More than that is not even received.
    let endless = vec![b'x'; 2 << 20];
    assert_snapshot!(app.import("p.zip", &endless, None).await, @r#"400 {"success":false,"error":"Archive is too large: more than 1 MiB were sent"}"#);
    assert_eq!(app.plugin_files(), []);
}

#[tokio::test]
async fn only_admins_may_import() {
    let app = TestApp::new().await;
    let standard = app.standard_user().await;
    for path in ["/api/plugins/plugins/import/", "/api/plugins/plugins/import/preview/"] {
        let zip = plugin("p", "1");
        let parts = [("file", Some("p.zip"), zip.as_slice())];
        assert_eq!(standard.post_form(path, &parts).await.status.as_u16(), 403);
        assert_eq!(app.nobody.post_form(path, &parts).await.status.as_u16(), 401);
    }
    assert_eq!(app.plugin_files(), []);
}
