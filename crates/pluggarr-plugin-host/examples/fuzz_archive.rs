//! Feeds the reader of plugin archives with broken zips for a while: mutations of `fixtures/corpus/zips`.
//!
//! ```sh
//! cargo run -p pluggarr-plugin-host --example fuzz_archive -- --seconds 600
//! ```
//!
//! Ends with an error, and the archive in a file beside it, as soon as one makes the reader panic, write outside of its
//! folder, or write more than it may.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

#[path = "../tests/archive/check.rs"]
mod check;

/// A small generator of numbers: what it gives follows from the seed, so that a run can be repeated.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

fn main() {
    let number = |name: &str, default: u64| {
        let mut arguments = std::env::args().skip_while(|argument| argument != name);
        arguments.nth(1).map_or(default, |text| text.parse().expect("a number"))
    };
    let seconds = number("--seconds", 600);
    let mut chance = Chance(number("--seed", 0x9E37_79B9_7F4A_7C15) | 1);
    let corpus = corpus();
    let place = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let (started, mut cases) = (Instant::now(), 0u64);
    let mut outcomes = BTreeMap::<String, u64>::new();
    while started.elapsed() < Duration::from_secs(seconds) {
        let bytes = mutated(&corpus, &mut chance);
        let result = std::panic::catch_unwind(|| check::check(&bytes, place.path()));
        let Ok(outcome) = result else {
            let kept = format!("fuzz_archive-{cases}.zip");
            std::fs::write(&kept, &bytes).unwrap();
            panic!("case {cases} failed; it is in {kept}");
        };
        let kind = outcome.split([':', '\'']).next().unwrap_or_default();
        let kind = if kind.starts_with("key ") { "accepted" } else { kind };
        *outcomes.entry(kind.to_owned()).or_default() += 1;
        cases += 1;
    }
    println!("{cases} archives in {} s, none did harm", started.elapsed().as_secs());
    for (kind, count) in outcomes {
        println!("{count:>12}  {kind}");
    }
}

fn corpus() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/corpus/zips");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// One of the corpus, changed in a few places; what is written over is often a field of a header, which is where a reader
/// can be led astray.
fn mutated(corpus: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    const NUMBERS: [u32; 8] = [0, 1, 0x7f, 0xffff, 0x1_0000, 0x7fff_ffff, 0xffff_fffe, 0xffff_ffff];
    let mut bytes = corpus[chance.below(corpus.len())].clone();
    for _ in 0..=chance.below(6) {
        let length = bytes.len();
        let place = match chance.below(3) {
            0 => chance.below(length),
            _ => in_a_header(&bytes, chance),
        };
        match chance.below(8) {
            0 => bytes[place] ^= 1 << chance.below(8),
            1 => bytes[place] = chance.below(256) as u8,
            2 | 3 => {
                let number = NUMBERS[chance.below(NUMBERS.len())].to_le_bytes();
                let width = [1, 2, 4][chance.below(3)].min(length - place);
                bytes[place..place + width].copy_from_slice(&number[..width]);
            }
            4 => {
                let end = (place + 1 + chance.below(20)).min(length);
                bytes.drain(place..end);
            }
            5 => {
                let end = (place + 1 + chance.below(60)).min(length);
                let piece = bytes[place..end].to_vec();
                let to = chance.below(length);
                bytes.splice(to..to, piece);
            }
            6 => {
                let other = &corpus[chance.below(corpus.len())];
                let from = chance.below(other.len());
                bytes.truncate(place);
                bytes.extend(&other[from..]);
            }
            _ => {
                let name: [&[u8]; 5] = [b"../", b"/", b"\\", b"plugin.py", b"\0"];
                let name = name[chance.below(name.len())];
                let end = (place + name.len()).min(length);
                bytes[place..end].copy_from_slice(&name[..end - place]);
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

/// A place shortly after a header's mark.
fn in_a_header(bytes: &[u8], chance: &mut Chance) -> usize {
    let marks: Vec<_> = bytes
        .windows(2)
        .enumerate()
        .filter(|(_, two)| two == b"PK")
        .map(|(place, _)| place)
        .collect();
    match marks.is_empty() {
        true => chance.below(bytes.len()),
        false => (marks[chance.below(marks.len())] + chance.below(50)).min(bytes.len() - 1),
    }
}
