//! The version stands in two places, and they should agree.

use pluggarr_plugin_host::inspect::{Report, Severity};
use serde_json::Value;

use super::super::report;
use super::Packaging;

pub(super) fn check(plugin: &Packaging<'_>) -> Vec<Report> {
    let text = |value: &Value| match value.get("version") {
        Some(Value::String(version)) if !version.trim().is_empty() => Some(version.clone()),
        Some(Value::Number(version)) => Some(version.to_string()),
        _ => None,
    };
    let Some(manifest) = plugin.manifest.as_ref().filter(|manifest| manifest.is_object()) else {
        return Vec::new();
    };
    let class = plugin.inspection.about.as_ref().and_then(text);
    match (text(manifest), class) {
        (None, Some(class)) => {
            let message = format!("has no version; the class says {class}");
            let hint = "while it is disabled, plugin.json is all that is read on Dispatcharr";
            vec![report("versions", Severity::Hint, "plugin.json", message, hint)]
        }
        (Some(file), Some(class)) if file != class => {
            let message = format!("says version {file}, and the class says {class}");
            let line = plugin.inspection.places.get("version").copied();
            let hint = match line {
                Some(line) => {
                    format!("the class's version stands in line {line}; it is the one that counts")
                }
                None => "the class's is the one that counts".to_owned(),
            };
            vec![report("versions", Severity::Warning, "plugin.json", message, hint)]
        }
        _ => Vec::new(),
    }
}
