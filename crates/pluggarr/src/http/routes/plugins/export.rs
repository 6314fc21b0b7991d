//! A plugin as a zip.

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use pluggarr_service::plugins::Plugins;
use tokio::fs::File;
use tokio::io::AsyncReadExt;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::failure::Failure;
use crate::http::App;
use crate::http::auth::Admin;

const CHUNK: usize = 64 << 10;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(export))
}

/// Pack a plugin as a zip that can be imported. The same files give the same bytes.
#[utoipa::path(get, path = "/api/plugins/plugins/{key}/export", tag = "plugins",
    responses((status = 200, content_type = "application/zip")))]
async fn export(
    State(plugins): State<Plugins>,
    _: Admin,
    Path(key): Path<String>,
) -> Result<Response, Failure> {
    let export = plugins.export(&key).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", export.name)),
        (header::CONTENT_LENGTH, export.bytes.to_string()),
    ];
    let pieces = stream::try_unfold(File::from_std(export.file), |mut file| async move {
        let mut piece = vec![0; CHUNK];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        std::io::Result::Ok((read > 0).then(|| (Bytes::from(piece), file)))
    });
    Ok((headers, Body::from_stream(pieces)).into_response())
}
