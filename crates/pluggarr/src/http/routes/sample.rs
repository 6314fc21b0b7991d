//! `/sample/…`: the logos of the sample channels, drawn when asked for. Their streams play nothing.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use pluggarr_service::sample::Sample;
use serde_json::json;

use crate::http::App;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/sample/logo/{file}", get(logo))
        .route("/sample/stream/{file}", get(stream))
}

async fn logo(Path(file): Path<String>) -> Response {
    match file.strip_suffix(".png").and_then(Sample::logo) {
        Some(png) => {
            ([(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "max-age=86400")], png)
                .into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn stream() -> Response {
    let detail =
        "The sample channels are invented and play nothing; import a playlist of your own.";
    (StatusCode::NOT_FOUND, Json(json!({ "detail": detail }))).into_response()
}
