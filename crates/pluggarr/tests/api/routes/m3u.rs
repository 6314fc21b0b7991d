//! `/api/m3u/…`: accounts, and what a refresh does to their streams.

use std::io::Write;

use axum::http::StatusCode;
use insta::assert_snapshot;
use pluggarr_service::store::Paging;
use pluggarr_service::store::streams::{Stream, StreamFilter, StreamOrder};
use serde_json::{Value, json};

use crate::support::{Site, TestApp};

const ACCOUNTS: &str = "/api/m3u/accounts/";
const TWO: &str = "#EXTM3U\n\
    #EXTINF:-1 tvg-id=\"one.test\" group-title=\"News\" tvg-logo=\"http://l.invalid/1.png\",One\n\
    http://s.invalid/1\n\
    #EXTINF:-1 group-title=\"Sport\",Two\nhttp://s.invalid/2\n";
const ONE: &str =
    "#EXTM3U\n#EXTINF:-1 tvg-id=\"one.test\" group-title=\"News\",One\nhttp://s.invalid/1\n";

async fn streams(app: &TestApp) -> Vec<Stream> {
    let filter = StreamFilter::default();
    app.store.streams().page(&filter, StreamOrder::Id, Paging::ALL).await.unwrap().rows
}

/// Make an account from `url` through the API and wait until its first refresh is over.
async fn account(app: &TestApp, url: &str) -> Value {
    let made = app.admin.post(ACCOUNTS, json!({"name": "A", "server_url": url})).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made}");
    app.until(&format!("{ACCOUNTS}{}/", made.json()["id"]), is_over).await
}

fn is_over(account: &Value) -> bool {
    account["status"] == "success" || account["status"] == "error"
}

#[tokio::test]
async fn an_account_made_from_a_url_has_its_streams_soon_after() {
    let (app, site) = (TestApp::new().await, Site::start().await);
    site.put("/list.m3u", TWO);
    let account = account(&app, &site.url("/list.m3u")).await;
    assert_eq!(account["status"], "success", "{account:#}");
    assert_snapshot!(account["last_message"].as_str().unwrap(), @"2 streams in the playlist, 2 kept (2 new, 0 changed) in 2 groups");
    assert_eq!(account["stream_count"], 2);
    let groups: Vec<_> = account["channel_groups"].as_array().unwrap().iter().collect();
    assert_eq!(
        (groups[0]["name"].as_str(), groups[1]["name"].as_str()),
        (Some("News"), Some("Sport"))
    );
    assert_eq!((&groups[0]["enabled"], &groups[0]["is_stale"]), (&json!(true), &json!(false)));

    let page = app.admin.get("/api/channels/streams/").await.ok();
    assert_eq!(page["count"], 2);
    let first = &page["results"][0];
    assert_eq!((&first["name"], &first["url"]), (&json!("One"), &json!("http://s.invalid/1")));
    assert_eq!(
        (&first["tvg_id"], &first["logo_url"]),
        (&json!("one.test"), &json!("http://l.invalid/1.png"))
    );
    assert_eq!((&first["m3u_account"], &first["is_stale"]), (&account["id"], &json!(false)));
}

#[tokio::test]
async fn a_provider_is_asked_with_its_login_and_a_name_of_ours() {
    let (app, site) = (TestApp::new().await, Site::start().await);
    site.put("/list.m3u?type=m3u_plus", TWO);
    assert_eq!(account(&app, &site.url("/list.m3u?type=m3u_plus")).await["status"], "success");
    let head = site.last_request().to_ascii_lowercase();
    assert!(head.starts_with("get /list.m3u?type=m3u_plus http/1.1"), "{head}");
    // "user:secret"
    assert!(head.contains("authorization: basic dxnlcjpzzwnyzxq="), "{head}");
    // The user agent that is chosen where an account has none of its own: some providers mind.
    assert!(head.contains("user-agent: tivimate/"), "{head}");
}

#[tokio::test]
async fn a_packed_or_moved_playlist_arrives_whole() {
    let (app, site) = (TestApp::new().await, Site::start().await);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(ONE.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let head = |about: &str| {
        format!("HTTP/1.1 200 OK\r\n{about}Content-Length: {}\r\n\r\n", packed.len()).into_bytes()
    };
    site.put("/list.m3u.gz", &packed);
    site.answer_with("/packed", [head("Content-Encoding: gzip\r\n"), packed.clone()].concat());
    let moved = "HTTP/1.1 302 Found\r\nLocation: /list.m3u.gz\r\nContent-Length: 0\r\n\r\n";
    site.answer_with("/moved", moved);
    let accounts = app.app.m3u_accounts();
    for path in ["/list.m3u.gz", "/packed", "/moved"] {
        let summary = accounts.import(&site.url(path), "A").await;
        assert_eq!(summary.unwrap().counts["entries"], 1, "{path}");
    }
    // Packed, this tiny list is larger than it is; the announced length is the packed one's.
    let tiny = "#EXTM3U\n#EXTINF:-1,A\nhttp://a/\n";
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    packed.write_all(tiny.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    assert!(packed.len() > tiny.len());
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        packed.len()
    );
    site.answer_with("/tiny", [head.as_bytes(), &packed].concat());
    let summary = accounts.import(&site.url("/tiny"), "A").await.unwrap();
    assert_eq!(summary.counts["entries"], 1);
}

#[tokio::test]
async fn a_download_that_fails_keeps_the_streams_and_says_why() {
    let (app, site) = (TestApp::new().await, Site::start().await);
    site.put("/list.m3u", TWO);
    let account = account(&app, &site.url("/list.m3u")).await;
    let path = format!("{ACCOUNTS}{}/", account["id"]);
    let closed = "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n".to_owned() + ONE;
    let chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n#EXTM3U\n\r\n40\r\n#EXT";
    let page = "<!doctype html><html><body>#EXTM3U Your account has expired</body></html>";
    let page = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{page}", page.len());
    let nothing = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    let empty = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n#EXTM3U\n";
    for (answer, said) in [
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "answered 404 Not Found"),
        ("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", "answered 500"),
        (&closed, "broke off after"),
        (chunked, "could not be fetched"),
        (&page, "no usable playlist"),
        (nothing, "no usable playlist"),
        (empty, "holds no stream"),
        ("nonsense", "could not be fetched"),
    ] {
        let before = streams(&app).await;
        site.answer_with("/list.m3u", answer);
        let accepted =
            app.admin.post(&format!("/api/m3u/refresh/{}/", account["id"]), json!({})).await;
        assert_eq!(accepted.status, StatusCode::ACCEPTED, "{accepted}");
        assert!(accepted.json()["task_id"].is_string(), "{accepted}");
        let failed = app.until(&path, |account| account["status"] == "error").await;
        let message = failed["last_message"].as_str().unwrap();
        assert!(message.contains(said), "{answer:?}: {message}");
        assert!(!message.contains("secret"), "a login in {message}");
        assert_eq!(streams(&app).await, before, "{answer:?}");
        assert_eq!(failed["stream_count"], 2);

        site.put("/list.m3u", TWO);
        let id = account["id"].as_i64().unwrap();
        app.app.m3u_accounts().refresh_and_wait(id).await.unwrap();
        assert_eq!(app.admin.get(&path).await.json()["status"], "success");
    }
}

#[tokio::test]
async fn a_second_import_of_the_same_playlist_changes_nothing() {
    let app = TestApp::new().await;
    let playlist = app.write("list.m3u", TWO);
    let accounts = app.app.m3u_accounts();
    assert_eq!(accounts.import(&playlist, "A").await.unwrap().counts["created"], 2);
    let before = streams(&app).await;
    let second = accounts.import(&playlist, "A").await.unwrap();
    assert_snapshot!(second.message, @"2 streams in the playlist, 2 kept (0 new, 0 changed) in 2 groups");
    let after = streams(&app).await;
    for (before, after) in before.iter().zip(&after) {
        assert_eq!((before.id, before.updated_at), (after.id, after.updated_at));
        assert!(before.last_seen < after.last_seen, "it was seen again");
    }
    assert_eq!(before.len(), after.len());
    assert_eq!(accounts.list().await.unwrap().iter().filter(|account| !account.locked).count(), 1);
}

#[tokio::test]
async fn a_stream_that_is_no_longer_listed_is_stale_until_it_comes_back() {
    let app = TestApp::new().await;
    let accounts = app.app.m3u_accounts();
    let playlist = app.write("list.m3u", TWO);
    accounts.import(&playlist, "A").await.unwrap();
    let two = streams(&app).await[1].id;

    app.write("list.m3u", ONE);
    let summary = accounts.import(&playlist, "A").await.unwrap();
    assert_eq!(
        (&summary.counts["stale"], &summary.counts["updated"]),
        (&json!(1), &json!(1)),
        "the logo is gone"
    );
    let stale: Vec<_> = streams(&app).await.iter().map(|stream| stream.is_stale).collect();
    assert_eq!(stale, [false, true]);

    app.write("list.m3u", TWO);
    let summary = accounts.import(&playlist, "A").await.unwrap();
    assert_eq!((&summary.counts["stale"], &summary.counts["created"]), (&json!(0), &json!(0)));
    let back = &streams(&app).await[1];
    assert_eq!((back.id, back.is_stale), (two, false));
}

#[tokio::test]
async fn without_days_of_grace_a_stream_goes_when_it_is_no_longer_listed() {
    let app = TestApp::new().await;
    let accounts = app.app.m3u_accounts();
    let playlist = app.write("list.m3u", TWO);
    accounts.import(&playlist, "A").await.unwrap();
    let id = accounts.by_name("A").await.unwrap().id;
    let days = json!({"stale_stream_days": 0});
    assert_eq!(
        app.admin.patch(&format!("{ACCOUNTS}{id}/"), days).await.ok()["stale_stream_days"],
        0
    );
    app.write("list.m3u", ONE);
    assert_eq!(accounts.import(&playlist, "A").await.unwrap().counts["removed"], 1);
    assert_eq!(streams(&app).await.len(), 1);
}

#[tokio::test]
async fn a_stream_of_two_accounts_belongs_to_the_first() {
    let app = TestApp::new().await;
    let accounts = app.app.m3u_accounts();
    let (first, second) = (app.write("1.m3u", ONE), app.write("2.m3u", TWO));
    accounts.import(&first, "First").await.unwrap();
    let summary = accounts.import(&second, "Second").await.unwrap();
    assert_snapshot!(summary.message, @"2 streams in the playlist, 1 kept (1 new, 0 changed) in 2 groups, 1 in another M3U account already");
    let owners: Vec<_> = streams(&app).await.iter().map(|stream| stream.m3u_account_id).collect();
    let id = async |name| accounts.by_name(name).await.unwrap().id;
    assert_eq!(owners, [Some(id("First").await), Some(id("Second").await)]);

    // Once the first is gone, the second takes over what it lists.
    accounts.delete(id("First").await).await.unwrap();
    let summary = accounts.import(&second, "Second").await.unwrap();
    assert_eq!((&summary.counts["created"], &summary.counts["elsewhere"]), (&json!(1), &json!(0)));
}

#[tokio::test]
async fn what_cannot_be_an_account_is_refused_in_words() {
    let app = TestApp::new().await;
    let make = |body: Value| app.admin.post(ACCOUNTS, body);
    assert_snapshot!(make(json!({})).await, @r#"400 {"detail":"an M3U account needs a name"}"#);
    assert_snapshot!(make(json!({"name": "A", "server_url": "ftp://h.invalid/l.m3u"})).await, @r#"400 {"detail":"addresses that start with `ftp://` are not supported; use http, https or a file"}"#);
    let off = json!({"name": "A", "is_active": false});
    assert_eq!(make(off.clone()).await.status, StatusCode::CREATED);
    assert_snapshot!(make(off).await, @r#"400 {"detail":"there is an M3U account `A` already"}"#);
    assert_snapshot!(app.admin.get("/api/m3u/accounts/99/").await, @r#"404 {"detail":"there is no M3U account `99`"}"#);
    assert_snapshot!(app.admin.post("/api/m3u/refresh/99/", json!({})).await, @r#"404 {"detail":"there is no M3U account `99`"}"#);
    let word = app.admin.get("/api/m3u/accounts/abc/").await;
    assert!(word.status.is_client_error() && word.json()["detail"].is_string(), "{word}");
}

#[tokio::test]
async fn an_account_cannot_be_changed_into_what_could_not_be_made() {
    let app = TestApp::new().await;
    app.admin.post(ACCOUNTS, json!({"name": "A", "is_active": false})).await.ok();
    let made = app.admin.post(ACCOUNTS, json!({"name": "B", "is_active": false})).await.ok();
    let path = format!("{ACCOUNTS}{}/", made["id"]);
    let change = |body: Value| app.admin.patch(&path, body);
    assert_snapshot!(change(json!({"name": "A"})).await, @r#"400 {"detail":"there is an M3U account `A` already"}"#);
    assert_snapshot!(change(json!({"name": " "})).await, @r#"400 {"detail":"an M3U account needs a name"}"#);
    assert_snapshot!(change(json!({"server_url": "javascript://x"})).await, @r#"400 {"detail":"addresses that start with `javascript://` are not supported; use http, https or a file"}"#);
    assert_eq!(app.admin.get(&path).await.ok()["name"], "B");
}

#[tokio::test]
async fn an_import_that_fails_leaves_the_account_where_it_was() {
    let (app, site) = (TestApp::new().await, Site::start().await);
    site.put("/list.m3u", TWO);
    let accounts = app.app.m3u_accounts();
    accounts.import(&site.url("/list.m3u"), "A").await.unwrap();
    let before = accounts.by_name("A").await.unwrap();
    accounts.import(&site.url("/gone.m3u"), "A").await.unwrap_err();
    let after = accounts.by_name("A").await.unwrap();
    assert_eq!((after.server_url, after.file_path), (before.server_url, before.file_path));
    assert_eq!(streams(&app).await.len(), 2);
}

#[tokio::test]
async fn an_account_that_is_off_or_has_no_address_says_so_when_refreshed() {
    let app = TestApp::new().await;
    let made = app.admin.post(ACCOUNTS, json!({"name": "A", "is_active": false})).await.ok();
    assert_eq!(made["status"], "idle");
    let path = format!("{ACCOUNTS}{}/", made["id"]);
    let refresh = format!("/api/m3u/refresh/{}/", made["id"]);
    app.admin.post(&refresh, json!({})).await.ok();
    let off = app.until(&path, is_over).await;
    assert_eq!(off["last_message"], "the M3U account `A` is switched off");
    app.admin.patch(&path, json!({"is_active": true})).await.ok();
    app.admin.post(&refresh, json!({})).await.ok();
    let without = "the M3U account `A` has neither a URL nor a file";
    app.until(&path, |account| account["last_message"] == without).await;
}

#[tokio::test]
async fn refreshing_all_reaches_every_account_though_one_fails() {
    let (app, site) = (TestApp::new().await, Site::start().await);
    let bad = app
        .admin
        .post(ACCOUNTS, json!({"name": "Bad", "server_url": site.url("/gone")}))
        .await
        .ok();
    let good = app
        .admin
        .post(ACCOUNTS, json!({"name": "Good", "server_url": site.url("/list")}))
        .await
        .ok();
    let path = |account: &Value| format!("{ACCOUNTS}{}/", account["id"]);
    app.until(&path(&bad), |account| account["status"] == "error").await;
    app.until(&path(&good), |account| account["status"] == "error").await;
    site.put("/list", TWO);
    assert_snapshot!(app.admin.post("/api/m3u/refresh/", json!({})).await, @r#"202 {"success":true,"message":"M3U refresh initiated."}"#);
    let good = app.until(&path(&good), |account| account["status"] == "success").await;
    assert_eq!(good["stream_count"], 2);
    let bad = app.until(&path(&bad), is_over).await;
    assert_eq!(bad["status"], "error");
}

#[tokio::test]
async fn a_deleted_account_takes_its_streams_and_the_locked_one_stays() {
    let app = TestApp::new().await;
    let playlist = app.write("list.m3u", TWO);
    app.app.m3u_accounts().import(&playlist, "A").await.unwrap();
    let list = app.admin.get(ACCOUNTS).await.ok();
    let id = |locked: bool| {
        let mut rows = list.as_array().unwrap().iter();
        rows.find(|account| account["locked"] == locked).unwrap()["id"].clone()
    };
    let deleted = app.admin.delete(&format!("{ACCOUNTS}{}/", id(false))).await;
    assert_eq!(deleted.status, StatusCode::NO_CONTENT);
    assert_eq!(streams(&app).await, []);
    assert!(std::path::Path::new(&playlist).exists(), "the user's own file is left alone");
    let locked = app.admin.delete(&format!("{ACCOUNTS}{}/", id(true))).await;
    assert_eq!(locked.status, StatusCode::FORBIDDEN, "{locked}");
}
