//! A file for one of a plugin's settings.

use axum::Json;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use pluggarr_plugin_protocol::settings::{LARGEST_UPLOAD, NotAccepted};
use pluggarr_service::plugins::Plugins;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::failure::Failure;
use crate::http::App;
use crate::http::auth::Admin;

/// What surrounds the file in the form, and what it may be too large by and still be told so in words.
const ROOM: usize = 1 << 20;

pub fn routes() -> OpenApiRouter<App> {
    let limit = DefaultBodyLimit::max(LARGEST_UPLOAD as usize + ROOM);
    OpenApiRouter::new().routes(routes!(upload)).layer(limit)
}

/// The form; for the API's description.
#[derive(ToSchema)]
#[allow(dead_code)] // Only its shape is used.
struct UploadForm {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Where the file is now.
#[derive(Serialize, ToSchema)]
struct Uploaded {
    success: bool,
    path: String,
}

/// Upload a file for a `file` field. It replaces the one before, and its path is saved as the setting.
#[utoipa::path(post, path = "/api/plugins/plugins/{key}/fields/{field_id}/upload", tag = "plugins",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Uploaded)))]
async fn upload(
    State(plugins): State<Plugins>,
    Admin(user): Admin,
    Path((key, field_id)): Path<(String, String)>,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<Json<Uploaded>, Failure> {
    let limit = plugins.upload_limit(&key, &field_id).await?;
    let mut form = form.map_err(|_| Failure::bad_request("Missing 'file' upload"))?;
    while let Some(part) = form.next_field().await.map_err(unreadable)? {
        if part.name() != Some("file") {
            continue;
        }
        let Some(name) = part.file_name().map(str::to_owned) else { break };
        let content = read(part, limit).await?;
        let by = Some(user.row.username.as_str());
        let path = plugins.upload(&key, &field_id, &name, content, by).await?;
        return Ok(Json(Uploaded { success: true, path }));
    }
    Err(Failure::bad_request("Missing 'file' upload"))
}

/// The whole file. One that is too large is read to its end and dropped: a browser that is cut off while it sends
/// shows no answer.
async fn read(mut file: Field<'_>, limit: u64) -> Result<Vec<u8>, Failure> {
    let (mut content, mut is_too_large) = (Vec::new(), false);
    while let Some(chunk) = file.chunk().await.map_err(unreadable)? {
        is_too_large |= (content.len() + chunk.len()) as u64 > limit;
        if is_too_large {
            content = Vec::new();
        } else {
            content.extend_from_slice(&chunk);
        }
    }
    if is_too_large {
        return Err(Failure::bad_request(&NotAccepted::TooLarge { limit }.to_string()));
    }
    Ok(content)
}

fn unreadable(error: MultipartError) -> Failure {
    Failure::bad_request(&format!("The upload could not be read: {}", error.body_text()))
}
