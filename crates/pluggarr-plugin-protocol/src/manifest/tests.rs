mod reading;
mod rules;
mod text;

use serde_json::{Value, json};

use super::*;

/// What is wrong with a manifest, a line each.
fn problems(value: &Value) -> Vec<String> {
    said(&Manifest::from_value(value).1)
}

fn said(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|p| format!("{}: {}", p.path, p.message)).collect()
}

/// One field as it is passed on, or what is wrong with it.
fn field(value: Value) -> Result<Value, String> {
    let (manifest, problems) = Manifest::from_value(&json!({"fields": [value]}));
    match manifest.fields.as_slice() {
        [field] if problems.is_empty() => Ok(serde_json::to_value(field).unwrap()),
        _ => Err(said(&problems).join("\n")),
    }
}
