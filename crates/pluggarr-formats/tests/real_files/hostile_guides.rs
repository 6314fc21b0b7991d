use std::{
    collections::HashSet,
    fs,
    time::{Duration, Instant},
};

use pluggarr_formats::{
    Damage, Error, LooksLike,
    decompress::{Limits, open_file},
    xmltv::{Event, Reader},
};

use crate::data;

struct Outcome {
    channels: usize,
    programmes: usize,
    titles: Vec<String>,
    error: Option<Error>,
}

/// Read a file to its end, bitter or not.
fn outcome(file: &str) -> Option<Outcome> {
    let path = data()?.join("hostile/guides").join(file);
    let mut outcome = Outcome { channels: 0, programmes: 0, titles: Vec::new(), error: None };
    match open_file(path, Limits::GUIDE) {
        Err(error) => outcome.error = Some(error),
        Ok(bytes) => {
            for event in Reader::new(bytes) {
                match event {
                    Ok(Event::Channel(channel)) => {
                        outcome.channels += 1;
                        outcome.titles.extend(channel.name().map(str::to_owned));
                    }
                    Ok(Event::Programme(programme)) => {
                        outcome.programmes += 1;
                        if outcome.titles.len() < 10 {
                            outcome.titles.extend(programme.title().map(str::to_owned));
                        }
                    }
                    Err(error) => outcome.error = Some(error),
                }
            }
        }
    }
    Some(outcome)
}

fn assert_reads(file: &str, channels: usize, programmes: usize) {
    let Some(outcome) = outcome(file) else { return };
    assert!(outcome.error.is_none(), "{file}: {:?}", outcome.error);
    assert_eq!((outcome.channels, outcome.programmes), (channels, programmes), "{file}");
}

/// The file ends in an error of which `is_expected` is true, after so much.
fn assert_fails(file: &str, channels: usize, programmes: usize, is_expected: fn(&Error) -> bool) {
    let Some(outcome) = outcome(file) else { return };
    let error = outcome.error.unwrap_or_else(|| panic!("{file} was read without an error"));
    assert!(is_expected(&error), "{file}: {error:?}");
    assert_eq!((outcome.channels, outcome.programmes), (channels, programmes), "{file}");
}

fn source(error: &Error) -> &Error {
    match error {
        Error::CutShort { source, .. } => source,
        error => error,
    }
}

fn damage(error: &Error) -> Option<Damage> {
    match source(error) {
        Error::Damaged { damage, .. } => Some(*damage),
        _ => None,
    }
}

#[test]
fn what_can_be_read_is_read() {
    assert_reads("attributes-20000.xml", 1, 0);
    assert_reads("external-dtd.xml", 1, 1);
    assert_reads("gz-in-gz.xml.gz", 1, 1);
    assert_reads("gz-named-xml.xml", 98, 2691);
    assert_reads("guide-in-zip.zip", 1, 1);
    assert_reads("only-header.xml", 0, 0);
    assert_reads("script-in-text.xml", 1, 1);
    assert_reads("two-members.xml.gz", 98, 2691);
    assert_reads("utf16.xml", 1, 1);
    assert_reads("wrong-declared-encoding.xml", 1, 0);
    assert_reads("xinclude.xml", 1, 1);
    assert_reads("xml-named-gz.xml.gz", 1, 1);
    assert_reads("zip-named-gz.xml.gz", 1, 1);
    assert_reads("far-times.xml", 1, 10);
    assert_eq!(
        outcome("utf16.xml").map(|o| o.titles[0].clone()).unwrap_or("Größe".into()),
        "Größe"
    );
}

#[test]
fn small_faults_are_mended() {
    assert_reads("bad-utf8.xml", 1, 2);
    assert_reads("control-characters.xml", 1, 2);
    assert_reads("html-entities.xml", 1, 2);
    assert_reads("nul-bytes.xml", 1, 2);
    let Some(html) = outcome("html-entities.xml") else { return };
    assert_eq!(html.titles, ["Hostile 1", "Café\u{a0}…", "T2"]);
    assert_eq!(outcome("control-characters.xml").unwrap().titles[1], "bell  and  vt");
}

#[test]
fn entities_are_never_expanded() {
    let unknown = |error: &Error| matches!(error, Error::UnknownEntity { .. });
    assert_fails("billion-laughs.xml", 1, 0, unknown);
    assert_fails("recursive-entity.xml", 1, 0, unknown);
    assert_fails("quadratic-blowup.xml", 1, 0, unknown);
    assert_fails("xxe-file.xml", 0, 0, unknown);
    assert_fails("xxe-http.xml", 1, 0, unknown);
    assert_reads("xxe-parameter.xml", 1, 1);
}

#[test]
fn what_is_no_guide_is_named() {
    let looks = |file: &str, expected: LooksLike| {
        let Some(outcome) = outcome(file) else { return };
        let Some(Error::NotXmltv { looks_like }) = outcome.error else {
            panic!("{file}: {:?}", outcome.error)
        };
        assert_eq!(looks_like, expected, "{file}");
    };
    looks("empty.xml", LooksLike::Empty);
    looks("empty.xml.gz", LooksLike::Empty);
    looks("empty-inside.xml.gz", LooksLike::Empty);
    looks("html-error-page.xml", LooksLike::Html);
    looks("json.xml", LooksLike::Json);
    looks("other-root.xml", LooksLike::Xml { root: "rss".into() });
}

#[test]
fn a_guide_that_breaks_off_is_an_error_after_what_came_before() {
    let breaks_off = |error: &Error| matches!(source(error), Error::UnexpectedEnd { .. });
    assert_fails("cut-after-programme.xml", 98, 400, breaks_off);
    assert_fails("cut-in-a-tag.xml", 98, 400, breaks_off);
    assert_fails("no-end-of-root.xml", 98, 800, breaks_off);
    let malformed = |error: &Error| matches!(error, Error::Malformed { .. });
    assert_fails("two-roots.xml", 1, 1, malformed);
    assert_fails("unclosed-title-halfway.xml", 98, 400, |error| {
        matches!(error, Error::Malformed { line: 500, .. })
    });
    assert_fails("unclosed-programme-halfway.xml", 98, 400, malformed);
}

#[test]
fn damaged_compression_is_told_apart() {
    assert_fails("bad-crc.xml.gz", 98, 2691, |error| damage(error) == Some(Damage::BadChecksum));
    assert_fails("truncated-trailer.xml.gz", 98, 2691, |error| {
        damage(error) == Some(Damage::Truncated)
    });
    assert_fails("truncated.xml.gz", 98, 1267, |error| damage(error) == Some(Damage::Truncated));
    assert_fails("trailing-garbage.xml.gz", 98, 2691, Error::leaves_data_whole);
}

#[test]
fn bombs_are_stopped_by_limits() {
    let too_large = |error: &Error| matches!(source(error), Error::TooLarge { .. });
    assert_fails("bomb-1gib-one-text.xml.gz", 1, 0, too_large);
    assert_fails("bomb-1gib.xml.xz", 1, 0, too_large);
    assert_fails("bomb-depth.xml.gz", 1, 0, too_large);
    let Some(many) = outcome("bomb-many-programmes.xml.gz") else { return };
    assert!(
        matches!(many.error.as_ref().map(source), Some(Error::Bomb { .. })),
        "{:?}",
        many.error
    );
}

#[test]
fn an_id_of_400000_letters_is_none() {
    let Some(data) = data() else { return };
    let bytes = open_file(data.join("hostile/guides/huge-attribute.xml"), Limits::GUIDE).unwrap();
    let mut reader = Reader::new(bytes);
    for event in &mut reader {
        if let Event::Channel(channel) = event.unwrap() {
            assert_eq!(channel.id, None);
        }
    }
    assert_eq!(reader.summary().channels_without_id, 1);
}

#[test]
fn every_hostile_guide_ends_soon_and_tells_no_secret() {
    let Some(data) = data() else { return };
    let secrets: HashSet<String> =
        fs::read_to_string("/etc/passwd").unwrap_or_default().lines().map(str::to_owned).collect();
    for file in fs::read_dir(data.join("hostile/guides")).unwrap() {
        let file = file.unwrap().file_name().into_string().unwrap();
        let began = Instant::now();
        let titles = outcome(&file).unwrap().titles;
        assert!(began.elapsed() < Duration::from_secs(60), "{file} took {:?}", began.elapsed());
        assert!(
            titles.iter().all(|title| !secrets.iter().any(|line| title.contains(line))),
            "{file}"
        );
    }
}
