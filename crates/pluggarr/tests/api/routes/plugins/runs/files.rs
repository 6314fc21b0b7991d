//! Files that results name.

use axum::http::header;
use insta::assert_snapshot;
use serde_json::json;

use super::WORKER;
use crate::support::{PNG, TestApp};

async fn run_with(app: &TestApp, result: serde_json::Value) -> String {
    let id = app.start("p", "say", json!({"result": result})).await;
    app.finished(&id).await;
    id
}

#[tokio::test]
async fn a_file_is_handed_out_from_where_plugins_may_write() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    app.write_plugin_file("p", "out/picture.png", PNG);
    app.write("files/exports/list.m3u", "#EXTM3U\n<script>");
    let files = ["/data/plugins/p/out/picture.png", "/data/gone.csv", "/etc/passwd"];
    let id = run_with(&app, json!({"file": "/app/data/exports/list.m3u", "files": files})).await;
    let run = app.run_now(&id).await;
    let told: Vec<_> =
        run["files"].as_array().unwrap().iter().map(|f| (&f["name"], &f["bytes"])).collect();
    let null = serde_json::Value::Null;
    assert_eq!(
        told,
        [
            (&json!("list.m3u"), &json!(16)),
            (&json!("picture.png"), &json!(PNG.len())),
            (&json!("gone.csv"), &null),
            (&json!("passwd"), &null),
        ]
    );
    assert_eq!(run["files"][2]["problem"], "/data/gone.csv is not there any more");
    let file = async |index: usize, query: &str| {
        app.admin.get(&format!("/api/plugins/runs/{id}/files/{index}/{query}")).await
    };
    let list = file(0, "").await;
    assert_eq!(list.text(), "#EXTM3U\n<script>");
    assert_eq!(list.header(header::CONTENT_TYPE), "application/octet-stream");
    assert!(
        list.header(header::CONTENT_DISPOSITION).starts_with("attachment; filename=\"list.m3u\"")
    );
    assert_eq!(list.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    let shown = file(0, "?preview=1").await;
    assert_eq!(shown.header(header::CONTENT_TYPE), "text/plain; charset=utf-8");
    let picture = file(1, "?preview=1").await;
    assert_eq!((picture.header(header::CONTENT_TYPE), &*picture.bytes), ("image/png", PNG));
    assert_snapshot!(file(3, "").await, @r#"400 {"success":false,"error":"/etc/passwd is outside of the data folder"}"#);
    assert_snapshot!(file(4, "").await, @r#"404 {"success":false,"error":"there is no file of this run `4`"}"#);
}

#[tokio::test]
async fn a_preview_is_the_beginning() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    app.write("files/long.txt", "0123456789".repeat(20_000));
    let id = run_with(&app, json!({"file": "long.txt"})).await;
    let shown = app.admin.get(&format!("/api/plugins/runs/{id}/files/0/?preview=1")).await;
    assert_eq!(shown.bytes.len(), 64 << 10);
    let whole = app.admin.get(&format!("/api/plugins/runs/{id}/files/0/")).await;
    assert_eq!(whole.bytes.len(), 200_000);
}
