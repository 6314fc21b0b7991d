//! Whatever bytes come: no panic, nothing outside, never more than the limits, and a refusal leaves nothing.

use proptest::prelude::*;

use crate::check::check;
use crate::made::{Made, code, file, zip};

/// In memory where the machine has that: what is written is settled on the disk, thousands of times.
fn place() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn entry() -> impl Strategy<Value = Made> {
    let part = prop_oneof![
        Just("plugin.py"),
        Just("__init__.py"),
        Just("logo.png"),
        Just("Logo.PNG"),
        Just(".."),
        Just("."),
        Just(""),
        Just("p"),
        Just("P"),
        Just("__MACOSX"),
        Just("x.pyc"),
        Just("a\\b"),
        Just("C:"),
        Just("ü"),
        Just("\n"),
    ];
    let name = proptest::collection::vec(part, 1..5).prop_map(|parts| parts.join("/"));
    let mode = prop_oneof![
        8 => Just(0o100_644u32), 1 => Just(0o120_777), 1 => Just(0o040_755), 1 => Just(0), 1 => any::<u16>().prop_map(u32::from)
    ];
    let lie = || proptest::option::weighted(0.1, any::<u32>());
    let content = proptest::collection::vec(any::<u8>(), 0..3000);
    (name, content, mode, any::<bool>(), lie(), lie(), proptest::option::weighted(0.1, 0..3usize))
        .prop_map(|(name, content, mode, is_stored, bytes, sum, shares)| Made {
            mode,
            is_stored,
            bytes,
            sum,
            shares,
            ..file(&name, content)
        })
}

fn entries() -> impl Strategy<Value = Vec<Made>> {
    proptest::collection::vec(entry(), 0..6).prop_map(|mut entries| {
        for (place, entry) in entries.iter_mut().enumerate() {
            entry.shares = entry.shares.filter(|other| *other < place);
        }
        entries
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_entries_do_no_harm(entries in entries(), is_plugin in any::<bool>()) {
        let mut entries = entries;
        if is_plugin {
            entries.push(code("q/plugin.py"));
        }
        let place = place();
        check(&zip(&entries), place.path());
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200), tail in any::<bool>()) {
        let end = if tail { zip(&[]) } else { Vec::new() };
        check(&[bytes, end].concat(), place().path());
    }

    #[test]
    fn good_zips_with_some_bytes_changed_do_no_harm(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)
    ) {
        let mut bytes = zip(&[code("p/plugin.py"), file("p/sub/x", "y".repeat(300)), file("logo.png", "z")]);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let place = place();
        check(&bytes, place.path());
    }
}
