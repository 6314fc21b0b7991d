//! Compressed files, whole and damaged in every place.

#![allow(clippy::unwrap_used)]

use std::io::{self, BufRead, Cursor, Read, Write};

use flate2::write::GzEncoder;
use liblzma::write::XzEncoder;
use pluggarr_formats::{
    Damage, Error,
    decompress::{Limits, open, open_seekable},
};
use zip::{ZipWriter, write::SimpleFileOptions};

fn text() -> Vec<u8> {
    (0..2000).flat_map(|n| format!("line {} of a text\n", n * 7919 % 2003).into_bytes()).collect()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn xz(text: &[u8]) -> Vec<u8> {
    let mut encoder = XzEncoder::new(Vec::new(), 6);
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// All that can be read, and the error at its end.
fn read(bytes: Vec<u8>, limits: Limits) -> (Vec<u8>, Option<Error>) {
    let mut text = Vec::new();
    let error = match open_seekable(Cursor::new(bytes), limits) {
        Err(error) => Some(error),
        Ok(mut reader) => {
            reader.read_to_end(&mut text).err().map(|error| error.downcast().unwrap())
        }
    };
    (text, error)
}

fn assert_reads(bytes: Vec<u8>, expected: &[u8]) {
    let (read, error) = read(bytes, Limits::GUIDE);
    assert!(error.is_none(), "{error:?}");
    assert!(read == expected, "{} bytes in place of {}", read.len(), expected.len());
}

fn damage(bytes: Vec<u8>) -> Option<Damage> {
    match read(bytes, Limits::GUIDE).1 {
        Some(Error::Damaged { damage, .. }) => Some(damage),
        None => None,
        Some(other) => panic!("{other:?}"),
    }
}

#[test]
fn every_kind_is_told_by_its_first_bytes() {
    let text = text();
    assert_reads(text.clone(), &text);
    assert_reads(gzip(&text), &text);
    assert_reads(xz(&text), &text);
    assert_reads(
        zip(&[("readme.html", b"no"), ("__MACOSX/guide.xml", b"no"), ("a/Guide.XML", &text)]),
        &text,
    );
    assert_reads(Vec::new(), b"");
    assert_reads(gzip(b""), b"");
}

#[test]
fn members_follow_each_other_and_zeros_may_follow_them() {
    let (a, b) = (gzip(b"one "), gzip(b"two"));
    assert_reads([&a[..], &b].concat(), b"one two");
    assert_reads([&a[..], &b, &[0; 1000]].concat(), b"one two");
    assert_reads([xz(b"one "), xz(b"two")].concat(), b"one two");
}

#[test]
fn one_layer_within_another_is_read_and_a_third_refused() {
    let text = text();
    assert_reads(gzip(&gzip(&text)), &text);
    assert_reads(xz(&gzip(&text)), &text);
    assert_reads(zip(&[("guide.xml.gz", &gzip(&text))]), &text);
    for thrice in [gzip(&gzip(&gzip(&text))), zip(&[("guide.xml.gz", &gzip(&gzip(&text)))])] {
        assert!(matches!(read(thrice, Limits::GUIDE).1, Some(Error::TooManyLayers)));
    }
}

#[test]
fn a_file_cut_anywhere_is_truncated_and_never_just_shorter() {
    let text = text();
    for whole in [gzip(&text), xz(&text)] {
        // Less than the magic number is plain text of that length.
        for length in 6..whole.len() {
            let (read, error) = read(whole[..length].to_vec(), Limits::GUIDE);
            let damage = match error {
                Some(Error::Damaged { damage, .. }) => damage,
                other => panic!("cut to {length} of {}: {other:?}", whole.len()),
            };
            assert_eq!(damage, Damage::Truncated, "cut to {length} of {}", whole.len());
            assert!(text.starts_with(&read));
        }
    }
}

#[test]
fn a_cut_zip_is_an_error() {
    let whole = zip(&[("guide.xml", &text())]);
    for length in 4..whole.len() {
        let (_, error) = read(whole[..length].to_vec(), Limits::GUIDE);
        assert!(error.is_some(), "cut to {length} of {}", whole.len());
    }
}

#[test]
fn a_wrong_checksum_is_told_at_the_end() {
    let text = text();
    for from_end in [1, 5] {
        let mut bytes = gzip(&text);
        let at = bytes.len() - from_end;
        bytes[at] ^= 1;
        let (read, error) = read(bytes, Limits::GUIDE);
        assert!(matches!(error, Some(Error::Damaged { damage: Damage::BadChecksum, .. })));
        assert!(read == text, "what was read before it is handed out");
    }
}

#[test]
fn a_changed_byte_never_gives_other_text_in_silence() {
    let text = text();
    for whole in [gzip(&text), xz(&text), zip(&[("guide.xml", &text)])] {
        for at in (0..whole.len()).step_by(7) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            let was_compressed = pluggarr_formats::decompress::Compression::of(&bytes).is_some();
            let (read, error) = read(bytes, Limits::GUIDE);
            assert!(error.is_some() || !was_compressed || read == text, "byte {at}");
        }
    }
}

#[test]
fn garbage_behind_is_told_and_leaves_the_data_whole() {
    for whole in [gzip(b"text"), xz(b"text")] {
        for garbage in [
            &b"<html>garbage</html>"[..],
            b"\x1fgarbage",
            b"\x1f\x8bgarbage and more",
            b"\0\0x\0\0\0\0\0",
        ] {
            let (read, error) = read([&whole[..], garbage].concat(), Limits::GUIDE);
            assert_eq!(read, b"text");
            assert!(error.unwrap().leaves_data_whole(), "{garbage:?} after {whole:?}");
        }
    }
}

#[test]
fn bytes_and_ratio_are_limited() {
    let small = Limits { max_bytes: 1000, max_ratio: 200 };
    for bytes in [text(), gzip(&text()), xz(&text()), zip(&[("guide.xml", &text())])] {
        let (read, error) = read(bytes, small);
        assert!(matches!(error, Some(Error::TooLarge { limit: 1000, .. })), "{error:?}");
        assert!(read.len() < 100_000);
    }
    let bomb = gzip(&vec![b' '; 100 << 20]);
    let mut reader = open(Cursor::new(bomb), Limits::GUIDE).unwrap();
    let error = io::copy(&mut reader, &mut io::sink()).unwrap_err();
    assert!(matches!(error.downcast(), Ok(Error::Bomb { .. })));
}

#[test]
fn an_archive_without_a_guide_says_so() {
    let (_, error) = read(zip(&[("readme.html", b"x"), ("dir/", b"")]), Limits::GUIDE);
    assert!(matches!(error, Some(Error::NoMember)));
    let archive = zip(&[("guide.xml", b"x")]);
    assert!(matches!(
        open(Cursor::new(archive), Limits::GUIDE).map(|_| ()),
        Err(Error::ZipNeedsFile)
    ));
}

#[test]
fn an_error_of_the_source_passes_unchanged() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    for whole in [text(), gzip(&text()), xz(&text())] {
        let half = Cursor::new(whole[..whole.len() / 2].to_vec());
        let mut reader = open(half.chain(Fails), Limits::GUIDE).unwrap();
        let mut error = None;
        while error.is_none() {
            let length = reader.fill_buf().map(<[u8]>::len);
            match length {
                Ok(0) => panic!("an end in place of an error"),
                Ok(length) => reader.consume(length),
                Err(e) => error = Some(e.kind()),
            }
        }
        assert_eq!(error, Some(io::ErrorKind::ConnectionReset));
    }
    assert_eq!(damage(gzip(b"x")), None);
}
