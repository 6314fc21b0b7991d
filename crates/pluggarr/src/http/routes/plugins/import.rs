//! Importing a plugin from a zip, and looking into one first.

use axum::Json;
use axum::extract::multipart::{Field, Multipart, MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, State};
use pluggarr_service::Application;
use pluggarr_service::plugins::{Plugins, Upload};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::failure::Failure;
use super::view::plugin_view;
use crate::http::App;
use crate::http::auth::Admin;

/// More than any spelling of a switch.
const LONGEST_SWITCH: usize = 64;

pub fn routes() -> OpenApiRouter<App> {
    // The archive goes to a file piece by piece, and the service counts them; the framework's limit is for bodies that
    // are held in memory.
    let uploads = OpenApiRouter::new().routes(routes!(import)).routes(routes!(preview));
    uploads.layer(DefaultBodyLimit::disable())
}

/// A form with an archive.
#[derive(ToSchema)]
#[allow(dead_code)] // Only its shape is used.
struct ArchiveForm {
    /// The zip. A plugin at its top is named by the file's name.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Replace a plugin of the same key: `true`, `1`, `yes`, `on`, or `false`, `0`, `no`, `off`.
    overwrite: Option<String>,
}

/// Install a plugin from a zip.
#[utoipa::path(post, path = "/api/plugins/plugins/import", tag = "plugins",
    request_body(content = ArchiveForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Value), (status = 400, body = Value)))]
async fn import(
    State(app): State<Application>,
    _: Admin,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Json<Value>, Failure> {
    let form = receive(&app.plugins(), form).await?;
    let imported = app.plugins().import(form.upload, form.overwrite).await?;
    let view = plugin_view(&imported.plugin, &app.config().base_url);
    Ok(Json(json!({"success": true, "plugin": view, "was_managed": imported.was_managed})))
}

/// Look into a zip: what it would install, and over what. Nothing is changed.
#[utoipa::path(post, path = "/api/plugins/plugins/import/preview", tag = "plugins",
    request_body(content = ArchiveForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Value), (status = 400, body = Value)))]
async fn preview(
    State(plugins): State<Plugins>,
    _: Admin,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Json<Value>, Failure> {
    let form = receive(&plugins, form).await?;
    let preview = plugins.preview(form.upload).await?;
    Ok(Json(json!({"success": true, "preview": preview.to_json()})))
}

struct Received {
    upload: Upload,
    overwrite: bool,
}

async fn receive(
    plugins: &Plugins,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Received, Failure> {
    let missing = || Failure::bad_request("Missing 'file' upload");
    let mut form = form.map_err(|_| missing())?;
    let (mut upload, mut overwrite) = (None, false);
    while let Some(mut field) = form.next_field().await.map_err(broken_off)? {
        match field.name() {
            Some("file") => {
                let mut file = plugins.receive(field.file_name().unwrap_or_default()).await?;
                while let Some(piece) = field.chunk().await.map_err(broken_off)? {
                    file.write(&piece).await?;
                }
                file.finish().await?;
                upload = Some(file);
            }
            Some("overwrite") => {
                let text = short_text(field).await?;
                overwrite = switch(&text).ok_or_else(|| {
                    Failure::bad_request(&format!(
                        "Invalid 'overwrite' boolean: {text:?} is neither true nor false"
                    ))
                })?;
            }
            _ => {}
        }
    }
    Ok(Received { upload: upload.ok_or_else(missing)?, overwrite })
}

fn broken_off(error: MultipartError) -> Failure {
    Failure::bad_request(&format!("The upload could not be read: {}", error.body_text()))
}

async fn short_text(mut field: Field<'_>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(broken_off)? {
        let room = LONGEST_SWITCH - bytes.len();
        bytes.extend_from_slice(&piece[..piece.len().min(room)]);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A form knows texts only; the incumbent takes every text for true, `false` included.
fn switch(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "y" | "on" => Some(true),
        "false" | "0" | "no" | "n" | "off" | "" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overwrite_means_what_it_says() {
        for (text, meant) in [
            ("true", Some(true)),
            (" ON ", Some(true)),
            ("1", Some(true)),
            ("false", Some(false)),
            ("0", Some(false)),
            ("", Some(false)),
            ("maybe", None),
            ("2", None),
        ] {
            assert_eq!(switch(text), meant, "{text:?}");
        }
    }
}
