//! What a plugin says about itself, in `plugin.json` or as attributes of its class, made strict.
//!
//! Knows the rules of the incumbent's normalisation: a field or action that breaks one is dropped. Unlike there,
//! nothing is dropped silently: each loss is a [`Problem`] that says where and why. Does not know which of
//! the two sources wins, nor where the text comes from; that is the host's business.

mod accept;
mod action;
mod capability;
mod choice;
mod column;
mod field;
mod field_type;
mod hint;
mod lines;
mod pattern;
mod problem;
mod read;
mod text;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use action::Action;
pub use capability::{BACKGROUND_TASKS, Capability, PERSISTENT_SERVICE};
pub use choice::Choice;
pub use column::Column;
pub use field::Field;
pub use field_type::FieldType;
pub(crate) use pattern::matches_whole;
use problem::Problems;
pub use problem::{Problem, Severity};
use read::Reader;

/// What the columns for names and versions hold.
const LONGEST_NAME: usize = 255;
const LONGEST_VERSION: usize = 64;

/// What a plugin says about itself. Blank texts count as absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Which rules the author had in mind; 0 where none are named. All are read alike.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub manifest_version: u32,
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
    /// Under which terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// Where it is explained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help_url: Option<String>,
    /// Where its code is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repo_url: Option<String>,
    /// Wants a page of its own rather than a place among the settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub navigation: Option<bool>,
    /// What it asks to be allowed, as written; see [`Manifest::needs`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capabilities: Vec<String>,
    /// Its settings.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// What it can be asked to do.
    #[serde(default)]
    pub actions: Vec<Action>,
}

impl Manifest {
    /// Read what can be read, and say what cannot. Keys that the host has no use for are no problem.
    pub fn from_value(value: &Value) -> (Self, Vec<Problem>) {
        let mut problems = Problems::default();
        let manifest = Self::read(value, &mut problems);
        (manifest, problems.finish())
    }

    fn read(value: &Value, problems: &mut Problems) -> Self {
        let Some(object) = value.as_object() else {
            let message = format!("should be an object, is {}", read::kind(value));
            problems.push(Problem::new("", message));
            return Self::default();
        };
        let mut reader = Reader::new(object, "", problems);
        Self {
            manifest_version: reader
                .lenient_count("manifest_version")
                .map_or(0, |version| version.try_into().unwrap_or(u32::MAX)),
            name: reader.short_text("name", LONGEST_NAME),
            version: reader.short_text("version", LONGEST_VERSION),
            description: reader.lenient_text("description"),
            author: reader.lenient_text("author"),
            license: reader.lenient_text("license"),
            help_url: reader.web_address("help_url"),
            repo_url: reader.web_address("repo_url"),
            navigation: reader.lenient_bool("navigation"),
            capabilities: reader.texts("capabilities"),
            fields: reader.named_items("fields", Field::read, |field| &field.id),
            actions: reader.named_items("actions", Action::read, |action| &action.id),
        }
    }

    /// The ids of all that it asks to be allowed: what it says, and what follows from its actions.
    pub fn needs(&self) -> Vec<String> {
        let mut needs = self.capabilities.clone();
        let is_implied = self.actions.iter().any(|action| action.is_async);
        if is_implied && !needs.iter().any(|id| id == BACKGROUND_TASKS) {
            needs.push(BACKGROUND_TASKS.to_owned());
        }
        needs
    }
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests;
