use pluggarr_store::plugin_trash::NewTrashedPlugin;
use pluggarr_store::{Error, Timestamp};
use serde_json::json;

use crate::plugins::set_settings;
use crate::{TestStore, store};

/// Delete a plugin as the service does, at this second.
async fn deleted(store: &TestStore, key: &str, at: i64) -> i64 {
    let row = store.plugin_configs().ensure(key, "Name", "1", "").await.unwrap();
    set_settings(store, key, json!({"api_key": "secret"})).await;
    store.plugin_configs().set_enabled(key, true).await.unwrap();
    let row = store.plugin_configs().get(&row.key).await.unwrap();
    let new = NewTrashedPlugin {
        plugin_key: key.to_owned(),
        name: row.name.clone(),
        version: row.version.clone(),
        folder: "uuid".into(),
        original_folder: key.to_uppercase(),
        bytes: 7,
        row: Some(row),
        deleted_by: Some("admin".into()),
    };
    let id = store.plugin_trash().create(&new, Timestamp::from_unix(at)).await.unwrap();
    store.plugin_configs().delete(key).await.unwrap();
    id
}

#[tokio::test]
async fn a_deleted_plugin_comes_back_disabled_with_its_settings() {
    let store = store().await;
    let id = deleted(&store, "a", 0).await;
    let trashed = store.plugin_trash().get(id).await.unwrap();
    assert_eq!((trashed.original_folder.as_str(), trashed.bytes), ("A", 7));
    let row = trashed.row.unwrap();
    store.plugin_configs().restore(&row).await.unwrap();
    let restored = store.plugin_configs().get("a").await.unwrap();
    assert!(!restored.enabled && restored.ever_enabled);
    assert_eq!(restored.settings, json!({"api_key": "secret"}));
    assert_eq!(restored.created_at, row.created_at);
    store.plugin_configs().restore(&row).await.unwrap();
    assert_eq!(store.plugin_configs().list().await.unwrap().len(), 1, "twice is once");
}

#[tokio::test]
async fn a_restored_plugin_loses_a_repository_that_is_gone() {
    let store = store().await;
    let id = deleted(&store, "a", 0).await;
    let mut row = store.plugin_trash().get(id).await.unwrap().row.unwrap();
    row.source_repo_id = Some(99);
    store.plugin_configs().restore(&row).await.unwrap();
    assert_eq!(store.plugin_configs().get("a").await.unwrap().source_repo_id, None);
    store.assert_nothing_dangles().await;
}

#[tokio::test]
async fn only_the_newest_are_kept_and_none_for_long() {
    let store = store().await;
    for at in [100, 200, 300, 400] {
        deleted(&store, &format!("p{at}"), at).await;
    }
    let trash = store.plugin_trash();
    let expired = |keep, before| async move {
        let rows = trash.expired(keep, Timestamp::from_unix(before)).await.unwrap();
        rows.into_iter().map(|row| row.plugin_key).collect::<Vec<_>>()
    };
    assert_eq!(expired(20, 0).await, [""; 0]);
    assert_eq!(expired(20, 200).await, ["p100"]);
    assert_eq!(expired(2, 0).await, ["p100", "p200"]);
    let newest = trash.list().await.unwrap();
    assert_eq!(newest[0].plugin_key, "p400");
    trash.delete(newest[0].id).await.unwrap();
    trash.delete(newest[0].id).await.unwrap();
    assert!(matches!(trash.get(newest[0].id).await, Err(Error::NotFound { .. })));
}

#[tokio::test]
async fn a_plugin_installed_by_hand_leaves_its_repository_and_keeps_its_settings() {
    let store = store().await;
    let plugins = store.plugin_configs();
    plugins.ensure("a", "A", "1", "Old words").await.unwrap();
    set_settings(&store, "a", json!({"n": 1})).await;
    assert!(!plugins.installed_by_hand("a").await.unwrap());
    store
        .execute(
            "INSERT INTO plugins_pluginrepo (id, name, url, is_official, enabled, cached_manifest,
                public_key, last_fetch_status, created_at, updated_at)
             VALUES (5, 'R', 'http://r', 0, 1, '{}', '', '', '2026-01-01 00:00:00', '2026-01-01 00:00:00');
             UPDATE plugins_pluginconfig SET source_repo_id = 5, slug = 'a', deprecated = 1",
        )
        .await;
    assert!(plugins.installed_by_hand("a").await.unwrap());
    let row = plugins.get("a").await.unwrap();
    assert_eq!((row.source_repo_id, row.slug.as_str(), row.deprecated), (None, "", false));
    assert_eq!((row.name.as_str(), row.version.as_str()), ("a", ""), "its files say it anew");
    assert_eq!(row.settings, json!({"n": 1}));
    assert!(!plugins.installed_by_hand("unheard of").await.unwrap());
}
