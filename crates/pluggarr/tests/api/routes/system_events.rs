//! `/api/core/system-events/`: what happened, told by the host and by plugins.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{PASSWORD, Site, TestApp};

const EVENTS: &str = "/api/core/system-events/";

/// The newest event of this name, as soon as there is one.
async fn event(app: &TestApp, event_type: &str) -> Value {
    let path = format!("{EVENTS}?event_type={event_type}");
    app.until(&path, |list| list["count"] != 0).await["events"][0].clone()
}

#[tokio::test]
async fn sign_ins_are_told_without_the_password() {
    let app = TestApp::new().await;
    let client = app.nobody.at([192, 168, 0, 7]).with_header("user-agent", "TiviMate/5.1.6");
    let path = "/api/accounts/token/";
    client.post(path, json!({"username": "admin", "password": "my secret"})).await;
    client.post(path, json!({"username": "admin", "password": PASSWORD})).await.ok();

    let failed = event(&app, "login_failed").await;
    assert_eq!(
        failed["details"],
        json!({"user": "admin", "client_ip": "192.168.0.7", "user_agent": "TiviMate/5.1.6",
            "reason": "Invalid credentials"})
    );
    let path = format!("{EVENTS}?event_type=login_success");
    let list = app.until(&path, |list| list["total"] == 2).await;
    assert_eq!(
        list["events"][0]["details"],
        json!({"user": "admin", "client_ip": "192.168.0.7", "user_agent": "TiviMate/5.1.6"})
    );
    let all = app.admin.get(EVENTS).await;
    assert!(!all.text().contains("secret") && !all.text().contains(PASSWORD), "{all}");
}

#[tokio::test]
async fn refreshes_are_told_with_the_incumbents_counts_and_without_the_providers_login() {
    let app = TestApp::new().await;
    let site = Site::start().await;
    site.put(
        "/l.m3u",
        "#EXTM3U\n#EXTINF:-1 tvg-id=\"a\",A\nhttp://h.test/1\n#EXTINF:-1,B\nhttp://h.test/2\n",
    );
    site.put(
        "/g.xml",
        "<tv><channel id=\"a\"/><channel id=\"b\"/>\
         <programme start=\"20990101000000 +0000\" stop=\"20990101010000 +0000\" channel=\"b\"><title>T</title></programme></tv>",
    );
    app.app.m3u_accounts().import(&site.url("/l.m3u"), "List").await.unwrap();
    app.app.epg_sources().import(&site.url("/g.xml"), "Guide", false).await.unwrap();

    let mut m3u = event(&app, "m3u_refresh").await["details"].take();
    let took = m3u["elapsed_time"].take();
    assert!(took.as_f64().unwrap() < 60.0, "{took}");
    assert_eq!(
        m3u,
        json!({"account_name": "List", "elapsed_time": null, "streams_created": 2, "streams_updated": 0,
            "streams_stale": 0, "streams_deleted": 0, "total_processed": 2})
    );
    assert_eq!(
        event(&app, "epg_refresh").await["details"],
        json!({"source_name": "Guide", "programs": 0, "channels": 0, "skipped_programs": 1,
            "unmapped_channels": 2})
    );
    let all = app.admin.get(EVENTS).await;
    assert!(!all.text().contains("secret"), "{all}");
}

#[tokio::test]
async fn downloads_are_told_once_and_refusals_each_time() {
    let app = TestApp::new().await;
    let player = app.nobody.at([10, 0, 0, 9]).with_header("user-agent", "VLC");
    for _ in 0..2 {
        player.get("/output/m3u").await;
    }
    player.get("/output/epg").await;
    let stranger = app.nobody.at([8, 8, 8, 8]);
    assert_eq!(stranger.get("/output/epg/kids").await.status, StatusCode::FORBIDDEN);

    assert_eq!(
        event(&app, "epg_blocked").await["details"],
        json!({"profile": "kids", "reason": "Network access denied", "client_ip": "8.8.8.8",
            "user_agent": "unknown"})
    );
    let downloads = app.admin.get(&format!("{EVENTS}?event_type=m3u_download")).await.ok();
    assert_eq!(downloads["total"], 1, "players ask twice");
    assert_eq!(
        downloads["events"][0]["details"],
        json!({"profile": "all", "user": "anonymous", "channels": 0, "client_ip": "10.0.0.9",
            "user_agent": "VLC"})
    );
    assert_eq!(event(&app, "epg_download").await["channel_id"], Value::Null);
}

#[tokio::test]
async fn events_are_for_admins_and_come_in_pages() {
    let app = TestApp::new().await;
    let wrong = json!({"username": "nobody", "password": "wrong"});
    for _ in 0..3 {
        app.nobody.post("/api/accounts/token/", wrong.clone()).await;
    }
    let path = format!("{EVENTS}?event_type=login_failed&limit=2&offset=1");
    let page = app.until(&path, |page| page["total"] == 3).await;
    assert_eq!(
        (&page["count"], &page["limit"], &page["offset"]),
        (&json!(2), &json!(2), &json!(1))
    );
    assert!(page["events"][0]["id"].as_i64() > page["events"][1]["id"].as_i64());
    assert_eq!(app.nobody.get(EVENTS).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.standard_user().await.get(EVENTS).await.status, StatusCode::FORBIDDEN);
}
