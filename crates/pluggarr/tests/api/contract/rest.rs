//! Every plugin endpoint: who may ask, with which statuses and in which shapes it answers.

use axum::http::Method;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::TestApp;

const PLUGIN: &str = r#"
class Plugin:
    name = "P"
    actions = [{"id": "go", "label": "Go"}]

    def run(self, action, params, context):
        if action == "permission":
            raise PermissionError("not you")
        if action == "raise":
            raise ValueError("broken")
        return {"status": "error" if action == "refuse" else "ok"}
"#;

/// Everything that is asked of one plugin: method, path and a body that would do.
fn requests() -> Vec<(Method, &'static str, Value)> {
    vec![
        (Method::GET, "", json!({})),
        (Method::GET, "p/", json!({})),
        (Method::POST, "reload/", json!({})),
        (Method::POST, "p/enabled/", json!({"enabled": true})),
        (Method::POST, "p/settings/", json!({"settings": {}})),
        (Method::PATCH, "p/settings/", json!({"settings": {}})),
        (Method::POST, "p/run/", json!({"action": "go"})),
        (Method::POST, "p/reload/", json!({})),
        (Method::DELETE, "p/delete/", json!({})),
    ]
}

#[tokio::test]
async fn reading_is_for_level_1_and_changing_for_level_10() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", PLUGIN).await;
    let standard = app.standard_user().await;
    app.add_user("streamer", 0).await;
    let streamer = app.signed_in("streamer").await;
    let wrong = app.nobody.with_token("wrong");
    for (method, path, body) in requests() {
        let path = format!("/api/plugins/plugins/{path}");
        let send = |client: &crate::support::Client| {
            let (client, body) = (client.clone(), body.to_string());
            let (method, path) = (method.clone(), path.clone());
            async move { client.send(method, &path, body.into()).await.to_string() }
        };
        const MISSING: &str = r#"401 {"detail":"Authentication credentials were not provided."}"#;
        const FORBIDDEN: &str =
            r#"403 {"detail":"You do not have permission to perform this action."}"#;
        assert_eq!(send(&app.nobody).await, MISSING, "{method} {path}");
        assert!(send(&wrong).await.starts_with("401 "), "{method} {path}");
        assert_eq!(send(&streamer).await, FORBIDDEN, "{method} {path}");
        let as_standard = send(&standard).await;
        match method == Method::GET {
            true => assert!(as_standard.starts_with("200 "), "{method} {path}: {as_standard}"),
            false => assert_eq!(as_standard, FORBIDDEN, "{method} {path}"),
        }
    }
    let plugin = app.plugin("p").await;
    assert_eq!((&plugin["missing"], &plugin["enabled"]), (&json!(false), &json!(true)));
}

#[tokio::test]
async fn an_api_key_opens_what_a_token_does() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", PLUGIN).await;
    let made = app.admin.post("/api/accounts/api-keys/generate/", json!({})).await;
    assert_eq!(made.status.as_u16(), 201, "{made}");
    let key = made.json()["key"].as_str().unwrap().to_owned();
    for header in [("x-api-key", key.clone()), ("authorization", format!("ApiKey {key}"))] {
        let client = app.nobody.with_header(header.0, &header.1);
        client.get("/api/plugins/plugins/").await.ok();
        client.post("/api/plugins/plugins/p/run/", json!({"action": "go"})).await.ok();
    }
    let wrong = app.nobody.with_header("x-api-key", "wrong");
    assert_snapshot!(wrong.get("/api/plugins/plugins/").await, @r#"401 {"detail":"Invalid API key"}"#);
}

#[tokio::test]
async fn every_path_is_served_with_and_without_its_last_slash() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", PLUGIN).await;
    for (method, path, body) in requests() {
        if path.is_empty() || method == Method::DELETE {
            continue;
        }
        for path in [path, path.trim_end_matches('/')] {
            let path = format!("/api/plugins/plugins/{path}");
            let answer = app.admin.send(method.clone(), &path, body.to_string().into()).await;
            assert_eq!(answer.status.as_u16(), 200, "{method} {path}: {answer}");
        }
    }
}

#[tokio::test]
async fn answers_have_the_incumbents_shapes() {
    let app = TestApp::new().await;
    app.write_plugin("p", PLUGIN);
    assert_snapshot!(app.reload_plugins().await, @r#"200 {"success":true,"count":1}"#);
    assert_snapshot!(app.run("p", "go").await, @r#"403 {"success":false,"error":"Plugin is disabled"}"#);
    assert_snapshot!(app.save_settings("p", json!({"a": 1})).await, @r#"200 {"success":true,"settings":{"a":1}}"#);
    let enabled = app.set_enabled("p", json!("yes")).await.ok();
    let shape: Vec<_> = enabled.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(shape, ["success", "enabled", "ever_enabled", "plugin"]);
    assert_eq!(enabled["plugin"]["settings"], json!({"a": 1}), "stored, without defaults");

    assert_snapshot!(app.run("p", "refuse").await, @r#"200 {"success":true,"result":{"status":"error"}}"#);
    assert_snapshot!(app.run("p", "undeclared").await, @r#"200 {"success":true,"result":{"status":"ok"}}"#);
    for (action, status, error) in [("permission", 403, "not you"), ("raise", 500, "broken")] {
        let answer = app.run("p", action).await;
        assert_eq!(answer.status.as_u16(), status, "{answer}");
        assert_eq!(answer.json()["success"], false);
        assert!(answer.json()["error"].as_str().unwrap().contains(error), "{answer}");
    }
    app.enabled_plugin("no_run", "class Plugin: pass").await;
    let answer = app.run("no_run", "go").await;
    assert_eq!(answer.status.as_u16(), 500);
    assert!(answer.json()["error"].as_str().unwrap().contains("has no runnable 'run' method"));
}

#[tokio::test]
async fn refusals_have_the_incumbents_statuses_and_words() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", PLUGIN).await;
    let post = |path: &str, body: Value| {
        let (admin, path) = (app.admin.clone(), format!("/api/plugins/plugins/{path}"));
        async move { admin.post(&path, body).await }
    };
    assert_snapshot!(post("p/run/", json!({})).await, @r#"400 {"success":false,"error":"Missing 'action'"}"#);
    assert_snapshot!(post("nobody/run/", json!({"action": "go"})).await, @r#"404 {"success":false,"error":"Plugin not found"}"#);
    assert_snapshot!(post("p/enabled/", json!({})).await, @r#"400 {"success":false,"error":"Missing 'enabled' boolean"}"#);
    assert_snapshot!(post("p/enabled/", json!({"enabled": "perhaps"})).await, @r#"400 {"success":false,"error":"Invalid 'enabled' boolean"}"#);
    assert_snapshot!(post("nobody/enabled/", json!({"enabled": true})).await, @r#"404 {"success":false,"error":"Plugin not found"}"#);
    assert_snapshot!(post("nobody/settings/", json!({"settings": {}})).await, @r#"400 {"success":false,"error":"PluginConfig matching query does not exist."}"#);
    let logo = app.nobody.get("/api/plugins/plugins/p/logo/").await;
    assert_snapshot!(logo, @r#"404 {"success":false,"error":"Logo not found"}"#);
    let wrong_method = app.admin.delete("/api/plugins/plugins/p/").await;
    assert_eq!(wrong_method.status.as_u16(), 405, "{wrong_method}");
    assert_snapshot!(app.admin.get("/api/plugins/nothing/here/").await, @r#"404 {"detail":"There is nothing at /api/plugins/nothing/here"}"#);
}

#[tokio::test]
async fn discovered_plugins_come_first_and_missing_ones_after() {
    let app = TestApp::new().await;
    for folder in ["a_gone", "b_here", "c_here"] {
        app.write_plugin(folder, PLUGIN);
    }
    app.reload_plugins().await.ok();
    std::fs::remove_dir_all(app.plugins_dir().join("a_gone")).unwrap();
    app.reload_plugins().await.ok();
    let list = app.admin.get("/api/plugins/plugins/").await.ok();
    let listed: Vec<_> = list["plugins"].as_array().unwrap().iter().collect();
    let keys: Vec<_> = listed.iter().map(|plugin| plugin["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["b_here", "c_here", "a_gone"]);
    let gone = listed[2];
    assert_eq!((&gone["missing"], &gone["name"]), (&json!(true), &json!("P")));
    assert_eq!((&gone["fields"], &gone["actions"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn a_readme_is_shown_as_it_stands_and_cut_when_it_is_endless() {
    let app = TestApp::new().await;
    app.write_plugin("p", PLUGIN);
    app.write_plugin("none", PLUGIN);
    app.write_plugin_file("p", "README.md", "# P\n\n<script>alert(1)</script> Grüße\n");
    app.reload_plugins().await.ok();
    assert_eq!(
        (&app.plugin("p").await["has_readme"], &app.plugin("none").await["has_readme"]),
        (&json!(true), &json!(false))
    );
    assert_snapshot!(app.admin.get("/api/plugins/plugins/p/readme/").await, @r##"200 {"readme":"# P\n\n<script>alert(1)</script> Grüße\n"}"##);
    assert_snapshot!(app.admin.get("/api/plugins/plugins/none/readme/").await, @r#"404 {"success":false,"error":"This plugin has no README.md"}"#);
    assert_snapshot!(app.admin.get("/api/plugins/plugins/nobody/readme/").await, @r#"404 {"success":false,"error":"Plugin not found"}"#);
    app.write_plugin_file("p", "README.md", "x".repeat(600 << 10));
    let readme = app.admin.get("/api/plugins/plugins/p/readme/").await.ok();
    assert!(readme["readme"].as_str().unwrap().ends_with("*The rest is left out.*\n"));
    // What lies elsewhere is nobody's README.
    let secret = app.write("secret.md", "a secret");
    std::fs::remove_file(app.plugins_dir().join("p/README.md")).unwrap();
    std::os::unix::fs::symlink(secret, app.plugins_dir().join("p/README.md")).unwrap();
    assert_eq!(app.admin.get("/api/plugins/plugins/p/readme/").await.status.as_u16(), 404);
}
