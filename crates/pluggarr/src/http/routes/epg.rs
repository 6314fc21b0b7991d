//! `/api/epg/…`: EPG sources, guide channels, programmes.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use pluggarr_service::epg::{EpgSources, GridProgramme, SourceView};
use pluggarr_service::store::epg_sources::{EpgSourceChange, NewEpgSource};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::m3u::given;
use crate::http::App;
use crate::http::auth::{Admin, Standard};
use crate::http::body::Body;
use crate::http::error::{ApiError, ApiResult};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, change, delete))
        .routes(routes!(import))
        .routes(routes!(epg_data))
        .routes(routes!(grid))
}

fn shown(source: &SourceView, to_admin: bool) -> Value {
    let row = &source.row;
    let secret = |text: &Option<String>| text.clone().filter(|_| to_admin);
    json!({
        "id": row.id, "name": row.name, "source_type": row.source_type,
        "url": secret(&row.url), "username": secret(&row.username), "is_active": row.is_active,
        "file_path": secret(&row.file_path), "refresh_interval": row.refresh_interval,
        "priority": row.priority, "status": row.status, "last_message": row.last_message,
        "created_at": row.created_at, "updated_at": row.updated_at,
        "custom_properties": row.custom_properties, "epg_data_count": source.epg_data_count,
        "has_channels": source.epg_data_count > 0,
    })
}

/// All sources.
#[utoipa::path(get, path = "/api/epg/sources", tag = "epg", responses((status = 200, body = Value)))]
async fn list(
    State(sources): State<EpgSources>,
    Standard(user): Standard,
) -> ApiResult<Json<Value>> {
    let rows = sources.views().await?;
    Ok(Json(rows.iter().map(|source| shown(source, user.is_admin())).collect()))
}

/// What may be said of a source; what is left out stays or gets its default.
#[derive(Deserialize, ToSchema)]
struct SourceBody {
    name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    url: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    file_path: Option<Option<String>>,
    is_active: Option<bool>,
    refresh_interval: Option<i64>,
    priority: Option<i64>,
}

/// Make a source and fetch its guide in the background.
#[utoipa::path(post, path = "/api/epg/sources", tag = "epg",
    request_body = SourceBody, responses((status = 201, body = Value)))]
async fn create(
    State(sources): State<EpgSources>,
    _: Admin,
    Body(body): Body<SourceBody>,
) -> ApiResult<(StatusCode, Json<Value>)> {
    let defaults = NewEpgSource::named(body.name.unwrap_or_default());
    let new = NewEpgSource {
        url: body.url.flatten(),
        file_path: body.file_path.flatten(),
        is_active: body.is_active.unwrap_or(true),
        refresh_interval: body.refresh_interval.unwrap_or(defaults.refresh_interval),
        priority: body.priority.unwrap_or(defaults.priority),
        ..defaults
    };
    let source = sources.create(new).await?;
    if source.is_active {
        sources.refresh(source.id);
    }
    Ok((StatusCode::CREATED, Json(shown(&sources.view(source.id).await?, true))))
}

/// One source.
#[utoipa::path(get, path = "/api/epg/sources/{id}", tag = "epg",
    responses((status = 200, body = Value)))]
async fn get(
    State(sources): State<EpgSources>,
    Standard(user): Standard,
    Path(id): Path<i64>,
) -> ApiResult<Json<Value>> {
    Ok(Json(shown(&sources.view(id).await?, user.is_admin())))
}

/// Change a source.
#[utoipa::path(patch, path = "/api/epg/sources/{id}", tag = "epg",
    request_body = SourceBody, responses((status = 200, body = Value)))]
async fn change(
    State(sources): State<EpgSources>,
    _: Admin,
    Path(id): Path<i64>,
    Body(body): Body<SourceBody>,
) -> ApiResult<Json<Value>> {
    let change = EpgSourceChange {
        name: body.name,
        url: body.url,
        file_path: body.file_path,
        is_active: body.is_active,
        refresh_interval: body.refresh_interval,
        priority: body.priority,
        ..EpgSourceChange::default()
    };
    sources.update(id, change).await?;
    Ok(Json(shown(&sources.view(id).await?, true)))
}

/// Delete a source with its guide channels and programmes.
#[utoipa::path(delete, path = "/api/epg/sources/{id}", tag = "epg", responses((status = 204)))]
async fn delete(
    State(sources): State<EpgSources>,
    _: Admin,
    Path(id): Path<i64>,
) -> ApiResult<StatusCode> {
    sources.delete(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which source.
#[derive(Deserialize, ToSchema)]
struct ImportBody {
    id: Option<i64>,
}

/// Refresh one source in the background.
#[utoipa::path(post, path = "/api/epg/import", tag = "epg",
    request_body = ImportBody, responses((status = 202, body = Value)))]
async fn import(
    State(sources): State<EpgSources>,
    _: Admin,
    Body(body): Body<ImportBody>,
) -> ApiResult<(StatusCode, Json<Value>)> {
    let id =
        body.id.ok_or_else(|| ApiError::BadRequest("`id` of the EPG source is missing".into()))?;
    sources.get(id).await?;
    let job = sources.refresh(id);
    let body = json!({"success": true, "message": "EPG data import initiated.", "task_id": job.id});
    Ok((StatusCode::ACCEPTED, Json(body)))
}

/// All guide channels.
#[utoipa::path(get, path = "/api/epg/epgdata", tag = "epg", responses((status = 200, body = Value)))]
async fn epg_data(State(sources): State<EpgSources>, _: Standard) -> ApiResult<Json<Value>> {
    let rows = sources.guide_channels().await?;
    let shown = rows.iter().map(|row| {
        json!({"id": row.id, "tvg_id": row.tvg_id, "name": row.name, "icon_url": row.icon_url,
            "epg_source": row.epg_source_id})
    });
    Ok(Json(shown.collect()))
}

/// The window to show.
#[derive(Deserialize, IntoParams)]
struct GridParams {
    /// Hours back from now; 1 unless told, at most 24.
    hours_back: Option<u32>,
    /// Hours ahead of now; 24 unless told, at most 168.
    hours_ahead: Option<u32>,
}

/// The programmes of all channels from an hour ago until tomorrow.
#[utoipa::path(get, path = "/api/epg/grid", tag = "epg", params(GridParams),
    responses((status = 200, body = Value)))]
async fn grid(
    State(sources): State<EpgSources>,
    _: Standard,
    Query(params): Query<GridParams>,
) -> ApiResult<Json<Value>> {
    let back = params.hours_back.unwrap_or(1).min(24);
    let ahead = params.hours_ahead.unwrap_or(24).min(168);
    let rows = sources.grid(back, ahead).await?;
    Ok(Json(json!({"data": rows.iter().map(programme).collect::<Value>()})))
}

fn programme(row: &GridProgramme) -> Value {
    let programme = &row.programme;
    let properties = programme.custom_properties.clone().unwrap_or_default();
    let flag = |key: &str| properties[key] == true;
    json!({
        "id": programme.id, "epg": programme.epg_id, "start_time": programme.start_time,
        "end_time": programme.end_time, "title": programme.title, "sub_title": programme.sub_title,
        "description": programme.description, "tvg_id": programme.tvg_id,
        "channel_uuid": row.channel_uuid, "channel_id": row.channel_id,
        "season": properties["season"], "episode": properties["episode"],
        "is_new": flag("new"), "is_live": flag("live"), "is_premiere": flag("premiere"),
        "custom_properties": properties,
    })
}
