//! `/api/plugins/plugins/…`: the incumbent's contract, its failures included.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use pluggarr_service::plugins::{Plugins, failure_kind};
use pluggarr_service::users::User;
use pluggarr_service::{Application, Error};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::plugin_view::{PluginView, plugin_view};
use crate::http::App;
use crate::http::auth::{Admin, Standard};
use crate::http::body::Body;
use crate::http::error::{ApiResult, message_of, status_of};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(list_enabled))
        .routes(routes!(reload))
        .routes(routes!(set_enabled))
        .routes(routes!(save_settings))
        .routes(routes!(run))
        .routes(routes!(logo))
}

/// A failure in the plugin endpoints' own shape, `{"success": false, "error": …}`.
struct Failure(StatusCode, Value);

impl Failure {
    fn bad_request(error: &str) -> Self {
        Self(StatusCode::BAD_REQUEST, json!({"success": false, "error": error}))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let mut body = json!({"success": false, "error": message_of(&error)});
        if let Error::Plugin(cause) = &error {
            body["outcome"] = failure_kind(cause).as_str().into();
            body["traceback"] = cause.traceback().into();
        }
        // The incumbent's words, which clients compare.
        if matches!(&error, Error::NotFound { what: "plugin", .. }) {
            body["error"] = "Plugin not found".into();
        }
        Self(status_of(&error), body)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.0, Json(self.1)).into_response()
    }
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

/// Stop the enabled plugins, look at the folder anew, start them again.
#[utoipa::path(post, path = "/api/plugins/plugins/reload", tag = "plugins",
    responses((status = 200, body = Value)))]
async fn reload(State(plugins): State<Plugins>, _: Admin) -> Result<Json<Value>, Failure> {
    let count = plugins.reload().await?;
    Ok(Json(json!({"success": true, "count": count})))
}

/// The switch; also as `0`, `1`, `"true"`, `"off"` and the like.
#[derive(Deserialize, ToSchema)]
struct Switch {
    enabled: Option<Value>,
}

/// Enable or disable a plugin.
#[utoipa::path(post, path = "/api/plugins/plugins/{key}/enabled", tag = "plugins",
    request_body = Switch, responses((status = 200, body = Value)))]
async fn set_enabled(
    State(app): State<Application>,
    _: Admin,
    Path(key): Path<String>,
    Body(body): Body<Switch>,
) -> Result<Json<Value>, Failure> {
    let given = body.enabled.ok_or_else(|| Failure::bad_request("Missing 'enabled' boolean"))?;
    let enabled =
        boolean(&given).ok_or_else(|| Failure::bad_request("Invalid 'enabled' boolean"))?;
    let plugin = app.plugins().set_enabled(&key, enabled).await?;
    let view = plugin_view(&plugin, &app.config().base_url);
    Ok(Json(json!({
        "success": true, "enabled": view.enabled, "ever_enabled": view.ever_enabled, "plugin": view,
    })))
}

fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::Number(number) => match number.as_i64()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        },
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "y" | "on" | "1" => Some(true),
            "false" | "no" | "n" | "off" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switch_is_understood_in_the_incumbents_spellings_only() {
        for (given, meant) in [
            (json!(true), Some(true)),
            (json!(0), Some(false)),
            (json!("ON"), Some(true)),
            (json!("no"), Some(false)),
            (json!(2), None),
            (json!("maybe"), None),
            (json!(null), None),
            (json!([]), None),
        ] {
            assert_eq!(boolean(&given), meant, "{given}");
        }
    }
}
