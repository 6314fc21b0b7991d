//! Whether a value may be saved for a field, and as what.

use std::collections::HashSet;

use serde_json::{Map, Number, Value};

use crate::manifest::{Choice, Column, matches_whole};
use crate::{Field, FieldType};

/// Nothing was entered. An empty list is something: none of the options.
pub fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// `value` as it is saved for `field`, or what is wrong with it. Whether it may be blank is not looked at.
///
/// Plugins and clients are loose with types: a number may come as a text and is saved as a number.
pub fn accepted(field: &Field, value: &Value) -> Result<Value, String> {
    accepted_beside(field, value, &Value::Null)
}

/// As [`accepted`], but what is stored already is right in any case: rows of a table and items of a list too.
pub(super) fn accepted_beside(
    field: &Field,
    value: &Value,
    stored: &Value,
) -> Result<Value, String> {
    let known = stored.as_array().map(Vec::as_slice).unwrap_or_default();
    match field.field_type {
        FieldType::String | FieldType::Text => text(field, value),
        FieldType::Number => number(value).and_then(|number| in_range(field, number)),
        FieldType::Boolean => boolean(value),
        FieldType::Select => choice(field.options.as_deref(), value),
        FieldType::Multiselect => choices(field, value, known),
        FieldType::Table => rows(field, value, known),
        FieldType::File => match value {
            Value::String(path) => Ok(Value::String(path.clone())),
            _ => Err("must be the path of an uploaded file".to_owned()),
        },
        FieldType::Info | FieldType::Section => Ok(value.clone()),
    }
}

fn text(field: &Field, value: &Value) -> Result<Value, String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return Err("must be a text".to_owned()),
    };
    match &field.pattern {
        Some(pattern) if !text.trim().is_empty() && !matches_whole(pattern, &text) => {
            Err(match &field.pattern_message {
                Some(message) => message.clone(),
                None => format!("must match the pattern {pattern}"),
            })
        }
        _ => Ok(Value::String(text)),
    }
}

fn number(value: &Value) -> Result<Number, String> {
    let number = match value {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => number_of(text.trim()),
        _ => None,
    };
    number.ok_or_else(|| "must be a number".to_owned())
}

/// Whole numbers stay whole: a plugin that counts with them would fail on 5.0.
fn number_of(text: &str) -> Option<Number> {
    if let Ok(number) = text.parse::<i64>() {
        return Some(number.into());
    }
    // Not everything that Rust reads as a number is one: "nan", "inf".
    text.parse::<f64>().ok().and_then(Number::from_f64)
}

fn in_range(field: &Field, number: Number) -> Result<Value, String> {
    let value = number.as_f64().unwrap_or(f64::NAN);
    if let Some(min) = field.min.filter(|min| value < *min) {
        return Err(format!("must be at least {min}"));
    }
    if let Some(max) = field.max.filter(|max| value > *max) {
        return Err(format!("must be at most {max}"));
    }
    if let Some(step) = field.step {
        let from = field.min.unwrap_or(0.0);
        let steps = (value - from) / step;
        // 0.3 is not three times 0.1 for a computer.
        let off = (steps - steps.round()).abs();
        if off > 1e-6 && off > steps.abs() * 1e-9 {
            return Err(format!("must be reached from {from} in steps of {step}"));
        }
    }
    Ok(Value::Number(number))
}

fn boolean(value: &Value) -> Result<Value, String> {
    let meant = match value {
        Value::Bool(value) => Some(*value),
        Value::Number(number) => match number.as_f64() {
            Some(0.0) => Some(false),
            Some(1.0) => Some(true),
            _ => None,
        },
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "y" | "on" | "1" => Some(true),
            "false" | "no" | "n" | "off" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    };
    meant.map(Value::Bool).ok_or_else(|| "must be true or false".to_owned())
}

/// Options are compared as text, since the host made texts of them; the value keeps its type.
fn choice(options: Option<&[Choice]>, value: &Value) -> Result<Value, String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => return Err("must be one of the options".to_owned()),
    };
    // Without any, nobody can say what is none of them: plugins fill them in when they load.
    let options = options.unwrap_or_default();
    if options.is_empty() || options.iter().any(|option| option.value == text) {
        return Ok(value.clone());
    }
    let short: String = text.chars().take(40).collect();
    Err(format!("{short:?} is none of the options"))
}

fn choices(field: &Field, value: &Value, known: &[Value]) -> Result<Value, String> {
    let list = value.as_array().ok_or("must be a list of options")?;
    let (mut chosen, mut seen) = (Vec::new(), HashSet::new());
    for (index, item) in list.iter().enumerate() {
        let item = match choice(field.options.as_deref(), item) {
            Ok(item) => item,
            Err(_) if known.contains(item) => item.clone(),
            Err(message) => return Err(format!("item {}: {message}", index + 1)),
        };
        if seen.insert(item.to_string()) {
            chosen.push(item);
        }
    }
    Ok(Value::Array(chosen))
}

fn rows(field: &Field, value: &Value, known: &[Value]) -> Result<Value, String> {
    let list = value.as_array().ok_or("must be a list of rows")?;
    let columns = field.columns.as_deref().unwrap_or_default();
    let rows = list.iter().enumerate().map(|(index, row)| {
        let cells =
            row.as_object().ok_or_else(|| format!("row {}: must be an object", index + 1))?;
        match cells_of(columns, cells) {
            Err(_) if known.contains(row) => Ok(row.clone()),
            Err(message) => Err(format!("row {}, {message}", index + 1)),
            cells => cells,
        }
    });
    rows.collect::<Result<Vec<_>, _>>().map(Value::Array)
}

/// Cells without a column are kept: another version of the plugin may know them.
fn cells_of(columns: &[Column], cells: &Map<String, Value>) -> Result<Value, String> {
    let mut accepted = cells.clone();
    for column in columns {
        let Some(cell) = accepted.get_mut(&column.id).filter(|cell| !is_blank(cell)) else {
            continue;
        };
        let value = match column.column_type {
            FieldType::Number => number(cell).map(Value::Number),
            FieldType::Boolean => boolean(cell),
            FieldType::Select => choice(column.options.as_deref(), cell),
            _ if cell.is_string() => Ok(cell.clone()),
            _ => Err("must be a text".to_owned()),
        };
        *cell = value.map_err(|message| format!("column {:?}: {message}", column.label))?;
    }
    Ok(Value::Object(accepted))
}
