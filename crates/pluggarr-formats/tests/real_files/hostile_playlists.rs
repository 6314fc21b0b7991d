use std::{fs, time::Instant};

use pluggarr_formats::{
    Error, LooksLike,
    decompress::{Compression, Limits, open_file},
    m3u::Reader,
};

use crate::data;

/// How a file ends: so many entries and then nothing or an error.
fn outcome(file: &str) -> Option<(usize, Result<(), Error>)> {
    let path = data()?.join("hostile/playlists").join(file);
    let began = Instant::now();
    let mut streams = 0;
    let mut result = Ok(());
    match open_file(path, Limits::PLAYLIST) {
        Ok(bytes) => {
            for entry in Reader::new(bytes) {
                match entry {
                    Ok(_) => streams += 1,
                    Err(error) => result = Err(error),
                }
            }
        }
        Err(error) => result = Err(error),
    }
    let limit = if file.starts_with("bomb") { 60 } else { 5 };
    assert!(began.elapsed().as_secs() < limit, "{file} took {:?}", began.elapsed());
    Some((streams, result))
}

fn assert_streams(file: &str, expected: usize) {
    let Some((streams, result)) = outcome(file) else { return };
    assert!(result.is_ok(), "{file}: {result:?}");
    assert_eq!(streams, expected, "{file}");
}

fn assert_is_no_playlist(file: &str, expected: LooksLike) {
    let Some((streams, result)) = outcome(file) else { return };
    let Err(Error::NotAPlaylist { looks_like }) = result else { panic!("{file}: {result:?}") };
    assert_eq!((streams, looks_like), (0, expected), "{file}");
}

#[test]
fn what_can_be_read_is_read() {
    assert_streams("attributes-10000.m3u", 1);
    assert_streams("bad-utf8.m3u", 1);
    assert_streams("control-characters.m3u", 3);
    assert_streams("dangerous-urls.m3u", 17);
    assert_streams("groups-5000.m3u", 5000);
    assert_streams("gz-named-m3u.m3u", 1);
    assert_streams("markup-in-names.m3u", 20);
    assert_streams("nul-bytes.m3u", 2);
    assert_streams("only-header.m3u", 0);
    assert_streams("same-entry-10000.m3u", 10_000);
    assert_streams("unbalanced-quotes-redos.m3u", 2);
    assert_streams("url-100kb.m3u", 2);
}

#[test]
fn an_entry_with_a_name_of_a_megabyte_is_refused_and_the_next_read() {
    assert_streams("name-1mb.m3u", 1);
    assert_streams("one-line-1mb.m3u", 0);
}

#[test]
fn what_is_no_playlist_is_named() {
    assert_is_no_playlist("binary-png.m3u", LooksLike::Image);
    assert_is_no_playlist("blank-lines.m3u", LooksLike::Empty);
    assert_is_no_playlist("bom-only.m3u", LooksLike::Empty);
    assert_is_no_playlist("empty.m3u", LooksLike::Empty);
    assert_is_no_playlist("hls-master.m3u8", LooksLike::HlsMaster);
    assert_is_no_playlist("hls-media.m3u8", LooksLike::HlsMedia);
    assert_is_no_playlist("html-error-page.m3u", LooksLike::Html);
    assert_is_no_playlist("html-with-200-login.m3u", LooksLike::Html);
    assert_is_no_playlist("json-error.m3u", LooksLike::Json);
    assert_is_no_playlist("mpegts.m3u8", LooksLike::MpegTs);
    assert_is_no_playlist("pls.m3u", LooksLike::Pls);
    assert_is_no_playlist("xspf.m3u", LooksLike::Xspf);
}

#[test]
fn a_bomb_of_entries_is_stopped() {
    let Some((_, result)) = outcome("bomb-many-entries.m3u.gz") else { return };
    let Err(Error::CutShort { after_line, source }) = result else { panic!("{result:?}") };
    assert!(after_line > 1000 && matches!(*source, Error::Bomb { .. }), "{source}");
}

#[test]
fn every_zip_of_plugins_is_refused_or_read_but_never_panics() {
    let Some(data) = data() else { return };
    for file in fs::read_dir(data.join("hostile/zips")).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            let bytes = open_file(&path, Limits::PLAYLIST);
            let streams = bytes.map(|bytes| Reader::new(bytes).filter(Result::is_ok).count());
            assert!(!matches!(streams, Ok(1..)), "{}: {streams:?}", path.display());
        }
    }
    let not_expanded = Reader::new(&b"PK\x03\x04"[..]).next();
    let expected = LooksLike::Compressed(Compression::Zip);
    assert!(
        matches!(not_expanded, Some(Err(Error::NotAPlaylist { looks_like })) if looks_like == expected)
    );
}
