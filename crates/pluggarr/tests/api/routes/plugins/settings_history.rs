//! `GET /api/plugins/plugins/{key}/settings/history/` and `POST …/settings/restore/`.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::TestApp;

const FORM: &str = r#"{"fields": [
    {"id": "a", "label": "Letter", "type": "string"},
    {"id": "pin", "label": "Pin", "type": "string", "input_type": "password"}
]}"#;

async fn with_form() -> TestApp {
    let app = TestApp::new().await;
    app.write_plugin("p", "class Plugin: pass");
    app.write_plugin_file("p", "plugin.json", FORM);
    app.reload_plugins().await.ok();
    app
}

impl TestApp {
    async fn history(&self) -> Vec<Value> {
        let answer = self.admin.get("/api/plugins/plugins/p/settings/history/").await.ok();
        answer["versions"].as_array().unwrap().clone()
    }

    /// Have the plugin's row be changed as the plugin itself would.
    async fn changed_by_plugin(&self, settings: Value) {
        let changed =
            self.store.plugin_configs().change_settings("p", |_| Ok::<_, ()>(settings)).await;
        changed.unwrap().unwrap();
    }

    async fn restore(&self, version: &Value) -> crate::support::Response {
        let path = "/api/plugins/plugins/p/settings/restore/";
        self.admin.post(path, json!({ "version": version })).await
    }
}

fn reasons(history: &[Value]) -> Vec<&str> {
    history.iter().map(|version| version["reason"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_change_is_kept_with_who_made_it_and_what_it_changed() {
    let app = with_form().await;
    assert_eq!(app.history().await, Vec::<Value>::new());
    app.save_settings("p", json!({"a": "x"})).await.ok();
    app.merge_settings("p", json!({"a": "y", "own": 1})).await.ok();
    app.merge_settings("p", json!({"a": "y"})).await.ok();
    app.admin.post("/api/plugins/plugins/p/settings/reset/", json!({"fields": ["a"]})).await.ok();
    let history = app.history().await;
    assert_eq!(
        reasons(&history),
        ["reset", "merged", "saved", "before"],
        "what changes nothing is none"
    );
    let changes: Vec<_> = history.iter().map(|version| version["changes"].clone()).collect();
    let letter = |before: Value, after: Value| json!({"field": "a", "label": "Letter", "before": before, "after": after});
    let own = json!({"field": "own", "label": "own", "before": null, "after": 1});
    assert_eq!(
        changes,
        [
            json!([letter(json!("y"), json!(null))]),
            json!([letter(json!("x"), json!("y")), own]),
            json!([letter(json!(null), json!("x"))]),
            json!([]),
        ]
    );
    let by: Vec<_> = history.iter().map(|version| version["saved_by"].clone()).collect();
    assert_eq!(by, [json!("admin"), json!("admin"), json!("admin"), json!(null)]);
    let current: Vec<_> = history.iter().map(|version| version["is_current"] == true).collect();
    assert_eq!(current, [true, false, false, false]);
    let at = history[0]["saved_at"].as_str().unwrap();
    assert!(at.ends_with('Z') && at.contains('T'), "{at}");
}

#[tokio::test]
async fn twenty_versions_are_kept_of_each_plugin() {
    let app = with_form().await;
    for number in 0..25 {
        app.merge_settings("p", json!({"a": number.to_string()})).await.ok();
    }
    let history = app.history().await;
    assert_eq!(history.len(), 20);
    assert_eq!(history[0]["changes"][0]["after"], "24");
    assert_eq!(history[18]["changes"][0]["after"], "6");
}

#[tokio::test]
async fn what_the_plugin_itself_changed_is_a_version_too() {
    let app = with_form().await;
    app.changed_by_plugin(json!({"a": "made before anybody saved"})).await;
    assert_eq!(app.history().await, Vec::<Value>::new());
    app.merge_settings("p", json!({"a": "x"})).await.ok();
    app.changed_by_plugin(json!({"a": "x", "cursor": 7})).await;
    app.merge_settings("p", json!({"a": "y"})).await.ok();
    let history = app.history().await;
    assert_eq!(reasons(&history), ["merged", "plugin", "merged", "before"]);
    assert_eq!(history[1]["changes"][0]["field"], "cursor");
    // Also where nobody has saved since.
    app.changed_by_plugin(json!({"a": "y", "cursor": 8})).await;
    for _ in 0..2 {
        let history = app.history().await;
        assert_eq!(reasons(&history), ["plugin", "merged", "plugin", "merged", "before"]);
        assert_eq!(history[0]["is_current"], true);
    }
}

#[tokio::test]
async fn a_restore_brings_back_all_there_was_secrets_included() {
    let app = with_form().await;
    app.save_settings("p", json!({"a": "x", "pin": "1111"})).await.ok();
    let first = app.history().await[0]["id"].clone();
    app.save_settings("p", json!({"a": "y", "pin": "2222", "later": true})).await.ok();
    let answer = app.restore(&first).await;
    assert_snapshot!(answer, @r#"200 {"success":true,"settings":{"a":"x","pin":"********"}}"#);
    assert_eq!(app.stored_settings("p").await, json!({"a": "x", "pin": "1111"}));
    let history = app.history().await;
    assert_eq!(reasons(&history), ["restored", "saved", "saved", "before"]);
    assert!(!json!(history).to_string().contains("1111"), "{history:?}");
    // And back again, and to the very beginning.
    app.restore(&history[1]["id"]).await.ok();
    assert_eq!(app.stored_settings("p").await["pin"], "2222");
    app.restore(&history[3]["id"]).await.ok();
    assert_eq!(app.stored_settings("p").await, json!({}));
}

#[tokio::test]
async fn what_is_no_version_of_this_plugin_is_not_restored() {
    let app = with_form().await;
    app.write_plugin("q", "class Plugin: pass");
    app.reload_plugins().await.ok();
    app.save_settings("q", json!({"a": 1})).await.ok();
    app.save_settings("p", json!({"a": "x"})).await.ok();
    assert_snapshot!(app.restore(&json!(1)).await, @r#"404 {"success":false,"error":"there is no version `1`"}"#);
    assert_snapshot!(app.restore(&json!(null)).await, @r#"400 {"success":false,"error":"Missing 'version' number"}"#);
    assert_eq!(app.restore(&json!("x")).await.status.as_u16(), 400);
    assert_eq!(app.stored_settings("p").await, json!({"a": "x"}));
}

#[tokio::test]
async fn the_history_outlives_a_restart_and_the_folder() {
    let app = with_form().await;
    app.save_settings("p", json!({"a": "x"})).await.ok();
    std::fs::remove_dir_all(app.plugins_dir().join("p")).unwrap();
    let app = app.restarted().await;
    assert_eq!(reasons(&app.history().await), ["saved", "before"]);
    assert_eq!(
        app.merge_settings("p", json!({"b": 1})).await.ok()["settings"],
        json!({"a": "x", "b": 1})
    );
}

/// A deleted plugin comes back with all it had; one that is gone for good leaves no secrets behind.
#[tokio::test]
async fn the_history_stays_as_long_as_the_plugin_can_come_back() {
    let app = with_form().await;
    app.save_settings("p", json!({"pin": "1111"})).await.ok();
    let delete =
        async || app.admin.delete("/api/plugins/plugins/p/delete/").await.ok()["trash_id"].clone();
    let path = format!("/api/plugins/trash/{}/restore/", delete().await);
    app.admin.post(&path, json!({})).await.ok();
    assert_eq!(reasons(&app.history().await), ["saved", "before"]);
    let path = format!("/api/plugins/trash/{}/", delete().await);
    app.admin.delete(&path).await.ok();
    assert_eq!(app.store.plugin_settings_versions().list("p").await.unwrap(), []);
}
