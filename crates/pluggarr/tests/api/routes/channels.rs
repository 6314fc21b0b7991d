//! `/api/channels/…`: channels, groups, streams, logos.

use axum::http::{StatusCode, header};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::TestApp;

const CHANNELS: &str = "/api/channels/channels/";
const PLAYLIST: &str = "#EXTM3U\n\
    #EXTINF:-1 tvg-id=\"one.test\" tvg-chno=\"7\" group-title=\"News\" tvg-logo=\"https://l.invalid/1.png\",One\n\
    http://s.invalid/1\n\
    #EXTINF:-1 group-title=\"Sport\",Two\nhttp://s.invalid/2\n\
    #EXTINF:-1 group-title=\"News\",Three\nhttp://s.invalid/3\n";

/// An application with the playlist's streams; returns the path of its account.
async fn with_streams() -> (TestApp, String) {
    let app = TestApp::new().await;
    let playlist = app.write("list.m3u", PLAYLIST);
    let accounts = app.app.m3u_accounts();
    accounts.import(&playlist, "A").await.unwrap();
    let id = accounts.by_name("A").await.unwrap().id;
    (app, format!("/api/m3u/accounts/{id}/"))
}

fn column<'a>(rows: &'a Value, key: &str) -> Vec<&'a Value> {
    rows.as_array().unwrap().iter().map(|row| &row[key]).collect()
}

#[tokio::test]
async fn channels_made_from_streams_take_over_what_the_playlist_says() {
    let (app, account) = with_streams().await;
    let path = format!("{account}create-channels/");
    assert_snapshot!(app.admin.post(&path, json!({})).await, @r#"200 {"created":3}"#);
    assert_snapshot!(app.admin.post(&path, json!({})).await, @r#"200 {"created":0}"#);
    let channels = app.admin.get(CHANNELS).await.ok();
    let one = channels.as_array().unwrap().iter().find(|row| row["name"] == "One").unwrap();
    assert_eq!((&one["channel_number"], &one["tvg_id"]), (&json!(7.0), &json!("one.test")));
    let numbers: std::collections::BTreeSet<_> =
        column(&channels, "channel_number").iter().map(|number| number.to_string()).collect();
    assert_eq!(numbers.len(), 3, "every channel has a number of its own: {numbers:?}");

    let streams = app.admin.get(&format!("{CHANNELS}{}/streams/", one["id"])).await.ok();
    assert_eq!(column(&streams, "url"), ["http://s.invalid/1"]);
    assert_eq!(one["streams"], json!([streams[0]["id"]]));
    let logo = format!("/api/channels/logos/{}/cache/", one["logo_id"]);
    let logo = app.nobody.get(&logo).await;
    assert_eq!(logo.status, StatusCode::FOUND);
    assert_eq!(logo.header(header::LOCATION), "https://l.invalid/1.png");

    let groups = app.admin.get("/api/channels/groups/").await.ok();
    let news = groups.as_array().unwrap().iter().find(|row| row["name"] == "News").unwrap();
    assert_eq!((&news["channel_count"], &news["stream_count"]), (&json!(2), &json!(2)));
    assert_eq!(one["channel_group_id"], news["id"]);
}

#[tokio::test]
async fn streams_that_are_stale_become_no_channels() {
    let (app, account) = with_streams().await;
    let playlist =
        app.write("list.m3u", PLAYLIST.split("#EXTINF:-1 group-title=\"News\"").next().unwrap());
    app.app.m3u_accounts().import(&playlist, "A").await.unwrap();
    let path = format!("{account}create-channels/");
    assert_snapshot!(app.admin.post(&path, json!({})).await, @r#"200 {"created":2}"#);
}

#[tokio::test]
async fn the_list_is_bare_unless_a_page_is_asked_for() {
    let (app, account) = with_streams().await;
    app.admin.post(&format!("{account}create-channels/"), json!({})).await.ok();
    assert_eq!(app.admin.get(CHANNELS).await.ok().as_array().unwrap().len(), 3);
    let page = app.admin.get(&format!("{CHANNELS}?page_size=2")).await.ok();
    assert_eq!((&page["count"], &page["previous"]), (&json!(3), &Value::Null));
    assert_eq!(page["results"].as_array().unwrap().len(), 2);
    let next = page["next"].as_str().unwrap().strip_prefix("http://tv.test:9191").unwrap();
    let last = app.admin.get(next).await.ok();
    assert_eq!((last["results"].as_array().unwrap().len(), &last["next"]), (1, &Value::Null));
    let ids =
        |page: &Value| column(&page["results"], "id").into_iter().cloned().collect::<Vec<_>>();
    assert!(!ids(&page).contains(&ids(&last)[0]));
    let beyond = format!("{CHANNELS}?page=4294967295&page_size=10000");
    assert_eq!(app.admin.get(&beyond).await.ok()["results"], json!([]));
    // Streams are always paged.
    assert_eq!(app.admin.get("/api/channels/streams/").await.ok()["count"], 3);
}

#[tokio::test]
async fn lists_are_narrowed_by_name_and_group() {
    let (app, account) = with_streams().await;
    app.admin.post(&format!("{account}create-channels/"), json!({})).await.ok();
    let names = async |path: &str| {
        let body = app.admin.get(path).await.ok();
        let rows = if body.is_array() { &body } else { &body["results"] };
        let mut names: Vec<String> =
            column(rows, "name").iter().map(|name| name.as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&format!("{CHANNELS}?search=TWO")).await, ["Two"]);
    assert_eq!(names(&format!("{CHANNELS}?channel_group=News")).await, ["One", "Three"]);
    // Letters that mean something to SQL's LIKE mean themselves.
    assert_eq!(names(&format!("{CHANNELS}?search=%25")).await, [""; 0]);
    assert_eq!(names(&format!("{CHANNELS}?search=%27%22--")).await, [""; 0]);
    assert_eq!(names("/api/channels/streams/?name=thr").await, ["Three"]);
    assert_eq!(names("/api/channels/streams/?channel_group=Sport").await, ["Two"]);
}

#[tokio::test]
async fn a_channel_is_made_changed_and_deleted() {
    let (app, _) = with_streams().await;
    let streams = app.admin.get("/api/channels/streams/").await.ok();
    let ids = column(&streams["results"], "id");
    let body = json!({"name": "Mine", "channel_number": 5.1, "streams": [ids[2], ids[0]]});
    let made = app.admin.post(CHANNELS, body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made}");
    let made = made.json();
    assert_eq!(
        (&made["channel_number"], &made["streams"]),
        (&json!(5.1), &json!([ids[2], ids[0]]))
    );
    let path = format!("{CHANNELS}{}/", made["id"]);
    assert_eq!(app.admin.get(&path).await.ok(), made);

    let changed = app.admin.patch(&path, json!({"name": "Yours", "tvg_id": "x"})).await.ok();
    assert_eq!((&changed["name"], &changed["tvg_id"]), (&json!("Yours"), &json!("x")));
    assert_eq!(changed["channel_number"], 5.1, "what is left out stays");
    let changed = app.admin.patch(&path, json!({"tvg_id": null})).await.ok();
    assert_eq!((&changed["name"], &changed["tvg_id"]), (&json!("Yours"), &Value::Null));

    assert_eq!(app.admin.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(app.admin.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.admin.delete(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.admin.get("/api/channels/streams/").await.ok()["count"], 3, "streams stay");
}

#[tokio::test]
async fn what_cannot_be_a_channel_is_refused_in_words() {
    let app = TestApp::new().await;
    let make = |body: Value| app.admin.post(CHANNELS, body);
    assert_snapshot!(make(json!({})).await, @r#"400 {"detail":"a channel needs a name"}"#);
    let made = make(json!({"name": "A"})).await.ok();
    let path = format!("{CHANNELS}{}/", made["id"]);
    for body in [
        json!({"name": "B", "streams": [99]}),
        json!({"name": "B", "channel_group_id": 99}),
        json!({"name": "B", "logo_id": 99}),
        json!({"name": "B", "epg_data_id": 99}),
        json!({"name": "B", "stream_profile_id": 99}),
        json!({"name": 5}),
    ] {
        for refused in [make(body.clone()).await, app.admin.patch(&path, body.clone()).await] {
            assert!(refused.status.is_client_error(), "{body}: {refused}");
            assert!(refused.json()["detail"].is_string(), "{body}: {refused}");
        }
    }
    assert_snapshot!(app.admin.patch(&path, json!({"name": " "})).await, @r#"400 {"detail":"a channel needs a name"}"#);
    assert_eq!(app.admin.get(&path).await.ok()["name"], "A");
    assert_eq!(app.admin.get(CHANNELS).await.ok().as_array().unwrap().len(), 1);
    assert_snapshot!(app.admin.get(&format!("{CHANNELS}99/")).await, @r#"404 {"detail":"there is no channel `99`"}"#);
    let odd = app.admin.get(&format!("{CHANNELS}?page=x")).await;
    assert!(odd.status.is_client_error() && odd.json()["detail"].is_string(), "{odd}");
}
