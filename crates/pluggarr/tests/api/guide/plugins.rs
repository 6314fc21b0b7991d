//! The guide's three whole plugins, and every class in it.

use std::collections::BTreeSet;

use pluggarr_formats::m3u;
use pluggarr_service::store::programmes::ProgrammeFilter;
use serde_json::json;
use sqlx::{Connection, SqliteConnection};

use super::Guide;
use super::document::actions_in;

#[tokio::test]
async fn every_plugin_class_of_the_guide_loads_and_each_of_its_actions_answers() {
    let Some(guide) = Guide::open().await else { return };
    let classes: Vec<String> = guide.document.classes().map(str::to_owned).collect();
    assert!(classes.len() >= 3, "the guide has whole plugins");
    for (index, code) in classes.iter().enumerate() {
        let key = format!("guide_{index}");
        guide.app.enabled_plugin(&key, code).await;
        let plugin = guide.app.plugin(&key).await;
        assert_eq!(plugin["loaded"], true, "{code}\n{plugin:#}");
        for action in actions_in(code) {
            let result = guide.run(&key, &action).await;
            assert_eq!(result["status"], "success", "{key}.{action}: {result:#}");
        }
    }
}

#[tokio::test]
async fn hello_world_greets_as_its_settings_say() {
    let Some(guide) = Guide::open().await else { return };
    let code = guide.document.class("Hello World").to_owned();
    guide.app.enabled_plugin("hello_world", &code).await;
    let fields = guide.app.plugin("hello_world").await["fields"].clone();
    assert_eq!(fields[0]["label"], "Greeting Message");
    assert_eq!(guide.run("hello_world", "say_hello").await["message"], "Hello, World!");
    guide.app.save_settings("hello_world", json!({"greeting": "Moin"})).await.ok();
    assert_eq!(guide.run("hello_world", "say_hello").await["message"], "Moin, World!");
    guide.app.save_settings("hello_world", json!({"enabled": false})).await.ok();
    assert_eq!(guide.run("hello_world", "say_hello").await["status"], "error");
    assert_eq!(guide.run("hello_world", "nonsense").await["message"], "Unknown action: nonsense");
}

/// What the exporter wrote: names and URLs.
fn exported(guide: &Guide) -> Vec<(String, String)> {
    let path = guide.app.app.config().files_dir().join("exports/channels.m3u");
    let file = std::fs::File::open(path).unwrap();
    let entries = m3u::Reader::new(std::io::BufReader::new(file));
    entries.map(|entry| entry.unwrap()).map(|entry| (entry.name, entry.url)).collect()
}

#[tokio::test]
async fn channel_exporter_writes_the_channels_its_settings_ask_for() {
    let Some(guide) = Guide::open().await else { return };
    let code = guide.document.class("Channel Exporter").to_owned();
    guide.app.enabled_plugin("exporter", &code).await;
    let all = guide.channel_count().await as usize;
    let hidden = guide.hide("BBC").await;
    assert!(hidden > 0 && hidden < all, "{hidden} of {all} are hidden");

    let result = guide.run("exporter", "export").await;
    assert_eq!(result["message"], format!("Exported {} channels", all - hidden));
    assert_eq!(result["file"], "/app/data/exports/channels.m3u");
    let enabled = exported(&guide);
    assert_eq!(enabled.len(), all - hidden);
    assert!(!enabled.iter().any(|(name, _)| name.contains("BBC")));
    let channels = guide.app.admin.get("/api/channels/channels/").await.ok();
    let expected: BTreeSet<String> = channels
        .as_array()
        .unwrap()
        .iter()
        .filter(|channel| channel["hidden_from_output"] == false)
        .map(|channel| {
            let uuid = channel["uuid"].as_str().unwrap();
            format!("http://tv.test:9191/proxy/ts/stream/{uuid}")
        })
        .collect();
    assert_eq!(enabled.iter().map(|(_, url)| url.clone()).collect::<BTreeSet<_>>(), expected);

    guide.app.save_settings("exporter", json!({"include_disabled": true})).await.ok();
    guide.run("exporter", "export").await;
    assert_eq!(exported(&guide).len(), all);

    let groups = guide.app.admin.get("/api/channels/groups/").await.ok();
    let group = groups.as_array().unwrap().iter().max_by_key(|group| {
        let count = group["channel_count"].as_u64().unwrap() as usize;
        if count == all { 0 } else { count }
    });
    let group = group.unwrap();
    let settings = json!({"include_disabled": true, "group_filter": group["name"]});
    guide.app.save_settings("exporter", settings).await.ok();
    guide.run("exporter", "export").await;
    assert_eq!(exported(&guide).len() as u64, group["channel_count"].as_u64().unwrap());
}

#[tokio::test]
async fn database_maintenance_deletes_old_programmes_and_vacuums() {
    let Some(guide) = Guide::open().await else { return };
    let code = guide.document.class("Database Maintenance").to_owned();
    guide.app.enabled_plugin("maintenance", &code).await;
    let count =
        || async { guide.app.store.programmes().count(&ProgrammeFilter::default()).await.unwrap() };
    // The guide is of 2021: all of its programmes are older than the default of 30 days.
    let before = count().await;
    assert!(before > 2000, "{before} programmes are there");
    let result = guide.run("maintenance", "cleanup_old_programs").await;
    assert_eq!(result["message"], format!("Deleted {before} old programs"));
    assert_eq!(count().await, 0);

    let path = guide.app.app.config().data_dir.join("db/dispatcharr.sqlite3");
    let url = format!("sqlite:{}", path.display());
    let free_pages = || async {
        let mut connection = SqliteConnection::connect(&url).await.unwrap();
        let pages = sqlx::query_scalar::<_, i64>("PRAGMA freelist_count");
        pages.fetch_one(&mut connection).await.unwrap()
    };
    assert!(free_pages().await > 10, "deleting left free pages behind");
    let result = guide.run("maintenance", "vacuum_database").await;
    assert_eq!(result["message"], "Database optimized successfully");
    assert_eq!(free_pages().await, 0);
}
