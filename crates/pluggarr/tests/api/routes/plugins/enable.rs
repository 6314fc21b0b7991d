//! `POST /api/plugins/plugins/{key}/enabled/`.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::TestApp;

const PLUGIN: &str = r#"
class Plugin:
    name = "Named by its code"
    version = "3"
    fields = [{"id": "size", "type": "number", "default": 3}]
    actions = [{"id": "go", "label": "Go"}]

    def run(self, action, params, context):
        return {"status": "ok"}
"#;

#[tokio::test]
async fn enabling_loads_the_plugin_and_trusts_it_for_good() {
    let app = TestApp::new().await;
    app.write_plugin("sized", PLUGIN);
    let answer = app.set_enabled("sized", json!(true)).await.ok();
    assert_eq!((&answer["success"], &answer["enabled"]), (&json!(true), &json!(true)));
    assert_eq!(answer["ever_enabled"], true);
    let plugin = &answer["plugin"];
    assert_eq!(plugin, &app.plugin("sized").await);
    assert_eq!((&plugin["loaded"], &plugin["state"]), (&json!(true), &json!("running")));
    assert_eq!((&plugin["name"], &plugin["version"]), (&json!("Named by its code"), &json!("3")));
    assert_eq!(plugin["fields"][0]["id"], "size");
    assert_eq!(plugin["actions"][0]["label"], "Go");

    let answer = app.set_enabled("sized", json!(false)).await.ok();
    assert_eq!((&answer["enabled"], &answer["ever_enabled"]), (&json!(false), &json!(true)));
    let plugin = &answer["plugin"];
    assert_eq!((&plugin["loaded"], &plugin["state"]), (&json!(false), &json!("stopped")));
    assert_eq!((&plugin["trusted"], &plugin["name"]), (&json!(true), &json!("Named by its code")));
}

#[tokio::test]
async fn the_switch_is_read_in_all_spellings_that_clients_use() {
    let app = TestApp::new().await;
    app.write_plugin("p", "class Plugin: pass");
    for (given, meant) in [
        (json!(1), true),
        (json!(0), false),
        (json!("yes"), true),
        (json!("No"), false),
        (json!("on"), true),
        (json!("OFF"), false),
    ] {
        let answer = app.set_enabled("p", given.clone()).await.ok();
        assert_eq!(answer["enabled"], meant, "{given}");
        assert_eq!(app.plugin("p").await["enabled"], meant, "{given}");
    }
    let path = "/api/plugins/plugins/p/enabled/";
    assert_snapshot!(app.admin.post(path, json!({})).await, @r#"400 {"success":false,"error":"Missing 'enabled' boolean"}"#);
    assert_snapshot!(app.set_enabled("p", json!("maybe")).await, @r#"400 {"success":false,"error":"Invalid 'enabled' boolean"}"#);
    assert_eq!(app.plugin("p").await["enabled"], false);
    assert_snapshot!(app.set_enabled("unheard_of", json!(true)).await, @r#"404 {"success":false,"error":"Plugin not found"}"#);
}

#[tokio::test]
async fn a_plugin_that_fails_at_import_is_enabled_and_says_why_it_does_not_run() {
    let app = TestApp::new().await;
    app.write_plugin("broken", "import a_module_that_is_not_there\n");
    let answer = app.set_enabled("broken", json!(true)).await.ok();
    assert_eq!(answer["enabled"], true);
    let plugin = app.plugin("broken").await;
    assert_eq!((&plugin["loaded"], &plugin["state"]), (&json!(false), &json!("crashed")));
    let error = plugin["load_error"].as_str().unwrap();
    assert!(error.contains("No module named 'a_module_that_is_not_there'"), "{error}");
    let run = app.run("broken", "go").await;
    assert_eq!(run.status.as_u16(), 500, "{run}");
    assert!(run.json()["error"].as_str().unwrap().contains("a_module_that_is_not_there"), "{run}");

    // Repaired, it runs without being switched off and on.
    app.write_plugin("broken", PLUGIN);
    assert_snapshot!(app.run("broken", "go").await, @r#"200 {"success":true,"result":{"status":"ok"}}"#);
    let plugin = app.plugin("broken").await;
    assert_eq!((&plugin["loaded"], &plugin["load_error"]), (&json!(true), &json!(null)));
}

/// A browser that closes its tab drops the request, and with it whatever the request was doing: the
/// plugin was enabled in the database and loaded nowhere, "starting" for ever.
#[tokio::test]
async fn a_client_that_leaves_does_not_leave_a_plugin_half_enabled() {
    let app = TestApp::new().await;
    app.write_plugin("slow", "import time\ntime.sleep(0.5)\nclass Plugin:\n    name = 'Slow'\n");
    let request = app.set_enabled("slow", json!(true));
    let left = tokio::time::timeout(std::time::Duration::from_millis(100), request).await;
    assert!(left.is_err(), "the client was there until the end");
    let list = app
        .until("/api/plugins/plugins/enabled/", |list| list["plugins"][0]["loaded"] == true)
        .await;
    assert_eq!(list["plugins"][0]["name"], "Slow");
}
