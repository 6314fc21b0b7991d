//! The readers over the fixtures of the repository.

#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use pluggarr_formats::{
    Error, LooksLike,
    decompress::{Limits, open_file},
    m3u::{self, Entry, ProblemKind},
    xmltv::{self, Event, Time, Unusable},
};
use serde_json::json;

fn fixture(file: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures")).join(file)
}

/// Entries of a playlist, what was skipped, and how it ended.
fn playlist(file: &str) -> (Vec<Entry>, m3u::Summary, Option<Error>) {
    let mut reader = m3u::Reader::new(open_file(fixture(file), Limits::PLAYLIST).unwrap());
    let (mut entries, mut end) = (Vec::new(), None);
    for entry in &mut reader {
        entry.map_or_else(|error| end = Some(error), |entry| entries.push(entry));
    }
    (entries, reader.summary().clone(), end)
}

/// Channels and programmes of a guide, what is wrong with them, and how it ended.
fn guide(file: &str) -> (Vec<Event>, xmltv::Summary, Option<Error>) {
    let mut reader = xmltv::Reader::new(open_file(fixture(file), Limits::GUIDE).unwrap());
    let (mut events, mut end) = (Vec::new(), None);
    for event in &mut reader {
        event.map_or_else(|error| end = Some(error), |event| events.push(event));
    }
    (events, reader.summary().clone(), end)
}

#[test]
fn dialects_are_read() {
    let (entries, summary, end) = playlist("playlists/good.m3u");
    assert!(end.is_none() && summary.problems.is_empty());
    let brief: Vec<_> = entries
        .iter()
        .map(|e| (e.line, e.tvg_id(), e.tvg_chno(), e.group(), e.display_name()))
        .collect();
    let expected = [
        (3, Some("one.sample"), Some("1"), Some("General"), "Sample One HD"),
        (5, Some("two.sample"), Some("2.1"), Some("Films, old & new"), "Größe, \"Würde\" & Café"),
        (7, Some("three.sample"), None, Some("General"), "A comma before the attributes"),
        (12, Some("four.sample"), None, Some("Radio"), "Radio ♫"),
        (16, None, None, None, "央视 without id"),
        (18, None, None, None, "A film"),
    ];
    assert_eq!(brief, expected);
}

#[test]
fn what_stands_around_the_url_is_kept() {
    let (entries, ..) = playlist("playlists/good.m3u");
    assert_eq!(entries[0].tvg_logo(), Some("http://example.invalid/one.png"));
    assert_eq!(entries[1].url, "http://example.invalid/two.m3u8");
    assert_eq!(
        entries[1].url_headers.as_deref(),
        Some("User-Agent=Sample%2F1.0&Referer=http://example.invalid/")
    );
    assert_eq!(entries[2].vlc_opts, [("http-user-agent".to_owned(), "Sample/1.0".to_owned())]);
    assert_eq!(
        entries[2].kodi_props,
        [("inputstream".to_owned(), "inputstream.adaptive".to_owned())]
    );
    assert!(entries[3].is_radio());
    assert_eq!(entries[4].catchup(), Some("shift"));
    assert_eq!((entries[4].duration, entries[5].duration), (None, Some(3600.5)));
}

#[test]
fn utf16_makes_no_difference() {
    assert_eq!(playlist("playlists/utf16le-crlf.m3u").0, playlist("playlists/good.m3u").0);
}

#[test]
fn what_is_broken_is_skipped_and_told_with_its_line() {
    let (entries, summary, end) = playlist("playlists/broken.m3u");
    let names: Vec<_> = entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["First", "Second", "An open quote"]);
    assert!(end.is_none());
    let problems: Vec<_> =
        summary.problems.iter().map(|problem| (problem.line, problem.kind)).collect();
    let expected = [
        (4, ProblemKind::NoUrl),
        (7, ProblemKind::BareUrl),
        (8, ProblemKind::Junk),
        (10, ProblemKind::RelativeLocation),
        (12, ProblemKind::OddExtinf),
        (14, ProblemKind::NoUrl),
    ];
    assert_eq!(problems, expected);
    assert_eq!(summary.problems[0].to_string(), "line 4: an #EXTINF without a URL");
}

#[test]
fn each_line_is_decoded_for_itself() {
    let (entries, summary, _) = playlist("playlists/latin1-and-utf8.m3u");
    let names: Vec<_> = entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["Größe in UTF-8", "Größe in Latin-1"]);
    assert_eq!(summary.not_utf8, 1);
}

#[test]
fn all_line_ends_are_one() {
    let names: Vec<_> =
        playlist("playlists/line-ends.m3u").0.into_iter().map(|entry| entry.name).collect();
    assert_eq!(names, ["Lone CR", "CRLF", "LF CR", "No end"]);
}

#[test]
fn what_is_no_playlist_gives_no_entries() {
    for (file, expected) in [
        ("playlists/hls-media.m3u8", LooksLike::HlsMedia),
        ("playlists/log-in-page.m3u", LooksLike::Html),
    ] {
        let (entries, _, end) = playlist(file);
        assert!(entries.is_empty());
        assert!(
            matches!(end, Some(Error::NotAPlaylist { looks_like }) if looks_like == expected),
            "{file}"
        );
    }
    let (_, _, end) = playlist("guides/good.xml");
    assert_eq!(end.unwrap().to_string(), "not an M3U playlist: it looks like an XMLTV guide");
}

#[test]
fn a_guide_is_read_with_all_it_says() {
    let (events, summary, end) = guide("guides/good.xml");
    assert!(end.is_none(), "{end:?}");
    let [
        Event::Channel(one),
        Event::Channel(cafe),
        Event::Channel(no_id),
        Event::Programme(keepers),
        ..,
    ] = events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert_eq!((one.id.as_deref(), one.name()), (Some("one.sample"), Some("Sample One")));
    assert_eq!(one.icon_url.as_deref(), Some("http://example.invalid/one.png"));
    assert_eq!((cafe.id.as_deref(), cafe.name()), (Some("Café&Bar"), Some("Café & Bar")));
    assert_eq!((no_id.id.as_deref(), no_id.line), (None, 11));
    assert_eq!(keepers.titles[1].text, "Die Leuchtturmwärter");
    assert_eq!(keepers.description(), Some("Three sisters & a light <house>."));
    let Time::At(start) = keepers.start else { panic!() };
    assert_eq!(start.to_rfc3339(), "2026-01-01T17:00:00+00:00");
    assert_eq!((summary.channels, summary.programmes, summary.usable), (3, 6, 2));
    assert!(summary.is_complete);
}

#[test]
fn details_are_stored_under_the_usual_keys() {
    let (events, ..) = guide("guides/good.xml");
    let Event::Programme(keepers) = &events[3] else { panic!() };
    let expected = json!({
        "audio": {"stereo": "stereo"},
        "categories": ["Drama", "Series"],
        "country": "GB",
        "credits": {
            "actor": [{"name": "A. Sample", "role": "Ada"}, {"name": "G. Sample", "guest": true}],
            "director": ["D. Sample"],
        },
        "date": "2025",
        "episode": 5,
        "icon": "http://example.invalid/keepers.jpg",
        "keywords": ["sea"],
        "language": "en",
        "length": {"value": 42, "units": "minutes"},
        "onscreen_episode": "S02E05",
        "previously_shown": true,
        "previously_shown_details": {"start": "20250101"},
        "rating": "PG",
        "rating_system": "BBFC",
        "season": 2,
        "star_ratings": [{"value": "8/10"}],
        "subtitles": [{"type": "teletext", "language": "en"}],
        "video": {"aspect": "16:9", "quality": "HDTV"},
    });
    assert_eq!(keepers.properties(), expected);
    let Event::Programme(cafe) = &events[4] else { panic!() };
    assert_eq!(cafe.title(), Some("Café\u{a0}…"));
    assert_eq!(cafe.properties(), json!({"live": true, "new": true}));
}

#[test]
fn programmes_that_cannot_be_used_say_why_and_where() {
    let problems: Vec<_> =
        guide("guides/good.xml").1.problems.iter().map(|p| (p.line, p.reason)).collect();
    let expected = [
        (36, Unusable::StopMissing),
        (37, Unusable::StartUnreadable),
        (38, Unusable::StopNotAfterStart),
        (39, Unusable::NoChannel),
    ];
    assert_eq!(problems, expected);
}

#[test]
fn declared_encodings_make_no_difference() {
    let (utf8, ..) = guide("guides/good.xml");
    for file in ["guides/latin1.xml", "guides/utf16.xml"] {
        let (events, summary, end) = guide(file);
        assert!(end.is_none(), "{file}: {end:?}");
        assert_eq!(events, utf8, "{file}");
        assert_eq!(summary.mended_bytes, 0, "{file}");
    }
}

#[test]
fn a_fault_is_an_error_after_what_came_before_it() {
    for (file, message) in [
        (
            "guides/bare-ampersand.xml",
            "line 5 is not well-formed XML: a bare `&` (it must be written `&amp;`)",
        ),
        (
            "guides/unclosed-title.xml",
            "line 5 is not well-formed XML: expected `</title>`, but `</programme>` was found",
        ),
        (
            "guides/cut-short.xml",
            "the file breaks off after line 4: it ends before the end of a tag or comment",
        ),
    ] {
        let (events, summary, end) = guide(file);
        assert_eq!(end.map(|error| error.to_string()).as_deref(), Some(message), "{file}");
        assert_eq!((events.len(), summary.is_complete), (2, false), "{file}");
    }
}

#[test]
fn declared_entities_are_refused_by_name() {
    for (file, name) in [("guides/entity-bomb.xml", "b"), ("guides/external-entity.xml", "file")] {
        let Some(Error::UnknownEntity { name: found, line: 4 }) = guide(file).2 else {
            panic!("{file}")
        };
        assert_eq!(found, name);
    }
}

#[test]
fn what_is_no_guide_is_named() {
    let (_, _, end) = guide("playlists/good.m3u");
    assert_eq!(end.unwrap().to_string(), "not an XMLTV guide: it looks like an M3U playlist");
    let (_, _, end) = guide("playlists/log-in-page.m3u");
    assert!(matches!(end, Some(Error::NotXmltv { looks_like: LooksLike::Html })));
}
