//! What a `select` offers.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::problem::Complaint;
use super::read::{Invalid, Reader, kind};

/// One of the options of a `select` or `multiselect`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What is shown.
    pub label: String,
}

/// Values and labels become texts. One wrong option costs the field, as upstream: a `select` that lacks
/// one of its choices would be saved wrongly.
pub(super) fn read(reader: &mut Reader<'_>, key: &str) -> Result<Option<Vec<Choice>>, Invalid> {
    let list = match reader.get(key) {
        None => return Ok(None),
        Some(Value::Array(list)) => list,
        Some(other) => {
            let message = format!("should be a list, is {}", kind(other));
            return Err(reader.complain(key, message));
        }
    };
    let mut choices = Vec::with_capacity(list.len());
    for (index, item) in list.iter().enumerate() {
        let at = format!("{key}[{index}]");
        let Some(object) = item.as_object() else {
            let message = format!("should be {{value, label}}, is {}", kind(item));
            let hint = item.as_str().filter(|text| text.len() <= 40 && !text.trim().is_empty());
            let hint = hint.map(|text| format!(r#"write {{"value": {item}, "label": {text:?}}}"#));
            return Err(reader.complain(&at, Complaint::from(message).hint(hint)));
        };
        let mut text = |key: &str| match object.get(key) {
            Some(Value::String(text)) if !text.trim().is_empty() => Ok(text.clone()),
            Some(Value::Number(number)) => Ok(number.to_string()),
            Some(other) => {
                let message = format!("should be a text that is not blank, is {}", kind(other));
                Err(reader.complain(&format!("{at}.{key}"), message))
            }
            None => Err(reader.complain(&format!("{at}.{key}"), "is missing")),
        };
        choices.push(Choice { value: text("value")?, label: text("label")? });
    }
    Ok(Some(choices))
}
