//! What a plugin is known by.

use serde_json::json;

use super::DOES_AS_TOLD;
use crate::support::TestApp;

#[tokio::test]
async fn a_folder_decides_the_key_and_nothing_else_does() {
    let app = TestApp::new().await;
    for (folder, key) in [
        ("plain", "plain"),
        ("My Plugin", "my_plugin"),
        ("dash-name", "dash-name"),
        ("CAPITALS", "capitals"),
        ("dots.and 1", "dots.and_1"),
        ("Prüfer", "prüfer"),
    ] {
        // The attributes and manifest keys of that name do not count.
        app.write_plugin(folder, "class Plugin:\n    key = slug = id = 'other'\n");
        app.write_plugin_file(folder, "plugin.json", r#"{"key": "a", "slug": "b", "id": "c"}"#);
        app.reload_plugins().await.ok();
        let plugin = app.plugin(key).await;
        assert_eq!((&plugin["folder"], &plugin["missing"]), (&json!(folder), &json!(false)));
    }
}

#[tokio::test]
async fn of_two_folders_with_one_key_the_later_is_used() {
    let app = TestApp::new().await;
    app.write_plugin("My Plugin", "class Plugin:\n    name = 'first'\n");
    app.write_plugin("my_plugin", "class Plugin:\n    name = 'second'\n");
    assert_eq!(app.reload_plugins().await.ok()["count"], 1);
    assert_eq!(app.plugin("my_plugin").await["folder"], "my_plugin");
}

#[tokio::test]
async fn names_that_would_break_others_are_no_plugins() {
    let app = TestApp::new().await;
    for name in ["apps", "Core", "dispatcharr", ".hidden"] {
        app.write_plugin(name, "class Plugin: pass");
    }
    assert_eq!(app.reload_plugins().await.ok()["count"], 0);
}

#[tokio::test]
async fn a_row_is_found_by_either_spelling_of_its_key() {
    let app = TestApp::new().await;
    app.enabled_plugin("epg-janitor", DOES_AS_TOLD).await;
    app.enabled_plugin("both_forms", DOES_AS_TOLD).await;
    app.enabled_plugin("both-forms", DOES_AS_TOLD).await;
    let find = "from apps.plugins.models import PluginConfig\n\
                answer = [PluginConfig.objects.get(key=k).key for k in KEYS]";
    for (asked, found) in [
        (r#"["epg-janitor", "epg_janitor"]"#, json!(["epg-janitor", "epg-janitor"])),
        // Where both are there, each is itself.
        (r#"["both_forms", "both-forms"]"#, json!(["both_forms", "both-forms"])),
    ] {
        let answer = app.told("epg-janitor", &find.replace("KEYS", asked)).await.ok();
        assert_eq!(answer["result"]["result"], found, "{asked}");
    }
}
