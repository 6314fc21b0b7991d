//! What can be entered in a field.

use serde::{Deserialize, Serialize};

use super::hint;
use super::problem::Complaint;
use super::read::{Invalid, Reader, kind};

/// What can be entered in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// Some of `options`.
    Multiselect,
    /// Several lines.
    Text,
    /// Nothing: an explanation.
    Info,
    /// Nothing: the heading of the fields whose `section` is its id.
    Section,
    /// Rows with `columns`.
    Table,
    /// The path of a file that was uploaded.
    File,
}

impl FieldType {
    /// All there are.
    pub const ALL: [Self; 10] = [
        Self::String,
        Self::Number,
        Self::Boolean,
        Self::Select,
        Self::Multiselect,
        Self::Text,
        Self::Info,
        Self::Section,
        Self::Table,
        Self::File,
    ];

    /// As plugins write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Select => "select",
            Self::Multiselect => "multiselect",
            Self::Text => "text",
            Self::Info => "info",
            Self::Section => "section",
            Self::Table => "table",
            Self::File => "file",
        }
    }

    /// Whether a value is stored for it.
    pub fn has_value(self) -> bool {
        !matches!(self, Self::Info | Self::Section)
    }

    /// Whether any text can be entered.
    pub fn is_written(self) -> bool {
        matches!(self, Self::String | Self::Text)
    }

    /// A type that is none is taken as what was probably meant, or else as a line of text: the setting can be
    /// made all the same. One that is not even a text costs the field.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Invalid> {
        Self::read_one_of(reader, &Self::ALL, |given| {
            Some(hint::meant(given).unwrap_or(Self::String))
        })
    }

    /// One of `types`, or `instead` of a text that is none.
    pub(super) fn read_one_of(
        reader: &mut Reader<'_>,
        types: &[Self],
        instead: impl Fn(&str) -> Option<Self>,
    ) -> Result<Self, Invalid> {
        let names: Vec<_> = types.iter().map(|known| known.name()).collect();
        let one_of = names.join(", ");
        let Some(value) = reader.get("type") else {
            let complaint = Complaint::from(format!("is missing; one of {one_of}"));
            let hint = reader.misspelled("type");
            let hint = hint.unwrap_or_else(|| r#"write "type": "string""#.to_owned());
            return Err(reader.complain("type", complaint.hint(Some(hint))));
        };
        let text = value.as_str().filter(|text| !text.trim().is_empty());
        if let Some(known) = types.iter().find(|known| text == Some(known.name())) {
            return Ok(*known);
        }
        let instead = text.and_then(instead);
        let mut message = format!("is {}; must be one of {one_of}", kind(value));
        if let Some(instead) = instead {
            message.push_str(&format!("; taken as `{}`", instead.name()));
        }
        let complaint = Complaint::from(message).hint(hint::field_type(value));
        let invalid = reader.complain("type", complaint);
        instead.ok_or(invalid)
    }
}
