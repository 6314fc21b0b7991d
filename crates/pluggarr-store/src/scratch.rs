//! Copies of databases that somebody else has open, and what changed in one since.
//!
//! For trying something out without risk: the originals are opened for reading only, whatever version made them,
//! and neither migrated nor locked. Knows tables and rows, not what they mean.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, QueryBuilder, Row as _, SqliteConnection};

use crate::database::create_private;
use crate::error::Result;
use crate::paths::Paths;

/// Rows of one table that differ between two databases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableChange {
    /// The table.
    pub table: String,
    /// Rows that are new.
    pub added: i64,
    /// Rows that are gone.
    pub removed: i64,
    /// Rows whose key stayed and whose columns did not.
    pub changed: i64,
}

/// Copies both databases from one data folder to another, while others write. No file may be there.
pub async fn copy_databases(from: &Paths, to: &Paths) -> Result<()> {
    copy_database(&from.shared(), &to.shared()).await?;
    copy_database(&from.host(), &to.host()).await
}

/// Copies one database as it is at this moment.
pub async fn copy_database(from: &Path, to: &Path) -> Result<()> {
    create_private(to)?;
    let mut connection = open(from).await?;
    let copied = sqlx::query("VACUUM INTO $1").bind(to.to_string_lossy());
    copied.execute(&mut connection).await?;
    Ok(connection.close().await?)
}

/// What is different in `after`. Tables that are the same are not listed.
pub async fn changes(before: &Path, after: &Path) -> Result<Vec<TableChange>> {
    let mut connection = open(after).await?;
    let attach = sqlx::query("ATTACH DATABASE $1 AS before").bind(before.to_string_lossy());
    attach.execute(&mut connection).await?;
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
           AND name IN (SELECT name FROM before.sqlite_schema) ORDER BY name",
    )
    .fetch_all(&mut connection)
    .await?;
    let mut changes = Vec::new();
    for table in tables {
        let change = change_of(&mut connection, table).await?;
        if change.added + change.removed + change.changed > 0 {
            changes.push(change);
        }
    }
    connection.close().await?;
    Ok(changes)
}

async fn open(file: &Path) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    Ok(options.disable_statement_logging().connect().await?)
}

async fn change_of(connection: &mut SqliteConnection, table: String) -> Result<TableChange> {
    let columns = sqlx::query("SELECT name, pk FROM pragma_table_info($1)")
        .bind(&table)
        .fetch_all(&mut *connection)
        .await?;
    let (mut keys, mut others) = (Vec::new(), Vec::new());
    for column in columns {
        let name = quoted(&column.try_get::<String, _>("name")?);
        if column.try_get::<i64, _>("pk")? > 0 { keys.push(name) } else { others.push(name) }
    }
    if keys.is_empty() {
        keys.push("rowid".to_owned());
    }
    let same = |columns: &[String]| {
        let pairs: Vec<_> = columns.iter().map(|name| format!("a.{name} IS b.{name}")).collect();
        if pairs.is_empty() { "1".to_owned() } else { pairs.join(" AND ") }
    };
    let (here, there) = (quoted(&table), format!("before.{}", quoted(&table)));
    let (same_key, same_rest) = (same(&keys), same(&others));
    let only_in = |one: &str, other: &str| {
        format!(
            "SELECT count(*) FROM {one} a WHERE NOT EXISTS (SELECT 1 FROM {other} b WHERE {same_key})"
        )
    };
    let here = format!("main.{here}");
    let added = count(connection, only_in(&here, &there)).await?;
    let removed = count(connection, only_in(&there, &here)).await?;
    let changed = format!(
        "SELECT count(*) FROM {here} a JOIN {there} b ON {same_key} WHERE NOT ({same_rest})"
    );
    let changed = count(connection, changed).await?;
    Ok(TableChange { table, added, removed, changed })
}

async fn count(connection: &mut SqliteConnection, sql: String) -> Result<i64> {
    let mut query = QueryBuilder::<sqlx::Sqlite>::new(sql);
    Ok(query.build_query_scalar().fetch_one(connection).await?)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
