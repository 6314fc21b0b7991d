//! Real playlists and guides through the whole service, compared with what other programs counted,
//! and hostile ones, after which what was there must still be there. The files are not part of the
//! repository; without them these tests say so and pass.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use axum::http::header::LOCATION;
use pluggarr_service::store::Paging;
use pluggarr_service::store::programmes::ProgrammeFilter;
use pluggarr_service::store::streams::{StreamFilter, StreamOrder};
use serde_json::Value;

use crate::support::{TestApp, shared_data};

/// What other programs counted in the files of `folder`.
fn counted(folder: &str) -> Vec<(PathBuf, Value)> {
    let Some(data) = shared_data() else { return Vec::new() };
    let counts = fs::read(data.join("counts.json")).unwrap();
    let counts: Vec<Value> = serde_json::from_slice(&counts).unwrap();
    let of_folder: Vec<_> = counts
        .into_iter()
        .filter(|count| count["path"].as_str().is_some_and(|path| path.starts_with(folder)))
        .map(|count| (data.join(count["path"].as_str().unwrap()), count))
        .collect();
    assert!(!of_folder.is_empty(), "no counts for {folder}");
    of_folder
}

/// All files of a folder of hostile ones, by name.
fn hostile(folder: &str) -> Vec<PathBuf> {
    let Some(data) = shared_data() else { return Vec::new() };
    let files = fs::read_dir(data.join("hostile").join(folder)).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 20, "{files:?}");
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

async fn streams(app: &TestApp, account: &str) -> i64 {
    let id = app.app.m3u_accounts().by_name(account).await.unwrap().id;
    let filter = StreamFilter { m3u_account_id: Some(id), ..StreamFilter::default() };
    app.store.streams().count(&filter).await.unwrap()
}

async fn programmes(app: &TestApp, source: &str) -> i64 {
    let id = app.app.epg_sources().by_name(source).await.unwrap().id;
    let filter = ProgrammeFilter { epg_source_id: Some(id), ..ProgrammeFilter::default() };
    app.store.programmes().count(&filter).await.unwrap()
}

#[tokio::test]
async fn every_real_playlist_becomes_a_stream_per_distinct_url() {
    let playlists = counted("playlists/");
    if playlists.is_empty() {
        return;
    }
    let app = TestApp::new().await;
    let accounts = app.app.m3u_accounts();
    for (path, count) in playlists {
        // An account after the other, so that no stream is in another one already.
        let result = accounts.import(&shown(&path), "A").await;
        let account = accounts.by_name("A").await.unwrap();
        match count["streams"].as_u64().unwrap() {
            0 => {
                assert!(result.is_err(), "{path:?} has no stream: {result:?}");
                assert_eq!(account.status, "error", "{path:?}");
            }
            expected => {
                let summary = result.unwrap_or_else(|error| panic!("{path:?}: {error}"));
                assert_eq!(summary.counts["entries"], expected, "{path:?}");
                assert_eq!(summary.counts["elsewhere"], 0, "{path:?}");
                let distinct = &count["distinct_urls"];
                assert_eq!(&summary.counts["created"], distinct, "{path:?}");
                assert_eq!(streams(&app, "A").await, distinct.as_i64().unwrap(), "{path:?}");
                assert!(summary.message.starts_with(&expected.to_string()), "{}", summary.message);
                let again = accounts.import(&shown(&path), "A").await.unwrap();
                assert_eq!(
                    (&again.counts["created"], &again.counts["updated"]),
                    (&0.into(), &0.into())
                );
                assert_eq!(streams(&app, "A").await, distinct.as_i64().unwrap(), "{path:?}");
            }
        }
        accounts.delete(account.id).await.unwrap();
    }
}

#[tokio::test]
async fn the_big_playlist_of_many_parts_is_one_playlist() {
    let Some(data) = shared_data() else { return };
    let app = TestApp::new().await;
    let mut parts: Vec<_> = fs::read_dir(data.join("playlists/iptv-org-2026")).unwrap().collect();
    parts.sort_by_key(|part| part.as_ref().unwrap().path());
    let parts: Vec<_> = parts.iter().map(|part| fs::read(part.as_ref().unwrap().path())).collect();
    let whole: Vec<u8> = parts.into_iter().flat_map(Result::unwrap).collect();
    let path = app.write("big.m3u", whole);
    let summary = app.app.m3u_accounts().import(&path, "Big").await.unwrap();
    assert_eq!(
        (&summary.counts["entries"], &summary.counts["created"]),
        (&2408.into(), &2408.into())
    );
}

#[tokio::test]
async fn every_real_guide_becomes_its_usable_programmes() {
    let guides = counted("guides/");
    if guides.is_empty() {
        return;
    }
    let app = TestApp::new().await;
    let sources = app.app.epg_sources();
    for (path, count) in guides.iter().filter(|(_, count)| count["fault"].is_null()) {
        let source = name(path);
        let summary = sources
            .import(&shown(path), &source, true)
            .await
            .unwrap_or_else(|error| panic!("{path:?}: {error}"));
        let usable = count["usable_programmes"].as_i64().unwrap();
        assert_eq!(summary.counts["programmes"], count["programmes"], "{path:?}");
        assert_eq!(summary.counts["channels"], count["distinct_channel_ids"], "{path:?}");
        assert_eq!(summary.counts["usable_programmes"], usable, "{path:?}");
        assert_eq!(summary.counts["stored"], usable, "{path:?}");
        assert_eq!(programmes(&app, &source).await, usable, "{path:?}");
        let again = sources.import(&shown(path), &source, true).await.unwrap();
        assert_eq!(again.counts["stored"], usable, "{path:?}, again");
        assert_eq!(programmes(&app, &source).await, usable, "{path:?}, again");
    }

    // The malformed one, in place of a good one that is there.
    let (broken, _) = guides.iter().find(|(_, count)| !count["fault"].is_null()).unwrap();
    let (good, count) = guides.iter().find(|(path, _)| path.ends_with("zap2xml-us.xml")).unwrap();
    let before = programmes(&app, &name(good)).await;
    assert_eq!(Some(before), count["usable_programmes"].as_i64());
    let error = sources.import(&shown(broken), &name(good), true).await.unwrap_err().to_string();
    assert!(error.contains("line 169"), "where it is broken: {error}");
    let source = sources.by_name(&name(good)).await.unwrap();
    assert_eq!((source.status.as_str(), source.last_message), ("error", Some(error)));
    assert_eq!(programmes(&app, &name(good)).await, before);
}

#[tokio::test]
async fn a_real_guide_goes_to_the_channels_with_exactly_its_ids() {
    let Some(data) = shared_data() else { return };
    for (playlist, guide, mapped, guide_channels, stored) in [
        // 299 on these, of which the last of each of the 12 channels has no end.
        ("iptv-org-2021-uk.m3u", "ontvtonight-uk.xml", 15, 12, 299 - 12),
        ("iptv-org-2023-tr.m3u", "tvplus-tr.xml", 75, 55, 1250),
        ("iptv-org-2026/gp.m3u", "tmacaraibes-4lang.xml", 1, 1, 318),
        // The same channels with a feed in their ids (`BBCNews.uk@SD`), which makes them others.
        ("iptv-org-2026/uk_bbc.m3u", "ontvtonight-uk.xml", 0, 0, 0),
    ] {
        let app = TestApp::new().await;
        let accounts = app.app.m3u_accounts();
        accounts.import(&shown(&data.join("playlists").join(playlist)), "A").await.unwrap();
        let account = accounts.by_name("A").await.unwrap().id;
        app.app.channels().create_from_account(account).await.unwrap();
        let guide = shown(&data.join("guides").join(guide));
        let summary = app.app.epg_sources().import(&guide, "G", false).await.unwrap();
        let channels = app.admin.get("/api/channels/channels/").await.ok();
        let channels = channels.as_array().unwrap();
        let with_guide = channels.iter().filter(|row| !row["epg_data_id"].is_null()).count();
        assert_eq!(with_guide, mapped, "{playlist}");
        assert_eq!(summary.counts["channels_in_use"], guide_channels, "{playlist}");
        assert_eq!(summary.counts["stored"], stored, "{playlist}");
        assert_eq!(programmes(&app, "G").await, stored, "{playlist}");
    }
}

/// A row of the table that is printed when a hostile file did harm.
struct Outcome {
    file: String,
    took: Duration,
    status: String,
    message: String,
    rows: i64,
    fault: Option<&'static str>,
}

impl Outcome {
    fn line(&self) -> String {
        let Self { file, took, status, message, rows, fault } = self;
        let message: String = message.chars().take(100).collect();
        let fault = fault.unwrap_or("");
        format!("{file:32} {took:8.1?} {status:8} {rows:8} {fault:20} {message}")
    }
}

fn assert_no_fault(outcomes: &[Outcome]) {
    let table: Vec<_> = outcomes.iter().map(Outcome::line).collect();
    let table = table.join("\n");
    if env_asks_for_table() {
        eprintln!("{table}");
    }
    assert!(outcomes.iter().all(|outcome| outcome.fault.is_none()), "\n{table}");
}

/// `PLUGGARR_TABLE=1 cargo test … -- --nocapture` shows what became of each file.
fn env_asks_for_table() -> bool {
    std::env::var_os("PLUGGARR_TABLE").is_some()
}

/// How long one hostile file may keep the host busy. The largest expands to hundreds of megabytes.
const PATIENCE: Duration = Duration::from_secs(120);

#[tokio::test]
async fn no_hostile_playlist_does_harm() {
    let app = TestApp::new().await;
    let accounts = app.app.m3u_accounts();
    let good = app.write("good.m3u", "#EXTM3U\n#EXTINF:-1,Good\nhttp://good.invalid/1\n");
    let mut outcomes = Vec::new();
    for path in hostile("playlists") {
        accounts.import(&good, "A").await.unwrap();
        let started = Instant::now();
        let result = accounts.import(&shown(&path), "A").await;
        let took = started.elapsed();
        let account = accounts.by_name("A").await.unwrap();
        let message = account.last_message.clone().unwrap_or_default();
        let rows = streams(&app, "A").await;
        let goods = StreamFilter { name: Some("Good".into()), ..StreamFilter::default() };
        let kept = app.store.streams().page(&goods, StreamOrder::Id, Paging::ALL);
        let kept = kept.await.unwrap().rows;
        let fault = match (&result, account.status.as_str()) {
            _ if message.is_empty() => Some("no message"),
            _ if took > PATIENCE => Some("too slow"),
            (Ok(_), "success") | (Err(_), "error") if kept.is_empty() => Some("lost a stream"),
            (Ok(_), "success") => None,
            (Err(_), "error") if rows != 1 || kept[0].is_stale => Some("changed what was there"),
            (Err(_), "error") => None,
            _ => Some("wrong status"),
        };
        outcomes.push(Outcome {
            file: name(&path),
            took,
            status: account.status.to_string(),
            message,
            rows,
            fault,
        });
        accounts.delete(account.id).await.unwrap();
    }
    assert_no_fault(&outcomes);
    assert_eq!(app.nobody.get("/api/core/version").await.status.as_u16(), 200);
}

#[tokio::test]
async fn no_dangerous_url_is_handed_to_a_player() {
    let Some(data) = shared_data() else { return };
    let app = TestApp::new().await;
    let accounts = app.app.m3u_accounts();
    let path = data.join("hostile/playlists/dangerous-urls.m3u");
    accounts.import(&shown(&path), "A").await.unwrap();
    let account = accounts.by_name("A").await.unwrap().id;
    app.app.channels().create_from_account(account).await.unwrap();
    let channels = app.admin.get("/api/channels/channels/").await.ok();
    let (mut handed_out, mut refused) = (0, 0);
    for channel in channels.as_array().unwrap() {
        let uuid = channel["uuid"].as_str().unwrap();
        let answer = app.nobody.get(&format!("/proxy/ts/stream/{uuid}")).await;
        let target = answer.header(LOCATION);
        match answer.status.as_u16() {
            404 if target.is_empty() => refused += 1,
            302 if ["http://", "https://", "rtmp://", "udp://", "srt://"]
                .iter()
                .any(|scheme| target.to_ascii_lowercase().starts_with(scheme)) =>
            {
                handed_out += 1;
            }
            _ => panic!("{}: {answer} {target}", channel["name"]),
        }
    }
    assert!(handed_out > 0 && refused > 0, "{handed_out} handed out, {refused} refused");
}

#[tokio::test]
async fn no_hostile_guide_does_harm() {
    let app = TestApp::new().await;
    let sources = app.app.epg_sources();
    let good = app.write(
        "good.xml",
        "<tv><channel id=\"good\"/><programme start=\"20260101\" stop=\"20260102\" \
         channel=\"good\"><title>Good</title></programme></tv>",
    );
    let mut outcomes = Vec::new();
    for path in hostile("guides") {
        sources.import(&good, "G", true).await.unwrap();
        assert_eq!(programmes(&app, "G").await, 1);
        let started = Instant::now();
        let result = sources.import(&shown(&path), "G", true).await;
        let took = started.elapsed();
        let source = sources.by_name("G").await.unwrap();
        let message = source.last_message.clone().unwrap_or_default();
        let rows = programmes(&app, "G").await;
        let fault = match (&result, source.status.as_str()) {
            _ if message.is_empty() => Some("no message"),
            _ if took > PATIENCE => Some("too slow"),
            (Ok(_), "success") => None,
            (Err(_), "error") if rows != 1 => Some("changed what was there"),
            (Err(_), "error") => None,
            _ => Some("wrong status"),
        };
        outcomes.push(Outcome {
            file: name(&path),
            took,
            status: source.status.to_string(),
            message,
            rows,
            fault,
        });
        sources.delete(source.id).await.unwrap();
    }
    assert_no_fault(&outcomes);
    assert_eq!(app.nobody.get("/api/core/version").await.status.as_u16(), 200);
}
