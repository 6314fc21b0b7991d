//! How long a plugin's actions may take.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use pluggarr_service::plugins::Plugins;
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

/// How long actions may take.
#[derive(Serialize, ToSchema)]
struct LimitsView {
    /// Where nothing else is said.
    default_seconds: f64,
    /// By the action's id.
    actions: BTreeMap<String, LimitView>,
}

/// How long one action may take.
#[derive(Serialize, ToSchema)]
struct LimitView {
    /// Seconds, as the plugin says.
    declared: Option<f64>,
    /// Seconds, as somebody has set.
    r#override: Option<f64>,
    /// Seconds that count.
    effective: f64,
}

async fn shown(plugins: &Plugins, key: &str) -> Result<Json<LimitsView>, Failure> {
    let limits = plugins.limits(key).await?.into_iter().map(|limit| {
        let view = LimitView {
            declared: limit.declared,
            r#override: limit.set,
            effective: limit.effective,
        };
        (limit.action, view)
    });
    let default_seconds = plugins.usual_limit().as_secs_f64();
    Ok(Json(LimitsView { default_seconds, actions: limits.collect() }))
}

/// How long a plugin's actions may take.
#[utoipa::path(get, path = "/api/plugins/plugins/{key}/limits", tag = "runs",
    responses((status = 200, body = LimitsView)))]
async fn get(
    State(plugins): State<Plugins>,
    _: Admin,
    Path(key): Path<String>,
) -> Result<Json<LimitsView>, Failure> {
    shown(&plugins, &key).await
}

/// New limits.
#[derive(Deserialize, ToSchema)]
struct NewLimits {
    /// Seconds by the action's id; null leaves it to the plugin. Actions that are not named keep theirs.
    actions: BTreeMap<String, Option<f64>>,
}

/// Set how long actions may take.
#[utoipa::path(put, path = "/api/plugins/plugins/{key}/limits", tag = "runs",
    request_body = NewLimits, responses((status = 200, body = LimitsView)))]
async fn set(
    State(plugins): State<Plugins>,
    _: Admin,
    Path(key): Path<String>,
    Body(new): Body<NewLimits>,
) -> Result<Json<LimitsView>, Failure> {
    for (action, seconds) in new.actions {
        plugins.change_limit(&key, &action, seconds).await?;
    }
    shown(&plugins, &key).await
}
