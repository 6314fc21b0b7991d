//! `/api/core/…`: versions, settings and how this host is doing.

use axum::Json;
use axum::extract::State;
use pluggarr_service::Application;
use pluggarr_service::plugins::PythonState;
use pluggarr_service::store::core_settings::CoreSetting;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::App;
use crate::http::auth::{Admin, Standard};
use crate::http::error::ApiResult;

/// The version of Dispatcharr whose API and plugin contract this is; plugins and clients compare it.
const DISPATCHARR_VERSION: &str = "0.29.0";

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(version))
        .routes(routes!(settings))
        .routes(routes!(stream_profiles))
        .routes(routes!(user_agents))
        .routes(routes!(system))
}

/// Which version this is.
#[derive(Serialize, ToSchema)]
struct Version {
    /// Of Dispatcharr, as far as clients are concerned.
    version: &'static str,
    timestamp: Option<String>,
    /// Of this program.
    pluggarr_version: &'static str,
}

/// Which version this is. Open to everybody.
#[utoipa::path(get, path = "/api/core/version", tag = "core",
    responses((status = 200, body = Version)))]
async fn version() -> Json<Version> {
    Json(Version {
        version: DISPATCHARR_VERSION,
        timestamp: None,
        pluggarr_version: env!("CARGO_PKG_VERSION"),
    })
}

/// The settings, a row per group.
#[utoipa::path(get, path = "/api/core/settings", tag = "core",
    responses((status = 200, body = Value)))]
async fn settings(State(app): State<Application>, _: Standard) -> ApiResult<Json<Value>> {
    let rows: Vec<_> = app.core_settings().await?.into_iter().map(setting).collect();
    Ok(Json(Value::Array(rows)))
}

fn setting(row: CoreSetting) -> Value {
    json!({"id": row.id, "key": row.key, "name": row.name, "value": row.value})
}

/// How streams can be handed out.
#[utoipa::path(get, path = "/api/core/streamprofiles", tag = "core",
    responses((status = 200, body = Value)))]
async fn stream_profiles(State(app): State<Application>, _: Standard) -> ApiResult<Json<Value>> {
    let rows = app.stream_profiles().await?;
    let shown = rows.iter().map(|row| {
        json!({"id": row.id, "name": row.name, "command": row.command, "parameters": row.parameters,
            "locked": row.locked, "is_active": row.is_active, "user_agent": row.user_agent_id})
    });
    Ok(Json(shown.collect()))
}

/// What this host says it is when it fetches something.
#[utoipa::path(get, path = "/api/core/useragents", tag = "core",
    responses((status = 200, body = Value)))]
async fn user_agents(State(app): State<Application>, _: Standard) -> ApiResult<Json<Value>> {
    let rows = app.user_agents().await?;
    let shown = rows.iter().map(|row| {
        json!({"id": row.id, "name": row.name, "user_agent": row.user_agent,
            "description": row.description, "is_active": row.is_active,
            "created_at": row.created_at, "updated_at": row.updated_at})
    });
    Ok(Json(shown.collect()))
}

/// How this host is doing; ours, not the incumbent's.
#[derive(Serialize, ToSchema)]
struct System {
    version: &'static str,
    pluggarr_version: &'static str,
    /// Where plugin folders go.
    plugins_dir: String,
    python: PythonView,
    /// `namespaced` where plugins see the data folder as `/data`, `plain` where they see real paths;
    /// null until the first worker could be started.
    worker_root: Option<&'static str>,
    sqlite_version: String,
    base_url: String,
}

/// The Python that plugins run in.
#[derive(Serialize, ToSchema)]
struct PythonView {
    /// `preparing`, `ready` or `failed`.
    state: &'static str,
    message: String,
}

/// How this host is doing.
#[utoipa::path(get, path = "/api/core/system", tag = "core",
    responses((status = 200, body = System)))]
async fn system(State(app): State<Application>, _: Admin) -> ApiResult<Json<System>> {
    let python = match app.plugins().environment() {
        PythonState::NotStarted => PythonView { state: "preparing", message: String::new() },
        PythonState::Preparing { message } => PythonView { state: "preparing", message },
        PythonState::Ready { python } => {
            PythonView { state: "ready", message: format!("Python {python}") }
        }
        PythonState::Failed { message } => PythonView { state: "failed", message },
    };
    Ok(Json(System {
        version: DISPATCHARR_VERSION,
        pluggarr_version: env!("CARGO_PKG_VERSION"),
        plugins_dir: app.plugins().folder().display().to_string(),
        python,
        worker_root: app.plugins().worker_root(),
        sqlite_version: app.sqlite_version().await?,
        base_url: app.config().base_url.clone(),
    }))
}
