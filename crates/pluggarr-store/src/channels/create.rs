//! Making channels, one with given properties or many from streams.

use std::collections::HashMap;

use sqlx::{FromRow, QueryBuilder, SqliteConnection};
use uuid::Uuid;

use super::numbers::Numbers;
use super::{Channel, Channels, NewChannel, get, links};
use crate::error::Result;
use crate::sql::json_list;
use crate::time::Timestamp;
use crate::{channel_profiles, logos};

/// Channels per transaction.
const CHUNK: usize = 2_000;
/// Rows per INSERT.
const ROWS: usize = 250;

/// A stream to make a channel from.
#[derive(Debug, Clone, PartialEq)]
pub struct FromStream {
    /// The stream.
    pub stream_id: i64,
    /// The number the channel should have if it is free. Else the number the stream suggests, if
    /// that is free; else the next free one.
    pub channel_number: Option<f64>,
}

/// A channel that was made from a stream.
#[derive(Debug, Clone, PartialEq)]
pub struct CreatedChannel {
    /// Its id.
    pub id: i64,
    /// Its UUID.
    pub uuid: Uuid,
    /// The stream it was made from.
    pub stream_id: i64,
    /// Its number.
    pub channel_number: f64,
}

impl Channels<'_> {
    /// Makes a channel, shown in every channel profile.
    pub async fn create(self, new: &NewChannel) -> Result<Channel> {
        let mut tx = self.0.begin().await?;
        let number = match new.channel_number {
            Some(number) => number,
            None => Numbers::load(&mut tx, 1.0).await?.take(None),
        };
        let row = Row {
            number,
            name: new.name.clone(),
            logo_id: new.logo_id,
            channel_group_id: new.channel_group_id,
            tvg_id: new.tvg_id.clone(),
            tvc_guide_stationid: new.tvc_guide_stationid.clone(),
            epg_data_id: new.epg_data_id,
            stream_profile_id: new.stream_profile_id,
            user_level: new.user_level,
            is_adult: new.is_adult,
            hidden_from_output: new.hidden_from_output,
            is_catchup: false,
            catchup_days: 0,
            uuid: Uuid::new_v4(),
        };
        let id = insert(&mut tx, &[row]).await?.into_iter().next().unwrap_or_default();
        links::set(&mut tx, id, &new.stream_ids).await?;
        channel_profiles::show_everywhere(&mut tx, &[id]).await?;
        let channel = get(&mut tx, id).await?;
        tx.commit().await?;
        Ok(channel)
    }

    /// Makes a channel from each stream, with its name, group, tvg-id and logo, shown in every
    /// channel profile. Numbers that have to be found are looked for from `first_number` upwards.
    /// Streams that do not exist are passed over.
    pub async fn create_from_streams(
        self,
        streams: &[FromStream],
        first_number: f64,
    ) -> Result<Vec<CreatedChannel>> {
        let mut created = Vec::with_capacity(streams.len());
        for chunk in streams.chunks(CHUNK) {
            let _turn = self.0.turn().await;
            let mut tx = self.0.begin().await?;
            created.extend(from_streams(&mut tx, chunk, first_number).await?);
            tx.commit().await?;
        }
        Ok(created)
    }
}

#[derive(FromRow)]
struct Source {
    id: i64,
    name: String,
    logo_url: Option<String>,
    tvg_id: Option<String>,
    channel_group_id: Option<i64>,
    stream_profile_id: Option<i64>,
    stream_chno: Option<f64>,
    is_adult: bool,
    is_catchup: bool,
    catchup_days: i64,
}

async fn from_streams(
    connection: &mut SqliteConnection,
    streams: &[FromStream],
    first_number: f64,
) -> Result<Vec<CreatedChannel>> {
    let sources = sources(connection, streams).await?;
    let in_order = streams.iter().filter_map(|s| sources.get(&s.stream_id));
    let logos = logos_of(connection, in_order).await?;
    let mut numbers = Numbers::load(connection, first_number).await?;
    let wanted = streams.iter().filter_map(|s| Some((s, sources.get(&s.stream_id)?)));
    let rows: Vec<(i64, Row)> = wanted
        .map(|(stream, source)| {
            let number = numbers.take(stream.channel_number.or(source.stream_chno));
            (source.id, Row::from_stream(source, number, &logos))
        })
        .collect();
    let mut created = Vec::with_capacity(rows.len());
    for rows in rows.chunks(ROWS) {
        let (stream_ids, rows): (Vec<i64>, Vec<Row>) = rows.iter().cloned().unzip();
        let ids = insert(connection, &rows).await?;
        let links: Vec<_> = ids.iter().copied().zip(stream_ids.iter().copied()).collect();
        links::set_first(connection, &links).await?;
        channel_profiles::show_everywhere(connection, &ids).await?;
        let made = ids.into_iter().zip(stream_ids).zip(rows);
        created.extend(made.map(|((id, stream_id), row)| CreatedChannel {
            id,
            uuid: row.uuid,
            stream_id,
            channel_number: row.number,
        }));
    }
    Ok(created)
}

async fn sources(
    connection: &mut SqliteConnection,
    streams: &[FromStream],
) -> Result<HashMap<i64, Source>> {
    let ids: Vec<i64> = streams.iter().map(|stream| stream.stream_id).collect();
    let query = sqlx::query_as(
        "SELECT * FROM dispatcharr_channels_stream WHERE id IN (SELECT value FROM json_each($1))",
    );
    let rows: Vec<Source> = query.bind(json_list(&ids)).fetch_all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

async fn logos_of(
    connection: &mut SqliteConnection,
    sources: impl Iterator<Item = &Source>,
) -> Result<HashMap<String, i64>> {
    let named: Vec<(String, String)> = sources
        .filter_map(|source| Some((source.logo_url.clone()?, source.name.clone())))
        .filter(|(url, _)| !url.is_empty())
        .collect();
    logos::get_or_create(connection, &named).await
}

/// What is written of a new channel.
#[derive(Clone)]
struct Row {
    number: f64,
    name: String,
    logo_id: Option<i64>,
    channel_group_id: Option<i64>,
    tvg_id: Option<String>,
    tvc_guide_stationid: Option<String>,
    epg_data_id: Option<i64>,
    stream_profile_id: Option<i64>,
    user_level: i64,
    is_adult: bool,
    hidden_from_output: bool,
    is_catchup: bool,
    catchup_days: i64,
    uuid: Uuid,
}

impl Row {
    fn from_stream(source: &Source, number: f64, logos: &HashMap<String, i64>) -> Self {
        Self {
            number,
            name: source.name.clone(),
            logo_id: source.logo_url.as_ref().and_then(|url| logos.get(url)).copied(),
            channel_group_id: source.channel_group_id,
            tvg_id: source.tvg_id.clone(),
            tvc_guide_stationid: None,
            epg_data_id: None,
            stream_profile_id: source.stream_profile_id,
            user_level: 0,
            is_adult: source.is_adult,
            hidden_from_output: false,
            is_catchup: source.is_catchup,
            catchup_days: if source.is_catchup { source.catchup_days } else { 0 },
            uuid: Uuid::new_v4(),
        }
    }
}

/// Inserts up to [`ROWS`] channels and answers their ids in the same order.
async fn insert(connection: &mut SqliteConnection, rows: &[Row]) -> Result<Vec<i64>> {
    let now = Timestamp::now();
    let mut query = QueryBuilder::new(
        "INSERT INTO dispatcharr_channels_channel (channel_number, name, logo_id, channel_group_id,
            tvg_id, tvc_guide_stationid, epg_data_id, stream_profile_id, user_level, is_adult,
            hidden_from_output, is_catchup, catchup_days, uuid, created_at, updated_at,
            auto_created) ",
    );
    query.push_values(rows, |mut values, row| {
        values.push_bind(row.number).push_bind(&row.name).push_bind(row.logo_id);
        values.push_bind(row.channel_group_id).push_bind(&row.tvg_id);
        values.push_bind(&row.tvc_guide_stationid).push_bind(row.epg_data_id);
        values.push_bind(row.stream_profile_id).push_bind(row.user_level);
        values.push_bind(row.is_adult).push_bind(row.hidden_from_output);
        values.push_bind(row.is_catchup).push_bind(row.catchup_days);
        values.push_bind(row.uuid.simple()).push_bind(now).push_bind(now);
        values.push("FALSE");
    });
    query.build().persistent(rows.len() == ROWS).execute(&mut *connection).await?;
    // RETURNING promises no order, so the ids are asked for by what is unique.
    let uuids: Vec<_> = rows.iter().map(|row| row.uuid.simple().to_string()).collect();
    let query = sqlx::query_scalar(
        "SELECT c.id FROM json_each($1) u JOIN dispatcharr_channels_channel c ON c.uuid = u.value
         ORDER BY u.key",
    );
    Ok(query.bind(json_list(&uuids)).fetch_all(connection).await?)
}
