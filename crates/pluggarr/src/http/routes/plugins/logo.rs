//! A plugin's picture.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use pluggarr_service::plugins::Plugins;
use serde_json::json;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::failure::Failure;
use crate::http::App;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(logo))
}

/// The plugin's logo. Open to everybody, because image tags send no credentials.
#[utoipa::path(get, path = "/api/plugins/plugins/{key}/logo", tag = "plugins",
    responses((status = 200, content_type = "image/png")))]
async fn logo(
    State(plugins): State<Plugins>,
    Path(key): Path<String>,
) -> Result<Response, Failure> {
    match plugins.logo(&key).await? {
        Some(png) => Ok((
            [
                ("content-type", "image/png"),
                ("cache-control", "max-age=300"),
                ("x-content-type-options", "nosniff"),
            ],
            png,
        )
            .into_response()),
        None => Err(Failure(
            StatusCode::NOT_FOUND,
            json!({"success": false, "error": "Logo not found"}),
        )),
    }
}
