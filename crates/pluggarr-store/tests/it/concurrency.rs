//! Plugins write to the shared file at the same time as we do.

use std::time::{Duration, Instant};

use pluggarr_store::streams::StreamFilter;
use pluggarr_store::{Error, Timestamp};

use crate::streams::{account, stream};
use crate::{TestStore, store};

/// Writes as a plugin's worker does, until told to stop: through a connection of its own that does
/// not wait in SQLite, where waiting would stop the worker's loop, but tries again. Answers how
/// many writes it made and how long the longest one took.
async fn plugin(store: &TestStore, stop: &tokio::sync::Notify) -> (u64, Duration) {
    let mut connection = store.outsider().await;
    sqlx::query("PRAGMA busy_timeout = 0").execute(&mut connection).await.unwrap();
    let (mut writes, mut longest) = (0, Duration::ZERO);
    let mut stopped = std::pin::pin!(stop.notified());
    loop {
        let began = Instant::now();
        while sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut connection).await.is_err() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let write = "UPDATE plugins_pluginconfig
            SET settings = JSON_SET(settings, '$.n', settings ->> 'n' + 1);
            COMMIT";
        sqlx::raw_sql(write).execute(&mut connection).await.unwrap();
        (writes, longest) = (writes + 1, longest.max(began.elapsed()));
        let pause = tokio::time::sleep(Duration::from_millis(1));
        tokio::select! {
            () = &mut stopped => return (writes, longest),
            () = pause => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plugin_writes_while_a_playlist_is_stored() {
    let store = store().await;
    let id = account(&store, "A").await;
    store.plugin_configs().ensure("p", "P", "1", "").await.unwrap();
    crate::plugins::set_settings(&store, "p", serde_json::json!({"n": 0})).await;
    let stop = tokio::sync::Notify::new();
    let refresh = async {
        let streams = (0..30_000).map(|n| stream(&n.to_string()));
        let counts = store.streams().upsert(id, Timestamp::now(), streams).await.unwrap();
        stop.notify_one();
        counts
    };
    let (counts, (writes, longest)) = tokio::join!(refresh, plugin(&store, &stop));
    assert_eq!(counts.created, 30_000);
    assert_eq!(store.streams().count(&StreamFilter::default()).await.unwrap(), 30_000);
    let settings = store.plugin_configs().get("p").await.unwrap().settings;
    assert_eq!(settings["n"], writes, "no write was lost");
    // 30,000 streams are six transactions: the plugin must have got in between, every time.
    assert!(writes > 5, "{writes} writes, the longest took {longest:?}");
}

#[tokio::test]
async fn readers_do_not_wait_for_a_writer() {
    let store = store().await;
    let mut writer = store.outsider().await;
    sqlx::raw_sql("BEGIN IMMEDIATE; UPDATE core_useragent SET name = 'x' || id")
        .execute(&mut writer)
        .await
        .unwrap();
    let read = tokio::time::timeout(Duration::from_secs(2), store.user_agents().list());
    assert_eq!(read.await.unwrap().unwrap()[0].name, "TiviMate");
}

#[tokio::test]
async fn our_write_waits_for_a_plugin_that_holds_the_database() {
    let store = store().await;
    let mut plugin = store.outsider().await;
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut plugin).await.unwrap();
    let write = store.plugin_configs().ensure("a", "A", "1", "");
    let release = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        sqlx::raw_sql("COMMIT").execute(&mut plugin).await.unwrap();
    };
    let (row, ()) = tokio::join!(write, release);
    assert_eq!(row.unwrap().key, "a");
}

#[tokio::test]
async fn a_write_that_is_given_up_is_undone() {
    let store = store().await;
    let names: Vec<_> = (0..20_000).map(|n| (format!("http://logo/{n}"), n.to_string())).collect();
    let write = store.logos().get_or_create(&names);
    let _ = tokio::time::timeout(Duration::from_millis(1), write).await;
    // Whatever the moment was: all or nothing, and the writer is free again.
    let logos = store.logos().list().await.unwrap().len();
    assert!(logos == 0 || logos == 20_000, "{logos}");
    store.plugin_configs().ensure("a", "A", "1", "").await.unwrap();
}

#[tokio::test]
async fn a_lock_that_is_not_given_up_is_said_to_be_one() {
    let store = store().await;
    let (mut first, mut second) = (store.outsider().await, store.outsider().await);
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut first).await.unwrap();
    sqlx::raw_sql("PRAGMA busy_timeout = 0").execute(&mut second).await.unwrap();
    let refused = sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut second).await.unwrap_err();
    let error = Error::from(refused);
    assert!(matches!(error, Error::Busy { .. }) && error.is_transient(), "{error:?}");
}
