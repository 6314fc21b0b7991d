//! The way in: both files opened, migrated, and a handle per domain.

use crate::database::Database;
use crate::error::Result;
use crate::migrations;
use crate::paths::Paths;

/// Both databases. Clones share the connections.
#[derive(Debug, Clone)]
pub struct Store {
    shared: Database,
    host: Database,
}

impl Store {
    /// Opens both files below the data folder, making and migrating them as needed.
    pub async fn open(paths: &Paths) -> Result<Self> {
        let shared = Database::open(&paths.shared()).await?;
        let host = Database::open(&paths.host()).await?;
        migrations::run(paths, &shared, &host).await?;
        Ok(Self { shared, host })
    }

    /// The version of the SQLite library in use.
    pub async fn sqlite_version(&self) -> Result<String> {
        Ok(sqlx::query_scalar("SELECT sqlite_version()").fetch_one(self.shared.readers()).await?)
    }

    /// Waits for what is being written and closes both files. Every later call fails.
    pub async fn close(&self) {
        self.shared.close().await;
        self.host.close().await;
    }
}
