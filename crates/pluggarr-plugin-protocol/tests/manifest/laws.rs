//! What holds of every manifest, however it is written. Shared with the example `fuzz_manifest`.

use std::collections::HashSet;

use pluggarr_plugin_protocol::{Manifest, Problem};
use serde_json::Value;

/// What the reader keeps at most, and one more that counts the rest.
const MOST_PROBLEMS: usize = 101;
const MOST_ITEMS: usize = 1000;

/// Read `bytes`; fails where something does not hold.
pub fn hold(bytes: &[u8]) {
    let (manifest, problems) = Manifest::from_bytes(bytes);
    assert!(problems.len() <= MOST_PROBLEMS, "{} problems", problems.len());
    let lines = 1 + bytes.iter().filter(|byte| **byte == b'\n').count();
    for problem in &problems {
        assert!(!problem.message.is_empty() && problem.message.len() < 2000, "{problem:?}");
        assert!(problem.line.is_none_or(|line| (1..=lines).contains(&(line as usize))));
    }
    let Some(manifest) = manifest else {
        assert_eq!(problems.len(), 1, "one reason why it is none");
        return;
    };
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
    nothing_is_lost_in_silence("fields", &value, manifest.fields.len(), &problems);
    nothing_is_lost_in_silence("actions", &value, manifest.actions.len(), &problems);
    reading_it_again_changes_nothing(&manifest);
}

fn nothing_is_lost_in_silence(key: &str, value: &Value, kept: usize, problems: &[Problem]) {
    let Some(list) = value[key].as_array() else { return };
    let lost = list.len().min(MOST_ITEMS) - kept;
    let blamed: HashSet<&str> = problems
        .iter()
        .filter(|problem| problem.severity.is_error())
        .filter_map(|problem| problem.path.strip_prefix(key)?.strip_prefix('[')?.split(']').next())
        .collect();
    assert!(
        blamed.len() >= lost || problems.len() == MOST_PROBLEMS,
        "{lost} {key} lost, {problems:?}"
    );
}

fn reading_it_again_changes_nothing(manifest: &Manifest) {
    let value = serde_json::to_value(manifest).unwrap();
    let (again, problems) = Manifest::from_value(&value);
    assert_eq!(&again, manifest);
    let errors: Vec<_> = problems.iter().filter(|problem| problem.severity.is_error()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(serde_json::from_value::<Manifest>(value).unwrap(), again);
}
