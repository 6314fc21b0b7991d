//! Copies of both databases as they are at one moment each, made while others write.

use std::path::Path;

use sqlx::Connection as _;

use crate::database::{Database, create_private};
use crate::error::{Error, Result};
use crate::paths::Paths;
use crate::store::Store;

impl Store {
    /// Copies both databases to where `to` says; no file may be there. Writers go on meanwhile: what they write then is
    /// not in the copy. Each copy is whole for itself; between the two some moments pass.
    pub async fn copy_to(&self, to: &Paths) -> Result<()> {
        copy(&self.shared, &to.shared()).await?;
        copy(&self.host, &to.host()).await
    }

    /// Looks through both databases to their ends for damage.
    pub async fn check(&self) -> Result<()> {
        for database in [&self.shared, &self.host] {
            let checks = sqlx::query_scalar("PRAGMA integrity_check(3)");
            let found: Vec<String> = checks.fetch_all(database.readers()).await?;
            if found != ["ok"] {
                let file = database.file().to_owned();
                return Err(Error::Damaged { file, found: found.join("; ") });
            }
        }
        Ok(())
    }
}

async fn copy(from: &Database, to: &Path) -> Result<()> {
    // An empty file that only we may read: SQLite fills it and leaves its mode.
    create_private(to)?;
    let mut connection = from.connect().await?;
    let copied = sqlx::query("VACUUM INTO $1").bind(to.to_string_lossy());
    copied.execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}
