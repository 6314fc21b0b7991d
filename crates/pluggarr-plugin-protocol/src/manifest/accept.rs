//! Which files a `file` field takes.

use serde_json::Value;

use super::problem::Complaint;
use super::read::{Reader, kind};
use crate::settings;

/// The list of endings; a text with commas, as HTML has it, is understood as well. An entry that no file can
/// ever match is left out, the field stays.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Vec<String>> {
    let value = reader.get("accept")?;
    let texts: Vec<(String, Value)> = match value {
        Value::String(text) => {
            text.split(',').map(|part| ("accept".to_owned(), Value::from(part))).collect()
        }
        Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(index, item)| (format!("accept[{index}]"), item.clone()))
            .collect(),
        other => {
            let message = format!("should be a list of file endings, is {}", kind(other));
            reader.complain("accept", message);
            return None;
        }
    };
    let mut endings = Vec::new();
    for (at, text) in texts {
        match ending(&text) {
            Ok(ending) if endings.contains(&ending) => {}
            Ok(ending) => endings.push(ending),
            Err(complaint) => {
                reader.complain(&at, complaint);
            }
        }
    }
    Some(endings)
}

fn ending(value: &Value) -> Result<String, Complaint> {
    let text = value.as_str().map(|text| text.trim().to_ascii_lowercase()).unwrap_or_default();
    let bare = text.strip_prefix('.').unwrap_or(&text);
    let is_ending = !bare.is_empty() && bare.chars().all(|c| c.is_ascii_alphanumeric());
    if !is_ending {
        let message = format!("should be a file's ending, is {}", kind(value));
        return Err(Complaint::from(message).hint(Some(r#"write ".csv", for instance"#)));
    }
    if !settings::may_be_uploaded(bare) {
        let message = format!("`.{bare}` files are never accepted");
        return Err(Complaint::from(message).warning());
    }
    Ok(format!(".{bare}"))
}
