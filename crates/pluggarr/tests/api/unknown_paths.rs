//! Paths that are nobody's, and the two spellings of those that are somebody's.

use axum::http::{StatusCode, header};
use insta::assert_snapshot;
use serde_json::json;

use crate::support::TestApp;

#[tokio::test]
async fn an_unknown_path_of_the_api_is_a_json_404() {
    let app = TestApp::new().await;
    let response = app.admin.get("/api/nothing/here/").await;
    assert_snapshot!(response, @r#"404 {"detail":"There is nothing at /api/nothing/here"}"#);
    for path in ["/api", "/output/hls", "/proxy/ts/status/", "/hdhr/discover.json", "/ws/more"] {
        let response = app.nobody.post(path, json!({})).await;
        assert_eq!(response.status, StatusCode::NOT_FOUND, "{path}: {response}");
        assert!(response.json()["detail"].is_string(), "{path}: {response}");
    }
}

#[tokio::test]
async fn a_request_that_no_handler_takes_is_refused_as_json_too() {
    let app = TestApp::new().await;
    let method = app.admin.delete("/api/m3u/refresh/").await;
    assert_snapshot!(method, @r#"405 {"detail":"Method Not Allowed"}"#);
    assert_eq!(method.header(header::ALLOW), "POST");
    let word = app.admin.get("/api/m3u/accounts/abc/").await;
    assert_snapshot!(word, @r#"400 {"detail":"Invalid URL: Cannot parse `abc` to a `i64`"}"#);
    let page = app.admin.get("/api/channels/streams/?page=-1").await;
    assert_snapshot!(page, @r#"400 {"detail":"Failed to deserialize query string: page: invalid digit found in string"}"#);
    let no_socket = app.nobody.get("/ws/").await;
    assert_snapshot!(no_socket, @r#"400 {"detail":"Connection header did not include 'upgrade'"}"#);
}

#[tokio::test]
async fn any_other_path_is_the_web_ui() {
    let app = TestApp::new().await;
    for path in ["/", "/plugins", "/settings/deep/link"] {
        let page = app.nobody.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.header(header::CONTENT_TYPE).starts_with("text/html"), "{path}");
        assert!(page.text().contains("<title>"), "{path}");
    }
    // A page in place of a script that is gone would leave the browser with a blank screen.
    assert_eq!(app.nobody.get("/assets/gone.js").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_path_is_served_with_and_without_a_slash_at_its_end() {
    let app = TestApp::new().await;
    for path in [
        "/api/core/version",
        "/api/accounts/users/me",
        "/api/plugins/plugins",
        "/api/plugins/plugins/enabled",
        "/api/channels/channels",
        "/api/channels/streams?page_size=1",
        "/api/m3u/accounts",
        "/api/epg/sources",
        "/output/m3u",
        "/output/epg",
    ] {
        let bare = app.admin.get(path).await;
        assert_eq!(bare.status, StatusCode::OK, "{path}: {bare}");
        let (start, query) = path
            .split_once('?')
            .map_or((path, String::new()), |(start, query)| (start, format!("?{query}")));
        let slashed = app.admin.get(&format!("{start}/{query}")).await;
        assert_eq!(slashed.to_string(), bare.to_string(), "{path}");
    }
}

#[tokio::test]
async fn the_version_is_the_one_clients_compare_with() {
    let app = TestApp::new().await;
    let response = app.nobody.get("/api/core/version/").await.json();
    assert_eq!(response["version"], "0.29.0");
    assert_eq!(response["pluggarr_version"], env!("CARGO_PKG_VERSION"));
}
