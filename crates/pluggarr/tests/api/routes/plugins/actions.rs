//! The actions of a plugin as the list shows them.

use serde_json::{Value, json};

use crate::support::TestApp;

/// What becomes of one action: as it is shown, or the path of what is wrong.
async fn shown(app: &TestApp, action: &Value) -> (Option<Value>, Option<String>) {
    app.write_plugin_file("p", "plugin.json", json!({ "actions": [action] }).to_string());
    app.reload_plugins().await.ok();
    let plugin = app.plugin("p").await;
    let path = plugin["problems"][0]["path"].as_str().map(str::to_owned);
    (plugin["actions"].get(0).cloned(), path)
}

#[tokio::test]
async fn each_key_follows_its_rule() {
    let app = TestApp::new().await;
    app.write_plugin("p", "class Plugin: pass");
    let action = |rest: Value| {
        let mut action = json!({"id": "go", "label": "Go"});
        action.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        action
    };
    let same = |rest: Value| (action(rest.clone()), Some(action(rest)), None);
    for (row, (given, kept, problem)) in [
        ("the least", same(json!({}))),
        ("id is required", (json!({"label": "Go"}), None, Some("id"))),
        (
            "id is coerced to a text",
            (action(json!({"id": 5})), Some(action(json!({"id": "5"}))), None),
        ),
        ("label is required", (json!({"id": "go"}), None, Some("label"))),
        ("label must not be blank", (action(json!({"label": ""})), None, Some("label"))),
        ("description", same(json!({"description": "Does it"}))),
        (
            "a description that is none",
            (action(json!({"description": []})), None, Some("description")),
        ),
        (
            "button",
            same(json!({"button_label": "Run", "button_variant": "light", "button_color": "red"})),
        ),
        ("events", same(json!({"events": ["m3u_refresh", "made_up"]}))),
        (
            "events that are no list",
            (action(json!({"events": "m3u_refresh"})), None, Some("events")),
        ),
        ("events that are no names", (action(json!({"events": [1]})), None, Some("events[0]"))),
        (
            "other keys are removed",
            (action(json!({"background": true})), Some(action(json!({}))), None),
        ),
        ("async", same(json!({"async": true}))),
        ("params", same(json!({"params": [{"id": "who", "label": "Who", "type": "string"}]}))),
        (
            "a wrong param costs itself only",
            (
                action(json!({"params": [{"id": "who"}]})),
                Some(action(json!({}))),
                Some("params[0].type"),
            ),
        ),
        ("confirm as a switch", same(json!({"confirm": true}))),
        ("confirm, and not", same(json!({"confirm": false}))),
        (
            "confirm in full",
            same(json!({"confirm": {"required": true, "title": "T", "message": "M"}})),
        ),
        ("confirm without required", same(json!({"confirm": {"title": "T", "message": "M"}}))),
        ("confirm by a message", same(json!({"confirm": {"message": "M"}}))),
        ("confirm as a question", same(json!({"confirm": "Really?"}))),
        ("confirm that is not required", same(json!({"confirm": {"required": false}}))),
    ] {
        let (told, path) = shown(&app, &given).await;
        assert_eq!(told, kept, "{row}");
        let expected = problem.map(|problem| format!("plugin.json: actions[0].{problem}"));
        assert_eq!(path, expected, "{row}");
    }
}
