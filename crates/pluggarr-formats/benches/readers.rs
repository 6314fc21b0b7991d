//! How many bytes a second the readers take, on input made up here.
//!
//! `cargo bench -p pluggarr-formats`. The entries are of the usual size and no two are alike, so that
//! nothing is faster here than over a real file.

#![allow(clippy::unwrap_used, missing_docs)]

use std::{fmt::Write as _, io::Write as _};

use divan::{Bencher, counter::BytesCount};
use flate2::{Compression, write::GzEncoder};
use pluggarr_formats::{
    decompress::{Limits, open},
    m3u, xmltv,
};

fn main() {
    divan::main();
}

fn playlist(entries: usize) -> String {
    let mut text = String::from("#EXTM3U x-tvg-url=\"http://example.invalid/guide.xml.gz\"\n");
    for n in 0..entries {
        writeln!(
            text,
            "#EXTINF:-1 tvg-id=\"channel.{n}\" tvg-name=\"Kanal {n}\" tvg-logo=\"http://example.invalid/logos/{n}.png\" \
             group-title=\"Gruppe {}\",Größter Kanal {n} HD\nhttp://example.invalid:8080/live/user/pass/{n}.ts",
            n % 50
        )
        .unwrap();
    }
    text
}

fn guide(programmes: usize) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tv generator-info-name=\"bench\">\n",
    );
    for n in 0..programmes / 50 {
        writeln!(text, "<channel id=\"channel.{n}\"><display-name lang=\"de\">Kanal {n}</display-name></channel>")
            .unwrap();
    }
    for n in 0..programmes {
        writeln!(
            text,
            "  <programme start=\"202601{:02}{:02}0000 +0100\" stop=\"202601{:02}{:02}5959 +0100\" channel=\"channel.{}\">\n    \
             <title lang=\"de\">Sendung &amp; Titel {n}</title>\n    <sub-title lang=\"de\">Folge {n}</sub-title>\n    \
             <desc lang=\"de\">Eine Beschreibung von üblicher Länge, die in zwei, drei Sätzen sagt, worum es geht. \
             Nummer {n} gleicht keiner anderen.</desc>\n    <category lang=\"de\">Serie</category>\n    \
             <icon src=\"http://example.invalid/pictures/{n}.jpg\"/>\n    \
             <episode-num system=\"xmltv_ns\">{}.{}.0/1</episode-num>\n  </programme>",
            n % 28 + 1,
            n % 24,
            n % 28 + 1,
            n % 24,
            n / 50,
            n % 9,
            n % 20
        )
        .unwrap();
    }
    text.push_str("</tv>\n");
    text
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn read_playlist(bytes: &[u8]) -> u64 {
    let mut reader = m3u::Reader::new(bytes);
    reader.by_ref().for_each(|entry| drop(divan::black_box(entry.unwrap())));
    reader.summary().streams
}

#[divan::bench]
fn m3u_50_000_entries(bencher: Bencher) {
    let text = playlist(50_000);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| assert_eq!(read_playlist(text.as_bytes()), 50_000));
}

#[divan::bench]
fn xmltv_50_000_programmes(bencher: Bencher) {
    let text = guide(50_000);
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let mut reader = xmltv::Reader::new(text.as_bytes());
        reader.by_ref().for_each(|event| drop(divan::black_box(event.unwrap())));
        assert_eq!(reader.summary().usable, 50_000);
    });
}

#[divan::bench]
fn xmltv_50_000_programmes_gzip(bencher: Bencher) {
    let text = guide(50_000);
    let compressed = gzip(&text);
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| std::io::Cursor::new(compressed.clone()))
        .bench_values(|compressed| {
            let mut reader = xmltv::Reader::new(open(compressed, Limits::GUIDE).unwrap());
            reader.by_ref().for_each(|event| drop(divan::black_box(event.unwrap())));
            assert_eq!(reader.summary().usable, 50_000);
        });
}

#[divan::bench]
fn properties_of_a_programme(bencher: Bencher) {
    let text = guide(50);
    let programmes: Vec<_> = xmltv::Reader::new(text.as_bytes())
        .filter_map(|event| match event.unwrap() {
            xmltv::Event::Programme(programme) => Some(programme),
            xmltv::Event::Channel(_) => None,
        })
        .collect();
    bencher.bench(|| programmes[7].properties());
}
