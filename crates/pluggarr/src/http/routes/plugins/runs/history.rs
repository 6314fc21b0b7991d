//! Runs: the list, one of them, ending it.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use pluggarr_service::plugins::Plugins;
use pluggarr_service::runs::{ResultFile, Runs};
use pluggarr_service::store::runs::RunFilter;
use pluggarr_service::store::{Page, Paging};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::super::failure::Failure;
use super::view::{RunView, Viewer};
use crate::http::App;
use crate::http::auth::Admin;
use crate::http::routes::paging::{ListAddress, page_of, paged};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get))
        .routes(routes!(result))
        .routes(routes!(cancel))
}

/// Which runs are wanted.
#[derive(Debug, Deserialize, IntoParams)]
struct Wanted {
    /// Of this plugin.
    plugin: Option<String>,
    /// Of this action.
    action: Option<String>,
    /// `queued`, `running`, `cancelling` or `finished`.
    status: Option<String>,
    /// With this outcome.
    outcome: Option<String>,
    /// Started this way.
    trigger: Option<String>,
    /// With these words in plugin, action, message, error or who started it.
    search: Option<String>,
    page: Option<u32>,
    page_size: Option<u32>,
}

/// Runs, newest first.
#[derive(Serialize, ToSchema)]
#[allow(dead_code, reason = "the shape of `paged`")]
struct RunPage {
    count: i64,
    next: Option<String>,
    previous: Option<String>,
    results: Vec<RunView>,
}

/// Runs, newest first.
#[utoipa::path(get, path = "/api/plugins/runs", tag = "runs", params(Wanted),
    responses((status = 200, body = RunPage)))]
async fn list(
    State(runs): State<Runs>,
    State(plugins): State<Plugins>,
    _: Admin,
    address: ListAddress,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, Failure> {
    let paging = page_of(wanted.page, wanted.page_size).unwrap_or(Paging { page: 1, size: 50 });
    let given = |text: Option<String>| text.filter(|text| !text.is_empty());
    let filter = RunFilter {
        plugin: given(wanted.plugin),
        action: given(wanted.action),
        status: given(wanted.status),
        outcome: given(wanted.outcome),
        trigger: given(wanted.trigger),
        search: given(wanted.search),
        since_id: None,
    };
    let Page { rows, total } = runs.list(&filter, paging).await?;
    let mut viewer = Viewer::new(plugins);
    let mut views = Vec::with_capacity(rows.len());
    for now in rows {
        views.push(json!(viewer.view(now).await));
    }
    Ok(Json(paged(&address, paging, &Page { rows: views, total })))
}

/// A file that a result names.
#[derive(Serialize, ToSchema)]
struct FileView {
    index: usize,
    /// As the plugin wrote it.
    path: String,
    name: String,
    /// Its size, if it can be had.
    bytes: Option<u64>,
    /// Why it cannot be had.
    problem: Option<String>,
}

/// A run with all that belongs to it.
#[derive(Serialize, ToSchema)]
struct RunDetails {
    #[serde(flatten)]
    run: RunView,
    /// What was passed to it; what was typed into password fields is masked.
    #[schema(value_type = Object)]
    params: Value,
    /// The settings it saw; secrets are masked.
    #[schema(value_type = Object)]
    settings: Value,
    /// What it returned; null if that is more than 256 KiB (see `result_bytes`).
    #[schema(value_type = Object)]
    result: Value,
    /// Where in the plugin's code it failed.
    traceback: Option<String>,
    /// The files that the result names.
    files: Vec<FileView>,
}

/// One run.
#[utoipa::path(get, path = "/api/plugins/runs/{id}", tag = "runs",
    responses((status = 200, body = RunDetails)))]
async fn get(
    State(runs): State<Runs>,
    State(plugins): State<Plugins>,
    _: Admin,
    Path(id): Path<String>,
) -> Result<Json<RunDetails>, Failure> {
    let now = runs.get(&id).await?;
    let settings = runs.settings(&now.run).await?.unwrap_or_default();
    let files = runs.files(&id).await?.into_iter().map(|file| {
        let ResultFile { index, path, name, bytes, problem } = file;
        FileView { index, path, name, bytes, problem }
    });
    Ok(Json(RunDetails {
        params: serde_json::from_str(&now.run.params).unwrap_or_default(),
        settings,
        result: runs.small_result(&id).await?.unwrap_or_default(),
        traceback: now.run.traceback.clone(),
        files: files.collect(),
        run: Viewer::new(plugins).view(now).await,
    }))
}

/// What a run returned, whole.
#[utoipa::path(get, path = "/api/plugins/runs/{id}/result", tag = "runs",
    responses((status = 200, body = Value)))]
async fn result(
    State(runs): State<Runs>,
    _: Admin,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let text = runs.result_text(&id).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// Ask a run to end: politely first, then by harsher means. How it ended is in its `outcome` and `ended_by`.
#[utoipa::path(post, path = "/api/plugins/runs/{id}/cancel", tag = "runs",
    responses((status = 202, body = Value), (status = 409, body = Value)))]
async fn cancel(
    State(plugins): State<Plugins>,
    _: Admin,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    plugins.cancel_run(&id).await?;
    let body = json!({"success": true, "status": "cancelling"});
    Ok((StatusCode::ACCEPTED, Json(body)).into_response())
}
