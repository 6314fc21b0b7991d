use std::os::unix::fs::PermissionsExt as _;

use pluggarr_store::{Error, Paths, Store};

use crate::store;

#[tokio::test]
async fn a_copy_holds_what_was_written_and_only_the_owner_can_read_it() {
    let store = store().await;
    store.channel_groups().get_or_create(&["News".into()]).await.unwrap();
    store.secrets().get_or_create("key", b"value").await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::new(folder.path());
    store.copy_to(&paths).await.unwrap();
    for file in [paths.shared(), paths.host()] {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    let copy = Store::open(&paths).await.unwrap();
    copy.check().await.unwrap();
    assert_eq!(copy.channel_groups().list().await.unwrap()[0].name, "News");
    assert_eq!(copy.secrets().get("key").await.unwrap().unwrap(), b"value");
    assert!(store.copy_to(&paths).await.is_err(), "a file that is there is not written over");
}

#[tokio::test]
async fn a_copy_can_be_made_while_a_plugin_writes() {
    let store = store().await;
    let mut outsider = store.outsider().await;
    sqlx::raw_sql(
        "BEGIN IMMEDIATE; INSERT INTO dispatcharr_channels_channelgroup (name) VALUES ('half')",
    )
    .execute(&mut outsider)
    .await
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::new(folder.path());
    store.copy_to(&paths).await.unwrap();
    let copy = Store::open(&paths).await.unwrap();
    assert!(copy.channel_groups().list().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_damaged_database_is_found_out() {
    let store = store().await;
    let names: Vec<String> = (0..5000).map(|n| format!("Group {n}")).collect();
    store.channel_groups().get_or_create(&names).await.unwrap();
    store.close().await;
    let mut bytes = std::fs::read(store.paths.shared()).unwrap();
    let middle = bytes.windows(10).rposition(|part| part == b"Group 2500").unwrap();
    for byte in &mut bytes[middle - 600..middle + 600] {
        *byte = 0xff;
    }
    std::fs::write(store.paths.shared(), bytes).unwrap();
    let damaged = Store::open(&store.paths).await.unwrap();
    let error = damaged.check().await.unwrap_err();
    assert!(matches!(error, Error::Damaged { .. } | Error::Corrupt { .. }), "{error}");
}
