//! `DELETE /api/plugins/plugins/{key}/delete/` and `/api/plugins/trash/…`.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::zips::{code, keys, plugin};

async fn delete(app: &TestApp, key: &str) -> Value {
    app.admin.delete(&format!("/api/plugins/plugins/{key}/delete/")).await.ok()
}

async fn trash(app: &TestApp) -> Vec<Value> {
    app.admin.get("/api/plugins/trash/").await.ok()["trash"].as_array().unwrap().clone()
}

async fn restore(app: &TestApp, id: &Value) -> crate::support::Response {
    app.admin.post(&format!("/api/plugins/trash/{id}/restore/"), json!({})).await
}

async fn listed(app: &TestApp) -> Vec<String> {
    let list = app.admin.get("/api/plugins/plugins/").await.ok();
    keys(&list).into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn a_deleted_plugin_stops_and_comes_back_disabled_with_its_settings() {
    let app = TestApp::new().await;
    app.write_plugin("My Plugin", &code("1"));
    app.set_enabled("my_plugin", json!(true)).await.ok();
    app.save_settings("my_plugin", json!({"kept": 1})).await.ok();
    let worker = app.worker_pid("my_plugin").await;
    let before = app.plugin_files();
    let mut events = app.app.events().subscribe();
    let answer = delete(&app, "my_plugin").await;
    assert_eq!(answer["success"], true);
    assert_eq!(events.try_recv().unwrap().data, json!({"type": "plugins_changed"}));
    assert_eq!(listed(&app).await, [""; 0]);
    assert_eq!(app.plugin_files(), [], "the folder goes, whatever it is called");
    assert!(!std::path::Path::new(&format!("/proc/{worker}")).exists(), "it runs on");
    let kept = trash(&app).await;
    assert_eq!((&kept[0]["id"], &kept[0]["key"]), (&answer["trash_id"], &json!("my_plugin")));
    assert_eq!((&kept[0]["name"], &kept[0]["version"]), (&json!("Zipped"), &json!("1")));
    assert_eq!((&kept[0]["deleted_by"], kept.len()), (&json!("admin"), 1));
    assert!(kept[0]["bytes"].as_i64().unwrap() > 100);
    let restored = restore(&app, &answer["trash_id"]).await.ok();
    assert_eq!(restored["plugin"]["enabled"], false);
    assert_eq!(restored["plugin"]["settings"], json!({"kept": 1}));
    assert_eq!(app.plugin_files(), before);
    assert_eq!(trash(&app).await, [json!(null); 0]);
    app.set_enabled("my_plugin", json!(true)).await.ok();
    assert_eq!(app.run("my_plugin", "go").await.ok()["result"]["settings"], json!({"kept": 1}));
}

#[tokio::test]
async fn the_plugin_is_told_that_it_is_deleted() {
    let app = TestApp::new().await;
    let note = app.write("note.txt", "");
    app.enabled_plugin(
        "p",
        &format!(
            "class Plugin:\n    def run(self, a, p, c):\n        return {{}}\n\n    def stop(self, context):\n        \
             open({note:?}, 'w').write(context['reason'])\n"
        ),
    )
    .await;
    delete(&app, "p").await;
    assert_eq!(std::fs::read_to_string(note).unwrap(), "delete");
}

#[tokio::test]
async fn deleting_what_is_not_there_is_fine_and_a_row_alone_can_be_deleted() {
    let app = TestApp::new().await;
    for key in ["unheard_of", "..", "..%2F..%2Fhost", "%2e%2e"] {
        let answer = app.admin.delete(&format!("/api/plugins/plugins/{key}/delete/")).await;
        assert_eq!(answer.to_string(), r#"200 {"success":true,"trash_id":null}"#, "{key}");
    }
    app.write_plugin("p", &code("1"));
    app.reload_plugins().await.ok();
    std::fs::remove_dir_all(app.plugins_dir().join("p")).unwrap();
    app.reload_plugins().await.ok();
    let id = delete(&app, "p").await["trash_id"].clone();
    assert_eq!(listed(&app).await, [""; 0]);
    let restored = restore(&app, &id).await.ok();
    assert_eq!(
        (&restored["plugin"]["missing"], &restored["plugin"]["name"]),
        (&json!(true), &json!("Zipped"))
    );
    // The data folder is whole.
    assert!(app.app.config().data_dir.join("host/host.sqlite3").exists());
}

#[tokio::test]
async fn a_key_that_is_taken_is_not_restored_over() {
    let app = TestApp::new().await;
    app.import("p.zip", &plugin("p", "1"), None).await.ok();
    let first = delete(&app, "p").await["trash_id"].clone();
    app.import("p.zip", &plugin("p", "2"), None).await.ok();
    let before = app.plugin_files();
    assert_snapshot!(restore(&app, &first).await, @r#"400 {"success":false,"error":"Plugin 'p' already exists: delete it first"}"#);
    assert_eq!(app.plugin_files(), before);
    delete(&app, "p").await;
    app.write_plugin_file("p", "notes.txt", "in the way");
    assert_snapshot!(restore(&app, &first).await, @r#"400 {"success":false,"error":"the folder `p` is in the way: move it away first"}"#);
    assert_eq!(trash(&app).await.len(), 2, "neither is lost");
    std::fs::remove_dir_all(app.plugins_dir().join("p")).unwrap();
    assert_eq!(restore(&app, &first).await.ok()["plugin"]["version"], "1");
}

#[tokio::test]
async fn what_is_deleted_for_good_is_gone() {
    let app = TestApp::new().await;
    app.import("p.zip", &plugin("p", "1"), None).await.ok();
    let id = delete(&app, "p").await["trash_id"].clone();
    let path = format!("/api/plugins/trash/{id}/");
    assert_eq!(app.admin.delete(&path).await.to_string(), r#"200 {"success":true}"#);
    assert_eq!(trash(&app).await, [json!(null); 0]);
    let folder = app.plugins_dir().join(".pluggarr/trash");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0);
    assert_eq!(app.admin.delete(&path).await.status.as_u16(), 404);
    assert_eq!(restore(&app, &id).await.status.as_u16(), 404);
}

#[tokio::test]
async fn the_oldest_of_many_go_for_good() {
    let app = TestApp::new().await;
    for n in 0..22 {
        let key = format!("p{n}");
        app.import("p.zip", &plugin(&key, "1"), None).await.ok();
        delete(&app, &key).await;
    }
    let kept = trash(&app).await;
    assert_eq!((kept.len(), &kept[0]["key"], &kept[19]["key"]), (20, &json!("p21"), &json!("p2")));
    let folder = app.plugins_dir().join(".pluggarr/trash");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 20);
}

#[tokio::test]
async fn a_delete_that_was_cut_short_is_undone_or_complete_after_the_next_start() {
    let app = TestApp::new().await;
    app.import("kept.zip", &plugin("kept", "1"), None).await.ok();
    app.import("gone.zip", &plugin("gone", "1"), None).await.ok();
    delete(&app, "gone").await;
    // As if the folder of one had not been moved yet, and that of the other had vanished since.
    sqlx::raw_sql("UPDATE plugin_trash SET folder = 'not-moved-yet'")
        .execute(&mut app.host_database().await)
        .await
        .unwrap();
    let app = app.restarted().await;
    assert_eq!(trash(&app).await, [json!(null); 0]);
    assert_eq!(listed(&app).await, ["kept"]);
}

#[tokio::test]
async fn only_admins_may_delete_and_see_the_trash() {
    let app = TestApp::new().await;
    let standard = app.standard_user().await;
    assert_eq!(standard.delete("/api/plugins/plugins/p/delete/").await.status.as_u16(), 403);
    assert_eq!(standard.get("/api/plugins/trash/").await.status.as_u16(), 403);
}
