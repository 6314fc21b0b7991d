//! A plugin's runs in the shape of the incumbent's draft.

use axum::Json;
use axum::extract::{Path, State};
use chrono::{TimeDelta, Utc};
use pluggarr_service::plugins::Plugins;
use pluggarr_service::runs::{RunNow, Runs};
use pluggarr_service::store::runs::RunFilter;
use pluggarr_service::store::{Paging, Timestamp};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::super::failure::Failure;
use crate::http::App;
use crate::http::auth::Admin;

const NEWEST: u32 = 50;
const DAYS: i64 = 7;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(tasks))
}

/// A run, as the draft calls it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Task {
    #[serde(rename = "task_id")]
    task_id: String,
    plugin: String,
    action: String,
    /// `queued`, `running`, `ok` or `error`.
    status: &'static str,
    percent: Option<f64>,
    message: String,
    #[schema(value_type = Object)]
    result: Value,
    error: Option<String>,
    #[schema(value_type = String)]
    created_at: Timestamp,
    #[schema(value_type = String)]
    updated_at: Timestamp,
}

/// The tasks.
#[derive(Serialize, ToSchema)]
struct TaskList {
    tasks: Vec<Task>,
}

/// A plugin's runs of the last seven days, the newest 50.
#[utoipa::path(get, path = "/api/plugins/plugins/{key}/tasks", tag = "runs",
    responses((status = 200, body = TaskList)))]
async fn tasks(
    State(runs): State<Runs>,
    State(plugins): State<Plugins>,
    _: Admin,
    Path(key): Path<String>,
) -> Result<Json<TaskList>, Failure> {
    plugins.get(&key).await?;
    let filter = RunFilter { plugin: Some(key), ..RunFilter::default() };
    let page = runs.list(&filter, Paging { page: 1, size: NEWEST }).await?;
    let oldest: Timestamp = (Utc::now() - TimeDelta::days(DAYS)).into();
    let mut tasks = Vec::new();
    for now in page.rows.into_iter().filter(|now| now.run.queued_at >= oldest) {
        let result = match now.run.is_finished() {
            true => runs.small_result(&now.run.id).await?.unwrap_or_default(),
            false => Value::Null,
        };
        tasks.push(task(now, result));
    }
    Ok(Json(TaskList { tasks }))
}

fn task(now: RunNow, result: Value) -> Task {
    let RunNow { run, progress } = now;
    let updated_at = progress.as_ref().map(|progress| progress.at.into());
    let message = progress.as_ref().map(|progress| progress.message.clone()).or(run.message);
    Task {
        task_id: run.id,
        plugin: run.plugin_key,
        action: run.action,
        status: task_status(&run.status, run.outcome.as_deref()),
        percent: progress.and_then(|progress| progress.percent),
        message: message.unwrap_or_default(),
        result,
        error: run.error,
        created_at: run.queued_at,
        updated_at: run.ended_at.or(updated_at).or(run.started_at).unwrap_or(run.queued_at),
    }
}

/// The draft's word for how far a run is.
pub fn task_status(status: &str, outcome: Option<&str>) -> &'static str {
    match (status, outcome) {
        ("queued", _) => "queued",
        (_, None) => "running",
        (_, Some("succeeded" | "warned")) => "ok",
        (_, Some(_)) => "error",
    }
}
