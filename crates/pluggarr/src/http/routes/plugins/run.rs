//! Running an action.

use axum::Json;
use axum::extract::{Path, State};
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
    OpenApiRouter::new().routes(routes!(run))
}

/// An action and what is passed to it.
#[derive(Deserialize, ToSchema)]
struct RunAction {
    action: Option<String>,
    #[serde(default)]
    #[schema(value_type = Object)]
    params: Option<Map<String, Value>>,
}

/// Run one action of a plugin and wait for its result.
#[utoipa::path(post, path = "/api/plugins/plugins/{key}/run", tag = "plugins",
    request_body = RunAction, responses((status = 200, body = Value)))]
async fn run(
    State(plugins): State<Plugins>,
    _: Admin,
    Path(key): Path<String>,
    Body(body): Body<RunAction>,
) -> Result<Json<Value>, Failure> {
    let action = body
        .action
        .filter(|action| !action.is_empty())
        .ok_or_else(|| Failure::bad_request("Missing 'action'"))?;
    let result = plugins.run_action(&key, &action, body.params.unwrap_or_default()).await?;
    Ok(Json(json!({"success": true, "result": result})))
}
