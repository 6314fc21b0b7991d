//! Putting a guide's programmes in place of the old ones: gathered in a temporary table, where they
//! hold up nobody, and swapped in when the guide was read to its end.

use sqlx::types::Json;
use sqlx::{Connection as _, QueryBuilder, Sqlite, SqliteConnection, Transaction};

use super::{NewProgramme, Programmes};
use crate::database::Database;
use crate::error::Result;
use crate::sql::json_list;

/// Rows per INSERT into the temporary table.
const ROWS: usize = 250;
/// Programmes per swap. A guide with more is swapped some guide channels at a time, so that a
/// plugin's write waits for a second or two and not for a minute.
const SLICE: i64 = 200_000;

/// What a replacement did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Replaced {
    /// Programmes that were there before.
    pub deleted: u64,
    /// Programmes that are there now.
    pub inserted: u64,
}

/// Programmes being gathered. Dropping it leaves the old ones in place.
#[derive(Debug)]
pub struct Replacement {
    database: Database,
    connection: SqliteConnection,
    epg_ids: Vec<i64>,
}

impl Programmes<'_> {
    /// Begins to replace the programmes of these guide channels, those that will get none included.
    pub async fn replace(self, epg_ids: Vec<i64>) -> Result<Replacement> {
        let mut connection = self.0.connect().await?;
        let create = sqlx::query(
            "CREATE TEMPORARY TABLE gathered (epg_id integer, start_time text, end_time text,
                title text, sub_title text, description text, tvg_id text, program_id text,
                custom_properties text)",
        );
        create.execute(&mut connection).await?;
        Ok(Replacement { database: self.0.clone(), connection, epg_ids })
    }
}

impl Replacement {
    /// Adds some programmes. Nobody sees them yet.
    pub async fn push(&mut self, programmes: &[NewProgramme]) -> Result<()> {
        for rows in programmes.chunks(ROWS) {
            let mut query = QueryBuilder::new("INSERT INTO gathered ");
            query.push_values(rows, |mut row, programme| {
                row.push_bind(programme.epg_id);
                row.push_bind(programme.start_time).push_bind(programme.end_time);
                row.push_bind(&programme.title).push_bind(&programme.sub_title);
                row.push_bind(&programme.description).push_bind(&programme.tvg_id);
                row.push_bind(&programme.program_id);
                row.push_bind(programme.custom_properties.as_ref().map(Json));
            });
            query.build().persistent(rows.len() == ROWS).execute(&mut self.connection).await?;
        }
        Ok(())
    }

    /// Puts the programmes in place of the old ones. Whoever reads sees a guide channel's old
    /// programmes or its new ones; up to 200,000 programmes all change in one moment.
    ///
    /// Programmes of guide channels that this replacement is not about, or that were deleted in the
    /// meantime, are left out.
    pub async fn finish(mut self) -> Result<Replaced> {
        let slices = self.slices().await?;
        if slices.len() > 1 {
            let index = sqlx::query("CREATE INDEX temp.gathered_epg_id ON gathered (epg_id)");
            index.execute(&mut self.connection).await?;
        }
        let mut total = Replaced::default();
        for slice in slices {
            let _turn = self.database.turn().await;
            let tx = self.connection.begin_with("BEGIN IMMEDIATE").await?;
            let replaced = swap(tx, &slice).await?;
            total.deleted += replaced.deleted;
            total.inserted += replaced.inserted;
        }
        self.connection.close().await?;
        Ok(total)
    }

    /// The guide channels, in parts that have about as many programmes as may be swapped at once.
    async fn slices(&mut self) -> Result<Vec<Vec<i64>>> {
        let query = sqlx::query_as(
            "SELECT value, (SELECT COUNT(*) FROM epg_programdata WHERE epg_id = value)
                + COALESCE(number, 0)
             FROM json_each($1)
             LEFT JOIN (SELECT epg_id, COUNT(*) AS number FROM gathered GROUP BY epg_id)
                ON epg_id = value",
        );
        let query = query.bind(json_list(&self.epg_ids));
        let numbers: Vec<(i64, i64)> = query.fetch_all(&mut self.connection).await?;
        Ok(pack(&numbers, SLICE))
    }
}

/// Packs items of given weights, in order, into parts that stay below `limit` where they can.
fn pack(items: &[(i64, i64)], limit: i64) -> Vec<Vec<i64>> {
    let mut parts: Vec<Vec<i64>> = Vec::new();
    let mut room = 0;
    for &(item, weight) in items {
        match parts.last_mut() {
            Some(part) if weight <= room => part.push(item),
            _ => {
                parts.push(vec![item]);
                room = limit;
            }
        }
        room -= weight;
    }
    parts
}

async fn swap(mut tx: Transaction<'_, Sqlite>, epg_ids: &[i64]) -> Result<Replaced> {
    let delete = sqlx::query(
        "DELETE FROM epg_programdata WHERE epg_id IN (SELECT value FROM json_each($1))",
    );
    let deleted = delete.bind(json_list(epg_ids)).execute(&mut *tx).await?.rows_affected();
    let insert = sqlx::query(
        "INSERT INTO epg_programdata (epg_id, start_time, end_time, title, sub_title, description,
            tvg_id, program_id, custom_properties)
         SELECT epg_id, start_time, end_time, title, sub_title, description, tvg_id, program_id,
            custom_properties
         FROM gathered
         WHERE epg_id IN (SELECT value FROM json_each($1))
           AND EXISTS (SELECT 1 FROM epg_epgdata WHERE id = gathered.epg_id)",
    );
    let inserted = insert.bind(json_list(epg_ids)).execute(&mut *tx).await?.rows_affected();
    tx.commit().await?;
    Ok(Replaced { deleted, inserted })
}

#[cfg(test)]
mod tests {
    use super::pack;

    #[test]
    fn parts_stay_below_the_limit_unless_one_item_alone_is_above() {
        let items = [(1, 4), (2, 6), (3, 1), (4, 20), (5, 0)];
        assert_eq!(pack(&items, 10), [vec![1, 2], vec![3], vec![4], vec![5]]);
        assert_eq!(pack(&[], 10), Vec::<Vec<i64>>::new());
    }
}
