//! `GET /api/plugins/plugins/{key}/export/`.

use axum::http::header;
use insta::assert_snapshot;

use crate::support::TestApp;
use crate::support::zips::{code, manifest, plugin};

#[tokio::test]
async fn an_export_can_be_imported_and_is_always_the_same() {
    let app = TestApp::new().await;
    app.write_plugin("My Plug", &code("1"));
    app.write_plugin_file("My Plug", "plugin.json", manifest("1.0; x/"));
    app.write_plugin_file("My Plug", "uploads/mine.txt", "mine");
    app.write_plugin_file("My Plug", ".env", "SECRET");
    app.reload_plugins().await.ok();
    let path = "/api/plugins/plugins/my_plug/export/";
    let export = app.admin.get(path).await;
    assert_eq!(export.status.as_u16(), 200);
    assert_eq!(export.header(header::CONTENT_TYPE), "application/zip");
    assert_eq!(
        export.header(header::CONTENT_DISPOSITION),
        "attachment; filename=\"my_plug-1.0x.zip\""
    );
    assert_eq!(export.header(header::CONTENT_LENGTH), export.bytes.len().to_string());
    assert_eq!(app.admin.get(path).await.bytes, export.bytes);
    app.plugin_files();
    let other = TestApp::new().await;
    other.import("x.zip", &export.bytes, None).await.ok();
    let names: Vec<_> = other.plugin_files().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["my_plug/plugin.json", "my_plug/plugin.py"]);
}

#[tokio::test]
async fn what_cannot_be_exported_is_told() {
    let app = TestApp::new().await;
    assert_snapshot!(app.admin.get("/api/plugins/plugins/none/export/").await, @r#"404 {"success":false,"error":"Plugin not found"}"#);
    app.import("p.zip", &plugin("p", "1"), None).await.ok();
    std::os::unix::fs::symlink("/etc/passwd", app.plugins_dir().join("p/leak.txt")).unwrap();
    assert_snapshot!(app.admin.get("/api/plugins/plugins/p/export/").await, @r#"400 {"success":false,"error":"Unsafe path in archive: entry \"p/leak.txt\": it is a link or no plain file"}"#);
    let standard = app.standard_user().await;
    assert_eq!(standard.get("/api/plugins/plugins/p/export/").await.status.as_u16(), 403);
}
