//! `POST` and `PATCH /api/plugins/plugins/{key}/settings/`, and `…/settings/reset/`.

use axum::http::Method;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{Response, TestApp};

const PATH: &str = "/api/plugins/plugins/p/settings/";

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

const FORM: &str = r#"{"fields": [
    {"id": "greeting", "label": "Greeting", "type": "string", "default": "Hello", "required": true},
    {"id": "count", "label": "Count", "type": "number", "default": 3, "min": 1, "max": 9},
    {"id": "on", "label": "On", "type": "boolean"},
    {"id": "size", "label": "", "type": "select", "options": [{"value": 1, "label": "S"}, {"value": 2, "label": "L"}]},
    {"id": "sizes", "label": "Sizes", "type": "multiselect", "options": [{"value": "s", "label": "S"}]},
    {"id": "code", "label": "Code", "type": "string", "pattern": "[A-Z]{2}", "pattern_message": "Two capitals"},
    {"id": "rows", "label": "Rows", "type": "table", "columns": [{"id": "port", "label": "Port", "type": "number"}]},
    {"id": "note", "label": "Note", "type": "info"}
]}"#;

/// A plugin whose code nobody has trusted yet: its settings can be saved all the same.
async fn with_form() -> TestApp {
    let app = TestApp::new().await;
    app.write_plugin("p", "raise RuntimeError('nobody asked for my code')");
    app.write_plugin_file("p", "plugin.json", FORM);
    app.reload_plugins().await.ok();
    app
}

impl TestApp {
    pub async fn merge_settings(&self, key: &str, settings: Value) -> Response {
        let path = format!("/api/plugins/plugins/{key}/settings/");
        self.admin.patch(&path, json!({ "settings": settings })).await
    }

    /// What is stored, secrets too.
    pub async fn stored_settings(&self, key: &str) -> Value {
        self.store.plugin_configs().get(key).await.unwrap().settings
    }
}

#[tokio::test]
async fn saving_replaces_declared_settings_and_leaves_the_plugins_own() {
    let app = with_form().await;
    let saved = app.save_settings("p", json!({"greeting": "Hi", "other": [1, {"a": null}]})).await;
    assert_snapshot!(saved, @r#"200 {"success":true,"settings":{"greeting":"Hi","other":[1,{"a":null}]}}"#);
    assert_snapshot!(app.save_settings("p", json!({"greeting": "Hi", "count": "5"})).await, @r#"200 {"success":true,"settings":{"greeting":"Hi","other":[1,{"a":null}],"count":5}}"#);
    assert_snapshot!(app.save_settings("p", json!({"greeting": "Hi"})).await, @r#"200 {"success":true,"settings":{"greeting":"Hi","other":[1,{"a":null}]}}"#);
    assert_eq!(app.plugin("p").await["settings"], app.stored_settings("p").await);
}

#[tokio::test]
async fn merging_leaves_what_is_not_given() {
    let app = with_form().await;
    app.save_settings("p", json!({"greeting": "Hi", "count": 5, "own": 1})).await.ok();
    assert_snapshot!(app.merge_settings("p", json!({"on": "yes"})).await, @r#"200 {"success":true,"settings":{"greeting":"Hi","count":5,"own":1,"on":true}}"#);
    assert_snapshot!(app.merge_settings("p", json!({"count": null, "own": null})).await, @r#"200 {"success":true,"settings":{"greeting":"Hi","own":null,"on":true}}"#);
    assert_snapshot!(app.merge_settings("p", json!({})).await, @r#"200 {"success":true,"settings":{"greeting":"Hi","own":null,"on":true}}"#);
}

/// The incumbent takes such a body for `{}` and erases everything.
#[tokio::test]
async fn a_body_without_settings_erases_nothing() {
    let app = with_form().await;
    app.save_settings("p", json!({"count": 5})).await.ok();
    for method in [Method::POST, Method::PATCH] {
        for body in ["", "{}", r#"{"settings": null}"#] {
            let refused = app.admin.send(method.clone(), PATH, body.into()).await;
            let said = r#"400 {"success":false,"error":"Missing 'settings' object"}"#;
            assert_eq!(refused.to_string(), said, "{method} {body}");
        }
        for body in [r#"{"settings": [1]}"#, r#"{"settings": "x"}"#, "[]", "{"] {
            let refused = app.admin.send(method.clone(), PATH, body.into()).await;
            assert_eq!(refused.status.as_u16(), 400, "{method} {body}: {refused}");
        }
    }
    assert_eq!(app.stored_settings("p").await, json!({"count": 5}));
}

#[tokio::test]
async fn an_unknown_plugin_is_told_in_the_incumbents_words_where_it_has_some() {
    let app = with_form().await;
    assert_snapshot!(app.save_settings("unheard_of", json!({})).await, @r#"400 {"success":false,"error":"PluginConfig matching query does not exist."}"#);
    assert_snapshot!(app.merge_settings("unheard_of", json!({})).await, @r#"404 {"success":false,"error":"Plugin not found"}"#);
    for (path, body) in [("reset", json!({})), ("restore", json!({"version": 1}))] {
        let path = format!("/api/plugins/plugins/unheard_of/settings/{path}/");
        let told = app.admin.post(&path, body).await;
        assert_eq!(
            told.to_string(),
            r#"404 {"success":false,"error":"Plugin not found"}"#,
            "{path}"
        );
    }
    let history = app.admin.get("/api/plugins/plugins/unheard_of/settings/history/").await;
    assert_snapshot!(history, @r#"404 {"success":false,"error":"Plugin not found"}"#);
}

/// What is given, and what is said of it. The rules themselves have a table in the protocol crate.
#[tokio::test]
async fn wrong_values_are_told_field_by_field_and_nothing_is_saved() {
    let app = with_form().await;
    let before = json!({"greeting": "Hi", "count": 5, "own": "x"});
    app.save_settings("p", before.clone()).await.ok();
    for (given, field, said) in [
        (json!({"count": 0}), "count", "must be at least 1"),
        (json!({"count": "many"}), "count", "must be a number"),
        (json!({"on": "perhaps"}), "on", "must be true or false"),
        (json!({"size": "3"}), "size", "\"3\" is none of the options"),
        (json!({"sizes": ["s", "m"]}), "sizes", "item 2: \"m\" is none of the options"),
        (json!({"code": "ab"}), "code", "Two capitals"),
        (json!({"greeting": " "}), "greeting", "must not be left blank"),
        (json!({"rows": [{}, {"port": "x"}]}), "rows", "row 2, column \"Port\": must be a number"),
        (json!({"rows": "x"}), "rows", "must be a list of rows"),
    ] {
        for method in [Method::POST, Method::PATCH] {
            let body = json!({"settings": given}).to_string();
            let refused = app.admin.send(method.clone(), PATH, body.into()).await;
            assert_eq!(refused.status.as_u16(), 400, "{method} {given}: {refused}");
            assert_eq!(refused.json()["errors"], json!({field: said}), "{method} {given}");
        }
    }
    let several =
        app.merge_settings("p", json!({"count": 10, "size": "x", "own": "changed"})).await;
    assert_snapshot!(several, @r#"400 {"success":false,"error":"Invalid settings: Count: must be at most 9; size: \"x\" is none of the options","errors":{"count":"must be at most 9","size":"\"x\" is none of the options"}}"#);
    assert_eq!(app.stored_settings("p").await, before);
}

#[tokio::test]
async fn right_values_are_saved_as_what_they_mean() {
    let app = with_form().await;
    for (given, saved) in [
        (json!({"count": "7"}), json!({"count": 7})),
        (json!({"count": 2.5}), json!({"count": 2.5})),
        (json!({"count": ""}), json!({})),
        (json!({"on": "off"}), json!({"on": false})),
        (json!({"size": 2}), json!({"size": 2})),
        (json!({"size": "2"}), json!({"size": "2"})),
        (json!({"sizes": ["s", "s"]}), json!({"sizes": ["s"]})),
        (json!({"code": "AB"}), json!({"code": "AB"})),
        (json!({"code": ""}), json!({"code": ""})),
        (
            json!({"rows": [{"port": "80", "unknown": {"a": 1}}]}),
            json!({"rows": [{"port": 80, "unknown": {"a": 1}}]}),
        ),
        (json!({"note": "not a setting"}), json!({})),
    ] {
        let answer = app.save_settings("p", given.clone()).await.ok();
        assert_eq!(answer["settings"], saved, "{given}");
        assert_eq!(app.stored_settings("p").await, saved, "{given}");
    }
}

/// A plugin's new version may be stricter than the one that the settings were saved for.
#[tokio::test]
async fn what_is_stored_already_is_never_refused() {
    let app = with_form().await;
    let old = json!({"greeting": "", "count": "lots", "size": "gone", "rows": [{"port": "x"}]});
    let stored = old.clone();
    let changed = app.store.plugin_configs().change_settings("p", |_| Ok::<_, ()>(stored)).await;
    changed.unwrap().unwrap();
    app.save_settings("p", old.clone()).await.ok();
    assert_eq!(app.stored_settings("p").await, old);
    let mut new = old.clone();
    new["rows"] = json!([{"port": 80}, {"port": "x"}]);
    assert_eq!(app.save_settings("p", new.clone()).await.ok()["settings"], new);
    let refused = app.merge_settings("p", json!({"rows": [{"port": "y"}]})).await;
    assert_eq!(refused.status.as_u16(), 400, "{refused}");
}

/// Ten browsers with a form each, and the plugin among them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn saves_at_once_lose_nothing() {
    let app = TestApp::new().await;
    let code = r#"
from apps.plugins.models import PluginConfig
from django.db import transaction

class Plugin:
    def run(self, action, params, context):
        for number in range(20):
            with transaction.atomic():
                row = PluginConfig.objects.get(key="p")
                row.settings[f"own{number}"] = number
                row.save()
        return {"status": "ok"}
"#;
    app.enabled_plugin("p", code).await;
    let merges = async {
        let mut merging = tokio::task::JoinSet::new();
        for number in 0..20 {
            let admin = app.admin.clone();
            let body = json!({"settings": {format!("f{number}"): number}});
            merging.spawn(async move { admin.patch(PATH, body).await.ok() });
        }
        merging.join_all().await
    };
    let (_, run) = tokio::join!(merges, app.run("p", "go"));
    run.ok();
    let stored = app.stored_settings("p").await;
    assert_eq!(stored.as_object().unwrap().len(), 40, "{stored}");
}

#[tokio::test]
async fn a_reset_brings_defaults_back() {
    let app = with_form().await;
    let all = json!({"greeting": "Hi", "count": 5, "on": true, "own": 1});
    app.save_settings("p", all).await.ok();
    let path = "/api/plugins/plugins/p/settings/reset/";
    assert_snapshot!(app.admin.post(path, json!({"fields": ["count"]})).await, @r#"200 {"success":true,"settings":{"greeting":"Hi","on":true,"own":1}}"#);
    assert_snapshot!(app.admin.post(path, json!({"fields": ["own"]})).await, @r#"404 {"success":false,"error":"there is no field `own`"}"#);
    assert_snapshot!(app.admin.post(path, json!({"fields": []})).await, @r#"200 {"success":true,"settings":{"greeting":"Hi","on":true,"own":1}}"#);
    assert_snapshot!(app.admin.post(path, json!({})).await, @r#"200 {"success":true,"settings":{"own":1}}"#);
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

#[tokio::test]
async fn settings_are_for_admins() {
    let app = with_form().await;
    let standard = app.standard_user().await;
    let forbidden = 403;
    assert_eq!(standard.patch(PATH, json!({"settings": {}})).await.status.as_u16(), forbidden);
    for path in ["", "reset/", "restore/"] {
        let path = format!("{PATH}{path}");
        let answer = standard.post(&path, json!({"settings": {}, "version": 1})).await;
        assert_eq!(answer.status.as_u16(), forbidden, "{path}");
    }
    assert_eq!(standard.get(&format!("{PATH}history/")).await.status.as_u16(), forbidden);
}
