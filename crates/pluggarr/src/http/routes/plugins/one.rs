//! One plugin: what it is now, its README, loading it anew.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use pluggarr_service::Application;
use pluggarr_service::plugins::Plugins;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::failure::Failure;
use super::view::{PluginView, plugin_view};
use crate::http::App;
use crate::http::auth::{Admin, Standard};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get)).routes(routes!(reload)).routes(routes!(readme))
}

/// One plugin.
#[derive(serde::Serialize, ToSchema)]
struct OnePlugin {
    plugin: PluginView,
}

/// One plugin, its fields and actions as its running instance has them now.
#[utoipa::path(get, path = "/api/plugins/plugins/{key}", tag = "plugins",
    responses((status = 200, body = OnePlugin)))]
async fn get(
    State(app): State<Application>,
    Standard(user): Standard,
    Path(key): Path<String>,
) -> Result<Json<OnePlugin>, Failure> {
    let plugin = app.plugins().get_fresh(&key).await?;
    let view = plugin_view(&plugin, &app.config().base_url);
    let plugin = if user.is_admin() { view } else { view.without_secrets() };
    Ok(Json(OnePlugin { plugin }))
}

/// Stop one plugin, look at its folder anew, start it again. The others run on.
#[utoipa::path(post, path = "/api/plugins/plugins/{key}/reload", tag = "plugins",
    responses((status = 200, body = Value)))]
async fn reload(
    State(app): State<Application>,
    _: Admin,
    Path(key): Path<String>,
) -> Result<Json<Value>, Failure> {
    let plugin = app.plugins().reload_one(&key).await?;
    let view = plugin_view(&plugin, &app.config().base_url);
    Ok(Json(json!({"success": true, "plugin": view})))
}

/// What the plugin's author wrote about it.
#[derive(serde::Serialize, ToSchema)]
struct Readme {
    /// Markdown, as it stands in the file.
    readme: String,
}

/// The plugin's README.md.
#[utoipa::path(get, path = "/api/plugins/plugins/{key}/readme", tag = "plugins",
    responses((status = 200, body = Readme)))]
async fn readme(
    State(plugins): State<Plugins>,
    _: Standard,
    Path(key): Path<String>,
) -> Result<Json<Readme>, Failure> {
    match plugins.readme(&key).await? {
        Some(readme) => Ok(Json(Readme { readme })),
        None => Err(Failure(
            StatusCode::NOT_FOUND,
            json!({"success": false, "error": "This plugin has no README.md"}),
        )),
    }
}
