//! The settings a plugin sees. Knows how stored values and declared defaults combine, not where they are stored.

use serde_json::{Map, Value};

use crate::Field;

/// The stored settings, plus the default of each declared field that has one and is not stored.
///
/// Stored values that no field declares are kept: plugins read settings of earlier versions.
pub fn with_defaults(fields: &[Field], stored: &Map<String, Value>) -> Map<String, Value> {
    let mut settings = stored.clone();
    for field in fields {
        if let Some(default) = &field.default
            && !settings.contains_key(&field.id)
        {
            settings.insert(field.id.clone(), default.clone());
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Manifest;

    #[test]
    fn defaults_fill_what_is_not_stored_and_nothing_else() {
        let (manifest, problems) = Manifest::from_value(&json!({"fields": [
            {"id": "greeting", "type": "string", "default": "Hello"},
            {"id": "count", "type": "number", "default": 3},
            {"id": "maybe", "type": "string", "default": null},
            {"id": "no_default", "type": "string"},
        ]}));
        assert_eq!(problems, []);
        let stored = json!({"greeting": "", "from_an_old_version": 1});
        let settings = with_defaults(&manifest.fields, stored.as_object().unwrap());
        assert_eq!(
            Value::Object(settings),
            json!({"greeting": "", "from_an_old_version": 1, "count": 3, "maybe": null})
        );
    }
}
