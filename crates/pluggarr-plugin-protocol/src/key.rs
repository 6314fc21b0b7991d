//! The name a plugin is known by. Knows how one is derived from a folder's name, not where folders are.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Names of packages that the worker itself provides. A plugin folder of that name would replace them
/// for every `import` that comes after, so it is refused.
pub const RESERVED_NAMES: [&str; 4] = ["apps", "core", "dispatcharr", "pluggarr_worker"];

/// Longest key: what the database column holds.
const MAX_CHARS: usize = 128;

/// The name a plugin is known by everywhere: its folder name, lowercased, spaces as `_`.
///
/// Never empty, hidden or a path. Not the folder itself, which may be spelled with capitals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PluginKey(String);

/// Why a name cannot be a plugin's key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PluginKeyError {
    /// Nothing, or only spaces.
    #[error("a plugin key cannot be empty")]
    Empty,
    /// Starts with a dot: `.git`, `.reload_token`, `..`.
    #[error("`{0}` is hidden (it starts with a dot), so it cannot be a plugin")]
    Hidden(String),
    /// Holds a separator or a control character.
    #[error("`{0}` is not a plain folder name")]
    NotAName(String),
    /// Longer than the database can store.
    #[error("a plugin key has at most {MAX_CHARS} characters, this one has {0}")]
    TooLong(usize),
    /// A package of the host's own.
    #[error("`{0}` is the name of a package that Pluggarr itself provides; rename the folder")]
    Reserved(String),
    /// Not what a folder of that name would be called: capitals or spaces.
    #[error("`{given}` is not a plugin key; did you mean `{key}`?")]
    NotAKey {
        /// What was given.
        given: String,
        /// The key of a folder of that name.
        key: String,
    },
}

impl PluginKey {
    /// The key of the plugin in a folder of this name. Dashes stay.
    pub fn from_folder(name: &str) -> Result<Self, PluginKeyError> {
        let key = name.replace(' ', "_").to_lowercase();
        let chars = key.chars().count();
        if name.trim().is_empty() {
            Err(PluginKeyError::Empty)
        } else if key.starts_with('.') {
            Err(PluginKeyError::Hidden(name.to_owned()))
        } else if key.contains(|c: char| matches!(c, '/' | '\\') || c.is_control()) {
            Err(PluginKeyError::NotAName(name.to_owned()))
        } else if chars > MAX_CHARS {
            Err(PluginKeyError::TooLong(chars))
        } else if RESERVED_NAMES.contains(&key.as_str()) {
            Err(PluginKeyError::Reserved(name.to_owned()))
        } else {
            Ok(Self(key))
        }
    }

    /// The key under which a plugin is installed from an archive, where its folder has this name; the folder is then
    /// called like the key. Unlike a folder that somebody made, dashes and whatever else is no plain letter or digit
    /// become `_`, so that it can be imported by name; nothing usable at all is `plugin`.
    pub fn from_import(name: &str) -> Result<Self, PluginKeyError> {
        let plain = |c: char| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '_' };
        let key: String = name.to_lowercase().chars().map(plain).collect();
        let key: String = key.trim_matches('_').chars().take(MAX_CHARS).collect();
        if key.is_empty() { Self::from_folder("plugin") } else { Self::from_folder(&key) }
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PluginKey {
    type Error = PluginKeyError;

    fn try_from(given: String) -> Result<Self, Self::Error> {
        let key = Self::from_folder(&given)?;
        if key.0 == given { Ok(key) } else { Err(PluginKeyError::NotAKey { given, key: key.0 }) }
    }
}

impl std::str::FromStr for PluginKey {
    type Err = PluginKeyError;

    fn from_str(given: &str) -> Result<Self, Self::Err> {
        Self::try_from(given.to_owned())
    }
}

impl From<PluginKey> for String {
    fn from(key: PluginKey) -> Self {
        key.0
    }
}

/// So that maps of keys can be asked with text that may not be one.
impl std::borrow::Borrow<str> for PluginKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PluginKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(folder: &str) -> String {
        PluginKey::from_folder(folder).unwrap().to_string()
    }

    #[test]
    fn folders_become_keys_as_the_incumbent_does_it() {
        assert_eq!(key("hello"), "hello");
        assert_eq!(key("My Plugin"), "my_plugin");
        assert_eq!(key("dash-name"), "dash-name", "dashes stay");
        assert_eq!(key("Prüfer"), "prüfer");
    }

    #[test]
    fn archives_become_keys_as_the_incumbent_does_it() {
        let key = |name: &str| PluginKey::from_import(name).unwrap().to_string();
        assert_eq!(key("Sub-Dir"), "sub_dir");
        assert_eq!(key("Flat-Plug 1.0"), "flat_plug_1_0");
        assert_eq!(key("plügin größe"), "pl_gin_gr__e");
        assert_eq!(key(".hidden"), "hidden");
        assert_eq!(key("..."), "plugin");
        assert_eq!(key(""), "plugin");
        assert_eq!(key("json"), "json", "plugins stand behind the library in Python's search");
        assert_eq!(key(&"k".repeat(200)), "k".repeat(128));
        let reserved = PluginKey::from_import("Apps").unwrap_err();
        assert_eq!(reserved, PluginKeyError::Reserved("apps".into()));
    }

    #[test]
    fn names_that_are_no_plugins_are_refused_with_the_reason() {
        let reason = |name: &str| PluginKey::from_folder(name).unwrap_err();
        assert_eq!(reason(""), PluginKeyError::Empty);
        assert_eq!(reason("   "), PluginKeyError::Empty);
        assert_eq!(reason(".."), PluginKeyError::Hidden("..".into()));
        assert_eq!(reason(".git"), PluginKeyError::Hidden(".git".into()));
        assert_eq!(reason("a/b"), PluginKeyError::NotAName("a/b".into()));
        assert_eq!(reason("a\\b"), PluginKeyError::NotAName("a\\b".into()));
        assert_eq!(reason("a\nb"), PluginKeyError::NotAName("a\nb".into()));
        assert_eq!(reason(&"x".repeat(129)), PluginKeyError::TooLong(129));
        assert_eq!(reason("Apps"), PluginKeyError::Reserved("Apps".into()));
    }

    #[test]
    fn a_key_from_outside_must_already_be_one() {
        assert_eq!("hello".parse::<PluginKey>().unwrap().as_str(), "hello");
        let error = "My Plugin".parse::<PluginKey>().unwrap_err();
        assert_eq!(error.to_string(), "`My Plugin` is not a plugin key; did you mean `my_plugin`?");
        assert!(serde_json::from_str::<PluginKey>("\"../etc\"").is_err());
    }
}
