//! Enabling, disabling, reloading.

use axum::Json;
use axum::extract::{Path, State};
use pluggarr_service::Application;
use pluggarr_service::plugins::Plugins;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::failure::Failure;
use super::view::plugin_view;
use crate::http::App;
use crate::http::auth::Admin;
use crate::http::body::Body;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(reload)).routes(routes!(set_enabled))
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
    Admin(user): Admin,
    Path(key): Path<String>,
    Body(body): Body<Switch>,
) -> Result<Json<Value>, Failure> {
    let given = body.enabled.ok_or_else(|| Failure::bad_request("Missing 'enabled' boolean"))?;
    let enabled =
        boolean(&given).ok_or_else(|| Failure::bad_request("Invalid 'enabled' boolean"))?;
    let plugin = app.plugins().set_enabled(&key, enabled, Some(&user.row.username)).await?;
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
