//! `GET /api/plugins/plugins/` and `…/enabled/`.

use insta::{assert_json_snapshot, assert_snapshot};
use serde_json::{Value, json};

use crate::support::TestApp;

const MANIFEST: &str = r#"{
    "name": "Greeter", "version": "1.2", "description": "Greets.", "author": "Ann",
    "help_url": "https://h.test/help",
    "fields": [
        {"id": "who", "label": "Who", "type": "string", "default": "you", "section": "Words"},
        {"id": "how", "type": "select", "options": [{"value": 1, "label": "One"}]}
    ],
    "actions": [{"id": "greet", "label": "Greet", "confirm": true, "events": ["channel_start"]}]
}"#;

#[tokio::test]
async fn a_plugin_is_shown_with_every_key_that_clients_know() {
    let app = TestApp::new().await;
    assert_snapshot!(app.admin.get("/api/plugins/plugins/").await, @r#"200 {"plugins":[]}"#);
    app.write_plugin("My Greeter", "raise RuntimeError('nobody asked for my code')");
    app.write_plugin_file("My Greeter", "plugin.json", MANIFEST);
    assert_snapshot!(app.reload_plugins().await, @r#"200 {"success":true,"count":1}"#);
    assert_json_snapshot!(app.plugin("my_greeter").await, @r#"
    {
      "key": "my_greeter",
      "name": "Greeter",
      "version": "1.2",
      "description": "Greets.",
      "author": "Ann",
      "help_url": "https://h.test/help",
      "enabled": false,
      "ever_enabled": false,
      "fields": [
        {
          "id": "who",
          "label": "Who",
          "type": "string",
          "default": "you",
          "section": "Words"
        },
        {
          "id": "how",
          "label": "how",
          "type": "select",
          "options": [
            {
              "value": "1",
              "label": "One"
            }
          ]
        }
      ],
      "settings": {},
      "secrets_set": [],
      "actions": [
        {
          "id": "greet",
          "label": "Greet",
          "confirm": true,
          "events": [
            "channel_start"
          ]
        }
      ],
      "missing": false,
      "trusted": false,
      "loaded": false,
      "legacy": false,
      "logo_url": null,
      "source_repo": null,
      "source_repo_name": null,
      "is_official_repo": false,
      "slug": "",
      "is_managed": false,
      "installed_version_is_prerelease": false,
      "update_available": false,
      "latest_version": null,
      "deprecated": false,
      "navigation": false,
      "folder": "My Greeter",
      "license": "",
      "repo_url": "",
      "manifest_version": 0,
      "capabilities": [],
      "new_capabilities": [],
      "needs_trust": true,
      "has_readme": false,
      "problems": [],
      "reload_offered": false,
      "load_error": null,
      "load_traceback": null,
      "state": "stopped",
      "previous": null
    }
    "#);
}

#[tokio::test]
async fn a_plugin_without_a_manifest_is_legacy_and_goes_by_what_its_code_says() {
    let app = TestApp::new().await;
    app.write_plugin("Old One", "class Plugin:\n    name = str(1)\n");
    app.write_plugin("read", "class Plugin:\n    name = 'Written down'\n");
    app.reload_plugins().await.ok();
    let plugin = app.plugin("old_one").await;
    assert_eq!(plugin["name"], "Old One", "only running the code could tell");
    assert_eq!(app.plugin("read").await["name"], "Written down");
    assert_eq!(plugin["legacy"], true);
    assert_eq!((&plugin["fields"], &plugin["actions"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn the_enabled_list_has_the_enabled_plugins_only() {
    let app = TestApp::new().await;
    let code = "class Plugin:\n    name = 'N'\n    navigation = True\n";
    app.write_plugin("off", code);
    app.enabled_plugin("on", code).await;
    let keys = |list: Value| -> Vec<String> {
        let plugins = list["plugins"].as_array().unwrap().iter();
        plugins.map(|plugin| plugin["key"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(keys(app.admin.get("/api/plugins/plugins/").await.ok()), ["off", "on"]);
    assert_eq!(keys(app.admin.get("/api/plugins/plugins/enabled/").await.ok()), ["on"]);
    assert_eq!(app.plugin("on").await["navigation"], true);
}

#[tokio::test]
async fn settings_and_tracebacks_are_for_admins() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", "api_key = 'secret'\nraise ValueError(api_key)\n").await;
    app.save_settings("p", json!({"channels": [1]})).await.ok();
    let told = app.plugin("p").await;
    assert_eq!(told["settings"], json!({"channels": [1]}));
    assert!(told["load_traceback"].as_str().unwrap().contains("plugin.py\", line 2"), "{told}");
    let standard = app.standard_user().await;
    for path in ["/api/plugins/plugins/", "/api/plugins/plugins/enabled/"] {
        let list = standard.get(path).await.ok();
        let kept = &list["plugins"][0];
        assert_eq!((&kept["key"], &kept["settings"]), (&json!("p"), &json!({})), "{path}");
        assert_eq!(kept["load_traceback"], Value::Null, "{path}");
    }
}
