//! A plugin's settings.

use axum::Json;
use axum::extract::{Path, State};
use pluggarr_service::Error;
use pluggarr_service::plugins::Plugins;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::failure::Failure;
use crate::http::App;
use crate::http::auth::Admin;
use crate::http::body::Body;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(save_settings))
}

/// All settings of a plugin.
#[derive(Deserialize, ToSchema)]
struct Settings {
    #[schema(value_type = Object)]
    settings: Option<Map<String, Value>>,
}

/// Replace all settings of a plugin.
#[utoipa::path(post, path = "/api/plugins/plugins/{key}/settings", tag = "plugins",
    request_body = Settings, responses((status = 200, body = Value)))]
async fn save_settings(
    State(plugins): State<Plugins>,
    _: Admin,
    Path(key): Path<String>,
    Body(body): Body<Settings>,
) -> Result<Json<Value>, Failure> {
    let saved = plugins.save_settings(&key, body.settings.unwrap_or_default()).await;
    match saved {
        Ok(settings) => Ok(Json(json!({"success": true, "settings": settings}))),
        // The incumbent's status and words for an unknown plugin at this one endpoint.
        Err(Error::NotFound { .. }) => {
            Err(Failure::bad_request("PluginConfig matching query does not exist."))
        }
        Err(error) => Err(error.into()),
    }
}
