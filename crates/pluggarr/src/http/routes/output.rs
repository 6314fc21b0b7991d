//! `/output/m3u` and `/output/epg`: what players fetch. Open to this network, like the incumbent's.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use pluggarr_service::is_local;
use pluggarr_service::outputs::{Output, Outputs, TvgIdSource};
use pluggarr_service::system_events::Visitor;
use serde::Deserialize;
use serde_json::json;

use crate::http::App;
use crate::http::error::ApiResult;
use crate::http::visitor::AskedBy;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/output/m3u", get(m3u).post(m3u))
        .route("/output/m3u/{profile}", get(m3u).post(m3u))
        .route("/output/epg", get(epg))
        .route("/output/epg/{profile}", get(epg))
}

/// What stands behind the `?`.
#[derive(Deserialize)]
struct Params {
    #[serde(default)]
    tvg_id_source: String,
    #[serde(default)]
    days: u32,
    #[serde(default)]
    prev_days: u32,
}

/// The incumbent's default policy for playlists and guides: private and loopback addresses only.
fn refuse_strangers(
    outputs: &Outputs,
    what: Output,
    profile: Option<&str>,
    from: &Visitor,
) -> Option<Response> {
    let refusal = (StatusCode::FORBIDDEN, axum::Json(json!({"error": "Forbidden"})));
    if is_local(from.address) {
        return None;
    }
    outputs.refused(what, profile, from);
    Some(refusal.into_response())
}

async fn m3u(
    State(outputs): State<Outputs>,
    AskedBy(visitor): AskedBy,
    method: Method,
    profile: Option<Path<String>>,
    Query(params): Query<Params>,
) -> ApiResult<Response> {
    let profile = profile.as_ref().map(|Path(name)| name.as_str());
    if let Some(refusal) = refuse_strangers(&outputs, Output::M3u, profile, &visitor) {
        return Ok(refusal);
    }
    let headers = [
        (header::CONTENT_TYPE, "audio/x-mpegurl; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"channels.m3u\""),
    ];
    if method == Method::HEAD {
        return Ok(headers.into_response());
    }
    let ids = TvgIdSource::parse(&params.tvg_id_source);
    let text = outputs.m3u(profile, ids, &visitor).await?;
    Ok((headers, text).into_response())
}

async fn epg(
    State(outputs): State<Outputs>,
    AskedBy(visitor): AskedBy,
    method: Method,
    profile: Option<Path<String>>,
    Query(params): Query<Params>,
) -> ApiResult<Response> {
    let profile = profile.as_ref().map(|Path(name)| name.as_str());
    if let Some(refusal) = refuse_strangers(&outputs, Output::Epg, profile, &visitor) {
        return Ok(refusal);
    }
    let headers = [(header::CONTENT_TYPE, "application/xml; charset=utf-8")];
    if method == Method::HEAD {
        return Ok(headers.into_response());
    }
    let ids = TvgIdSource::parse(&params.tvg_id_source);
    let (days, prev_days) = (params.days, params.prev_days);
    let pieces = outputs.epg(profile, ids, days, prev_days, &visitor).await?;
    let body = stream::unfold(pieces, |mut pieces| async move {
        Some((Ok::<_, std::convert::Infallible>(pieces.recv().await?), pieces))
    });
    Ok((headers, Body::from_stream(body)).into_response())
}
