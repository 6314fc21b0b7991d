//! Deleting, the trash, and the version before.

use axum::Json;
use axum::extract::{Path, State};
use pluggarr_service::Application;
use pluggarr_service::plugins::{Plugins, Trashed};
use serde_json::{Value, json};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::failure::Failure;
use super::view::plugin_view;
use crate::http::App;
use crate::http::auth::Admin;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(delete))
        .routes(routes!(roll_back))
        .routes(routes!(list))
        .routes(routes!(restore))
        .routes(routes!(purge))
}

/// Delete a plugin into the trash. One that is not there is deleted already.
#[utoipa::path(delete, path = "/api/plugins/plugins/{key}/delete", tag = "plugins",
    responses((status = 200, body = Value)))]
async fn delete(
    State(plugins): State<Plugins>,
    Admin(user): Admin,
    Path(key): Path<String>,
) -> Result<Json<Value>, Failure> {
    let trash_id = plugins.delete(&key, &user.row.username).await?;
    Ok(Json(json!({"success": true, "trash_id": trash_id})))
}

/// Have the version back that was replaced last.
#[utoipa::path(post, path = "/api/plugins/plugins/{key}/rollback", tag = "plugins",
    responses((status = 200, body = Value), (status = 404, body = Value)))]
async fn roll_back(
    State(app): State<Application>,
    _: Admin,
    Path(key): Path<String>,
) -> Result<Json<Value>, Failure> {
    let plugin = app.plugins().roll_back(&key).await?;
    let view = plugin_view(&plugin, &app.config().base_url);
    Ok(Json(json!({"success": true, "plugin": view})))
}

/// The deleted plugins that can be restored, the newest first.
#[utoipa::path(get, path = "/api/plugins/trash", tag = "plugins",
    responses((status = 200, body = Value)))]
async fn list(State(plugins): State<Plugins>, _: Admin) -> Result<Json<Value>, Failure> {
    let trash = plugins.trash().await?;
    Ok(Json(json!({"trash": trash.iter().map(shown).collect::<Vec<_>>()})))
}

fn shown(trashed: &Trashed) -> Value {
    json!({
        "id": trashed.id, "key": trashed.plugin_key, "name": trashed.name,
        "version": trashed.version, "deleted_at": trashed.deleted_at,
        "deleted_by": trashed.deleted_by, "bytes": trashed.bytes,
    })
}

/// Have a deleted plugin back, disabled, with its settings.
#[utoipa::path(post, path = "/api/plugins/trash/{id}/restore", tag = "plugins",
    responses((status = 200, body = Value), (status = 400, body = Value)))]
async fn restore(
    State(app): State<Application>,
    _: Admin,
    Path(id): Path<i64>,
) -> Result<Json<Value>, Failure> {
    let plugin = app.plugins().restore(id).await?;
    let view = plugin_view(&plugin, &app.config().base_url);
    Ok(Json(json!({"success": true, "plugin": view})))
}

/// Delete something in the trash for good.
#[utoipa::path(delete, path = "/api/plugins/trash/{id}", tag = "plugins",
    responses((status = 200, body = Value), (status = 404, body = Value)))]
async fn purge(
    State(plugins): State<Plugins>,
    _: Admin,
    Path(id): Path<i64>,
) -> Result<Json<Value>, Failure> {
    plugins.purge(id).await?;
    Ok(Json(json!({"success": true})))
}
