//! Reads damaged and made-up manifests for a while, and says how many:
//!
//! `cargo run --release -p pluggarr-plugin-protocol --example fuzz_manifest -- --seconds 600 [--seed 1]`
//!
//! What breaks a law is written to a file beside the corpus, to be looked at and kept there.

#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs, reason = "a tool for people")]

#[path = "../tests/manifest/generate.rs"]
mod generate;
#[path = "../tests/manifest/laws.rs"]
mod laws;

use std::path::Path;
use std::time::{Duration, Instant};

use generate::Dice;

/// splitmix64: small, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn tape(&mut self) -> Vec<u8> {
        let words = 1 + self.next() % 80;
        (0..words).flat_map(|_| self.next().to_le_bytes()).collect()
    }
}

fn case(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let (choice, tape) = (random.next() % 8, random.tape());
    let mut dice = Dice(&tape);
    match choice {
        0 => tape,
        1 => generate::anything(&mut dice, 6).to_string().into_bytes(),
        2 => serde_json::to_vec_pretty(&generate::manifest(&mut dice)).unwrap(),
        3 => {
            let made = generate::manifest(&mut Dice(&random.tape())).to_string();
            generate::mutated(made.as_bytes(), &mut dice)
        }
        _ => {
            let which = usize::try_from(random.next()).unwrap() % corpus.len();
            generate::mutated(&corpus[which], &mut dice)
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |name: &str| -> Option<u64> {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)?.parse().ok()
    };
    let limit = Duration::from_secs(number("--seconds").unwrap_or(60));
    let seed = number("--seed").unwrap_or(1);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/corpus/manifests");
    let mut names: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let corpus: Vec<_> = names.iter().map(|path| std::fs::read(path).unwrap()).collect();

    let (mut random, started, mut cases, mut slowest) =
        (Random(seed), Instant::now(), 0_u64, Duration::ZERO);
    let mut said = Instant::now();
    while started.elapsed() < limit {
        let bytes = case(&corpus, &mut random);
        let began = Instant::now();
        if std::panic::catch_unwind(|| laws::hold(&bytes)).is_err() {
            let path = folder.join(format!("failed-{seed}-{cases}.json"));
            std::fs::write(&path, &bytes).unwrap();
            println!("case {cases} of seed {seed} broke a law; it is at {}", path.display());
            std::process::exit(1);
        }
        slowest = slowest.max(began.elapsed());
        cases += 1;
        if said.elapsed() > Duration::from_secs(60) {
            said = Instant::now();
            println!("{:>6.0} s {cases} cases", started.elapsed().as_secs_f64());
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    let rate = cases as f64 / seconds;
    println!("{cases} cases in {seconds:.0} s ({rate:.0} a second), seed {seed}: all laws held");
    println!("slowest case: {:.1} ms", slowest.as_secs_f64() * 1000.0);
}
