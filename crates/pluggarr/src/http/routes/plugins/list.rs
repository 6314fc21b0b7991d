//! What there is.

use axum::Json;
use axum::extract::State;
use pluggarr_service::Application;
use pluggarr_service::users::User;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::view::{PluginView, plugin_view};
use crate::http::App;
use crate::http::auth::Standard;
use crate::http::error::ApiResult;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(list_enabled))
}

/// The plugins.
#[derive(serde::Serialize, ToSchema)]
struct PluginList {
    plugins: Vec<PluginView>,
}

async fn listed(app: &Application, user: &User, enabled_only: bool) -> ApiResult<Json<PluginList>> {
    let plugins = app.plugins().list().await?;
    let wanted = plugins.iter().filter(|plugin| !enabled_only || plugin.enabled());
    let views = wanted.map(|plugin| plugin_view(plugin, &app.config().base_url));
    let shown = views.map(|view| if user.is_admin() { view } else { view.without_secrets() });
    Ok(Json(PluginList { plugins: shown.collect() }))
}

/// All plugins: those on disk, then those whose folder is gone.
#[utoipa::path(get, path = "/api/plugins/plugins", tag = "plugins",
    responses((status = 200, body = PluginList)))]
async fn list(
    State(app): State<Application>,
    Standard(user): Standard,
) -> ApiResult<Json<PluginList>> {
    listed(&app, &user, false).await
}

/// The enabled plugins.
#[utoipa::path(get, path = "/api/plugins/plugins/enabled", tag = "plugins",
    responses((status = 200, body = PluginList)))]
async fn list_enabled(
    State(app): State<Application>,
    Standard(user): Standard,
) -> ApiResult<Json<PluginList>> {
    listed(&app, &user, true).await
}
