//! `POST /api/plugins/plugins/{key}/settings/`.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::TestApp;

const ECHO: &str = r#"
class Plugin:
    fields = [
        {"id": "greeting", "type": "string", "default": "Hello"},
        {"id": "count", "type": "number", "default": 3},
        {"id": "plain", "type": "string"},
    ]

    def run(self, action, params, context):
        return {"status": "ok", "settings": context["settings"]}
"#;

#[tokio::test]
async fn settings_are_replaced_as_a_whole_while_disabled_too() {
    let app = TestApp::new().await;
    app.write_plugin("echo", ECHO);
    app.reload_plugins().await.ok();
    let saved =
        app.save_settings("echo", json!({"greeting": "Hi", "other": [1, {"a": null}]})).await;
    assert_snapshot!(saved, @r#"200 {"success":true,"settings":{"greeting":"Hi","other":[1,{"a":null}]}}"#);
    assert_snapshot!(app.save_settings("echo", json!({"count": 5})).await, @r#"200 {"success":true,"settings":{"count":5}}"#);
    assert_eq!(app.plugin("echo").await["settings"], json!({"count": 5}));
    assert_snapshot!(app.save_settings("echo", json!(null)).await, @r#"200 {"success":true,"settings":{}}"#);
    assert_eq!(app.plugin("echo").await["settings"], json!({}));
}

#[tokio::test]
async fn settings_of_an_unknown_plugin_and_settings_that_are_none_are_refused() {
    let app = TestApp::new().await;
    app.write_plugin("echo", ECHO);
    app.reload_plugins().await.ok();
    assert_snapshot!(app.save_settings("unheard_of", json!({})).await, @r#"400 {"success":false,"error":"PluginConfig matching query does not exist."}"#);
    app.save_settings("echo", json!({"count": 5})).await.ok();
    let refused = app.save_settings("echo", json!([1])).await;
    assert_eq!(refused.status.as_u16(), 400, "{refused}");
    assert_eq!(app.plugin("echo").await["settings"], json!({"count": 5}));
}

#[tokio::test]
async fn an_action_sees_the_stored_settings_over_the_declared_defaults() {
    let app = TestApp::new().await;
    app.enabled_plugin("echo", ECHO).await;
    assert_snapshot!(app.run("echo", "go").await, @r#"200 {"success":true,"result":{"status":"ok","settings":{"greeting":"Hello","count":3}}}"#);
    app.save_settings("echo", json!({"greeting": "Hi", "undeclared": true})).await.ok();
    let result = app.run("echo", "go").await.ok();
    let seen = json!({"greeting": "Hi", "undeclared": true, "count": 3});
    assert_eq!(result["result"]["settings"], seen);
    // What an action sees is not what is kept.
    assert_eq!(app.plugin("echo").await["settings"], json!({"greeting": "Hi", "undeclared": true}));
}
