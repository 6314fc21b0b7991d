//! Saving settings, for fields and values that are made up as the tests run.

use pluggarr_plugin_protocol::settings::{Change, accepted, changed, masked};
use pluggarr_plugin_protocol::{Field, Manifest};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::generate::{self, Dice};

/// Fields, and settings of which some are theirs.
fn made(tape: &[u8]) -> (Vec<Field>, Map<String, Value>) {
    let mut dice = Dice(tape);
    let fields = Manifest::from_value(&generate::manifest(&mut dice)).0.fields;
    let ids = fields.iter().map(|field| field.id.clone());
    let ids: Vec<_> = ids.chain(["own", "own_token"].map(str::to_owned)).collect();
    let settings = ids.into_iter().map(|id| (id, generate::anything(&mut dice, 2))).collect();
    (fields, settings)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// What a form does that nobody has touched.
    #[test]
    fn saving_what_is_shown_changes_nothing(tape in vec(any::<u8>(), 0..400)) {
        let (fields, stored) = made(&tape);
        let shown = masked(&fields, &stored);
        for change in [Change::Replace, Change::Merge] {
            prop_assert_eq!(changed(&fields, &stored, &shown, change), Ok(stored.clone()));
        }
    }

    #[test]
    fn what_was_accepted_is_accepted_again_as_it_is(tape in vec(any::<u8>(), 0..400)) {
        let (fields, settings) = made(&tape);
        for (field, value) in fields.iter().flat_map(|field| settings.values().map(move |value| (field, value))) {
            if let Ok(saved) = accepted(field, value) {
                prop_assert_eq!(accepted(field, &saved), Ok(saved));
            }
        }
    }

    #[test]
    fn settings_are_saved_all_or_not_at_all(tape in vec(any::<u8>(), 0..400)) {
        let (fields, new) = made(&tape);
        match changed(&fields, &Map::new(), &new, Change::Merge) {
            Ok(settings) => prop_assert!(settings.keys().all(|id| new.contains_key(id))),
            Err(refusals) => {
                prop_assert!(!refusals.is_empty());
                for (id, message) in refusals {
                    prop_assert!(fields.iter().any(|field| field.id == id), "{id}: {message}");
                }
            }
        }
    }
}
