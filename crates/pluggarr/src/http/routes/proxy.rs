//! `/proxy/ts/stream/{uuid}`: for now a redirect to the channel's first stream, so that an exported
//! playlist plays. Counting viewers and failing over need a proxy of our own.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use pluggarr_service::Error;
use pluggarr_service::outputs::Outputs;

use crate::http::App;
use crate::http::error::ApiResult;

pub fn routes() -> Router<App> {
    Router::new().route("/proxy/ts/stream/{uuid}", get(stream))
}

async fn stream(State(outputs): State<Outputs>, Path(uuid): Path<String>) -> ApiResult<Response> {
    let url = outputs.stream_url(&uuid).await?;
    // A URL with letters that no header may hold cannot be followed.
    let location = HeaderValue::from_str(&url)
        .map_err(|_| Error::NotFound { what: "playable stream of channel", id: uuid })?;
    Ok((StatusCode::FOUND, [(header::LOCATION, location)]).into_response())
}
