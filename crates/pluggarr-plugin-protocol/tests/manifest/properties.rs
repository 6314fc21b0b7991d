//! The laws, of manifests that are made up as the tests run.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::generate::{self, Dice};
use crate::{corpus, laws};

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn laws_hold_of_any_bytes(bytes in vec(any::<u8>(), 0..400)) {
        laws::hold(&bytes);
    }

    #[test]
    fn laws_hold_of_any_json(tape in vec(any::<u8>(), 0..400)) {
        let value = generate::anything(&mut Dice(&tape), 4);
        laws::hold(value.to_string().as_bytes());
    }

    #[test]
    fn laws_hold_of_what_looks_like_a_manifest(tape in vec(any::<u8>(), 0..600)) {
        let value = generate::manifest(&mut Dice(&tape));
        laws::hold(serde_json::to_string_pretty(&value).unwrap().as_bytes());
    }

    #[test]
    fn laws_hold_of_manifests_that_were_damaged(which: prop::sample::Index, tape in vec(any::<u8>(), 0..60)) {
        let files = corpus::files();
        let (_, bytes) = &files[which.index(files.len())];
        laws::hold(&generate::mutated(bytes, &mut Dice(&tape)));
    }
}
