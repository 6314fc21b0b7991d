//! Small pieces that several queries share.

use sqlx::{Encode, QueryBuilder, Sqlite, SqliteConnection, Type};

use crate::error::{Error, Result};

/// Which part of a long list is wanted. Pages count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// The page, from 1.
    pub page: u32,
    /// Rows per page.
    pub size: u32,
}

impl Paging {
    /// Everything on one page.
    pub const ALL: Self = Self { page: 1, size: u32::MAX };

    pub(crate) fn push(self, query: &mut QueryBuilder<Sqlite>) {
        let offset = i64::from(self.page.saturating_sub(1)) * i64::from(self.size);
        query.push(" LIMIT ").push_bind(i64::from(self.size));
        query.push(" OFFSET ").push_bind(offset);
    }
}

/// Part of a long list, and how long the list is.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// How many rows all pages have together.
    pub total: i64,
}

/// An UPDATE of one row that names only the columns that change, so that two writers of different
/// columns do not undo each other.
pub(crate) struct Update {
    query: QueryBuilder<Sqlite>,
    columns: usize,
}

impl Update {
    pub(crate) fn new(table: &'static str) -> Self {
        Self { query: QueryBuilder::new(format!("UPDATE \"{table}\" SET ")), columns: 0 }
    }

    /// `None` leaves the column alone; for a nullable column, `Some(None)` empties it.
    pub(crate) fn set<'t, T>(&mut self, column: &'static str, value: Option<T>) -> &mut Self
    where
        T: Encode<'t, Sqlite> + Type<Sqlite>,
    {
        if let Some(value) = value {
            let comma = if self.columns == 0 { "" } else { ", " };
            self.query.push(format_args!("{comma}\"{column}\" = ")).push_bind(value);
            self.columns += 1;
        }
        self
    }

    /// Writes the row with this id. Touches nothing when no column was set.
    pub(crate) async fn by_id(
        mut self,
        connection: &mut SqliteConnection,
        what: &'static str,
        id: i64,
    ) -> Result<()> {
        if self.columns == 0 {
            return Ok(());
        }
        let done =
            self.query.push(" WHERE \"id\" = ").push_bind(id).build().execute(connection).await?;
        match done.rows_affected() {
            0 => Err(Error::not_found(what, id)),
            _ => Ok(()),
        }
    }
}

/// Runs statements that each take one id as `$1`, in order. What ON DELETE would do, had Django's
/// tables any.
pub(crate) async fn run_each(
    connection: &mut SqliteConnection,
    statements: &[&'static str],
    id: i64,
) -> Result<()> {
    for statement in statements {
        sqlx::query(*statement).bind(id).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Many ids or names as one bound value, for `IN (SELECT value FROM json_each($1))`: SQLite binds
/// no arrays, and a statement with as many placeholders as values would be prepared anew for every
/// length.
pub(crate) fn json_list<T: serde::Serialize>(values: &[T]) -> sqlx::types::Json<&[T]> {
    sqlx::types::Json(values)
}

/// `text` as a LIKE pattern for "contains", to be used with `ESCAPE '\'`.
pub(crate) fn contains(text: &str) -> String {
    let escaped = text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    format!("%{escaped}%")
}
