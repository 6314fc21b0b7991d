use std::{collections::HashSet, fs, io::Cursor, path::Path};

use pluggarr_formats::{
    decompress::{Limits, open, open_file},
    m3u::{Entry, Reader, Summary},
};
use serde_json::{Value, json};

use crate::{data, expected};

/// Our count in the words of `counts.json`.
fn count(entries: &[Entry], summary: &Summary) -> Value {
    let distinct = |values: Vec<&str>| values.into_iter().collect::<HashSet<_>>().len();
    let with = |has: &dyn Fn(&Entry) -> bool| entries.iter().filter(|entry| has(entry)).count();
    json!({
        "extinf": summary.extinf,
        "streams": summary.streams,
        "extinf_without_url": summary.extinf_without_url,
        "relative_location": summary.relative_locations,
        "bare_url": summary.bare_urls,
        "junk_line": summary.junk_lines,
        "extinf_odd": summary.extinf_odd,
        "extm3u": summary.extm3u,
        "comments": summary.comments,
        "hls_tags": summary.hls_tags,
        "nul": summary.nul_bytes,
        "directives": summary.directives,
        "distinct_urls": distinct(entries.iter().map(|e| e.url.as_str()).collect()),
        "with_tvg_id": with(&|e| e.tvg_id().is_some()),
        "distinct_tvg_ids": distinct(entries.iter().filter_map(Entry::tvg_id).collect()),
        "groups": distinct(entries.iter().filter_map(Entry::group).collect()),
        "without_group": with(&|e| e.group().is_none()),
        "names_empty": with(&|e| e.name.is_empty()),
        "with_logo": with(&|e| e.tvg_logo().is_some()),
        "with_chno": with(&|e| e.tvg_chno().is_some()),
        "radio": with(&Entry::is_radio),
        "catchup": with(&|e| e.catchup().is_some()),
    })
}

fn read(path: &Path) -> (Vec<Entry>, Summary) {
    let mut reader = Reader::new(open_file(path, Limits::PLAYLIST).unwrap());
    let entries = reader.by_ref().collect::<Result<Vec<_>, _>>();
    let entries = entries.unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    (entries, reader.summary().clone())
}

fn assert_counts(path: &Path, ours: &Value, theirs: &Value) {
    for (what, count) in ours.as_object().unwrap() {
        assert_eq!(count, &theirs[what], "`{what}` of {}", path.display());
    }
}

#[test]
fn every_playlist_has_the_counts_of_another_reader() {
    for (path, theirs) in expected("playlists/") {
        let (entries, summary) = read(&path);
        assert_counts(&path, &count(&entries, &summary), &theirs);
    }
}

#[test]
fn schemes_and_headers_are_those_of_another_reader() {
    for (path, theirs) in expected("playlists/") {
        let mut reader = Reader::new(open_file(&path, Limits::PLAYLIST).unwrap());
        let entries: Vec<_> = reader.by_ref().map(Result::unwrap).collect();
        for (scheme, count) in theirs["schemes"].as_object().unwrap() {
            let ours = entries.iter().filter(|e| e.scheme().eq_ignore_ascii_case(scheme)).count();
            assert_eq!(json!(ours), *count, "{scheme} of {}", path.display());
        }
        for (key, value) in theirs["header"].as_object().into_iter().flatten() {
            let ours = reader.header().iter().find(|(ours, _)| ours == key).map(|(_, value)| value);
            assert_eq!(ours, value.as_str(), "{key} of {}", path.display());
        }
    }
}

#[test]
fn joined_playlists_are_one_playlist() {
    let Some(data) = data() else { return };
    let mut paths: Vec<_> = fs::read_dir(data.join("playlists/iptv-org-2026"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    paths.sort();
    let joined: Vec<u8> = paths.iter().flat_map(|path| fs::read(path).unwrap()).collect();
    let mut reader = Reader::new(open(Cursor::new(joined), Limits::PLAYLIST).unwrap());
    let entries: Vec<_> = reader.by_ref().map(Result::unwrap).collect();
    let theirs = expected("(cat playlists/iptv-org-2026");
    let [(path, theirs)] = theirs.as_slice() else { panic!("no counts") };
    assert_counts(path, &count(&entries, reader.summary()), theirs);
    assert_eq!(entries.len(), 2408);
}

#[test]
fn latin1_and_utf16_give_the_names_of_the_utf8_original() {
    let Some(data) = data() else { return };
    let names = |file: &str| -> Vec<String> {
        read(&data.join("playlists").join(file)).0.into_iter().map(|entry| entry.name).collect()
    };
    assert_eq!(names("derived-latin1-es.m3u"), names("iptv-org-2026/es.m3u"));
    assert_eq!(names("derived-utf16le-radio.m3u"), names("germany-radio.m3u"));
}
