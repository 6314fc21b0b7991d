//! One setting that a plugin declares.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::read::{Invalid, Reader, kind};

/// One setting that a plugin declares. The order of keys is the incumbent's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// The key of its stored value.
    pub id: String,
    /// Shown beside it; the id where the plugin gives none. May be empty.
    pub label: String,
    /// What can be entered.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// The value while none is stored. `Some(Null)` is a default, too.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub default: Option<Value>,
    /// Shown below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help_text: Option<String>,
    /// Shown below it, where there is no `help_text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Shown in it while it is empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// `password` hides what is typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_type: Option<String>,
    /// The text of an `info` field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// What the arrows of a number add.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<f64>,
    /// What a `select` offers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<Choice>>,
    /// The heading it is shown under. The incumbent drops it; the plugin guide has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
}

/// What can be entered in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// One line.
    String,
    /// A number.
    Number,
    /// On or off.
    Boolean,
    /// One of `options`.
    Select,
    /// Several lines.
    Text,
    /// Nothing: an explanation.
    Info,
}

/// One of the options of a `select`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What is shown.
    pub label: String,
}

impl Field {
    /// The field, unless it breaks a rule that the incumbent drops fields for.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Invalid> {
        let id = reader.required_text("id")?;
        Ok(Self {
            label: reader.text("label")?.unwrap_or_else(|| id.clone()),
            field_type: field_type(reader)?,
            default: reader.get_any("default"),
            help_text: reader.text("help_text")?,
            description: reader.text("description")?,
            placeholder: reader.text("placeholder")?,
            input_type: reader.text("input_type")?,
            value: reader.text("value")?,
            min: reader.number("min")?,
            max: reader.number("max")?,
            step: reader.number("step")?,
            options: options(reader)?,
            // Not one of upstream's keys, so a wrong one does not cost the field.
            section: reader.lenient_text("section").filter(|text| !text.trim().is_empty()),
            id,
        })
    }
}

fn field_type(reader: &mut Reader<'_>) -> Result<FieldType, Invalid> {
    const ONE_OF: &str = "string, number, boolean, select, text, info";
    let Some(value) = reader.get("type") else {
        return Err(reader.complain("type", format!("is missing; one of {ONE_OF}")));
    };
    FieldType::deserialize(value).map_err(|_| {
        reader.complain("type", format!("is {}; must be one of {ONE_OF}", kind(value)))
    })
}

/// Values and labels become texts. One wrong option costs the field, as upstream: a `select` that lacks
/// one of its choices would be saved wrongly.
fn options(reader: &mut Reader<'_>) -> Result<Option<Vec<Choice>>, Invalid> {
    let list = match reader.get("options") {
        None => return Ok(None),
        Some(Value::Array(list)) => list,
        Some(other) => {
            let message = format!("should be a list, is {}", kind(other));
            return Err(reader.complain("options", message));
        }
    };
    let mut choices = Vec::with_capacity(list.len());
    for (index, item) in list.iter().enumerate() {
        let at = format!("options[{index}]");
        let Some(object) = item.as_object() else {
            let message = format!("should be {{value, label}}, is {}", kind(item));
            return Err(reader.complain(&at, message));
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

/// `null` is a value; only a missing key is `None`.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
