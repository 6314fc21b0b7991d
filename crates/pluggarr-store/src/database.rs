//! One SQLite file: a pool of readers and a single writer.
//!
//! Knows how a file is opened and how a transaction starts; does not know what is in it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Sqlite, SqliteConnection, Transaction};

use crate::error::{Error, Result};
use crate::pace::{Pace, Turn};

/// How long we wait for another process (a plugin's) to finish writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a caller waits for our own writer, which itself may be waiting for another process.
const WRITER_TIMEOUT: Duration = Duration::from_secs(60);
const READERS: u32 = 4;

/// One SQLite file. Clones share the connections.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    file: PathBuf,
    readers: SqlitePool,
    writer: SqlitePool,
    pace: Arc<Pace>,
}

impl Database {
    /// Opens `file`, making it and its folder (for the owner only) where they are missing.
    pub(crate) async fn open(file: &Path) -> Result<Self> {
        create_private(file)?;
        let options = SqliteConnectOptions::new()
            .filename(file)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .disable_statement_logging();
        // One writer: two of ours would only wait for each other inside SQLite, where waiting is
        // polling.
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(WRITER_TIMEOUT)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(options.clone())
            .await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(WRITER_TIMEOUT)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Self { file: file.to_owned(), readers, writer, pace: Arc::default() })
    }

    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// Connections that can only read.
    pub(crate) fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    /// The connection that writes, outside any transaction. For migrations and single statements.
    pub(crate) fn writer(&self) -> &SqlitePool {
        &self.writer
    }

    /// Starts a write. Dropping the transaction undoes it.
    ///
    /// `IMMEDIATE`, because a transaction that starts by reading and then wants to write fails at
    /// once, without waiting, when somebody else wrote in between.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Sqlite>> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Waits for the turn to begin one transaction of many. Keep what is answered until it is over.
    pub(crate) async fn turn(&self) -> Turn<'_> {
        self.pace.turn().await
    }

    /// A writing connection of its own, which leaves the others free while it prepares its work.
    pub(crate) async fn connect(&self) -> Result<SqliteConnection> {
        Ok(self.writer.connect_options().connect().await?)
    }

    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Makes `file` and its folder readable for the owner only. SQLite gives its `-wal` and `-shm`
/// files the same mode.
///
/// A file that is there is not touched: closing it would end the locks that SQLite holds on it for
/// this process (they are POSIX locks, one set per process and file). A worker would then believe
/// itself alone, and take the write-ahead log with it when it closes its connection.
pub(crate) fn create_private(file: &Path) -> Result<()> {
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};

    let io = |source| Error::Io { path: file.to_owned(), source };
    if let Some(folder) = file.parent() {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(io)?;
    }
    match std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(io(error)),
        Ok(_) | Err(_) => Ok(()),
    }
}
