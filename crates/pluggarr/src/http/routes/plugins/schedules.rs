//! Actions that run by the clock.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use pluggarr_service::schedules::{
    BeatView, Missed, NewSchedule, ScheduleEdit, ScheduleView, Schedules, Timing,
};
use pluggarr_service::store::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::failure::Failure;
use super::run::started;
use crate::http::App;
use crate::http::auth::{Admin, Via};
use crate::http::body::Body;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, edit, delete))
        .routes(routes!(run))
}

/// A schedule: one that was made here (`host`), or a row that a plugin wrote for Celery's Beat (`beat`).
#[derive(Serialize, ToSchema)]
struct ScheduleShape {
    /// Only of those that were made here.
    id: Option<i64>,
    /// `host` or `beat`.
    source: &'static str,
    /// The name of Beat's row.
    name: Option<String>,
    /// The plugin's key; none for a task of the host, or one that nobody has.
    plugin: Option<String>,
    /// Of those that were made here.
    action: Option<String>,
    /// Of Beat's: the dotted name of a task.
    task: Option<String>,
    #[schema(value_type = Object)]
    params: Value,
    /// Five fields; none if it has an interval.
    cron: Option<String>,
    every_seconds: Option<f64>,
    timezone: Option<String>,
    enabled: bool,
    created_by: Option<String>,
    #[schema(value_type = Option<String>)]
    created_at: Option<Timestamp>,
    /// None while it is off, or if it will not be due again.
    #[schema(value_type = Option<String>)]
    next_at: Option<Timestamp>,
    /// When it ran last.
    #[schema(value_type = Option<String>)]
    last_at: Option<Timestamp>,
    /// The last run, of those that were made here.
    last: Option<LastShape>,
    /// How often Beat's row ran.
    total_run_count: Option<i64>,
    /// When it was due in vain, the newest first.
    missed: Vec<MissedShape>,
}

/// The last run of a schedule.
#[derive(Serialize, ToSchema)]
struct LastShape {
    run_id: String,
    #[schema(value_type = String)]
    at: Timestamp,
    /// None while it runs.
    outcome: Option<String>,
}

/// Times in a row at which nothing was run.
#[derive(Serialize, ToSchema)]
struct MissedShape {
    /// The first of them.
    #[schema(value_type = String)]
    due_at: Timestamp,
    count: i64,
    reason: String,
}

impl From<Missed> for MissedShape {
    fn from(missed: Missed) -> Self {
        Self { due_at: missed.due_at, count: missed.count, reason: missed.reason }
    }
}

impl From<ScheduleView> for ScheduleShape {
    fn from(view: ScheduleView) -> Self {
        let row = view.row;
        Self {
            id: Some(row.id),
            source: "host",
            name: None,
            plugin: Some(row.plugin_key),
            action: Some(row.action),
            task: None,
            params: row.params,
            cron: row.cron,
            every_seconds: row.every_seconds.map(|seconds| seconds as f64),
            timezone: Some(row.timezone),
            enabled: row.enabled,
            created_by: row.created_by,
            created_at: Some(row.created_at),
            next_at: view.next_at,
            last_at: row.last_at,
            last: view.last.map(|last| LastShape {
                run_id: last.run_id,
                at: last.at,
                outcome: last.outcome,
            }),
            total_run_count: None,
            missed: view.missed.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<BeatView> for ScheduleShape {
    fn from(view: BeatView) -> Self {
        let row = view.row;
        Self {
            id: None,
            source: "beat",
            name: Some(row.name),
            plugin: view.plugin,
            action: None,
            task: Some(row.task),
            params: serde_json::from_str(&row.kwargs).unwrap_or_else(|_| json!({})),
            cron: view.cron,
            every_seconds: view.every_seconds,
            timezone: row.timezone,
            enabled: row.enabled,
            created_by: None,
            created_at: None,
            next_at: view.next_at,
            last_at: row.last_run_at,
            last: None,
            total_run_count: Some(row.total_run_count),
            missed: view.missed.into_iter().map(Into::into).collect(),
        }
    }
}

/// Which schedules.
#[derive(Deserialize, IntoParams)]
struct Which {
    /// Of this plugin.
    plugin: Option<String>,
}

/// Schedules.
#[derive(Serialize, ToSchema)]
struct ScheduleList {
    schedules: Vec<ScheduleShape>,
}

/// All schedules: those made here, then the rows that plugins wrote for Celery's Beat.
#[utoipa::path(get, path = "/api/plugins/schedules", tag = "schedules", params(Which),
    responses((status = 200, body = ScheduleList)))]
async fn list(
    State(schedules): State<Schedules>,
    _: Admin,
    Query(which): Query<Which>,
) -> Result<Json<ScheduleList>, Failure> {
    let plugin = which.plugin.as_deref().filter(|key| !key.is_empty());
    let made = schedules.list(plugin).await?.into_iter().map(ScheduleShape::from);
    let beat = schedules.beat(plugin).await?.into_iter().map(ScheduleShape::from);
    Ok(Json(ScheduleList { schedules: made.chain(beat).collect() }))
}

/// A schedule that is wanted: either `cron` or `every_seconds`.
#[derive(Deserialize, ToSchema)]
struct Wanted {
    plugin: String,
    action: String,
    #[serde(default)]
    #[schema(value_type = Object)]
    params: Map<String, Value>,
    cron: Option<String>,
    every_seconds: Option<i64>,
    /// The system's own unless said.
    timezone: Option<String>,
    /// True unless said.
    enabled: Option<bool>,
}

/// Have an action run by the clock.
#[utoipa::path(post, path = "/api/plugins/schedules", tag = "schedules", request_body = Wanted,
    responses((status = 201, body = ScheduleShape), (status = 400, body = Value)))]
async fn create(
    State(schedules): State<Schedules>,
    Admin(user): Admin,
    Body(wanted): Body<Wanted>,
) -> Result<(StatusCode, Json<ScheduleShape>), Failure> {
    let timing = timing(wanted.cron, wanted.every_seconds)?
        .ok_or_else(|| Failure::bad_request("Say when: `cron` (five fields) or `every_seconds`"))?;
    let new = NewSchedule {
        plugin: wanted.plugin,
        action: wanted.action,
        params: wanted.params,
        timing,
        timezone: wanted.timezone,
        enabled: wanted.enabled.unwrap_or(true),
        by: user.row.username,
    };
    let made = schedules.create(new).await?;
    Ok((StatusCode::CREATED, Json(schedules.get(made.id).await?.into())))
}

/// One schedule.
#[utoipa::path(get, path = "/api/plugins/schedules/{id}", tag = "schedules",
    responses((status = 200, body = ScheduleShape), (status = 404, body = Value)))]
async fn get(
    State(schedules): State<Schedules>,
    _: Admin,
    Path(id): Path<i64>,
) -> Result<Json<ScheduleShape>, Failure> {
    Ok(Json(schedules.get(id).await?.into()))
}

/// What is to be another; `cron` and `every_seconds` replace each other.
#[derive(Deserialize, ToSchema)]
struct Edit {
    action: Option<String>,
    #[schema(value_type = Option<Object>)]
    params: Option<Map<String, Value>>,
    cron: Option<String>,
    every_seconds: Option<i64>,
    timezone: Option<String>,
    enabled: Option<bool>,
}

/// Change a schedule. What is not named stays as it is.
#[utoipa::path(patch, path = "/api/plugins/schedules/{id}", tag = "schedules", request_body = Edit,
    responses((status = 200, body = ScheduleShape), (status = 404, body = Value)))]
async fn edit(
    State(schedules): State<Schedules>,
    _: Admin,
    Path(id): Path<i64>,
    Body(edit): Body<Edit>,
) -> Result<Json<ScheduleShape>, Failure> {
    let edit = ScheduleEdit {
        timing: timing(edit.cron, edit.every_seconds)?,
        action: edit.action,
        params: edit.params,
        timezone: edit.timezone,
        enabled: edit.enabled,
    };
    schedules.edit(id, edit).await?;
    Ok(Json(schedules.get(id).await?.into()))
}

/// Delete a schedule. What it has started goes on.
#[utoipa::path(delete, path = "/api/plugins/schedules/{id}", tag = "schedules",
    responses((status = 200, body = Value), (status = 404, body = Value)))]
async fn delete(
    State(schedules): State<Schedules>,
    _: Admin,
    Path(id): Path<i64>,
) -> Result<Json<Value>, Failure> {
    schedules.delete(id).await?;
    Ok(Json(json!({"success": true})))
}

/// Run it now, due or not.
#[utoipa::path(post, path = "/api/plugins/schedules/{id}/run", tag = "schedules",
    responses((status = 202, body = Value), (status = 409, body = Value)))]
async fn run(
    State(schedules): State<Schedules>,
    Admin(user): Admin,
    Via(trigger): Via,
    headers: HeaderMap,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let run = schedules.run_now(id, trigger, &user.row.username).await?;
    Ok(started(run.id().as_str(), &headers))
}

fn timing(cron: Option<String>, every_seconds: Option<i64>) -> Result<Option<Timing>, Failure> {
    match (cron, every_seconds) {
        (Some(cron), None) => Ok(Some(Timing::Cron(cron))),
        (None, Some(seconds)) => Ok(Some(Timing::EverySeconds(seconds))),
        (None, None) => Ok(None),
        (Some(_), Some(_)) => {
            Err(Failure::bad_request("Only one of `cron` and `every_seconds` can say when"))
        }
    }
}
