//! The files that a run's result names.

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::header::{self, HeaderName};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use pluggarr_service::runs::Runs;
use serde::Deserialize;
use tokio::fs::File;
use tokio::io::AsyncReadExt;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::super::failure::Failure;
use crate::http::App;
use crate::http::auth::Admin;

const CHUNK: u64 = 64 << 10;
/// Bytes of a text that are shown.
const PREVIEW: u64 = 64 << 10;
/// Pictures that browsers show, and that cannot run anything there.
const PICTURES: &[(&str, &str)] = &[
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
];
/// Pictures that are larger are not shown.
const LARGEST_PICTURE: u64 = 10 << 20;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(file))
}

/// How it is wanted.
#[derive(Debug, Deserialize, IntoParams)]
struct Wanted {
    /// `1`: the beginning of a text, or a picture, to be shown.
    preview: Option<String>,
}

/// A file that a run's result names. Only from the data folder and the plugin's own.
#[utoipa::path(get, path = "/api/plugins/runs/{id}/files/{index}", tag = "runs", params(Wanted),
    responses((status = 200, content_type = "application/octet-stream")))]
async fn file(
    State(runs): State<Runs>,
    _: Admin,
    Path((id, index)): Path<(String, usize)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let file = runs.open_file(&id, index).await?;
    let is_preview = wanted.preview.is_some_and(|preview| preview != "0");
    let (kind, bytes) = match (is_preview, picture(&file.name)) {
        (false, _) => ("application/octet-stream", file.bytes),
        (true, Some(kind)) if file.bytes <= LARGEST_PICTURE => (kind, file.bytes),
        (true, Some(_)) => return Err(Failure::bad_request("this picture is too large to show")),
        (true, None) => ("text/plain; charset=utf-8", file.bytes.min(PREVIEW)),
    };
    let disposition = if is_preview { "inline" } else { "attachment" };
    let headers: [(HeaderName, String); 5] = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("{disposition}; {}", named(&file.name))),
        (header::CONTENT_LENGTH, bytes.to_string()),
        // What a plugin has written is never to be taken for a page of ours.
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
    ];
    let source = File::from_std(file.file).take(bytes);
    let pieces = stream::try_unfold(source, |mut source| async move {
        let mut piece = Vec::with_capacity(CHUNK as usize);
        (&mut source).take(CHUNK).read_to_end(&mut piece).await?;
        std::io::Result::Ok((!piece.is_empty()).then(|| (Bytes::from(piece), source)))
    });
    Ok((headers, Body::from_stream(pieces)).into_response())
}

fn picture(name: &str) -> Option<&'static str> {
    let (_, extension) = name.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    PICTURES.iter().find(|(known, _)| *known == extension).map(|(_, kind)| *kind)
}

/// The name for the browser: plain for old ones, exact for the others.
fn named(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' })
        .collect();
    let mut exact = String::new();
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                exact.push(char::from(byte));
            }
            byte => exact.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_in_both_ways() {
        assert_eq!(
            named("a \"b\"\n.m3u"),
            "filename=\"a _b__.m3u\"; filename*=UTF-8''a%20%22b%22%0A.m3u"
        );
    }

    #[test]
    fn what_can_run_in_a_browser_is_no_picture() {
        assert_eq!(picture("a.PNG"), Some("image/png"));
        assert_eq!(picture("a.svg"), None);
        assert_eq!(picture("a.html"), None);
        assert_eq!(picture("png"), None);
    }
}
