//! `GET`, `PUT /api/plugins/watch/`, and what watching brings.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::TestApp;

const LIST: &str = "/api/plugins/plugins/";

fn version(number: u32) -> String {
    format!("class Plugin:\n    version = '{number}'\n    def run(self, *rest): return {number}\n")
}

#[tokio::test]
async fn a_plugin_that_is_copied_in_is_listed_by_itself() {
    let app = TestApp::new().await;
    app.app.start();
    app.until("/api/plugins/watch/", |watch| watch["active"] == true).await;
    let mut updates = app.app.events().subscribe();
    app.write_plugin("late", "class Plugin:\n    name = 'Late'\n");
    app.until(LIST, |list| list["plugins"][0]["name"] == "Late").await;
    while updates.recv().await.unwrap().data["type"] != "plugins_changed" {}
    std::fs::remove_dir_all(app.plugins_dir().join("late")).unwrap();
    app.until(LIST, |list| list["plugins"][0]["missing"] == true).await;
}

#[tokio::test]
async fn changed_code_is_offered_and_never_loaded_by_itself() {
    let app = TestApp::new().await;
    app.app.start();
    app.enabled_plugin("p", &version(1)).await;
    app.until("/api/plugins/watch/", |watch| watch["active"] == true).await;
    assert_eq!(app.plugin("p").await["reload_offered"], false);
    app.write_plugin_file("p", "cache.json", "{}");
    app.write_plugin("p", &version(2));
    app.until(LIST, |list| list["plugins"][0]["reload_offered"] == true).await;
    assert_eq!(app.run("p", "go").await.ok()["result"]["result"], 1);
    let reloaded = app.admin.post("/api/plugins/plugins/p/reload/", json!({})).await.ok();
    let plugin = &reloaded["plugin"];
    assert_eq!((&plugin["reload_offered"], &plugin["version"]), (&json!(false), &json!("2")));
    assert_eq!(app.run("p", "go").await.ok()["result"]["result"], 2);
}

#[tokio::test]
async fn mended_code_of_a_plugin_that_did_not_load_is_offered_too() {
    let app = TestApp::new().await;
    app.app.start();
    app.enabled_plugin("p", "1 / 0\n").await;
    app.until("/api/plugins/watch/", |watch| watch["active"] == true).await;
    app.write_plugin("p", &version(1));
    app.until(LIST, |list| list["plugins"][0]["reload_offered"] == true).await;
    app.admin.post("/api/plugins/plugins/p/reload/", json!({})).await.ok();
    assert_eq!(app.plugin("p").await["load_error"], json!(null));
}

#[tokio::test]
async fn the_switch_is_an_admins_and_outlives_a_restart() {
    let app = TestApp::new().await;
    let path = "/api/plugins/watch/";
    assert_snapshot!(app.admin.get(path).await, @r#"200 {"enabled":true,"active":false,"message":""}"#);
    let off = app.admin.put(path, json!({"enabled": false})).await;
    assert_snapshot!(off, @r#"200 {"enabled":false,"active":false,"message":""}"#);
    assert_eq!(app.standard_user().await.get(path).await.status.as_u16(), 403);
    let app = app.restarted().await;
    assert_snapshot!(app.admin.get(path).await, @r#"200 {"enabled":false,"active":false,"message":""}"#);
    let on = app.admin.put(path, json!({"enabled": true})).await;
    assert_snapshot!(on, @r#"200 {"enabled":true,"active":true,"message":""}"#);
}
