//! `/api/epg/…`: sources, and which programmes end up on which channel.

use axum::http::StatusCode;
use chrono::{TimeDelta, Utc};
use insta::assert_snapshot;
use pluggarr_service::store::programmes::ProgrammeFilter;
use serde_json::{Value, json};

use crate::support::{Site, TestApp};

const SOURCES: &str = "/api/epg/sources/";
const PLAYLIST: &str = "#EXTM3U\n#EXTINF:-1 tvg-id=\"one.test\",One\nhttp://s.invalid/1\n\
    #EXTINF:-1,Without guide\nhttp://s.invalid/2\n";

/// A guide of two channels with a programme each that is on now, and one that is over on the first.
fn guide(title: &str) -> String {
    let at = |hours| (Utc::now() + TimeDelta::hours(hours)).format("%Y%m%d%H%M%S +0000");
    let programme = |channel, from, to, title| {
        format!(
            "<programme start=\"{}\" stop=\"{}\" channel=\"{channel}\"><title>{title}</title>\
             <new/></programme>",
            at(from),
            at(to)
        )
    };
    format!(
        "<tv><channel id=\"one.test\"><display-name>One</display-name></channel>\
         <channel id=\"two.test\"/>{}{}{}</tv>",
        programme("one.test", -30, -29, "Over"),
        programme("one.test", -1, 1, title),
        programme("two.test", -1, 1, "Not asked for"),
    )
}

async fn titles(app: &TestApp) -> Vec<String> {
    let rows = app.store.programmes().list(&ProgrammeFilter::default()).await.unwrap();
    rows.into_iter().map(|row| row.title).collect()
}

/// Steps that bring programmes to a channel.
#[derive(Debug, Clone, Copy)]
enum Step {
    Guide,
    Playlist,
    Channels,
}

#[tokio::test]
async fn the_order_of_guide_playlist_and_channels_does_not_matter() {
    use Step::{Channels, Guide, Playlist};
    for order in
        [[Guide, Playlist, Channels], [Playlist, Guide, Channels], [Playlist, Channels, Guide]]
    {
        let app = TestApp::new().await;
        let (playlist, file) = (app.write("l.m3u", PLAYLIST), app.write("g.xml", guide("Now")));
        for step in order {
            match step {
                Guide => drop(app.app.epg_sources().import(&file, "G", false).await.unwrap()),
                Playlist => drop(app.app.m3u_accounts().import(&playlist, "A").await.unwrap()),
                Channels => {
                    let id = app.app.m3u_accounts().by_name("A").await.unwrap().id;
                    let path = format!("/api/m3u/accounts/{id}/create-channels/");
                    assert_eq!(app.admin.post(&path, json!({})).await.ok()["created"], 2);
                }
            }
        }
        assert_eq!(titles(&app).await, ["Over", "Now"], "{order:?}");
        let grid = app.admin.get("/api/epg/grid/").await.ok();
        let [programme] = grid["data"].as_array().unwrap().as_slice() else {
            panic!("{order:?}: {grid:#}")
        };
        assert_eq!((&programme["title"], &programme["is_new"]), (&json!("Now"), &json!(true)));
        let channel = &app.admin.get("/api/channels/channels/").await.ok()[0];
        assert_eq!(programme["channel_id"], channel["id"], "{order:?}");
        assert_eq!(programme["channel_uuid"], channel["uuid"], "{order:?}");
        assert_eq!(programme["epg"], channel["epg_data_id"], "{order:?}");
    }
}

#[tokio::test]
async fn a_channel_that_is_given_a_guide_channel_by_hand_gets_its_programmes() {
    let app = TestApp::new().await;
    let file = app.write("g.xml", guide("Now"));
    app.app.epg_sources().import(&file, "G", false).await.unwrap();
    assert_eq!(titles(&app).await, [""; 0], "nothing uses the guide yet");
    let made = app.admin.post("/api/channels/channels/", json!({"name": "X"})).await.ok();
    let data = app.admin.get("/api/epg/epgdata/").await.ok();
    let row = data.as_array().unwrap().iter().find(|row| row["tvg_id"] == "two.test").unwrap();
    assert_eq!(row["name"], "two.test", "a guide channel without a name goes by its id");
    let path = format!("/api/channels/channels/{}/", made["id"]);
    app.admin.patch(&path, json!({"epg_data_id": row["id"]})).await.ok();
    assert_eq!(titles(&app).await, ["Not asked for"]);
}

#[tokio::test]
async fn programmes_that_nothing_uses_any_more_go_with_the_next_refresh() {
    let app = TestApp::new().await;
    let sources = app.app.epg_sources();
    let file = app.write("g.xml", guide("Now"));
    sources.import(&file, "G", true).await.unwrap();
    assert_eq!(titles(&app).await, ["Over", "Now", "Not asked for"]);
    let without_two = guide("Now").replace("two.test", "three.test");
    app.write("g.xml", without_two);
    sources.import(&file, "G", true).await.unwrap();
    let rows = app.store.programmes().list(&ProgrammeFilter::default()).await.unwrap();
    let ids: Vec<_> = rows.iter().filter_map(|row| row.tvg_id.as_deref()).collect();
    assert_eq!(ids, ["one.test", "one.test", "three.test"]);

    let channel = json!({"name": "X", "tvg_id": "one.test"});
    let channel = app.admin.post("/api/channels/channels/", channel).await.ok();
    sources.import(&file, "G", false).await.unwrap();
    assert_eq!(titles(&app).await, ["Over", "Now"]);
    app.admin.delete(&format!("/api/channels/channels/{}/", channel["id"])).await;
    sources.import(&file, "G", false).await.unwrap();
    assert_eq!(titles(&app).await, [""; 0]);
}

#[tokio::test]
async fn a_source_made_from_a_url_is_read_soon_after() {
    let (app, site) = (TestApp::new().await, Site::start().await);
    site.put("/guide.xml", guide("Now"));
    let body = json!({"name": "G", "url": site.url("/guide.xml")});
    let made = app.admin.post(SOURCES, body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made}");
    let path = format!("{SOURCES}{}/", made.json()["id"]);
    let source = app.until(&path, |source| source["status"] == "success").await;
    assert_snapshot!(source["last_message"].as_str().unwrap(), @"2 channels and 3 programmes in the guide, 0 stored for 0 channels in use");
    assert_eq!((&source["epg_data_count"], &source["has_channels"]), (&json!(2), &json!(true)));
    assert_eq!(source["source_type"], "xmltv");
}

#[tokio::test]
async fn a_guide_that_does_not_arrive_keeps_the_programmes_and_says_why() {
    let (app, site) = (TestApp::new().await, Site::start().await);
    let whole = guide("Now");
    site.put("/guide.xml", &whole);
    let sources = app.app.epg_sources();
    sources.import(&site.url("/guide.xml"), "G", true).await.unwrap();
    let id = sources.by_name("G").await.unwrap().id;
    let path = format!("{SOURCES}{id}/");
    let half = &whole[..whole.len() / 2];
    let with_length = |text: &str, length: usize| {
        format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{text}")
    };
    let page = "<!doctype html><html><body>Please sign in</body></html>";
    for (answer, said) in [
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(), "answered 404"),
        (with_length(&whole, whole.len() + 1), "broke off after"),
        (with_length(half, half.len()), "no usable guide"),
        (with_length(page, page.len()), "no usable guide"),
        (with_length("<tv></tv>", 9), "holds no channel"),
    ] {
        site.answer_with("/guide.xml", answer.clone());
        let accepted = app.admin.post("/api/epg/import/", json!({ "id": id })).await;
        assert_eq!(accepted.status, StatusCode::ACCEPTED, "{accepted}");
        let failed = app.until(&path, |source| source["status"] == "error").await;
        let message = failed["last_message"].as_str().unwrap();
        assert!(message.contains(said), "{answer:?}: {message}");
        assert!(!message.contains("secret"), "a login in {message}");
        assert_eq!(titles(&app).await, ["Over", "Now", "Not asked for"], "{answer:?}");
        assert_eq!(failed["epg_data_count"], 2);

        site.put("/guide.xml", &whole);
        sources.refresh_and_wait(id).await.unwrap();
        assert_eq!(app.admin.get(&path).await.json()["status"], "success");
    }
    site.put("/guide.xml", guide("Changed"));
    sources.refresh_and_wait(id).await.unwrap();
    assert_eq!(titles(&app).await, ["Over", "Changed", "Not asked for"]);
}

#[tokio::test]
async fn what_cannot_be_a_source_is_refused_in_words() {
    let app = TestApp::new().await;
    let make = |body: Value| app.admin.post(SOURCES, body);
    assert_snapshot!(make(json!({"name": " "})).await, @r#"400 {"detail":"an EPG source needs a name"}"#);
    assert_snapshot!(make(json!({"name": "G", "url": "gopher://h.invalid"})).await, @r#"400 {"detail":"addresses that start with `gopher://` are not supported; use http, https or a file"}"#);
    let off = json!({"name": "G", "is_active": false});
    assert_eq!(make(off.clone()).await.status, StatusCode::CREATED);
    assert_snapshot!(make(off).await, @r#"400 {"detail":"there is an EPG source `G` already"}"#);
    let import = |body: Value| app.admin.post("/api/epg/import/", body);
    assert_snapshot!(import(json!({})).await, @r#"400 {"detail":"`id` of the EPG source is missing"}"#);
    assert_snapshot!(import(json!({"id": 99})).await, @r#"404 {"detail":"there is no EPG source `99`"}"#);
}

#[tokio::test]
async fn a_source_cannot_be_changed_into_what_could_not_be_made() {
    let app = TestApp::new().await;
    app.admin.post(SOURCES, json!({"name": "A", "is_active": false})).await.ok();
    let made = app.admin.post(SOURCES, json!({"name": "B", "is_active": false})).await.ok();
    let path = format!("{SOURCES}{}/", made["id"]);
    let change = |body: Value| app.admin.patch(&path, body);
    assert_snapshot!(change(json!({"name": "A"})).await, @r#"400 {"detail":"there is an EPG source `A` already"}"#);
    assert_snapshot!(change(json!({"name": ""})).await, @r#"400 {"detail":"an EPG source needs a name"}"#);
    assert_eq!(app.admin.get(&path).await.ok()["name"], "B");
}

#[tokio::test]
async fn a_deleted_source_takes_its_guide_and_leaves_the_channels() {
    let app = TestApp::new().await;
    let (playlist, file) = (app.write("l.m3u", PLAYLIST), app.write("g.xml", guide("Now")));
    let accounts = app.app.m3u_accounts();
    accounts.import(&playlist, "A").await.unwrap();
    let account = accounts.by_name("A").await.unwrap().id;
    app.app.channels().create_from_account(account).await.unwrap();
    app.app.epg_sources().import(&file, "G", false).await.unwrap();
    assert_eq!(titles(&app).await.len(), 2);
    let id = app.app.epg_sources().by_name("G").await.unwrap().id;
    let deleted = app.admin.delete(&format!("{SOURCES}{id}/")).await;
    assert_eq!(deleted.status, StatusCode::NO_CONTENT, "{deleted}");
    assert_eq!(titles(&app).await, [""; 0]);
    let channels = app.admin.get("/api/channels/channels/").await.ok();
    assert_eq!(channels.as_array().unwrap().len(), 2);
    assert_eq!(channels[0]["epg_data_id"], Value::Null);
}
