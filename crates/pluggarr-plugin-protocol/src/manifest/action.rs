//! One thing that a plugin can be asked to do.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::field::Field;
use super::read::{Invalid, Reader, kind};

/// One thing that a plugin can be asked to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// What `run()` gets.
    pub id: String,
    /// Shown as its title.
    pub label: String,
    /// Shown beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `true`, or `{required?, title?, message?}`; see [`Action::asks_first`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<Value>,
    /// On the button, instead of the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub button_label: Option<String>,
    /// Mantine's `variant`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub button_variant: Option<String>,
    /// Mantine's `color`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub button_color: Option<String>,
    /// Events that trigger it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
    /// Asked for before it runs, and passed to `run()`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<Field>,
    /// Answers at once and goes on in the background.
    #[serde(default, rename = "async", skip_serializing_if = "std::ops::Not::not")]
    pub is_async: bool,
    /// Only one run of it at a time, whoever asks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub single: bool,
    /// How many seconds it may take, instead of the host's own limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<f64>,
}

impl Action {
    /// Whether the user is asked before it runs; `None` leaves it to a field with the id `confirm`.
    ///
    /// An object means yes unless its `required` is false: plugins write `{title, message}` alone. So does a
    /// text, which is then the question.
    pub fn asks_first(&self) -> Option<bool> {
        match self.confirm.as_ref()? {
            Value::Object(confirm) => {
                Some(confirm.get("required").and_then(Value::as_bool).unwrap_or(true))
            }
            Value::Bool(confirm) => Some(*confirm),
            Value::Null => None,
            Value::String(question) => Some(!question.trim().is_empty()),
            Value::Number(number) => Some(number.as_f64() != Some(0.0)),
            Value::Array(_) => Some(true),
        }
    }

    /// The action, unless it breaks a rule that the incumbent drops actions for. Keys that the incumbent
    /// does not know never cost the action.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Invalid> {
        Ok(Self {
            id: reader.required_text("id", r#"write "id": "some_name", which run() gets"#)?,
            label: reader
                .required_text("label", r#"write "label": "Do it now", the text of its button"#)?,
            description: reader.text("description")?,
            confirm: reader.get("confirm").cloned(),
            button_label: reader.text("button_label")?,
            button_variant: reader.text("button_variant")?,
            button_color: reader.text("button_color")?,
            events: events(reader)?,
            params: reader.named_items("params", Field::read, |field| &field.id),
            is_async: reader.lenient_bool("async").unwrap_or(false),
            single: reader.lenient_bool("single").unwrap_or(false),
            timeout: reader.lenient_seconds("timeout"),
        })
    }
}

fn events(reader: &mut Reader<'_>) -> Result<Vec<String>, Invalid> {
    let list = match reader.get("events") {
        None => return Ok(Vec::new()),
        Some(Value::Array(list)) => list,
        Some(other) => {
            let message = format!("should be a list of names, is {}", kind(other));
            return Err(reader.complain("events", message));
        }
    };
    let mut events = Vec::with_capacity(list.len());
    for (index, item) in list.iter().enumerate() {
        let Some(name) = item.as_str() else {
            let message = format!("should be an event's name, is {}", kind(item));
            return Err(reader.complain(&format!("events[{index}]"), message));
        };
        events.push(name.to_owned());
    }
    Ok(events)
}
