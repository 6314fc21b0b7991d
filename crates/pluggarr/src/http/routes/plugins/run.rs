//! Running an action: waiting for it, or not.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use pluggarr_service::Error;
use pluggarr_service::plugins::Plugins;
use pluggarr_service::runs::{Finished, NewRun, RunHandle};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::failure::Failure;
use super::prefer::Patience;
use crate::http::App;
use crate::http::auth::{Admin, Via};
use crate::http::body::Body;

/// The run's id stands here too: the body of an answer that was waited for is the incumbent's to the letter.
const RUN_ID: &str = "x-run-id";

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(run))
}

/// An action and what is passed to it.
#[derive(Deserialize, ToSchema)]
struct RunAction {
    action: Option<String>,
    #[serde(default)]
    #[schema(value_type = Object)]
    params: Option<Map<String, Value>>,
    /// Seconds to wait for the result; without it the answer comes when the action is done.
    wait: Option<f64>,
}

/// Run one action of a plugin. Waits for its result (200), unless the request has `Prefer: respond-async`, or `wait` in
/// its body or `Prefer` header and that time passes, or the action is declared `async`: then the answer is 202 with the
/// run's id.
#[utoipa::path(post, path = "/api/plugins/plugins/{key}/run", tag = "plugins",
    request_body = RunAction, responses(
        (status = 200, body = Value), (status = 202, body = Value), (status = 409, body = Value)))]
async fn run(
    State(plugins): State<Plugins>,
    Admin(user): Admin,
    Via(trigger): Via,
    headers: HeaderMap,
    Path(key): Path<String>,
    Body(body): Body<RunAction>,
) -> Result<Response, Failure> {
    let action = body
        .action
        .filter(|action| !action.is_empty())
        .ok_or_else(|| Failure::bad_request("Missing 'action'"))?;
    let patience = Patience::of(&headers, body.wait).map_err(|text| Failure::bad_request(&text))?;
    let new = NewRun::of_action(&key, &action, body.params.unwrap_or_default());
    // Who does not wait is told if it runs already; who waits gets a run of his own, as with the incumbent.
    let is_single = patience != Patience::ToTheEnd;
    let new = NewRun { is_single, ..new.started_by(trigger, &user.row.username) };
    let handle = plugins.start_run(new).await?;
    let id = handle.id().as_str().to_owned();
    let patience = match patience {
        Patience::ToTheEnd if handle.is_async() => Patience::Not,
        patience => patience,
    };
    let Some(finished) = wait(handle, patience).await else {
        return Ok(started(&id, &headers));
    };
    let mut response = answer(finished).await;
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(RUN_ID, id);
    }
    Ok(response)
}

/// The end, if it comes soon enough.
async fn wait(handle: RunHandle, patience: Patience) -> Option<Option<Arc<Finished>>> {
    match patience {
        Patience::Not => None,
        Patience::For(limit) => tokio::time::timeout(limit, handle.finished()).await.ok(),
        Patience::ToTheEnd => Some(handle.finished().await),
    }
}

pub(super) fn started(id: &str, asked: &HeaderMap) -> Response {
    let body = json!({"success": true, "status": "started", "run_id": id, "task_id": id});
    let mut response = (StatusCode::ACCEPTED, Json(body)).into_response();
    let headers = response.headers_mut();
    if let Ok(location) = HeaderValue::from_str(&format!("/api/plugins/runs/{id}/")) {
        headers.insert(header::LOCATION, location);
    }
    if asked.contains_key("prefer") {
        headers.insert("preference-applied", HeaderValue::from_static("respond-async"));
    }
    response
}

/// What the incumbent answers.
#[derive(Serialize)]
struct Answer<'a> {
    success: bool,
    result: &'a Value,
}

async fn answer(finished: Option<Arc<Finished>>) -> Response {
    let Some(finished) = finished else { return Failure::from(Error::JobLost).into_response() };
    if let Err(error) = &finished.result {
        return Failure::from(Error::from(error.clone())).into_response();
    }
    // A result may have 60 MB: another thread writes it, unless it is as small as nearly all are.
    let is_small = finished.run.result_bytes.is_none_or(|bytes| bytes < 256 * 1024);
    let write = move || {
        let result = finished.result.as_ref().unwrap_or(&Value::Null);
        serde_json::to_vec(&Answer { success: true, result })
    };
    let written = match is_small {
        true => Ok(write()),
        false => tokio::task::spawn_blocking(write).await,
    };
    match written {
        Ok(Ok(body)) => {
            ([(header::CONTENT_TYPE, "application/json")], Bytes::from(body)).into_response()
        }
        Ok(Err(_)) | Err(_) => Failure::from(Error::Panicked).into_response(),
    }
}
