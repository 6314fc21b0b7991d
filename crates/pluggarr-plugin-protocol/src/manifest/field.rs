//! One setting that a plugin declares.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::choice::{self, Choice};
use super::column::{self, Column};
use super::field_type::FieldType;
use super::problem::Complaint;
use super::read::{Invalid, Reader};
use super::{accept, hint, pattern};
use crate::settings;

/// One setting that a plugin declares. The order of keys is the incumbent's; from `section` on they are not its.
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
    /// What a `select` or `multiselect` offers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<Choice>>,
    /// The id of the `section` field it is shown in; where there is none of that id, the heading itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Must not be left blank.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// What the whole of a `string` or `text` must match.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Said where it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern_message: Option<String>,
    /// What each row of a `table` has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub columns: Option<Vec<Column>>,
    /// Endings that a `file` may have, lower-case, with their dot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept: Option<Vec<String>>,
    /// Bytes that a `file` may have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_size: Option<u64>,
    /// A `section` that is shown closed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub collapsed: bool,
}

impl Field {
    /// Whether its value is never shown: it is a login of the user's somewhere else.
    pub fn is_secret(&self) -> bool {
        self.field_type.is_written()
            && (self.input_type.as_deref() == Some("password")
                || settings::names_a_secret(&self.id))
    }

    /// The field, unless it breaks a rule that the incumbent drops fields for. Keys that the incumbent
    /// does not know never cost the field.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Invalid> {
        let id = reader
            .required_text("id", r#"write "id": "some_name", which its value is stored under"#)?;
        let mut field = Self {
            label: reader.text("label")?.unwrap_or_else(|| id.clone()),
            field_type: FieldType::read(reader)?,
            default: reader.get_any("default"),
            help_text: reader.text("help_text")?,
            description: reader.text("description")?,
            placeholder: reader.text("placeholder")?,
            input_type: reader.text("input_type")?,
            value: reader.text("value")?,
            min: reader.number("min")?,
            max: reader.number("max")?,
            step: reader.number("step")?,
            options: choice::read(reader, "options")?,
            section: reader.lenient_text("section"),
            required: reader.lenient_bool("required").unwrap_or(false),
            pattern: pattern::read(reader),
            pattern_message: reader.lenient_text("pattern_message"),
            columns: column::read(reader),
            accept: accept::read(reader),
            max_size: reader.lenient_count("max_size"),
            collapsed: reader.lenient_bool("collapsed").unwrap_or(false),
            id,
        };
        let given_type = reader.get("type").and_then(Value::as_str).unwrap_or_default();
        if field.input_type.is_none() && hint::means_a_secret(given_type) {
            // Taken as a line of text, and not as one that everybody may read.
            field.input_type = Some("password".to_owned());
        }
        field.make_sense(reader);
        Ok(field)
    }

    /// Say what cannot be meant, and leave out what would make every value a wrong one.
    fn make_sense(&mut self, reader: &mut Reader<'_>) {
        if let (Some(min), Some(max)) = (self.min, self.max)
            && min > max
        {
            let message = format!("is {min}, more than `max`, {max}; neither is used");
            reader.complain("min", Complaint::from(message).warning());
            (self.min, self.max) = (None, None);
        }
        if let Some(step) = self.step.filter(|step| *step <= 0.0) {
            let message = format!("is {step}; it is not used, since a step is more than 0");
            reader.complain("step", Complaint::from(message).warning());
            self.step = None;
        }
        let chooses = matches!(self.field_type, FieldType::Select | FieldType::Multiselect);
        if chooses && self.options.is_none() {
            let message = "is missing, so there is nothing to choose from";
            let hint = r#"write "options": [{"value": "a", "label": "A"}]"#;
            reader.complain("options", Complaint::from(message).warning().hint(Some(hint)));
        }
        if self.field_type == FieldType::Table && self.columns.is_none() {
            let message = "is missing, so nothing can be entered";
            let hint = r#"write "columns": [{"id": "a", "label": "A", "type": "string"}]"#;
            reader.complain("columns", Complaint::from(message).warning().hint(Some(hint)));
        }
        let default = self.default.as_ref().filter(|default| !settings::is_blank(default));
        if let Some(Err(message)) = default.map(|default| settings::accepted(self, default)) {
            let message = format!("would not be accepted from a user: {message}");
            reader.complain("default", Complaint::from(message).warning());
        }
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

/// `null` is a value; only a missing key is `None`.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
