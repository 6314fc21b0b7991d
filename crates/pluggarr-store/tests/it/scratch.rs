use pluggarr_store::scratch::{self, TableChange};
use pluggarr_store::{Paths, Store};

use crate::store;

#[tokio::test]
async fn both_databases_are_copied_while_they_are_open_and_stay_as_they_are() {
    let store = store().await;
    store.channel_groups().get_or_create(&["News".into()]).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::new(folder.path());
    scratch::copy_databases(&store.paths, &paths).await.unwrap();
    let copy = Store::open(&paths).await.unwrap();
    copy.channel_groups().get_or_create(&["Sports".into()]).await.unwrap();
    assert_eq!(copy.channel_groups().list().await.unwrap().len(), 2);
    assert_eq!(store.channel_groups().list().await.unwrap().len(), 1);
}

#[tokio::test]
async fn rows_that_came_went_and_changed_are_counted_per_table() {
    let store = store().await;
    let groups: Vec<String> = ["News", "Sports", "Films"].map(str::to_owned).into();
    store.channel_groups().get_or_create(&groups).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let before = folder.path().join("before.sqlite3");
    scratch::copy_database(&store.paths.shared(), &before).await.unwrap();
    let now = store.paths.shared();
    let changes = || scratch::changes(&before, &now);
    assert_eq!(changes().await.unwrap(), []);

    store
        .execute(
            "UPDATE dispatcharr_channels_channelgroup SET name = 'Sport' WHERE name = 'Sports'",
        )
        .await;
    store.execute("DELETE FROM dispatcharr_channels_channelgroup WHERE name = 'Films'").await;
    store.execute("INSERT INTO dispatcharr_channels_channelgroup (name) VALUES ('a'), ('b')").await;
    store.execute("UPDATE core_coresettings SET value = '{}' WHERE key = 'dvr_settings'").await;
    let table = |table: &str, added, removed, changed| TableChange {
        table: table.to_owned(),
        added,
        removed,
        changed,
    };
    assert_eq!(
        changes().await.unwrap(),
        [table("core_coresettings", 0, 0, 1), table("dispatcharr_channels_channelgroup", 2, 1, 1),]
    );
}

#[tokio::test]
async fn a_table_without_a_key_is_compared_row_by_row() {
    let store = store().await;
    store
        .execute(
            "CREATE TABLE \"odd \"\"name\" (a); INSERT INTO \"odd \"\"name\" VALUES (1), (NULL)",
        )
        .await;
    let folder = tempfile::tempdir().unwrap();
    let before = folder.path().join("before.sqlite3");
    scratch::copy_database(&store.paths.shared(), &before).await.unwrap();
    store.execute("UPDATE \"odd \"\"name\" SET a = 2 WHERE a IS NULL").await;
    let changes = scratch::changes(&before, &store.paths.shared()).await.unwrap();
    assert_eq!((changes[0].table.as_str(), changes[0].changed), ("odd \"name", 1));
}
