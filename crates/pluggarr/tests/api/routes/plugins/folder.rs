//! What becomes of a plugin when its folder comes, changes and goes.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::TestApp;

fn version(number: u32) -> String {
    format!("class Plugin:\n    version = '{number}'\n    def run(self, *rest): return {number}\n")
}

#[tokio::test]
async fn a_reload_runs_the_code_that_lies_there_now() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", &version(1)).await;
    assert_eq!(app.run("p", "go").await.ok()["result"]["result"], 1);
    app.write_plugin("p", &version(2));
    assert_eq!(app.run("p", "go").await.ok()["result"]["result"], 1, "nobody asked for a reload");
    app.write_plugin("another", &version(1));
    assert_snapshot!(app.reload_plugins().await, @r#"200 {"success":true,"count":2}"#);
    assert_eq!(app.run("p", "go").await.ok()["result"]["result"], 2);
    assert_eq!(app.plugin("p").await["version"], "2");
    assert_eq!(app.plugin("another").await["enabled"], false, "nobody trusts it yet");
}

#[tokio::test]
async fn a_plugin_whose_folder_is_gone_is_missing_and_keeps_its_settings() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", &version(1)).await;
    app.save_settings("p", json!({"a": 1})).await.ok();
    std::fs::remove_dir_all(app.plugins_dir().join("p")).unwrap();
    assert_snapshot!(app.reload_plugins().await, @r#"200 {"success":true,"count":0}"#);
    let plugin = app.plugin("p").await;
    assert_eq!((&plugin["missing"], &plugin["loaded"]), (&json!(true), &json!(false)));
    assert_eq!((&plugin["fields"], &plugin["actions"]), (&json!([]), &json!([])));
    assert_eq!((&plugin["enabled"], &plugin["settings"]), (&json!(true), &json!({"a": 1})));
    assert_snapshot!(app.run("p", "go").await, @r#"404 {"success":false,"error":"Plugin not found"}"#);

    app.write_plugin("p", &version(3));
    app.reload_plugins().await.ok();
    let plugin = app.plugin("p").await;
    assert_eq!((&plugin["missing"], &plugin["settings"]), (&json!(false), &json!({"a": 1})));
    assert_eq!(app.run("p", "go").await.ok()["result"]["result"], 3);
}

#[tokio::test]
async fn folders_that_are_no_plugins_are_passed_over() {
    let app = TestApp::new().await;
    app.write_plugin("good", &version(1));
    app.write_plugin_file("data", "rows.json", "[]");
    app.write_plugin_file(".hidden", "plugin.py", version(1));
    app.write_plugin_file("package", "__init__.py", version(1));
    assert_snapshot!(app.reload_plugins().await, @r#"200 {"success":true,"count":2}"#);
    app.plugin("good").await;
    app.plugin("package").await;
}
