//! What a loaded plugin is: its class and its `plugin.json` put together.

use std::io;
use std::path::Path;

use pluggarr_plugin_protocol::{Action, Field};
use pluggarr_plugin_protocol::{Loaded, Manifest, PluginKey, Problem};

/// Larger than any honest manifest.
const MAX_MANIFEST_BYTES: u64 = 1 << 20;

/// What a loaded plugin is.
#[derive(Debug, Clone, PartialEq)]
pub struct Metadata {
    /// Its name, or its key where it gives none.
    pub name: String,
    /// Empty where it gives none; so are the next three.
    pub version: String,
    /// One or two sentences.
    pub description: String,
    /// Who wrote it.
    pub author: String,
    /// Where it is explained.
    pub help_url: String,
    /// Wants a page of its own.
    pub navigation: bool,
    /// Its settings.
    pub fields: Vec<Field>,
    /// What it can be asked to do.
    pub actions: Vec<Action>,
    /// Has a `stop()`.
    pub has_stop: bool,
    /// What is wrong with any of it.
    pub problems: Vec<Problem>,
}

impl Metadata {
    /// The class wins, the manifest fills what it leaves blank. A name that is only the key counts as blank.
    pub fn new(key: &PluginKey, loaded: Loaded, manifest: Option<Manifest>) -> Self {
        let (class, class_problems) = Manifest::from_value(&loaded.manifest);
        let manifest = manifest.unwrap_or_default();
        let mut problems = loaded.problems;
        problems.extend(class_problems);
        let name = class.name.filter(|name| name != key.as_str());
        let either =
            |class: Option<String>, file: Option<String>| class.or(file).unwrap_or_default();
        Self {
            name: name.or(manifest.name).unwrap_or_else(|| key.to_string()),
            version: either(class.version, manifest.version),
            description: either(class.description, manifest.description),
            author: either(class.author, manifest.author),
            help_url: either(class.help_url, manifest.help_url),
            navigation: class.navigation.or(manifest.navigation).unwrap_or(false),
            fields: if class.fields.is_empty() { manifest.fields } else { class.fields },
            actions: if class.actions.is_empty() { manifest.actions } else { class.actions },
            has_stop: loaded.has_stop,
            problems,
        }
    }
}

/// The manifest in a plugin's folder, and what is wrong with it. None where there is no `plugin.json` or it is
/// no JSON: such a plugin is a legacy one.
pub(crate) fn read_manifest(folder: &Path) -> (Option<Manifest>, Vec<Problem>) {
    let path = folder.join("plugin.json");
    let text = match read_limited(&path, folder) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return (None, Vec::new()),
        Err(error) => {
            return (None, vec![Problem::new("plugin.json", format!("cannot be read: {error}"))]);
        }
    };
    match serde_json::from_str(&text) {
        Ok(value @ serde_json::Value::Object(_)) => {
            let (manifest, problems) = Manifest::from_value(&value);
            let located = problems.into_iter().map(|problem| {
                Problem::new(format!("plugin.json: {}", problem.path), problem.message)
            });
            (Some(manifest), located.collect())
        }
        Ok(_) => (None, vec![Problem::new("plugin.json", "is not a JSON object")]),
        Err(error) => (None, vec![Problem::new("plugin.json", format!("is not JSON: {error}"))]),
    }
}

fn read_limited(path: &Path, folder: &Path) -> io::Result<String> {
    // A link to somewhere else would have the host read what the plugin may not.
    if !path.canonicalize()?.starts_with(folder.canonicalize()?) {
        return Err(io::Error::other("it is a link that leaves the plugin's folder"));
    }
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    if metadata.len() > MAX_MANIFEST_BYTES {
        return Err(io::Error::other(format!("it has {} bytes", metadata.len())));
    }
    std::fs::read_to_string(path)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn merged(class: serde_json::Value, file: serde_json::Value) -> Metadata {
        let loaded = Loaded { manifest: class, has_stop: false, problems: Vec::new() };
        let key = PluginKey::from_folder("hello").unwrap();
        Metadata::new(&key, loaded, Some(Manifest::from_value(&file).0))
    }

    #[test]
    fn the_class_wins_and_the_manifest_fills_its_blanks() {
        let metadata = merged(
            json!({"name": "Hello", "version": "", "fields": [], "actions": [{"id": "a", "label": "A"}]}),
            json!({"name": "From the file", "version": "2.0", "actions": [],
                   "fields": [{"id": "f", "type": "text"}]}),
        );
        assert_eq!((metadata.name.as_str(), metadata.version.as_str()), ("Hello", "2.0"));
        assert_eq!((metadata.fields.len(), metadata.actions.len()), (1, 1));
    }

    #[test]
    fn a_name_that_is_only_the_key_is_no_name() {
        assert_eq!(
            merged(json!({"name": "hello"}), json!({"name": "Hello World"})).name,
            "Hello World"
        );
        assert_eq!(merged(json!({"name": "hello"}), json!({})).name, "hello");
    }

    #[test]
    fn fields_that_are_all_wrong_leave_the_place_to_the_manifest() {
        let file = json!({"fields": [{"id": "f", "type": "text"}]});
        let metadata = merged(json!({"fields": [{"id": "x", "type": "nonsense"}]}), file);
        assert_eq!(metadata.fields[0].id, "f");
        assert_eq!(metadata.problems[0].path, "fields[0].type");
    }
}
