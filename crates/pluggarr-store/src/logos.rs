//! Pictures of channels: a name and where the picture is.

use std::collections::HashMap;

use sqlx::{FromRow, SqliteConnection};

use crate::database::Database;
use crate::error::{OrNotFound as _, Result};
use crate::sql::json_list;

/// A row of `dispatcharr_channels_logo`.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct Logo {
    pub id: i64,
    pub name: String,
    /// An address, or a path below `/data/logos/`.
    pub url: String,
}

/// Queries on logos.
#[derive(Debug, Clone, Copy)]
pub struct Logos<'a>(pub(crate) &'a Database);

impl Logos<'_> {
    /// All logos.
    pub async fn list(self) -> Result<Vec<Logo>> {
        let query = sqlx::query_as("SELECT * FROM dispatcharr_channels_logo ORDER BY id");
        Ok(query.fetch_all(self.0.readers()).await?)
    }

    /// The logo with this id.
    pub async fn get(self, id: i64) -> Result<Logo> {
        let query =
            sqlx::query_as("SELECT * FROM dispatcharr_channels_logo WHERE id = $1").bind(id);
        query.fetch_optional(self.0.readers()).await?.or_not_found("logo", id)
    }

    /// The ids of the logos with these addresses, by address. Missing ones are made under the name
    /// given with them.
    pub async fn get_or_create(self, logos: &[(String, String)]) -> Result<HashMap<String, i64>> {
        let mut tx = self.0.begin().await?;
        let ids = get_or_create(&mut tx, logos).await?;
        tx.commit().await?;
        Ok(ids)
    }
}

/// `logos` are pairs of address and name.
pub(crate) async fn get_or_create(
    connection: &mut SqliteConnection,
    logos: &[(String, String)],
) -> Result<HashMap<String, i64>> {
    // `WHERE TRUE` tells SQLite's parser that ON does not belong to the SELECT.
    let insert = sqlx::query(
        "INSERT INTO dispatcharr_channels_logo (url, name)
         SELECT value ->> 0, SUBSTR(value ->> 1, 1, 255) FROM json_each($1) WHERE TRUE
         ON CONFLICT (url) DO NOTHING",
    );
    insert.bind(json_list(logos)).execute(&mut *connection).await?;
    let query = sqlx::query_as(
        "SELECT url, id FROM dispatcharr_channels_logo
         WHERE url IN (SELECT value ->> 0 FROM json_each($1))",
    );
    let rows: Vec<(String, i64)> = query.bind(json_list(logos)).fetch_all(connection).await?;
    Ok(rows.into_iter().collect())
}
