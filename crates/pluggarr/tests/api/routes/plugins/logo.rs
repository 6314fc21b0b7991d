//! `GET /api/plugins/plugins/{key}/logo/`: open to everybody, so nothing but a picture may leave by it.

use std::os::unix::fs::symlink;

use axum::http::header;
use insta::assert_snapshot;

use crate::support::{PNG, TestApp};

const NONE: &str = r#"404 {"success":false,"error":"Logo not found"}"#;

#[tokio::test]
async fn a_real_png_is_served_to_anybody() {
    let app = TestApp::new().await;
    app.write_plugin("p", "class Plugin: pass");
    app.write_plugin_file("p", "logo.png", PNG);
    app.reload_plugins().await.ok();
    let url = app.plugin("p").await["logo_url"].as_str().unwrap().to_owned();
    assert_eq!(url, "http://tv.test:9191/api/plugins/plugins/p/logo/");
    let logo = app.nobody.get(url.strip_prefix("http://tv.test:9191").unwrap()).await;
    assert_eq!((logo.status.as_u16(), logo.bytes.as_slice()), (200, PNG));
    assert_eq!(logo.header(header::CONTENT_TYPE), "image/png");
    assert_eq!(logo.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
}

#[tokio::test]
async fn what_only_calls_itself_a_png_is_not_served() {
    let app = TestApp::new().await;
    let secret = app.write("secret.png", PNG);
    for name in ["svg", "link", "folder", "none"] {
        app.write_plugin(name, "class Plugin: pass");
    }
    app.write_plugin_file("svg", "logo.png", "<svg><script>alert(1)</script></svg>");
    symlink(secret, app.plugins_dir().join("link/logo.png")).unwrap();
    std::fs::create_dir(app.plugins_dir().join("folder/logo.png")).unwrap();
    app.reload_plugins().await.ok();
    for key in ["svg", "link", "folder", "none"] {
        let logo = app.nobody.get(&format!("/api/plugins/plugins/{key}/logo/")).await;
        assert_eq!(logo.to_string(), NONE, "{key}");
    }
    let unknown = app.nobody.get("/api/plugins/plugins/unheard_of/logo/").await;
    assert_snapshot!(unknown, @r#"404 {"success":false,"error":"Plugin not found"}"#);
    let climbing = app.nobody.get("/api/plugins/plugins/..%2F..%2Fhost/logo/").await;
    assert_eq!(climbing.status.as_u16(), 404, "{climbing}");
}
