//! The settings of a plugin: what it sees of them, what may be saved, and what nobody is shown.
//!
//! Knows stored values and declared fields; not where they are stored, nor who asks.

mod change;
mod secrets;
mod upload;
mod value;

use serde_json::{Map, Value};

use crate::Field;

pub use change::{Change, Refusals, changed, without};
pub use secrets::{MASK, is_masked, masked, names_a_secret, secret_values, secrets_set};
pub use upload::{
    LARGEST_UPLOAD, NotAccepted, may_be_uploaded, upload_folder, upload_limit, upload_name,
};
pub use value::{accepted, is_blank};

/// The stored settings, plus the default of each declared field that has one and is not stored.
///
/// Stored values that no field declares are kept: plugins read settings of earlier versions.
pub fn with_defaults(fields: &[Field], stored: &Map<String, Value>) -> Map<String, Value> {
    let mut settings = stored.clone();
    for field in fields {
        if let Some(default) = &field.default
            && !settings.contains_key(&field.id)
        {
            settings.insert(field.id.clone(), default.clone());
        }
    }
    settings
}

#[cfg(test)]
mod tests;
