//! What a plugin does besides its runs.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::Json;
use axum::extract::{Path, State};
use pluggarr_service::plugins::Plugins;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::failure::Failure;
use crate::http::App;
use crate::http::auth::Admin;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(activity))
}

/// What a plugin does besides its runs.
#[derive(Serialize, ToSchema)]
struct ActivityView {
    /// There is a thread or a process.
    working: bool,
    threads: Vec<ThreadView>,
    children: Vec<ChildView>,
}

/// A thread or greenlet that the plugin started.
#[derive(Serialize, ToSchema)]
struct ThreadView {
    name: String,
    /// The run that started it; none for what was started at import.
    run_id: Option<String>,
    /// Unix seconds.
    since: f64,
}

/// A process that the plugin started.
#[derive(Serialize, ToSchema)]
struct ChildView {
    pid: u32,
    command: String,
    /// Unix seconds.
    since: f64,
}

/// The threads and processes of a plugin that go on by themselves.
#[utoipa::path(get, path = "/api/plugins/plugins/{key}/activity", tag = "runs",
    responses((status = 200, body = ActivityView)))]
async fn activity(
    State(plugins): State<Plugins>,
    _: Admin,
    Path(key): Path<String>,
) -> Result<Json<ActivityView>, Failure> {
    let activity = plugins.activity(&key).await?;
    let threads = activity.threads.into_iter().map(|thread| ThreadView {
        name: thread.name,
        run_id: thread.run_id.map(|id| id.as_str().to_owned()),
        since: thread.since,
    });
    let children = activity.children.into_iter().map(|child| ChildView {
        pid: child.pid,
        command: child.command,
        since: unix(child.since),
    });
    let (threads, children): (Vec<_>, Vec<_>) = (threads.collect(), children.collect());
    let working = !(threads.is_empty() && children.is_empty());
    Ok(Json(ActivityView { working, threads, children }))
}

fn unix(at: SystemTime) -> f64 {
    at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64()
}
