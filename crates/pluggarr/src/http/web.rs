//! The web UI, built once and embedded in the program. Any path that is not the API's is the UI's.

use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Assets;

const NOT_BUILT: &str = "<!doctype html><title>Pluggarr</title><h1>Pluggarr is running</h1>\
<p>This build has no web UI in it. Build it with <code>make web</code>, then build the program \
again; <code>CONTRIBUTING.md</code> says how.</p>";

/// No script but our own runs, whatever a playlist, guide or plugin writes into a name. Mantine sets
/// styles on elements; logos come from wherever playlists say.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src * data:; \
    connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";

/// Serve `uri` from the embedded UI: a file by its name, else the page that routes by itself.
pub async fn serve(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = Assets::get(path).filter(|_| !path.is_empty()) {
        // Vite names files by content, so they never change under their name; the rest may.
        let keep = if path.starts_with("assets/") {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        return (
            [
                (header::CONTENT_TYPE, file.metadata.mimetype().to_owned()),
                (header::CACHE_CONTROL, keep.to_owned()),
            ],
            file.data.into_owned(),
        )
            .into_response();
    }
    if path.starts_with("assets/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut page = match Assets::get("index.html") {
        Some(page) => Html(page.data.into_owned()).into_response(),
        None => Html(NOT_BUILT).into_response(),
    };
    let headers = page.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    page
}
