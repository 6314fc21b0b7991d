//! What a plugin says about itself, in `plugin.json` or as attributes of its class, made strict.
//!
//! Knows the rules of the incumbent's normalisation: a field or action that breaks one is dropped. Unlike there,
//! nothing is dropped silently: each loss is a [`Problem`] that says where and why. Does not know which of
//! the two sources wins; that is the host's business.

mod action;
mod field;
mod read;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use action::Action;
pub use field::{Choice, Field, FieldType};
use read::Reader;

/// What a plugin says about itself. Blank texts count as absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Shown as its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Any text; compared part by part where updates are looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// One or two sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Where it is explained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help_url: Option<String>,
    /// Wants a page of its own rather than a place among the settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub navigation: Option<bool>,
    /// Its settings.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// What it can be asked to do.
    #[serde(default)]
    pub actions: Vec<Action>,
}

/// Something a plugin's author should know: where it is and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `fields[2].type`; empty for the whole.
    pub path: String,
    /// In words.
    pub message: String,
}

impl Problem {
    /// A problem at a place.
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }
}

impl Manifest {
    /// Read what can be read, and say what cannot. Keys that the host has no use for are no problem.
    pub fn from_value(value: &Value) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let Some(object) = value.as_object() else {
            let message = format!("should be an object, is {}", read::kind(value));
            return (Self::default(), vec![Problem::new("", message)]);
        };
        let mut reader = Reader::new(object, "", &mut problems);
        let mut text = |key| reader.lenient_text(key).filter(|text| !text.trim().is_empty());
        let manifest = Self {
            name: text("name"),
            version: text("version"),
            description: text("description"),
            author: text("author"),
            help_url: text("help_url"),
            navigation: reader.lenient_bool("navigation"),
            fields: reader.items("fields", Field::read),
            actions: reader.items("actions", Action::read),
        };
        report_repeats(manifest.fields.iter().map(|field| &field.id), "fields", &mut problems);
        report_repeats(manifest.actions.iter().map(|action| &action.id), "actions", &mut problems);
        (manifest, problems)
    }
}

/// Both are kept, as upstream keeps them, but only one value can be stored under the id.
fn report_repeats<'a>(
    ids: impl Iterator<Item = &'a String>,
    path: &str,
    problems: &mut Vec<Problem>,
) {
    let mut seen = std::collections::HashSet::new();
    for id in ids.filter(|id| !seen.insert(*id)) {
        problems.push(Problem::new(path, format!("the id `{id}` is used more than once")));
    }
}

#[cfg(test)]
mod tests;
