mod changes;
mod defaults;
mod secrets;
mod uploads;
mod values;

use serde_json::{Map, Value, json};

use super::*;
use crate::Manifest;

/// The fields as a plugin declares them; they must be right.
fn fields(value: Value) -> Vec<Field> {
    let (manifest, problems) = Manifest::from_value(&json!({ "fields": value }));
    assert_eq!(problems, []);
    manifest.fields
}

fn map(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}
