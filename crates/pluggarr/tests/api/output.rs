//! `/output/m3u`, `/output/epg` and `/proxy/ts/stream/…`: what players fetch, read as players do.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use chrono::{TimeDelta, Utc};
use insta::assert_snapshot;
use pluggarr_formats::m3u::{self, Entry};
use pluggarr_formats::xmltv::{self, Event, Programme};
use serde_json::{Value, json};

use crate::support::{Response, TestApp};

const PLAYLIST: &str = "#EXTM3U\n\
    #EXTINF:-1 tvg-id=\"one.test\" group-title=\"Films & \u{ab}more\u{bb}\" tvg-logo=\"https://l.invalid/1.png\",One <&> \u{1f4fa}\n\
    https://s.invalid/live?user=u&password=p\n\
    #EXTINF:-1,Two\nfile:///etc/passwd\n\
    #EXTINF:-1 tvg-id=\"two.test\",Three\nrtp://239.0.0.1:5000\n";

/// An application whose playlist and guide have become channels.
async fn with_channels() -> TestApp {
    let app = TestApp::new().await;
    let at = |hours| (Utc::now() + TimeDelta::hours(hours)).format("%Y%m%d%H%M%S +0000");
    let programme = |from, to, title| {
        format!(
            "<programme start=\"{}\" stop=\"{}\" channel=\"one.test\"><title>{title}</title>\
             <category>Comedy</category><episode-num system=\"xmltv_ns\">1.4.</episode-num></programme>",
            at(from),
            at(to)
        )
    };
    let guide = format!(
        "<tv><channel id=\"one.test\"/>{}{}{}</tv>",
        programme(-3, -2, "Over"),
        programme(-1, 1, "On &lt;now&gt; &amp; here"),
        programme(30, 31, "Tomorrow"),
    );
    let (playlist, guide) = (app.write("l.m3u", PLAYLIST), app.write("g.xml", guide));
    let accounts = app.app.m3u_accounts();
    accounts.import(&playlist, "A").await.unwrap();
    let account = accounts.by_name("A").await.unwrap().id;
    assert_eq!(app.app.channels().create_from_account(account).await.unwrap(), 3);
    app.app.epg_sources().import(&guide, "G", false).await.unwrap();
    app
}

fn entries(response: &Response) -> Vec<Entry> {
    assert_eq!(response.status, StatusCode::OK, "{response}");
    m3u::Reader::new(response.bytes.as_slice()).map(Result::unwrap).collect()
}

fn guide(response: &Response) -> (Vec<String>, Vec<Programme>) {
    assert_eq!(response.status, StatusCode::OK, "{response}");
    let (mut channels, mut programmes) = (Vec::new(), Vec::new());
    for event in xmltv::Reader::new(response.bytes.as_slice()) {
        match event.unwrap() {
            Event::Channel(channel) => channels.push(channel.id.unwrap()),
            Event::Programme(programme) => programmes.push(*programme),
        }
    }
    (channels, programmes)
}

fn titles(programmes: &[Programme]) -> Vec<&str> {
    programmes.iter().map(|programme| programme.title().unwrap()).collect()
}

async fn channels(app: &TestApp) -> Value {
    app.admin.get("/api/channels/channels/").await.ok()
}

#[tokio::test]
async fn the_playlist_reads_back_as_the_channels_played_through_this_host() {
    let app = with_channels().await;
    let response = app.nobody.get("/output/m3u").await;
    assert_eq!(response.header(header::CONTENT_TYPE), "audio/x-mpegurl; charset=utf-8");
    let (entries, channels) = (entries(&response), channels(&app).await);
    let names: Vec<_> = entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["One <&> \u{1f4fa}", "Two", "Three"]);
    for (entry, channel) in entries.iter().zip(channels.as_array().unwrap()) {
        let uuid = channel["uuid"].as_str().unwrap();
        assert_eq!(entry.url, format!("http://tv.test:9191/proxy/ts/stream/{uuid}"));
        assert_eq!(entry.name, channel["name"].as_str().unwrap());
    }
    assert_eq!(entries[0].group(), Some("Films & \u{ab}more\u{bb}"));
    assert_eq!(entries[0].tvg_name(), Some("One <&> \u{1f4fa}"));
    let logo = format!("http://tv.test:9191/api/channels/logos/{}/cache/", channels[0]["logo_id"]);
    assert_eq!(entries[0].tvg_logo(), Some(logo.as_str()));
    assert!(!response.text().contains("password"), "the provider's login");
    let mut reader = m3u::Reader::new(response.bytes.as_slice());
    reader.by_ref().count();
    assert_eq!(reader.header().get("x-tvg-url"), Some("http://tv.test:9191/output/epg"));
}

#[tokio::test]
async fn playlist_and_guide_know_a_channel_by_the_same_id() {
    let app = with_channels().await;
    for (source, expected) in
        [("", ["1", "2", "3"]), ("?tvg_id_source=tvg_id", ["one.test", "2", "two.test"])]
    {
        let listed = entries(&app.nobody.get(&format!("/output/m3u{source}")).await);
        let listed: Vec<_> = listed.iter().map(|entry| entry.tvg_id().unwrap()).collect();
        assert_eq!(listed, expected, "{source}");
        let (declared, programmes) = guide(&app.nobody.get(&format!("/output/epg{source}")).await);
        assert_eq!(declared, expected, "{source}");
        for programme in &programmes {
            assert_eq!(programme.channel.as_deref(), Some(expected[0]), "{source}");
        }
    }
}

#[tokio::test]
async fn the_guide_reads_back_with_what_was_in_it() {
    let app = with_channels().await;
    let response = app.nobody.get("/output/epg").await;
    assert_eq!(response.header(header::CONTENT_TYPE), "application/xml; charset=utf-8");
    let (_, programmes) = guide(&response);
    assert_eq!(titles(&programmes), ["On <now> & here", "Tomorrow"]);
    let (start, stop) = programmes[0].usable().unwrap();
    assert_eq!(stop - start, TimeDelta::hours(2));
    assert_eq!(programmes[0].categories[0].text, "Comedy");
    assert_eq!(programmes[0].season_and_episode(), (Some(2), Some(5)));

    let (_, today) = guide(&app.nobody.get("/output/epg?days=1").await);
    assert_eq!(titles(&today), ["On <now> & here"]);
    let (_, past) = guide(&app.nobody.get("/output/epg?prev_days=1").await);
    assert_eq!(titles(&past), ["Over", "On <now> & here", "Tomorrow"]);
}

#[tokio::test]
async fn a_name_cannot_break_out_of_its_line_or_element() {
    let app = TestApp::new().await;
    let name = "A \"quoted\" name\r\n#EXTINF:-1,Forged\nhttp://evil.invalid/\u{0}</display-name>";
    app.admin.post("/api/channels/channels/", json!({"name": name, "tvg_id": "a\"b<c"})).await.ok();
    let listed = entries(&app.nobody.get("/output/m3u?tvg_id_source=tvg_id").await);
    assert_eq!(listed.len(), 1);
    assert!(listed[0].url.starts_with("http://tv.test:9191/proxy/ts/stream/"), "{}", listed[0].url);
    assert!(listed[0].name.contains("quoted") && listed[0].name.contains("Forged"));
    let (declared, _) = guide(&app.nobody.get("/output/epg?tvg_id_source=tvg_id").await);
    assert_eq!(declared, ["a\"b<c"]);
}

#[tokio::test]
async fn only_this_network_may_fetch() {
    let app = with_channels().await;
    for path in ["/output/m3u", "/output/epg"] {
        let stranger = app.nobody.at([8, 8, 8, 8]).get(path).await;
        assert_eq!(stranger.to_string(), r#"403 {"error":"Forbidden"}"#, "{path}");
        assert_eq!(app.nobody.at([192, 168, 1, 5]).get(path).await.status, StatusCode::OK);
        let head = app.nobody.send(Method::HEAD, path, Body::empty()).await;
        assert_eq!((head.status, head.bytes.len()), (StatusCode::OK, 0), "{path}");
        let profile = app.nobody.get(&format!("{path}/kids")).await;
        assert_eq!(profile.to_string(), r#"404 {"detail":"there is no channel profile `kids`"}"#);
    }
}

#[tokio::test]
async fn hidden_channels_are_in_neither_output() {
    let app = with_channels().await;
    let id = channels(&app).await[1]["id"].clone();
    let hidden = json!({"hidden_from_output": true});
    app.admin.patch(&format!("/api/channels/channels/{id}/"), hidden).await.ok();
    assert_eq!(entries(&app.nobody.get("/output/m3u").await).len(), 2);
    assert_eq!(guide(&app.nobody.get("/output/epg").await).0.len(), 2);
}

#[tokio::test]
async fn a_channel_plays_where_its_first_stream_is() {
    let app = with_channels().await;
    let listed = channels(&app).await;
    let play = async |index: usize| {
        let uuid = listed[index]["uuid"].as_str().unwrap();
        app.nobody.get(&format!("/proxy/ts/stream/{uuid}")).await
    };
    let first = play(0).await;
    assert_eq!(first.status, StatusCode::FOUND, "{first}");
    assert_eq!(first.header(header::LOCATION), "https://s.invalid/live?user=u&password=p");
    assert_eq!(play(2).await.header(header::LOCATION), "rtp://239.0.0.1:5000");

    // A player that follows it would read its own disk.
    let file = play(1).await;
    assert_eq!(file.status, StatusCode::NOT_FOUND, "{file}");
    assert!(!file.text().contains("passwd") && file.header(header::LOCATION).is_empty(), "{file}");
    let empty = app.admin.post("/api/channels/channels/", json!({"name": "Empty"})).await.ok();
    let empty = empty["uuid"].as_str().unwrap();
    let empty = app.nobody.get(&format!("/proxy/ts/stream/{empty}")).await;
    assert_eq!(empty.status, StatusCode::NOT_FOUND, "{empty}");
    let unknown = "/proxy/ts/stream/00000000-0000-4000-8000-000000000000";
    assert_snapshot!(app.nobody.get(unknown).await, @r#"404 {"detail":"there is no channel `00000000-0000-4000-8000-000000000000`"}"#);
    assert_snapshot!(app.nobody.get("/proxy/ts/stream/1").await, @r#"404 {"detail":"there is no channel `1`"}"#);
}
