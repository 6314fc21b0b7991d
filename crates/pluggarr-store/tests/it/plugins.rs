use pluggarr_store::Error;
use serde_json::json;

use crate::store;

#[tokio::test]
async fn a_discovered_plugin_starts_disabled_and_keeps_its_settings() {
    let store = store().await;
    let plugins = store.plugin_configs();
    let row = plugins.ensure("hello_world", "Hello World", "1.0", "Says hello").await.unwrap();
    assert!(!row.enabled && !row.ever_enabled);
    assert_eq!(row.settings, json!({}));

    set_settings(&store, "hello_world", json!({"greeting": "Hé"})).await;
    plugins.set_enabled("hello_world", true).await.unwrap();
    let row = plugins.ensure("hello_world", "Hello World", "1.1", "Says hello").await.unwrap();
    assert_eq!((row.version.as_str(), row.enabled), ("1.1", true));
    assert_eq!(row.settings, json!({"greeting": "Hé"}));
    assert_eq!(plugins.list().await.unwrap(), [row]);
}

#[tokio::test]
async fn ensuring_what_is_so_already_writes_nothing() {
    let store = store().await;
    let plugins = store.plugin_configs();
    let first = plugins.ensure("a", "A", "1", "").await.unwrap();
    let second = plugins.ensure("a", "A", "1", "").await.unwrap();
    assert_eq!(first.updated_at, second.updated_at);
}

#[tokio::test]
async fn a_plugin_once_enabled_is_known_to_have_been() {
    let store = store().await;
    let plugins = store.plugin_configs();
    plugins.ensure("a", "A", "1", "").await.unwrap();
    assert!(!plugins.set_enabled("a", false).await.unwrap().ever_enabled);
    assert!(plugins.set_enabled("a", true).await.unwrap().ever_enabled);
    let row = plugins.set_enabled("a", false).await.unwrap();
    assert!(!row.enabled && row.ever_enabled);
}

#[tokio::test]
async fn what_is_answered_is_what_is_stored() {
    // A statement with RETURNING that is not read to its end must have taken effect all the same.
    let store = store().await;
    store.plugin_configs().ensure("a", "A", "1", "").await.unwrap();
    set_settings(&store, "a", json!({"n": 1})).await;
    let stored = "SELECT settings ->> 'n' FROM plugins_pluginconfig WHERE key = 'a'";
    assert_eq!(store.number(stored).await, 1);
}

#[tokio::test]
async fn an_unknown_plugin_is_named() {
    let store = store().await;
    let error = store.plugin_configs().set_enabled("nope", true).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no plugin nope");
    assert!(matches!(store.plugin_configs().delete("nope").await, Err(Error::NotFound { .. })));
    assert_eq!(store.plugin_configs().find("nope").await.unwrap(), None);
}

#[tokio::test]
async fn a_deleted_plugin_is_gone() {
    let store = store().await;
    store.plugin_configs().ensure("a", "A", "1", "").await.unwrap();
    store.plugin_configs().delete("a").await.unwrap();
    assert!(store.plugin_configs().list().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_group_of_settings_is_replaced_or_made() {
    let store = store().await;
    let settings = store.core_settings();
    assert_eq!(settings.m3u_hash_key().await.unwrap(), "url");
    settings.set("stream_settings", "ignored", &json!({"m3u_hash_key": "name,url"})).await.unwrap();
    settings.set("epg_settings", "EPG Settings", &json!({"a": [1]})).await.unwrap();
    assert_eq!(settings.m3u_hash_key().await.unwrap(), "name,url");
    let rows = settings.list().await.unwrap();
    assert_eq!(rows[0].name, "Stream Settings");
    assert_eq!(rows[7].name, "EPG Settings");
}

/// Have the settings of a plugin be these.
pub async fn set_settings(store: &pluggarr_store::Store, key: &str, settings: serde_json::Value) {
    let changed = store.plugin_configs().change_settings(key, |_| Ok::<_, ()>(settings)).await;
    changed.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_of_settings_at_once_lose_nothing_the_plugins_own_neither() {
    let store = store().await;
    store.plugin_configs().ensure("p", "P", "1", "").await.unwrap();
    let mine = async {
        for n in 0..20 {
            let mut saving = tokio::task::JoinSet::new();
            for who in ["a", "b"] {
                let store = store.store.clone();
                saving.spawn(async move {
                    let add = |stored: &serde_json::Value| {
                        let mut settings = stored.clone();
                        settings[format!("{who}{n}")] = json!(n);
                        Ok::<_, ()>(settings)
                    };
                    store.plugin_configs().change_settings("p", add).await.unwrap().unwrap();
                });
            }
            saving.join_all().await;
        }
    };
    let plugins = async {
        let mut plugin = store.outsider().await;
        for _ in 0..20 {
            let write = "BEGIN IMMEDIATE; UPDATE plugins_pluginconfig
                SET settings = JSON_SET(settings, '$.n', COALESCE(settings ->> 'n', 0) + 1); COMMIT";
            sqlx::raw_sql(write).execute(&mut plugin).await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    };
    tokio::join!(mine, plugins);
    let settings = store.plugin_configs().get("p").await.unwrap().settings;
    assert_eq!(settings.as_object().unwrap().len(), 41, "{settings}");
    assert_eq!(settings["n"], 20);
}

#[tokio::test]
async fn settings_that_are_refused_or_the_same_are_not_written() {
    let store = store().await;
    let plugins = store.plugin_configs();
    let before = plugins.ensure("p", "P", "1", "").await.unwrap();
    let refused = plugins.change_settings("p", |_| Err("no")).await.unwrap();
    assert_eq!(refused, Err("no"));
    set_settings(&store, "p", json!({})).await;
    assert_eq!(plugins.get("p").await.unwrap(), before);
    let unknown = plugins.change_settings("q", |stored| Ok::<_, ()>(stored.clone())).await;
    assert!(matches!(unknown, Err(Error::NotFound { what: "plugin", .. })));
    set_settings(&store, "p", json!({"a": 1})).await;
}
