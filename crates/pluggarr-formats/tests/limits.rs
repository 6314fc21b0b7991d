//! Files made to exhaust memory or time.

#![allow(clippy::unwrap_used)]

use std::{
    io::{self, BufReader, Read},
    time::{Duration, Instant},
};

use pluggarr_formats::{Error, LooksLike, m3u, xmltv};

/// The error a playlist ends in, with the number of entries before it.
fn playlist(bytes: impl Read) -> (usize, Option<Error>, m3u::Summary) {
    let began = Instant::now();
    let mut reader = m3u::Reader::new(BufReader::new(bytes));
    let (mut count, mut end) = (0, None);
    for entry in &mut reader {
        entry.map_or_else(|error| end = Some(error), |_| count += 1);
    }
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    (count, end, reader.summary().clone())
}

fn guide(bytes: impl Read) -> (usize, Option<Error>) {
    let began = Instant::now();
    let (mut count, mut end) = (0, None);
    for event in xmltv::Reader::new(BufReader::new(bytes)) {
        event.map_or_else(|error| end = Some(error), |_| count += 1);
    }
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    (count, end)
}

/// `text` again and again, without end.
struct Endless {
    text: &'static [u8],
    at: usize,
}

impl Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        for byte in out.iter_mut() {
            *byte = self.text[self.at];
            self.at = (self.at + 1) % self.text.len();
        }
        Ok(out.len())
    }
}

fn endless(text: &'static str) -> Endless {
    Endless { text: text.as_bytes(), at: 0 }
}

fn limit(error: Option<Error>) -> &'static str {
    let Some(Error::CutShort { source, .. }) = error else { panic!("{error:?}") };
    let Error::TooLarge { what, .. } = *source else { panic!("{source:?}") };
    what
}

#[test]
fn noise_without_end_is_given_up() {
    for noise in ["nonsense\n", "# a comment\n", "\n", "#EXTVLCOPT:a=b\n", "\r"] {
        let (count, end, _) = playlist(endless(noise));
        assert_eq!(count, 0);
        assert!(
            matches!(end, Some(Error::NotAPlaylist { looks_like: LooksLike::Text })),
            "{noise:?}: {end:?}"
        );
    }
}

#[test]
fn an_entry_that_is_too_long_goes_with_its_url_and_nothing_else() {
    let long = "x".repeat(300_000);
    let text = format!(
        "#EXTM3U\n#EXTINF:-1,{long}\nhttp://a.invalid/lost\n#EXTINF:-1,Kept\nhttp://a.invalid/kept\n\
         #EXTINF:-1,URL too long\nhttp://a.invalid/{long}\n#EXTINF:-1,Last\n#{long}\nhttp://a.invalid/last\n"
    );
    let mut reader = m3u::Reader::new(text.as_bytes());
    let names: Vec<_> = reader.by_ref().map(|entry| entry.unwrap().name).collect();
    assert_eq!(names, ["Kept", "Last"]);
    let summary = reader.summary();
    assert_eq!((summary.too_long, summary.bare_urls, summary.extinf), (3, 0, 4));
    assert_eq!(summary.problems[0].to_string(), "line 2: the line is too long");
}

#[test]
fn options_may_stand_before_their_entry() {
    let text = "#EXTM3U\n#KODIPROP:a=b\n#EXTVLCOPT:c=d\n#EXTGRP:not taken over\n#EXTINF:-1,X\nhttp://x.invalid/\n\
                #EXTINF:-1,Y\nhttp://y.invalid/\n";
    let entries: Vec<_> = m3u::Reader::new(text.as_bytes()).map(Result::unwrap).collect();
    assert_eq!(entries[0].kodi_props, [("a".to_owned(), "b".to_owned())]);
    assert_eq!(entries[0].vlc_opts, [("c".to_owned(), "d".to_owned())]);
    assert_eq!(entries[0].group(), None);
    assert!(entries[1].kodi_props.is_empty() && entries[1].vlc_opts.is_empty());
}

#[test]
fn one_text_without_end_is_stopped() {
    for start in [
        "<tv><programme><desc>",
        "<tv><channel id='",
        "<tv><!--",
        "<tv><![CDATA[",
        "<!DOCTYPE tv [",
        "<?pi ",
    ] {
        let (count, end) = guide(start.as_bytes().chain(endless("lorem ipsum ")));
        assert_eq!((count, limit(end)), (0, "one tag or text (bytes)"), "{start}");
    }
}

#[test]
fn one_programme_without_end_is_stopped() {
    for children in [
        "<category>x</category>",
        "<a/>",
        "&amp;",
        "<!-- -->",
        "<title>",
        "<credits><actor>A</actor></credits>",
    ] {
        let (count, end) = guide(b"<tv><programme>".chain(endless(children)));
        let what = limit(end);
        assert!(
            what == "one channel or programme (bytes)" || what == "the nesting of elements",
            "{children}: {what}"
        );
        assert_eq!(count, 0);
    }
}

#[test]
fn an_unknown_element_without_end_is_stopped_too() {
    let (_, end) = guide(b"<tv><x>".chain(endless("<y>z</y>")));
    assert_eq!(limit(end), "one channel or programme (bytes)");
}

#[test]
fn nesting_is_limited() {
    let (_, end) = guide(endless("<tv>"));
    assert_eq!(limit(end), "the nesting of elements");
    let deep =
        format!("<tv><channel id='a'>{}{}</channel></tv>", "<x>".repeat(60), "</x>".repeat(60));
    let (count, end) = guide(deep.as_bytes());
    assert!(count == 1 && end.is_none(), "{end:?}");
}

#[test]
fn thousands_of_attributes_take_no_time() {
    let attributes: String = (0..20_000).map(|n| format!(" a{n}=\"{n}\"")).collect();
    let (count, end) = guide(format!("<tv{attributes}><channel id='a'/></tv>").as_bytes());
    assert!(count == 1 && end.is_none(), "{end:?}");
}

#[test]
fn many_small_programmes_are_no_problem() {
    let programme =
        "<programme start='20260101' stop='20260102' channel='a'><title>T</title></programme>";
    let text = format!("<tv>{}</tv>", programme.repeat(100_000));
    let (count, end) = guide(text.as_bytes());
    assert!(count == 100_000 && end.is_none(), "{end:?}");
}
