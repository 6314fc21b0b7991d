//! `POST /api/plugins/plugins/{key}/run/`, where it goes well.

use axum::http::Method;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::TestApp;

const PLUGIN: &str = r#"
import datetime

class Plugin:
    actions = [{"id": "greet", "label": "Greet"}]

    def run(self, action, params, context):
        if action == "greet":
            return {"status": "ok", "message": "Hello " + params.get("who", "you")}
        if action == "refuse":
            return {"status": "error", "message": "not today"}
        if action == "nothing":
            return None
        if action == "a_list":
            return [1, "two"]
        if action == "print":
            for number in range(20_000):
                print("line", number, "x" * 100)
            print("forged: \x00\x01\xff", flush=True)
            return "printed"
        return {"action": action, "keys": sorted(context), "actions": context["actions"],
                "on": datetime.date(2026, 1, 2)}
"#;

#[tokio::test]
async fn a_run_answers_with_what_the_action_returned() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", PLUGIN).await;
    assert_snapshot!(app.run("p", "greet").await, @r#"200 {"success":true,"result":{"status":"ok","message":"Hello you"}}"#);
    let path = "/api/plugins/plugins/p/run/";
    let run = json!({"action": "greet", "params": {"who": "Ünä"}});
    assert_snapshot!(app.admin.post(path, run).await, @r#"200 {"success":true,"result":{"status":"ok","message":"Hello Ünä"}}"#);
    // The request went well, whatever the plugin thinks of what it found.
    assert_snapshot!(app.run("p", "refuse").await, @r#"200 {"success":true,"result":{"status":"error","message":"not today"}}"#);
    assert_snapshot!(app.run("p", "nothing").await, @r#"200 {"success":true,"result":{"status":"ok","result":null}}"#);
    assert_snapshot!(app.run("p", "a_list").await, @r#"200 {"success":true,"result":{"status":"ok","result":[1,"two"]}}"#);
    assert_snapshot!(app.run("p", "undeclared").await, @r#"200 {"success":true,"result":{"action":"undeclared","keys":["actions","cancelled","data_dir","dispatch_task","logger","plugin_key","report_progress","run_id","settings","storage","trigger"],"actions":{"greet":{"id":"greet","label":"Greet"}},"on":"2026-01-02"}}"#);
}

#[tokio::test]
async fn a_plugin_may_print_as_much_as_it_likes() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", PLUGIN).await;
    assert_snapshot!(app.run("p", "print").await, @r#"200 {"success":true,"result":{"status":"ok","result":"printed"}}"#);
    assert_snapshot!(app.run("p", "greet").await, @r#"200 {"success":true,"result":{"status":"ok","message":"Hello you"}}"#);
}

#[tokio::test]
async fn what_cannot_be_run_is_refused_before_python_is_asked() {
    let app = TestApp::new().await;
    app.write_plugin("p", PLUGIN);
    app.reload_plugins().await.ok();
    let path = "/api/plugins/plugins/p/run/";
    for body in [json!({}), json!({"action": null}), json!({"action": ""})] {
        let response = app.admin.post(path, body.clone()).await.to_string();
        assert_eq!(response, r#"400 {"success":false,"error":"Missing 'action'"}"#, "{body}");
    }
    let no_body = app.admin.send(Method::POST, path, "".into()).await;
    assert_snapshot!(no_body, @r#"400 {"success":false,"error":"Missing 'action'"}"#);
    let no_json = app.admin.send(Method::POST, path, "{".into()).await;
    assert_eq!(no_json.status.as_u16(), 400, "{no_json}");
    assert_snapshot!(app.run("p", "greet").await, @r#"403 {"success":false,"error":"Plugin is disabled"}"#);
    assert_snapshot!(app.run("unheard_of", "greet").await, @r#"404 {"success":false,"error":"Plugin not found"}"#);
    assert_eq!(app.plugin("p").await["loaded"], Value::Bool(false));
}
