//! Guide channels: what a source calls a channel. Dispatcharr's name for them is EPG data.

use std::collections::HashMap;
use std::ptr;

use sqlx::{FromRow, QueryBuilder, SqliteConnection};

use crate::database::Database;
use crate::error::{OrNotFound as _, Result};
use crate::sql::json_list;
use crate::time::Timestamp;

/// A row of `epg_epgdata`.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct EpgData {
    pub id: i64,
    pub tvg_id: Option<String>,
    pub name: String,
    pub icon_url: Option<String>,
    pub epg_source_id: Option<i64>,
}

/// A guide channel as a guide has it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct NewEpgData {
    pub tvg_id: String,
    pub name: String,
    pub icon_url: Option<String>,
}

/// What became of the channels of a guide.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoredEpgData {
    /// Not known before.
    pub created: u64,
    /// Known, with another name or icon now.
    pub updated: u64,
    /// The row of every tvg-id that was given.
    pub ids: HashMap<String, i64>,
}

/// Queries on guide channels.
#[derive(Debug, Clone, Copy)]
pub struct EpgDatas<'a>(pub(crate) &'a Database);

/// Guide channels per transaction.
const CHUNK: usize = 5_000;

impl EpgDatas<'_> {
    /// The guide channels of a source, or of all.
    pub async fn list(self, source_id: Option<i64>) -> Result<Vec<EpgData>> {
        let query = sqlx::query_as(
            "SELECT * FROM epg_epgdata WHERE $1 IS NULL OR epg_source_id = $1 ORDER BY id",
        );
        Ok(query.bind(source_id).fetch_all(self.0.readers()).await?)
    }

    /// The guide channel with this id.
    pub async fn get(self, id: i64) -> Result<EpgData> {
        let query = sqlx::query_as("SELECT * FROM epg_epgdata WHERE id = $1").bind(id);
        query.fetch_optional(self.0.readers()).await?.or_not_found("EPG data", id)
    }

    /// How many guide channels a source has.
    pub async fn count(self, source_id: i64) -> Result<i64> {
        let query = sqlx::query_scalar("SELECT COUNT(*) FROM epg_epgdata WHERE epg_source_id = $1");
        Ok(query.bind(source_id).fetch_one(self.0.readers()).await?)
    }

    /// Stores the channels of a guide. Where a tvg-id comes more than once, the last one counts. An
    /// icon that is not given is kept.
    pub async fn upsert(self, source_id: i64, channels: &[NewEpgData]) -> Result<StoredEpgData> {
        let mut stored = StoredEpgData::default();
        for chunk in channels.chunks(CHUNK) {
            let _turn = self.0.turn().await;
            let mut tx = self.0.begin().await?;
            store(&mut tx, source_id, chunk, &mut stored).await?;
            tx.commit().await?;
        }
        Ok(stored)
    }

    /// The guide channels of a source that channels use: those whose programmes are worth keeping.
    pub async fn mapped(self, source_id: i64) -> Result<Vec<EpgData>> {
        let query = sqlx::query_as(
            "SELECT * FROM epg_epgdata WHERE epg_source_id = $1 AND id IN (
                SELECT epg_data_id FROM dispatcharr_channels_channel
                UNION SELECT epg_data_id FROM dispatcharr_channels_channeloverride)
             ORDER BY id",
        );
        Ok(query.bind(source_id).fetch_all(self.0.readers()).await?)
    }

    /// Gives each channel without a guide the guide channel with exactly its tvg-id, from the
    /// active source with the highest priority. `channel_ids` limits it to some channels. Answers
    /// which channel got which.
    pub async fn map_channels(self, channel_ids: Option<&[i64]>) -> Result<Vec<(i64, i64)>> {
        let mut query = QueryBuilder::new(
            "UPDATE dispatcharr_channels_channel AS c
             SET epg_data_id = m.epg_data_id, updated_at = ",
        );
        query.push_bind(Timestamp::now());
        query.push(
            " FROM (
                SELECT e.tvg_id, e.id AS epg_data_id, ROW_NUMBER() OVER (
                    PARTITION BY e.tvg_id ORDER BY s.priority DESC, s.id, e.id) AS place
                FROM epg_epgdata e JOIN epg_epgsource s ON s.id = e.epg_source_id
                WHERE s.is_active AND e.tvg_id <> ''
                  AND e.tvg_id IN (SELECT tvg_id FROM dispatcharr_channels_channel
                                   WHERE epg_data_id IS NULL)) AS m
              WHERE c.epg_data_id IS NULL AND c.tvg_id = m.tvg_id AND m.place = 1",
        );
        if let Some(ids) = channel_ids {
            query.push(" AND c.id IN (SELECT value FROM json_each(");
            query.push_bind(json_list(ids)).push("))");
        }
        query.push(" RETURNING id, epg_data_id");
        Ok(query.build_query_as().fetch_all(self.0.writer()).await?)
    }
}

/// Stores one chunk and adds to what became of the chunks before it.
async fn store(
    connection: &mut SqliteConnection,
    source_id: i64,
    channels: &[NewEpgData],
    stored: &mut StoredEpgData,
) -> Result<()> {
    let last: HashMap<&str, &NewEpgData> =
        channels.iter().map(|c| (c.tvg_id.as_str(), c)).collect();
    let tvg_ids: Vec<&str> = last.keys().copied().collect();
    let known = by_tvg_id(connection, source_id, &tvg_ids).await?;
    let is_changed = |new: &NewEpgData, old: &EpgData| {
        new.name != old.name || (new.icon_url.is_some() && new.icon_url != old.icon_url)
    };
    let mut write: Vec<&NewEpgData> = Vec::new();
    // In the guide's order, so that ids follow it.
    let is_last = |c: &&NewEpgData| last.get(c.tvg_id.as_str()).is_some_and(|l| ptr::eq(*l, *c));
    for channel in channels.iter().filter(is_last) {
        match known.get(&channel.tvg_id) {
            None => stored.created += 1,
            Some(old) if is_changed(channel, old) => stored.updated += 1,
            Some(_) => continue,
        }
        write.push(channel);
    }
    let insert = sqlx::query(
        "INSERT INTO epg_epgdata (epg_source_id, tvg_id, name, icon_url)
         SELECT $2, value ->> 'tvg_id', value ->> 'name', value ->> 'icon_url'
         FROM json_each($1) WHERE TRUE
         ON CONFLICT (tvg_id, epg_source_id) DO UPDATE SET name = excluded.name,
            icon_url = COALESCE(excluded.icon_url, epg_epgdata.icon_url)",
    );
    insert.bind(json_list(&write)).bind(source_id).execute(&mut *connection).await?;
    let rows = by_tvg_id(connection, source_id, &tvg_ids).await?;
    stored.ids.extend(rows.into_iter().map(|(tvg_id, row)| (tvg_id, row.id)));
    Ok(())
}

async fn by_tvg_id(
    connection: &mut SqliteConnection,
    source_id: i64,
    tvg_ids: &[&str],
) -> Result<HashMap<String, EpgData>> {
    let query = sqlx::query_as(
        "SELECT * FROM epg_epgdata
         WHERE epg_source_id = $2 AND tvg_id IN (SELECT value FROM json_each($1))",
    );
    let rows: Vec<EpgData> =
        query.bind(json_list(tvg_ids)).bind(source_id).fetch_all(connection).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.tvg_id.clone()?, row))).collect())
}

/// Makes one guide channel where it is missing.
pub(crate) async fn ensure(
    connection: &mut SqliteConnection,
    source_id: i64,
    tvg_id: &str,
    name: &str,
) -> Result<()> {
    let query = sqlx::query(
        "INSERT INTO epg_epgdata (epg_source_id, tvg_id, name) VALUES ($1, $2, $3)
         ON CONFLICT (tvg_id, epg_source_id) DO NOTHING",
    );
    query.bind(source_id).bind(tvg_id).bind(name).execute(connection).await?;
    Ok(())
}
