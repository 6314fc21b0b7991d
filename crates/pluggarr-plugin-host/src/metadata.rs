//! What a loaded plugin is: its class and its `plugin.json` put together.

use std::io::{self, Read};
use std::path::Path;

use pluggarr_plugin_protocol::{Action, Field};
use pluggarr_plugin_protocol::{Loaded, Manifest, PluginKey, Problem};

const FILE: &str = "plugin.json";
/// Larger than any honest manifest.
const MAX_MANIFEST_BYTES: u64 = 1 << 20;

/// What a loaded plugin is.
#[derive(Debug, Clone, PartialEq)]
pub struct Metadata {
    /// Its name, or its key where it gives none.
    pub name: String,
    /// Empty where it gives none; so are the next five.
    pub version: String,
    /// One or two sentences.
    pub description: String,
    /// Who wrote it.
    pub author: String,
    /// Where it is explained.
    pub help_url: String,
    /// Under which terms.
    pub license: String,
    /// Where its code is.
    pub repo_url: String,
    /// Which rules its author had in mind.
    pub manifest_version: u32,
    /// What it asks to be allowed: in its file, in its class, and what follows from its actions.
    pub capabilities: Vec<String>,
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
    /// Names of the Celery tasks that its own code has registered.
    pub tasks: Vec<String>,
}

impl Metadata {
    /// The class wins, the manifest fills what it leaves blank. A name that is only the key counts as blank.
    pub fn new(key: &PluginKey, loaded: Loaded, manifest: Option<Manifest>) -> Self {
        let (class, class_problems) = Manifest::from_value(&loaded.manifest);
        let manifest = manifest.unwrap_or_default();
        let mut problems = loaded.problems;
        problems.extend(class_problems);
        let name = class.name.filter(|name| name != key.as_str());
        let fields = if class.fields.is_empty() { manifest.fields } else { class.fields };
        let actions = if class.actions.is_empty() { manifest.actions } else { class.actions };
        let asked = Manifest {
            capabilities: [manifest.capabilities, class.capabilities].concat(),
            actions,
            ..Manifest::default()
        };
        let either =
            |class: Option<String>, file: Option<String>| class.or(file).unwrap_or_default();
        Self {
            name: name.or(manifest.name).unwrap_or_else(|| key.to_string()),
            version: either(class.version, manifest.version),
            description: either(class.description, manifest.description),
            author: either(class.author, manifest.author),
            help_url: either(class.help_url, manifest.help_url),
            license: either(class.license, manifest.license),
            repo_url: either(class.repo_url, manifest.repo_url),
            manifest_version: class.manifest_version.max(manifest.manifest_version),
            capabilities: asked.needs(),
            navigation: class.navigation.or(manifest.navigation).unwrap_or(false),
            fields,
            actions: asked.actions,
            has_stop: loaded.has_stop,
            problems,
            tasks: loaded.tasks,
        }
    }
}

/// The manifest in a plugin's folder, and what is wrong with it. None where there is no `plugin.json` or it is
/// no JSON object: such a plugin is a legacy one.
pub(crate) fn read_manifest(folder: &Path) -> (Option<Manifest>, Vec<Problem>) {
    let (manifest, problems) = match read_limited(&folder.join(FILE), folder) {
        Ok(bytes) => Manifest::from_bytes(&bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return (None, Vec::new()),
        Err(error) => (None, vec![Problem::new("", format!("cannot be read: {error}"))]),
    };
    (manifest, problems.into_iter().map(|problem| problem.below(FILE)).collect())
}

fn read_limited(path: &Path, folder: &Path) -> io::Result<Vec<u8>> {
    // A link to somewhere else would have the host read what the plugin may not.
    if !path.canonicalize()?.starts_with(folder.canonicalize()?) {
        return Err(io::Error::other("it is a link that leaves the plugin's folder"));
    }
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    // Limited while reading: it may grow meanwhile.
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(MAX_MANIFEST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_MANIFEST_BYTES {
        let message = format!("it has more than {MAX_MANIFEST_BYTES} bytes");
        return Err(io::Error::other(message));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn merged(class: serde_json::Value, file: serde_json::Value) -> Metadata {
        let loaded =
            Loaded { manifest: class, has_stop: false, problems: Vec::new(), tasks: Vec::new() };
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
    fn what_it_asks_to_be_allowed_is_what_file_class_and_actions_say() {
        let metadata = merged(
            json!({"actions": [{"id": "a", "label": "A", "async": true}], "capabilities": ["x"]}),
            json!({"capabilities": ["persistent_service"], "license": "MIT", "manifest_version": 3}),
        );
        assert_eq!(metadata.capabilities, ["persistent_service", "x", "background_tasks"]);
        assert_eq!((metadata.license.as_str(), metadata.manifest_version), ("MIT", 3));
    }

    #[test]
    fn a_manifest_that_cannot_be_read_says_why_and_where() {
        let folder = tempfile::tempdir().unwrap();
        let told = |content: &[u8]| {
            std::fs::write(folder.path().join(FILE), content).unwrap();
            let (manifest, problems) = read_manifest(folder.path());
            let told = problems.first().map(|p| format!("{}: {}", p.path, p.message));
            (manifest.is_some(), problems.first().and_then(|p| p.line), told.unwrap_or_default())
        };
        let utf8 = "plugin.json: is not UTF-8: byte 0xe4 in line 2";
        assert_eq!(told(b"{\"name\":\n \"\xe4\"}"), (false, Some(2), utf8.to_owned()));
        let long = "plugin.json: cannot be read: it has more than 1048576 bytes";
        assert_eq!(told(&vec![b' '; (1 << 20) + 1]), (false, None, long.to_owned()));
        let wrong = "plugin.json: fields: should be a list, is true";
        assert_eq!(told(b"{\n\"fields\": true}"), (true, Some(2), wrong.to_owned()));
        assert_eq!(told("\u{feff}{}".as_bytes()), (true, None, String::new()));
    }

    #[test]
    fn fields_that_are_all_wrong_leave_the_place_to_the_manifest() {
        let file = json!({"fields": [{"id": "f", "type": "text"}]});
        let metadata = merged(json!({"fields": [{"id": "x", "type": 7}]}), file);
        assert_eq!(metadata.fields[0].id, "f");
        assert_eq!(metadata.problems[0].path, "fields[0].type");
    }
}
