//! `/api/channels/…`: channels, groups, streams, logos.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use pluggarr_service::Application;
use pluggarr_service::channels::{ChannelView, Channels};
use pluggarr_service::store::channels::{ChannelChange, ChannelFilter, NewChannel};
use pluggarr_service::store::streams::{Stream, StreamFilter, StreamOrder};
use pluggarr_service::store::{Page, Paging};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::m3u::given;
use super::paging::{ListAddress, page_of, paged};
use crate::http::App;
use crate::http::auth::{Admin, Standard};
use crate::http::body::Body;
use crate::http::error::{ApiError, ApiResult};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, change, delete))
        .routes(routes!(streams_of))
        .routes(routes!(groups))
        .routes(routes!(streams))
        .routes(routes!(logo))
}

/// A channel as clients know it. Without overrides, the effective values are its own.
fn shown(channel: &ChannelView) -> Value {
    let row = &channel.row;
    json!({
        "id": row.id, "channel_number": row.channel_number, "name": row.name,
        "channel_group_id": row.channel_group_id, "tvg_id": row.tvg_id,
        "tvc_guide_stationid": row.tvc_guide_stationid, "epg_data_id": row.epg_data_id,
        "streams": channel.stream_ids, "stream_profile_id": row.stream_profile_id,
        "uuid": row.uuid, "logo_id": row.logo_id, "user_level": row.user_level,
        "is_adult": row.is_adult, "auto_created": row.auto_created,
        "auto_created_by": row.auto_created_by_id, "is_catchup": row.is_catchup,
        "catchup_days": row.catchup_days, "hidden_from_output": row.hidden_from_output,
        "created_at": row.created_at, "updated_at": row.updated_at,
    })
}

fn shown_stream(row: &Stream, to_admin: bool) -> Value {
    // A provider's URL holds its login.
    let url = row.url.clone().filter(|_| to_admin);
    json!({
        "id": row.id, "name": row.name, "url": url, "m3u_account": row.m3u_account_id,
        "logo_url": row.logo_url, "tvg_id": row.tvg_id, "local_file": row.local_file,
        "current_viewers": row.current_viewers, "updated_at": row.updated_at,
        "last_seen": row.last_seen, "is_stale": row.is_stale, "is_adult": row.is_adult,
        "stream_profile_id": row.stream_profile_id, "is_custom": row.is_custom,
        "channel_group": row.channel_group_id, "stream_hash": row.stream_hash,
        "stream_id": row.stream_id, "stream_chno": row.stream_chno,
        "stream_stats": row.stream_stats, "stream_stats_updated_at": row.stream_stats_updated_at,
        "is_catchup": row.is_catchup, "catchup_days": row.catchup_days,
    })
}

/// Which channels.
#[derive(Deserialize, IntoParams)]
struct ListParams {
    page: Option<u32>,
    page_size: Option<u32>,
    search: Option<String>,
    name: Option<String>,
    /// Name of the group.
    channel_group: Option<String>,
    channel_profile_id: Option<i64>,
}

/// Channels, by number: a bare list, or a page where `page` or `page_size` is given.
#[utoipa::path(get, path = "/api/channels/channels", tag = "channels", params(ListParams),
    responses((status = 200, body = Value)))]
async fn list(
    State(channels): State<Channels>,
    _: Standard,
    address: ListAddress,
    Query(params): Query<ListParams>,
) -> ApiResult<Json<Value>> {
    let text = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let filter = ChannelFilter {
        search: text(params.search).or(text(params.name)),
        group_name: text(params.channel_group),
        channel_profile_id: params.channel_profile_id,
        ..ChannelFilter::default()
    };
    let paging = page_of(params.page, params.page_size);
    let page = channels.page(&filter, paging.unwrap_or(Paging::ALL)).await?;
    let rows = page.rows.iter().map(shown).collect();
    Ok(Json(match paging {
        Some(paging) => paged(&address, paging, &Page { rows, total: page.total }),
        None => Value::Array(rows),
    }))
}

/// What may be said of a channel; what is left out stays or gets its default.
#[derive(Deserialize, ToSchema)]
struct ChannelBody {
    name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<f64>)]
    channel_number: Option<Option<f64>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    channel_group_id: Option<Option<i64>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    tvg_id: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    logo_id: Option<Option<i64>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    epg_data_id: Option<Option<i64>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    stream_profile_id: Option<Option<i64>>,
    user_level: Option<i64>,
    is_adult: Option<bool>,
    hidden_from_output: Option<bool>,
    streams: Option<Vec<i64>>,
}

/// Make a channel.
#[utoipa::path(post, path = "/api/channels/channels", tag = "channels",
    request_body = ChannelBody, responses((status = 201, body = Value)))]
async fn create(
    State(channels): State<Channels>,
    _: Admin,
    Body(body): Body<ChannelBody>,
) -> ApiResult<(StatusCode, Json<Value>)> {
    let new = NewChannel {
        channel_number: body.channel_number.flatten(),
        name: body.name.unwrap_or_default(),
        logo_id: body.logo_id.flatten(),
        channel_group_id: body.channel_group_id.flatten(),
        tvg_id: body.tvg_id.flatten(),
        tvc_guide_stationid: None,
        epg_data_id: body.epg_data_id.flatten(),
        stream_profile_id: body.stream_profile_id.flatten(),
        user_level: body.user_level.unwrap_or(0),
        is_adult: body.is_adult.unwrap_or(false),
        hidden_from_output: body.hidden_from_output.unwrap_or(false),
        stream_ids: body.streams.unwrap_or_default(),
    };
    Ok((StatusCode::CREATED, Json(shown(&channels.create(new).await?))))
}

/// One channel.
#[utoipa::path(get, path = "/api/channels/channels/{id}", tag = "channels",
    responses((status = 200, body = Value)))]
async fn get(
    State(channels): State<Channels>,
    _: Standard,
    Path(id): Path<i64>,
) -> ApiResult<Json<Value>> {
    Ok(Json(shown(&channels.get(id).await?)))
}

/// Change a channel; its streams are not changed here yet.
#[utoipa::path(patch, path = "/api/channels/channels/{id}", tag = "channels",
    request_body = ChannelBody, responses((status = 200, body = Value)))]
async fn change(
    State(channels): State<Channels>,
    _: Admin,
    Path(id): Path<i64>,
    Body(body): Body<ChannelBody>,
) -> ApiResult<Json<Value>> {
    if body.streams.is_some() {
        let message = "`streams` of a channel cannot be changed through the API yet";
        return Err(ApiError::BadRequest(message.into()));
    }
    let change = ChannelChange {
        channel_number: body.channel_number,
        name: body.name,
        logo_id: body.logo_id,
        channel_group_id: body.channel_group_id,
        tvg_id: body.tvg_id,
        tvc_guide_stationid: None,
        epg_data_id: body.epg_data_id,
        stream_profile_id: body.stream_profile_id,
        user_level: body.user_level,
        is_adult: body.is_adult,
        hidden_from_output: body.hidden_from_output,
    };
    Ok(Json(shown(&channels.update(id, change).await?)))
}

/// Delete a channel. Its streams stay.
#[utoipa::path(delete, path = "/api/channels/channels/{id}", tag = "channels",
    responses((status = 204)))]
async fn delete(
    State(channels): State<Channels>,
    _: Admin,
    Path(id): Path<i64>,
) -> ApiResult<StatusCode> {
    channels.delete(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A channel's streams, in the order in which they are tried.
#[utoipa::path(get, path = "/api/channels/channels/{id}/streams", tag = "channels",
    responses((status = 200, body = Value)))]
async fn streams_of(
    State(channels): State<Channels>,
    Standard(user): Standard,
    Path(id): Path<i64>,
) -> ApiResult<Json<Value>> {
    let rows = channels.streams(id).await?;
    Ok(Json(rows.iter().map(|row| shown_stream(row, user.is_admin())).collect()))
}

/// The groups, with how much is in each.
#[utoipa::path(get, path = "/api/channels/groups", tag = "channels",
    responses((status = 200, body = Value)))]
async fn groups(State(channels): State<Channels>, _: Standard) -> ApiResult<Json<Value>> {
    let rows = channels.groups().await?;
    let shown = rows.iter().map(|row| {
        json!({"id": row.id, "name": row.name, "channel_count": row.channel_count,
            "stream_count": row.stream_count, "m3u_account_count": row.m3u_account_count})
    });
    Ok(Json(shown.collect()))
}

/// Which streams.
#[derive(Deserialize, IntoParams)]
struct StreamParams {
    page: Option<u32>,
    page_size: Option<u32>,
    search: Option<String>,
    name: Option<String>,
    /// Name of the group.
    channel_group: Option<String>,
    m3u_account: Option<i64>,
}

/// Streams; always a page.
#[utoipa::path(get, path = "/api/channels/streams", tag = "channels", params(StreamParams),
    responses((status = 200, body = Value)))]
async fn streams(
    State(channels): State<Channels>,
    Standard(user): Standard,
    address: ListAddress,
    Query(params): Query<StreamParams>,
) -> ApiResult<Json<Value>> {
    let text = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let filter = StreamFilter {
        search: text(params.search),
        name: text(params.name),
        group_name: text(params.channel_group),
        m3u_account_id: params.m3u_account,
        ..StreamFilter::default()
    };
    let paging = page_of(params.page, params.page_size).unwrap_or(Paging { page: 1, size: 50 });
    let Page { rows, total } = channels.all_streams(&filter, StreamOrder::Id, paging).await?;
    let rows = rows.iter().map(|row| shown_stream(row, user.is_admin())).collect();
    Ok(Json(paged(&address, paging, &Page { rows, total })))
}

/// A logo's picture: a file of the data folder, or the way to where it really is. Open to
/// everybody, because players and image tags send no credentials.
#[utoipa::path(get, path = "/api/channels/logos/{id}/cache", tag = "channels",
    responses((status = 200), (status = 302)))]
async fn logo(State(app): State<Application>, Path(id): Path<i64>) -> ApiResult<Response> {
    let logo = app.channels().logo(id).await?;
    if logo.url.starts_with("http://") || logo.url.starts_with("https://") {
        return Ok((StatusCode::FOUND, [(header::LOCATION, logo.url)]).into_response());
    }
    let missing = HashMap::from([("detail", "This logo has no picture.")]);
    Ok((StatusCode::NOT_FOUND, Json(missing)).into_response())
}
