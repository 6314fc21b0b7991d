//! Whatever the bytes: no panic, an end, and the same result however they are torn into reads.

#![allow(clippy::unwrap_used)]

use std::io::{self, BufReader, Cursor, Read};

use pluggarr_formats::{
    Error,
    decompress::{Limits, open_seekable},
    m3u, xmltv,
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

/// Bytes that look enough like a playlist to get somewhere.
fn playlist_like() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => Just("\n#EXTINF:-1 tvg-id=\"a\" group-title='b',Größe\r\nhttp://a.invalid/\n".to_owned()),
        2 => Just("\n#EXTINF:-1 tvg-id=\"a\"".to_owned()),
        2 => Just(",Name\nhttp://a.invalid/".to_owned()),
        1 => Just("#EXTM3U ".to_owned()),
        1 => Just("#EXTINF:-1 ".to_owned()),
        1 => Just("tvg-id=\"".to_owned()),
        1 => Just("group-title='".to_owned()),
        1 => Just("http://example.invalid/".to_owned()),
        1 => Just("#EXTVLCOPT:".to_owned()),
        1 => Just("#EXT-X-".to_owned()),
        1 => Just("\n".to_owned()),
        1 => Just("\r".to_owned()),
        1 => Just("\"".to_owned()),
        1 => Just(",".to_owned()),
        1 => Just(" = ".to_owned()),
        1 => "[a-z0-9ä日\\PC]{0,6}",
    ];
    pieces(piece)
}

/// Bytes that look enough like a guide to get somewhere.
fn guide_like() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => Just("<channel id='b'><display-name lang=\"de\">Größe</display-name></channel>\r\n".to_owned()),
        6 => Just("<programme start='2026' stop='2027' channel='b'><title>日</title><new/></programme>\n".to_owned()),
        1 => Just("</tv>".to_owned()),
        1 => Just("<channel id=\"a\">".to_owned()),
        1 => Just("</channel>".to_owned()),
        1 => Just("<display-name>x</display-name>".to_owned()),
        1 => Just("<programme start=\"20260101\" stop=\"20260102\" channel=\"a\">".to_owned()),
        1 => Just("</programme>".to_owned()),
        1 => Just("<title lang='de'>T &amp; &eacute;</title>".to_owned()),
        1 => Just("<rating><value>6</value><icon/></rating>".to_owned()),
        1 => Just("<credits><actor role='x'>A</actor></credits>".to_owned()),
        1 => Just("<![CDATA[".to_owned()),
        1 => Just("]]>".to_owned()),
        1 => Just("<!--".to_owned()),
        1 => Just("<!DOCTYPE tv [".to_owned()),
        1 => Just("&".to_owned()),
        1 => Just("<".to_owned()),
        1 => "[a-z0-9ä日\\PC]{0,6}",
    ];
    pieces(piece).prop_map(|bytes| [b"<tv>".to_vec(), bytes].concat())
}

/// Pieces one after the other, with a few bytes changed to anything.
fn pieces(piece: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3);
    (prop::collection::vec(piece, 0..40), changes).prop_map(|(pieces, changes)| {
        let mut bytes = pieces.concat().into_bytes();
        if !bytes.is_empty() {
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
        }
        bytes
    })
}

/// All items, with the last error as text.
fn read_playlist(bytes: &[u8], buffer: usize) -> (Vec<m3u::Entry>, Option<String>, m3u::Summary) {
    let mut reader = m3u::Reader::new(BufReader::with_capacity(buffer, bytes));
    let (mut entries, mut error) = (Vec::new(), None);
    for entry in &mut reader {
        entry.map_or_else(|e| error = Some(e.to_string()), |entry| entries.push(entry));
    }
    assert!(reader.next().is_none(), "an iterator that has ended stays so");
    (entries, error, reader.summary().clone())
}

fn read_guide(bytes: &[u8], buffer: usize) -> (Vec<xmltv::Event>, Option<String>, xmltv::Summary) {
    let mut reader = xmltv::Reader::new(BufReader::with_capacity(buffer, bytes));
    let (mut events, mut error) = (Vec::new(), None);
    for event in &mut reader {
        event.map_or_else(|e| error = Some(e.to_string()), |event| events.push(event));
    }
    for event in &events {
        if let xmltv::Event::Programme(programme) = event {
            let _ = (programme.properties(), programme.usable());
        }
    }
    assert!(reader.next().is_none(), "an iterator that has ended stays so");
    (events, error, reader.summary().clone())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn playlists_are_the_same_however_they_are_torn(bytes in playlist_like(), buffer in 1_usize..20) {
        prop_assert_eq!(read_playlist(&bytes, buffer), read_playlist(&bytes, 1 << 16));
    }

    #[test]
    fn guides_are_the_same_however_they_are_torn(bytes in guide_like(), buffer in 1_usize..20) {
        prop_assert_eq!(read_guide(&bytes, buffer), read_guide(&bytes, 1 << 16));
    }

    #[test]
    fn any_bytes_come_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        read_playlist(&bytes, 16);
        read_guide(&bytes, 16);
        for magic in [&b"\x1f\x8b\x08"[..], b"\xfd7zXZ\0", b"PK\x03\x04"] {
            let bytes = [magic, &bytes].concat();
            if let Ok(mut reader) = open_seekable(Cursor::new(bytes), Limits::PLAYLIST) {
                let _ = io::copy(&mut reader, &mut io::sink());
            }
        }
    }

    #[test]
    fn any_time_is_read_or_refused(text in "[0-9]{0,15} ?[+\\-Z]?[0-9:]{0,5}") {
        let _ = xmltv::time::parse(&text);
    }

    #[test]
    fn a_read_error_is_told_wherever_it_comes(bytes in playlist_like(), at in any::<prop::sample::Index>()) {
        let at = at.index(bytes.len() + 1);
        let broken = || BufReader::new(Breaks(Cursor::new(bytes[..at].to_vec())));
        let playlist = m3u::Reader::new(broken()).last();
        prop_assert!(is_told(playlist.as_ref().and_then(|last| last.as_ref().err())));
        let guide = xmltv::Reader::new(broken()).last();
        prop_assert!(is_told(guide.as_ref().and_then(|last| last.as_ref().err())));
    }
}

/// Keeps the tests above honest: made-up files that are all refused at once would prove nothing.
#[test]
fn made_up_files_get_somewhere() {
    let mut runner = TestRunner::deterministic();
    let (mut entries, mut events) = (0, 0);
    for _ in 0..512 {
        let playlist = playlist_like().new_tree(&mut runner).unwrap().current();
        entries += usize::from(!read_playlist(&playlist, 64).0.is_empty());
        let guide = guide_like().new_tree(&mut runner).unwrap().current();
        events += usize::from(!read_guide(&guide, 64).0.is_empty());
    }
    assert!(
        entries > 50 && events > 50,
        "{entries} playlists with an entry, {events} guides with an event"
    );
}

/// Cut short, or known to be something else before that.
fn is_told(error: Option<&Error>) -> bool {
    matches!(
        error,
        Some(Error::CutShort { .. } | Error::NotAPlaylist { .. } | Error::NotXmltv { .. })
    )
}

/// Gives some bytes and then an error, as a connection that is lost.
struct Breaks(Cursor<Vec<u8>>);

impl Read for Breaks {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.0.read(out)? {
            0 if !out.is_empty() => Err(io::ErrorKind::ConnectionReset.into()),
            count => Ok(count),
        }
    }
}
