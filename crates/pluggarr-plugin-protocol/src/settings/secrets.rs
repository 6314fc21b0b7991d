//! Settings that are never shown: logins of the user's somewhere else.

use serde_json::{Map, Value};

use super::is_blank;
use crate::Field;

/// Stands for a secret wherever it would be shown; saved, it means "as it was".
pub const MASK: &str = "********";

/// A shorter text turns up everywhere, in logs too.
const SHORTEST_IN_LOGS: usize = 4;

/// Whether a setting of this id is taken for a secret.
pub fn names_a_secret(id: &str) -> bool {
    let id = id.to_lowercase();
    ["key", "token", "password", "secret"].iter().any(|end| id.ends_with(end))
}

/// Whether `value`, given for a setting, stands for what is stored already.
pub fn is_masked(value: &Value) -> bool {
    value == MASK
}

/// The settings as they may be shown: every secret that is there is the mask.
pub fn masked(fields: &[Field], settings: &Map<String, Value>) -> Map<String, Value> {
    let masked = settings.iter().map(|(id, value)| {
        let shown = if is_secret(fields, id, value) { MASK.into() } else { value.clone() };
        (id.clone(), shown)
    });
    masked.collect()
}

/// The ids of the secrets that are there.
pub fn secrets_set(fields: &[Field], settings: &Map<String, Value>) -> Vec<String> {
    let set = settings.iter().filter(|(id, value)| is_secret(fields, id, value));
    set.map(|(id, _)| id.clone()).collect()
}

/// The secrets themselves, to be kept out of logs: also those deep within tables and in what the plugin
/// keeps among its settings. Longest first, so that one within another leaves nothing of it.
pub fn secret_values(fields: &[Field], settings: &Map<String, Value>) -> Vec<String> {
    let mut secrets = Vec::new();
    for (id, value) in settings {
        if is_secret(fields, id, value) {
            secrets.extend(value.as_str().map(str::to_owned));
        }
        below(value, &mut secrets);
    }
    secrets.retain(|secret| secret.trim().len() >= SHORTEST_IN_LOGS && secret != MASK);
    secrets.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    secrets.dedup();
    secrets
}

/// A field says by itself what it is; what no field declares is known by its name alone.
pub(super) fn is_secret(fields: &[Field], id: &str, value: &Value) -> bool {
    if is_blank(value) {
        return false;
    }
    match fields.iter().find(|field| field.id == id && field.field_type.has_value()) {
        Some(field) => field.is_secret(),
        None => value.is_string() && names_a_secret(id),
    }
}

/// JSON that was parsed is at most 128 deep.
fn below(value: &Value, secrets: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(text) if names_a_secret(key) => secrets.push(text.clone()),
                    value => below(value, secrets),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| below(value, secrets)),
        _ => {}
    }
}
