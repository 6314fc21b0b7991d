//! Whether the plugins folder is watched for changes.

use axum::Json;
use axum::extract::State;
use pluggarr_service::plugins::{Plugins, WatchState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::failure::Failure;
use crate::http::App;
use crate::http::auth::Admin;
use crate::http::body::Body;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get, set))
}

/// Whether the plugins folder is watched.
#[derive(Serialize, ToSchema)]
struct Watch {
    /// It should be.
    enabled: bool,
    /// It is.
    active: bool,
    /// Why not, though it should be.
    message: String,
}

impl From<WatchState> for Watch {
    fn from(state: WatchState) -> Self {
        let WatchState { enabled, active, message } = state;
        Self { enabled, active, message }
    }
}

/// Whether changed plugins are noticed.
#[utoipa::path(get, path = "/api/plugins/watch", tag = "plugins",
    responses((status = 200, body = Watch)))]
async fn get(State(plugins): State<Plugins>, _: Admin) -> Result<Json<Watch>, Failure> {
    Ok(Json(plugins.watch_state().await?.into()))
}

/// The switch.
#[derive(Deserialize, ToSchema)]
struct Wanted {
    enabled: bool,
}

/// Notice changed plugins, or do so no longer.
#[utoipa::path(put, path = "/api/plugins/watch", tag = "plugins",
    request_body = Wanted, responses((status = 200, body = Watch)))]
async fn set(
    State(plugins): State<Plugins>,
    _: Admin,
    Body(wanted): Body<Wanted>,
) -> Result<Json<Watch>, Failure> {
    Ok(Json(plugins.set_watch(wanted.enabled).await?.into()))
}
