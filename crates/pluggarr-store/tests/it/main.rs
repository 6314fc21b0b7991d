//! Every query, against databases in a temporary folder.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

mod accounts;
mod channels;
mod clock;
mod concurrency;
mod guides;
mod host;
mod opening;
mod plugins;
mod runs;
mod scratch;
mod seeds;
mod snapshots;
mod streams;
mod trash;
mod users;

use pluggarr_store::{Paths, Store};
use tempfile::TempDir;

/// A store in a folder that goes with it.
struct TestStore {
    store: Store,
    paths: Paths,
    _folder: TempDir,
}

impl std::ops::Deref for TestStore {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

async fn store() -> TestStore {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::new(folder.path());
    let store = Store::open(&paths).await.unwrap();
    TestStore { store, paths, _folder: folder }
}

impl TestStore {
    /// A connection that is not the store's: what a plugin has, or a curious test.
    async fn outsider(&self) -> sqlx::SqliteConnection {
        use sqlx::ConnectOptions as _;
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(self.paths.shared());
        options.foreign_keys(true).connect().await.unwrap()
    }

    /// Runs SQL that nobody in the library would.
    async fn execute(&self, sql: &'static str) {
        sqlx::raw_sql(sql).execute(&mut self.outsider().await).await.unwrap();
    }

    /// The one number that a query answers.
    async fn number(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.outsider().await).await.unwrap()
    }

    /// Fails if a row points to one that is not there.
    async fn assert_nothing_dangles(&self) {
        let dangling = sqlx::query("PRAGMA foreign_key_check");
        let rows = dangling.fetch_all(&mut self.outsider().await).await.unwrap();
        assert!(rows.is_empty(), "{} rows point to nothing", rows.len());
    }
}
