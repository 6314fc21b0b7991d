//! `POST /api/plugins/plugins/import/` over a plugin that is there, and `POST …/{key}/rollback/`.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::zips::{code, keys, plugin, zip};

async fn roll_back(app: &TestApp, key: &str) -> crate::support::Response {
    app.admin.post(&format!("/api/plugins/plugins/{key}/rollback/"), json!({})).await
}

async fn version_that_runs(app: &TestApp, key: &str) -> Value {
    app.run(key, "go").await.ok()["result"]["version"].clone()
}

#[tokio::test]
async fn a_plugin_that_is_there_is_replaced_only_if_that_is_asked_for() {
    let app = TestApp::new().await;
    app.import("p.zip", &plugin("p", "1"), None).await.ok();
    let before = app.plugin_files();
    for overwrite in [None, Some("false"), Some("0"), Some("off")] {
        let answer = app.import("p.zip", &plugin("p", "2"), overwrite).await;
        assert_eq!(
            answer.to_string(),
            r#"400 {"success":false,"error":"Plugin 'p' already exists"}"#,
            "{overwrite:?}"
        );
    }
    assert_eq!(app.plugin_files(), before);
    for (overwrite, version) in [("true", "3"), ("1", "4"), ("on", "5"), ("yes", "6")] {
        let answer = app.import("p.zip", &plugin("p", version), Some(overwrite)).await.ok();
        assert_eq!(answer["plugin"]["version"], version);
    }
}

#[tokio::test]
async fn a_replaced_plugin_keeps_its_settings_and_runs_at_once_if_it_ran() {
    let app = TestApp::new().await;
    app.import("p.zip", &plugin("p", "1"), None).await.ok();
    app.set_enabled("p", json!(true)).await.ok();
    app.save_settings("p", json!({"greeting": "hello"})).await.ok();
    app.write_plugin_file("p", "uploads/mine.txt", "mine");
    app.enabled_plugin("other", &code("9")).await;
    assert_eq!(version_that_runs(&app, "p").await, "1");
    let others_worker = app.worker_pid("other").await;
    let answer = app.import("p.zip", &plugin("p", "2"), Some("true")).await.ok();
    let view = &answer["plugin"];
    assert_eq!((&view["enabled"], &view["loaded"]), (&json!(true), &json!(true)));
    assert_eq!((&view["version"], &view["ever_enabled"]), (&json!("2"), &json!(true)));
    assert_eq!(view["previous"]["version"], "1");
    assert!(view["previous"]["replaced_at"].as_str().unwrap().ends_with('Z'));
    let result = app.run("p", "go").await.ok();
    assert_eq!(result["result"]["version"], "2");
    assert_eq!(result["result"]["settings"], json!({"greeting": "hello"}));
    assert_eq!(app.read_plugin_file("p/uploads/mine.txt"), "mine");
    assert_eq!(app.worker_pid("other").await, others_worker, "others go on");
}

#[tokio::test]
async fn the_version_before_comes_back_and_goes_again() {
    let app = TestApp::new().await;
    app.import("p.zip", &plugin("p", "1"), None).await.ok();
    app.set_enabled("p", json!(true)).await.ok();
    assert_snapshot!(roll_back(&app, "p").await, @r#"404 {"success":false,"error":"there is no version before the installed one of `p`"}"#);
    assert_snapshot!(roll_back(&app, "unheard_of").await, @r#"404 {"success":false,"error":"Plugin not found"}"#);
    app.import("p.zip", &plugin("p", "2"), Some("true")).await.ok();
    app.write_plugin_file("p", "uploads/mine.txt", "mine");
    for (version, before) in [("1", "2"), ("2", "1")] {
        let answer = roll_back(&app, "p").await.ok();
        assert_eq!(answer["plugin"]["version"], version);
        assert_eq!(answer["plugin"]["previous"]["version"], before);
        assert_eq!(version_that_runs(&app, "p").await, version);
        assert_eq!(app.read_plugin_file("p/uploads/mine.txt"), "mine");
    }
}

#[tokio::test]
async fn a_plugin_that_was_copied_by_hand_is_the_one_that_is_replaced() {
    let app = TestApp::new().await;
    for (folder, key) in [("My Plugin", "my_plugin"), ("dash-name", "dash-name")] {
        app.write_plugin(folder, &code("1"));
        app.reload_plugins().await.ok();
        app.save_settings(key, json!({"kept": folder})).await.ok();
        let zip = plugin(folder, "2");
        let refused = app.import("x.zip", &zip, None).await;
        assert_eq!(refused.json()["error"], format!("Plugin '{key}' already exists"));
        let answer = app.import("x.zip", &zip, Some("true")).await.ok();
        assert_eq!(answer["plugin"]["key"], key);
        assert_eq!(answer["plugin"]["settings"], json!({"kept": folder}));
        assert!(app.read_plugin_file(&format!("{folder}/plugin.py")).contains("'2'"));
    }
    assert_eq!(
        keys(&app.admin.get("/api/plugins/plugins/").await.ok()),
        ["dash-name", "my_plugin"]
    );
}

#[tokio::test]
async fn a_plugin_whose_folder_vanished_gets_its_settings_back() {
    let app = TestApp::new().await;
    app.write_plugin("epg-janitor", &code("1"));
    app.reload_plugins().await.ok();
    app.save_settings("epg-janitor", json!({"kept": true})).await.ok();
    std::fs::remove_dir_all(app.plugins_dir().join("epg-janitor")).unwrap();
    app.reload_plugins().await.ok();
    let answer = app.import("x.zip", &plugin("epg_janitor", "2"), None).await.ok();
    assert_eq!(answer["plugin"]["key"], "epg-janitor");
    assert_eq!(answer["plugin"]["settings"], json!({"kept": true}));
}

#[tokio::test]
async fn a_folder_without_a_plugin_in_the_way_is_no_plugin() {
    let app = TestApp::new().await;
    app.write_plugin_file("p", "left.txt", "left");
    app.import("p.zip", &plugin("p", "1"), None).await.ok();
    assert_eq!(app.read_plugin_file("p/left.txt"), "");
    assert_eq!(app.plugin("p").await["previous"], json!(null));
}

#[tokio::test]
async fn a_refused_archive_leaves_the_running_plugin_alone() {
    let app = TestApp::new().await;
    app.import("p.zip", &plugin("p", "1"), None).await.ok();
    app.set_enabled("p", json!(true)).await.ok();
    let (worker, before) = (app.worker_pid("p").await, app.plugin_files());
    let bad = zip(&[("p/plugin.py", &code("2")), ("p/link", "->/etc/passwd")]);
    assert_eq!(app.import("p.zip", &bad, Some("true")).await.status.as_u16(), 400);
    assert_eq!(app.plugin_files(), before);
    assert_eq!(app.worker_pid("p").await, worker);
}

#[tokio::test]
async fn a_plugin_that_cannot_be_put_in_its_place_leaves_the_old_one_running() {
    let app = TestApp::new().await;
    app.import("p.zip", &plugin("p", "1"), None).await.ok();
    app.set_enabled("p", json!(true)).await.ok();
    // A link where the version before would be kept is never written through; the new one is installed all the same.
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), app.plugins_dir().join(".pluggarr/previous"))
        .unwrap();
    app.import("p.zip", &plugin("p", "2"), Some("true")).await.ok();
    assert_eq!(version_that_runs(&app, "p").await, "2");
    // And one where it would be unpacked stops it, before anything is touched.
    let staging = app.plugins_dir().join(".pluggarr/staging");
    std::fs::remove_dir_all(&staging).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), &staging).unwrap();
    let answer = app.import("p.zip", &plugin("p", "3"), Some("true")).await;
    assert_eq!(answer.status.as_u16(), 500, "{answer}");
    assert_eq!(version_that_runs(&app, "p").await, "2");
    assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn an_import_by_hand_ends_the_tie_to_a_repository() {
    let app = TestApp::new().await;
    app.import("p.zip", &plugin("p", "1"), None).await.ok();
    sqlx::raw_sql(
        "INSERT INTO plugins_pluginrepo (id, name, url, is_official, enabled, cached_manifest,
            public_key, last_fetch_status, created_at, updated_at)
         VALUES (5, 'R', 'http://r', 0, 1, '{}', '', '', '2026-01-01 00:00:00', '2026-01-01 00:00:00');
         UPDATE plugins_pluginconfig SET source_repo_id = 5, slug = 'p'",
    )
    .execute(&mut app.database().await)
    .await
    .unwrap();
    assert_eq!(app.plugin("p").await["is_managed"], true);
    let answer = app.import("p.zip", &plugin("p", "2"), Some("true")).await.ok();
    assert_eq!(answer["was_managed"], true);
    assert_eq!(answer["plugin"]["is_managed"], false);
    let again = app.import("p.zip", &plugin("p", "3"), Some("true")).await.ok();
    assert_eq!(again["was_managed"], false);
}
