//! What becomes of the stored settings when somebody saves new ones.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::secrets::is_secret;
use super::value::accepted_beside;
use super::{is_blank, is_masked, names_a_secret};
use crate::{Field, FieldType};

/// What is wrong, by the id of the field.
pub type Refusals = BTreeMap<String, String>;

/// How far new settings reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Declared fields that are not given are forgotten; secrets and what no field declares stay.
    Replace,
    /// What is not given stays.
    Merge,
}

/// The settings to store instead of `stored`, or what is wrong with `new`: then none of it is to be stored.
///
/// What is stored already is never refused: a plugin whose new version is stricter would lock its user out of
/// all other fields.
pub fn changed(
    fields: &[Field],
    stored: &Map<String, Value>,
    new: &Map<String, Value>,
    change: Change,
) -> Result<Map<String, Value>, Refusals> {
    let mut settings = stored.clone();
    let mut refusals = Refusals::new();
    for (id, value) in new {
        if stored.get(id) == Some(value) || is_kept_secret(fields, stored, id, value) {
            continue;
        }
        match field(fields, id) {
            None => {
                settings.insert(id.clone(), value.clone());
            }
            Some(field) if !field.field_type.has_value() => {}
            Some(field) => match checked(field, stored.get(id), value) {
                Ok(Some(value)) => {
                    settings.insert(id.clone(), value);
                }
                Ok(None) => {
                    settings.shift_remove(id);
                }
                Err(message) => {
                    refusals.insert(id.clone(), message);
                }
            },
        }
    }
    if change == Change::Replace {
        let left_out = fields.iter().filter(|field| {
            field.field_type.has_value() && !new.contains_key(&field.id) && !field.is_secret()
        });
        for field in left_out.filter(|field| stored.contains_key(&field.id)) {
            match unset(field) {
                Ok(()) => drop(settings.shift_remove(&field.id)),
                Err(message) => drop(refusals.insert(field.id.clone(), message)),
            }
        }
    }
    if refusals.is_empty() { Ok(settings) } else { Err(refusals) }
}

/// The settings without the stored values of these fields, or of all; their defaults count again.
pub fn without(
    fields: &[Field],
    stored: &Map<String, Value>,
    ids: Option<&[String]>,
) -> Map<String, Value> {
    let mut settings = stored.clone();
    let is_meant = |field: &&Field| ids.is_none_or(|ids| ids.contains(&field.id));
    for field in fields.iter().filter(is_meant).filter(|field| field.field_type.has_value()) {
        settings.shift_remove(&field.id);
    }
    settings
}

/// Where two fields have the same id, the first that stores anything.
fn field<'f>(fields: &'f [Field], id: &str) -> Option<&'f Field> {
    let mut same = fields.iter().filter(|field| field.id == id);
    let first = same.next()?;
    if first.field_type.has_value() {
        return Some(first);
    }
    same.find(|field| field.field_type.has_value()).or(Some(first))
}

/// The mask, given back for a secret. Where nothing is stored it is no value either.
fn is_kept_secret(fields: &[Field], stored: &Map<String, Value>, id: &str, value: &Value) -> bool {
    let could_be_secret = match field(fields, id) {
        Some(field) => field.is_secret(),
        None => names_a_secret(id),
    };
    is_masked(value)
        && (could_be_secret || stored.get(id).is_some_and(|value| is_secret(fields, id, value)))
}

/// The value to store; none where what is stored is to be forgotten.
fn checked(field: &Field, stored: Option<&Value>, value: &Value) -> Result<Option<Value>, String> {
    if value.is_null() || (is_blank(value) && !is_a_value_when_blank(field.field_type)) {
        return match stored {
            None => Ok(None),
            Some(_) => unset(field).map(|()| None),
        };
    }
    if field.required && says_nothing(value) {
        return Err("must not be left blank".to_owned());
    }
    accepted_beside(field, value, stored.unwrap_or(&Value::Null)).map(Some)
}

/// An empty text is not the default, and no rows are not the default's rows.
fn is_a_value_when_blank(field_type: FieldType) -> bool {
    match field_type {
        FieldType::String | FieldType::Text | FieldType::Multiselect | FieldType::Table => true,
        FieldType::Number | FieldType::Boolean | FieldType::Select | FieldType::File => false,
        FieldType::Info | FieldType::Section => false,
    }
}

/// A required setting can be forgotten only for a default that says something.
fn unset(field: &Field) -> Result<(), String> {
    let has_default = field.default.as_ref().is_some_and(|default| !says_nothing(default));
    if field.required && !has_default {
        return Err("must not be left blank".to_owned());
    }
    Ok(())
}

fn says_nothing(value: &Value) -> bool {
    is_blank(value) || value.as_array().is_some_and(Vec::is_empty)
}
