//! Why the store could not do what was asked: a variant per thing a caller can do about it.

use std::path::PathBuf;

/// The store's answer.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such row.
    #[error("there is no {what} {id}")]
    NotFound {
        /// What was looked for, in the field's words: `channel`, `M3U account`.
        what: &'static str,
        /// The id, name or key it was looked for by.
        id: String,
    },
    /// Another row already has a value that must be unique.
    #[error("another row has the same {what}")]
    Conflict {
        /// `table.column`, several joined by a comma.
        what: String,
        /// What the database said.
        #[source]
        source: sqlx::Error,
    },
    /// A row this one points to does not exist, or one that is still pointed to was to go.
    #[error("a row that is referred to does not exist")]
    Dangling {
        /// What the database said. SQLite does not say which row.
        #[source]
        source: sqlx::Error,
    },
    /// The row belongs to the program itself and cannot be changed this way.
    #[error("{what} {id} is locked")]
    Protected {
        /// What was to be changed.
        what: &'static str,
        /// The id, name or key of the row.
        id: String,
    },
    /// Another writer held the database for longer than we wait. Trying again may work.
    #[error("the database is busy: another writer held it for too long")]
    Busy {
        /// What the database said.
        #[source]
        source: sqlx::Error,
    },
    /// The file was last written by a newer Pluggarr.
    #[error(
        "{} was written by a newer version of Pluggarr (it has migration {migration})",
        file.display()
    )]
    TooNew {
        /// The database file.
        file: PathBuf,
        /// The first migration that this build does not have.
        migration: i64,
    },
    /// A migration that was already applied differs from the one in this build.
    #[error(
        "{} was made by a different build of Pluggarr: its migration {migration} is not ours",
        file.display()
    )]
    OtherSchema {
        /// The database file.
        file: PathBuf,
        /// The migration that differs.
        migration: i64,
    },
    /// A migration could not be applied; the database is as it was before it.
    #[error("migration {migration} of {} failed", file.display())]
    Migration {
        /// The database file.
        file: PathBuf,
        /// The migration that failed.
        migration: i64,
        /// What the database said.
        #[source]
        source: sqlx::Error,
    },
    /// The file is not a database, or is damaged: restore a backup.
    #[error("the database is damaged or not a database")]
    Corrupt {
        /// What the database said.
        #[source]
        source: sqlx::Error,
    },
    /// A check found pages or rows that cannot be right: restore a backup.
    #[error("{} is damaged: {found}", file.display())]
    Damaged {
        /// The database file.
        file: PathBuf,
        /// What SQLite's check says of it.
        found: String,
    },
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull {
        /// What the database said.
        #[source]
        source: sqlx::Error,
    },
    /// A file or folder could not be made or read.
    #[error("cannot use {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A row holds something we cannot read, for instance a date that is none. Plugins write these
    /// tables too.
    #[error("column {column} holds a value that cannot be read: {source}")]
    Unreadable {
        /// The column.
        column: String,
        /// What is wrong with the value.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Anything else, which is likely to be our mistake.
    #[error("the database refused: {0}")]
    Database(#[source] sqlx::Error),
}

impl Error {
    /// Whether trying again later may work.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Busy { .. })
    }

    pub(crate) fn not_found(what: &'static str, id: impl ToString) -> Self {
        Self::NotFound { what, id: id.to_string() }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let database = match error {
            sqlx::Error::PoolTimedOut => return Self::Busy { source: error },
            sqlx::Error::ColumnDecode { index, source } => {
                return Self::Unreadable { column: index.trim_matches('"').to_owned(), source };
            }
            sqlx::Error::Database(ref database) => database,
            other => return Self::Database(other),
        };
        // SQLite's extended result codes keep the primary code in the low byte.
        let code = database.code().and_then(|code| code.parse::<i32>().ok()).unwrap_or(0);
        match code & 0xff {
            5 | 6 => Self::Busy { source: error },
            11 | 26 => Self::Corrupt { source: error },
            13 => Self::DiskFull { source: error },
            _ if database.is_unique_violation() => {
                let what =
                    database.message().trim_start_matches("UNIQUE constraint failed: ").to_owned();
                Self::Conflict { what, source: error }
            }
            _ if database.is_foreign_key_violation() => Self::Dangling { source: error },
            _ => Self::Database(error),
        }
    }
}

/// Turns "no row" into [`Error::NotFound`].
pub(crate) trait OrNotFound<T> {
    fn or_not_found(self, what: &'static str, id: impl ToString) -> Result<T>;
}

impl<T> OrNotFound<T> for Option<T> {
    fn or_not_found(self, what: &'static str, id: impl ToString) -> Result<T> {
        self.ok_or_else(|| Error::not_found(what, id))
    }
}
