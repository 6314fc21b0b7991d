mod defaults;

use serde_json::{Value, json};

use crate::{Field, Manifest};

/// The fields as a plugin declares them; they must be right.
fn fields(value: Value) -> Vec<Field> {
    let (manifest, problems) = Manifest::from_value(&json!({ "fields": value }));
    assert_eq!(problems, []);
    manifest.fields
}
