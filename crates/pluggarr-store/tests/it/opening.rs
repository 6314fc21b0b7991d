use std::os::unix::fs::PermissionsExt as _;

use pluggarr_store::{Error, Paths, Store};

use crate::store;

#[tokio::test]
async fn sqlite_has_the_fix_for_the_wal_reset_race() {
    // SQLite 3.7.0 to 3.51.2 can lose commits when a checkpoint meets a writer in another process.
    let version = store().await.sqlite_version().await.unwrap();
    let numbers: Vec<u32> = version.split('.').map(|n| n.parse().unwrap()).collect();
    assert!(numbers >= vec![3, 51, 3], "{version}");
}

#[tokio::test]
async fn opening_again_keeps_everything() {
    let store = store().await;
    store.channel_groups().get_or_create(&["News".into()]).await.unwrap();
    store.close().await;
    let again = Store::open(&store.paths).await.unwrap();
    assert_eq!(again.channel_groups().list().await.unwrap()[0].name, "News");
    assert_eq!(again.user_agents().list().await.unwrap().len(), 3);
}

#[tokio::test]
async fn two_that_open_at_once_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::new(folder.path());
    let (a, b) = tokio::join!(Store::open(&paths), Store::open(&paths));
    assert_eq!(a.unwrap().user_agents().list().await.unwrap().len(), 3);
    assert_eq!(b.unwrap().user_agents().list().await.unwrap().len(), 3);
}

#[tokio::test]
async fn only_the_owner_can_read_the_files() {
    let store = store().await;
    store.secrets().get_or_create("key", b"value").await.unwrap();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    for file in [store.paths.shared(), store.paths.host()] {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
        assert_eq!(mode(file.parent().unwrap()), 0o700);
        let wal = file.with_extension("sqlite3-wal");
        assert_eq!(mode(&wal), 0o600, "{}", wal.display());
    }
}

#[tokio::test]
async fn both_files_are_in_wal_mode_with_foreign_keys() {
    let store = store().await;
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(&mut store.outsider().await)
        .await
        .unwrap();
    assert_eq!(mode, "wal");
    // Deferred: a writer may insert in any order, and hears of a mistake at its commit.
    let sql = store.number(
        "SELECT COUNT(*) FROM sqlite_master WHERE sql LIKE '%REFERENCES%'
            AND sql NOT LIKE '%DEFERRABLE INITIALLY DEFERRED%'",
    );
    assert_eq!(sql.await, 0);
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    let store = store().await;
    store
        .execute(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9999, 'the future', TRUE, x'00', 0)",
        )
        .await;
    store.close().await;
    let error = Store::open(&store.paths).await.unwrap_err();
    assert!(matches!(error, Error::TooNew { migration: 9999, .. }), "{error}");
}

#[tokio::test]
async fn a_database_with_another_schema_is_refused() {
    let store = store().await;
    store.execute("UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 3").await;
    store.close().await;
    let error = Store::open(&store.paths).await.unwrap_err();
    assert!(matches!(error, Error::OtherSchema { migration: 3, .. }), "{error}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::new(folder.path());
    std::fs::create_dir(folder.path().join("db")).unwrap();
    std::fs::write(paths.shared(), "#EXTM3U\n".repeat(200)).unwrap();
    let error = Store::open(&paths).await.unwrap_err();
    assert!(matches!(error, Error::Corrupt { .. }), "{error:?}");
    assert!(std::fs::read_to_string(paths.shared()).unwrap().starts_with("#EXTM3U"));
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let error = Store::open(&Paths::new("/dev/null/data")).await.unwrap_err();
    assert!(error.to_string().contains("/dev/null/data/db"), "{error}");
}
