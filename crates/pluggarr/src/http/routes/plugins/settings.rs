//! A plugin's settings: saved, reset, and put back as they were.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use pluggarr_plugin_protocol::settings::Change;
use pluggarr_service::Error;
use pluggarr_service::plugins::{Plugins, SettingsVersion};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::failure::Failure;
use crate::http::App;
use crate::http::auth::Admin;
use crate::http::body::Body;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(save_settings, merge_settings))
        .routes(routes!(reset_settings))
        .routes(routes!(settings_history))
        .routes(routes!(restore_settings))
}

/// Settings of a plugin.
#[derive(Deserialize, ToSchema)]
struct Settings {
    #[schema(value_type = Object)]
    settings: Option<Map<String, Value>>,
}

impl Settings {
    /// The incumbent takes a body without them for none at all, and erases everything.
    fn given(self) -> Result<Map<String, Value>, Failure> {
        self.settings.ok_or_else(|| Failure::bad_request("Missing 'settings' object"))
    }
}

/// What is stored now, secrets masked.
#[derive(Serialize, ToSchema)]
struct SavedSettings {
    success: bool,
    #[schema(value_type = Object)]
    settings: Map<String, Value>,
}

/// Settings that are not what their fields ask for; nothing was saved.
#[derive(ToSchema)]
#[allow(dead_code)] // Only its shape is used.
struct RefusedSettings {
    success: bool,
    error: String,
    /// What is wrong, by the id of the field.
    errors: BTreeMap<String, String>,
}

fn saved(settings: Map<String, Value>) -> Json<SavedSettings> {
    Json(SavedSettings { success: true, settings })
}

/// Replace the settings of a plugin: declared fields that are not given are forgotten, but for secrets.
#[utoipa::path(post, path = "/api/plugins/plugins/{key}/settings", tag = "plugins",
    request_body = Settings,
    responses((status = 200, body = SavedSettings), (status = 400, body = RefusedSettings)))]
async fn save_settings(
    State(plugins): State<Plugins>,
    Admin(user): Admin,
    Path(key): Path<String>,
    Body(body): Body<Settings>,
) -> Result<Json<SavedSettings>, Failure> {
    let by = Some(user.row.username.as_str());
    match plugins.save_settings(&key, body.given()?, Change::Replace, by).await {
        Ok(settings) => Ok(saved(settings)),
        // The incumbent's status and words for an unknown plugin at this one endpoint.
        Err(Error::NotFound { what: "plugin", .. }) => {
            Err(Failure::bad_request("PluginConfig matching query does not exist."))
        }
        Err(error) => Err(error.into()),
    }
}

/// Save the given settings of a plugin; all others stay.
#[utoipa::path(patch, path = "/api/plugins/plugins/{key}/settings", tag = "plugins",
    request_body = Settings,
    responses((status = 200, body = SavedSettings), (status = 400, body = RefusedSettings)))]
async fn merge_settings(
    State(plugins): State<Plugins>,
    Admin(user): Admin,
    Path(key): Path<String>,
    Body(body): Body<Settings>,
) -> Result<Json<SavedSettings>, Failure> {
    let by = Some(user.row.username.as_str());
    Ok(saved(plugins.save_settings(&key, body.given()?, Change::Merge, by).await?))
}

/// Which fields; all declared ones where none are named.
#[derive(Deserialize, ToSchema)]
struct ResetFields {
    fields: Option<Vec<String>>,
}

/// Forget stored values, so that the defaults count again.
#[utoipa::path(post, path = "/api/plugins/plugins/{key}/settings/reset", tag = "plugins",
    request_body = ResetFields, responses((status = 200, body = SavedSettings)))]
async fn reset_settings(
    State(plugins): State<Plugins>,
    Admin(user): Admin,
    Path(key): Path<String>,
    Body(body): Body<ResetFields>,
) -> Result<Json<SavedSettings>, Failure> {
    let by = Some(user.row.username.as_str());
    Ok(saved(plugins.reset_settings(&key, body.fields, by).await?))
}

/// The changes that are kept, newest first.
#[derive(Serialize, ToSchema)]
struct SettingsHistory {
    versions: Vec<VersionView>,
}

/// The settings after one change.
#[derive(Serialize, ToSchema)]
struct VersionView {
    id: i64,
    #[schema(value_type = String, format = DateTime)]
    saved_at: pluggarr_service::store::Timestamp,
    /// A user's name; null for the plugin's own change.
    saved_by: Option<String>,
    /// `saved`, `merged`, `reset`, `restored`, `plugin` (it changed them itself) or `before` (the first change).
    reason: String,
    is_current: bool,
    changes: Vec<ChangeView>,
}

/// What became of one setting; secrets are masked.
#[derive(Serialize, ToSchema)]
struct ChangeView {
    field: String,
    label: String,
    /// Null where it was not set.
    before: Value,
    /// Null where it is not set any more.
    after: Value,
}

impl From<SettingsVersion> for VersionView {
    fn from(version: SettingsVersion) -> Self {
        let SettingsVersion { id, saved_at, saved_by, reason, is_current, changes } = version;
        let changes = changes.into_iter().map(|change| ChangeView {
            field: change.field,
            label: change.label,
            before: change.before,
            after: change.after,
        });
        Self { id, saved_at, saved_by, reason, is_current, changes: changes.collect() }
    }
}

/// What changed the settings of a plugin, and when, and who.
#[utoipa::path(get, path = "/api/plugins/plugins/{key}/settings/history", tag = "plugins",
    responses((status = 200, body = SettingsHistory)))]
async fn settings_history(
    State(plugins): State<Plugins>,
    _: Admin,
    Path(key): Path<String>,
) -> Result<Json<SettingsHistory>, Failure> {
    let versions = plugins.settings_history(&key).await?;
    Ok(Json(SettingsHistory { versions: versions.into_iter().map(VersionView::from).collect() }))
}

/// One of the history's versions.
#[derive(Deserialize, ToSchema)]
struct RestoreVersion {
    version: Option<i64>,
}

/// Have the settings be what they were after an earlier change.
#[utoipa::path(post, path = "/api/plugins/plugins/{key}/settings/restore", tag = "plugins",
    request_body = RestoreVersion, responses((status = 200, body = SavedSettings)))]
async fn restore_settings(
    State(plugins): State<Plugins>,
    Admin(user): Admin,
    Path(key): Path<String>,
    Body(body): Body<RestoreVersion>,
) -> Result<Json<SavedSettings>, Failure> {
    let version = body.version.ok_or_else(|| Failure::bad_request("Missing 'version' number"))?;
    let by = Some(user.row.username.as_str());
    Ok(saved(plugins.restore_settings(&key, version, by).await?))
}
