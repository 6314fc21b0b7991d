//! What each row of a `table` has.

use serde::{Deserialize, Serialize};

use super::choice::{self, Choice};
use super::field_type::FieldType;
use super::read::{Invalid, Reader};

/// One column of a `table`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// The key of its cells.
    pub id: String,
    /// Shown above it; the id where the plugin gives none.
    pub label: String,
    /// What can be entered: string, number, boolean or select.
    #[serde(rename = "type")]
    pub column_type: FieldType,
    /// What a `select` offers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<Choice>>,
}

impl Column {
    /// What a column can be.
    pub const TYPES: [FieldType; 4] =
        [FieldType::String, FieldType::Number, FieldType::Boolean, FieldType::Select];

    fn read(reader: &mut Reader<'_>) -> Result<Self, Invalid> {
        let id = reader.required_text("id", r#"write "id": "some_name", the key of its cells"#)?;
        Ok(Self {
            label: reader.text("label")?.unwrap_or_else(|| id.clone()),
            column_type: FieldType::read_one_of(reader, &Self::TYPES, |_| None)?,
            options: choice::read(reader, "options")?,
            id,
        })
    }
}

/// A wrong column is left out: its cells are kept all the same, since rows keep what they have besides.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Vec<Column>> {
    reader.get("columns")?;
    Some(reader.named_items("columns", Column::read, |column| &column.id))
}
