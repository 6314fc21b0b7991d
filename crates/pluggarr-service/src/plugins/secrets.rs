//! Keeps the secrets among plugins' settings out of what is logged and told: plugins print them, and libraries
//! quote them in the URLs of their errors.
//!
//! Knows the values, in memory only; which settings are secret is `pluggarr_plugin_protocol::settings`' business.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{PoisonError, RwLock};

use pluggarr_plugin_host::{Error as HostError, Metadata};
use pluggarr_plugin_protocol::PluginKey;
use pluggarr_plugin_protocol::settings::MASK;
use serde_json::{Map, Value};

/// A line of a secret that has several is hidden on its own from this length on: lines are printed one by one.
const SHORTEST_LINE: usize = 8;

/// The secrets of all plugins that have run or were changed.
#[derive(Debug, Default)]
pub(super) struct Secrets(RwLock<HashMap<PluginKey, Known>>);

#[derive(Debug, Default)]
struct Known {
    /// As they are stored, to tell whether they have changed.
    values: Vec<String>,
    /// All spellings that are looked for, longest first.
    spellings: Vec<String>,
}

impl Secrets {
    /// Remember the secrets of a plugin. Those from before are hidden as well until the next change: what runs
    /// may still use them.
    pub(super) fn keep(&self, key: &PluginKey, values: Vec<String>) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let known = known.entry(key.clone()).or_default();
        if known.values == values {
            return;
        }
        let both = known.values.iter().chain(&values);
        let mut spellings: Vec<String> = both.flat_map(|value| spellings(value)).collect();
        // A secret within another must not leave the rest of that one readable.
        spellings.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        spellings.dedup();
        *known = Known { values, spellings };
    }

    /// `text`, which comes from this plugin, without its secrets.
    pub(super) fn hide(&self, key: &PluginKey, mut text: String) -> String {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        for secret in known.get(key).map_or(&[][..], |known| &known.spellings) {
            if text.contains(secret) {
                text = text.replace(secret, MASK);
            }
        }
        text
    }

    /// An event's details without secrets in any of its texts.
    pub(super) fn hide_in_details(
        &self,
        key: &PluginKey,
        details: Map<String, Value>,
    ) -> Map<String, Value> {
        details.into_iter().map(|(name, value)| (name, self.hide_in_value(key, value))).collect()
    }

    fn hide_in_value(&self, key: &PluginKey, value: Value) -> Value {
        match value {
            Value::String(text) => self.hide(key, text).into(),
            Value::Array(items) => {
                items.into_iter().map(|item| self.hide_in_value(key, item)).collect()
            }
            Value::Object(items) => self.hide_in_details(key, items).into(),
            other => other,
        }
    }

    /// The failure without secrets. No wildcard: a new variant has to say whether it quotes the plugin.
    pub(super) fn hide_in(&self, key: &PluginKey, error: HostError) -> HostError {
        let text = |text: String| self.hide(key, text);
        match error {
            HostError::NotLoaded { key, message, traceback } => {
                HostError::NotLoaded { key, message: text(message), traceback: traceback.map(text) }
            }
            HostError::ActionFailed { key, action, message, traceback, is_permission } => {
                HostError::ActionFailed {
                    key,
                    action,
                    message: text(message),
                    traceback: traceback.map(text),
                    is_permission,
                }
            }
            HostError::BadResult { key, action, message } => {
                HostError::BadResult { key, action, message: text(message) }
            }
            HostError::ZygoteFailed { message, stderr } => {
                HostError::ZygoteFailed { message, stderr: text(stderr) }
            }
            error @ (HostError::NotInstalled { .. }
            | HostError::TimedOut { .. }
            | HostError::WorkerDied { .. }
            | HostError::Cancelled { .. }
            | HostError::TooLarge { .. }
            | HostError::EnvironmentNotReady { .. }) => error,
        }
    }

    /// What a plugin says of itself, its problems without secrets: they quote exceptions.
    pub(super) fn hide_in_problems(&self, key: &PluginKey, mut loaded: Metadata) -> Metadata {
        for problem in &mut loaded.problems {
            problem.message = self.hide(key, std::mem::take(&mut problem.message));
        }
        loaded
    }
}

/// The ways in which a secret is found in texts: as it is, in a URL, and within quotes.
fn spellings(secret: &str) -> Vec<String> {
    let mut all = vec![secret.to_owned()];
    let lines = secret.lines().map(str::trim).filter(|line| line.len() >= SHORTEST_LINE);
    all.extend(lines.map(str::to_owned));
    let encoded = percent_encoded(secret);
    all.push(encoded.replace("%2F", "/"));
    all.push(encoded.replace("%20", "+"));
    all.push(encoded);
    // As Python and JSON write it between quotes.
    all.push(secret.replace('\\', "\\\\").replace('\n', "\\n"));
    let json = serde_json::Value::from(secret).to_string();
    all.push(json[1..json.len() - 1].to_owned());
    all
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            byte => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> PluginKey {
        PluginKey::from_folder("p").unwrap()
    }

    fn hidden(secrets: &[&str], text: &str) -> String {
        let kept = Secrets::default();
        kept.keep(&key(), secrets.iter().map(|secret| (*secret).to_owned()).collect());
        kept.hide(&key(), text.to_owned())
    }

    #[test]
    fn every_spelling_of_a_secret_is_hidden() {
        let secret = r#"p@ss "w/rd"\"#;
        for text in [
            secret,
            r#"{'key': 'p@ss "w/rd"\\'}"#,
            r#"{"key": "p@ss \"w/rd\"\\"}"#,
            "http://h/?k=p%40ss%20%22w%2Frd%22%5C",
            "http://h/?k=p%40ss+%22w%2Frd%22%5C",
            "http://h/p%40ss%20%22w/rd%22%5C",
        ] {
            let told = hidden(&[secret], text);
            assert!(
                told.contains(MASK) && !told.contains("w/rd") && !told.contains("%22"),
                "{told}"
            );
        }
    }

    #[test]
    fn a_secret_within_another_leaves_nothing_of_that() {
        assert_eq!(
            hidden(&["hunter2", "hunter2-and-more"], "hunter2-and-more hunter2"),
            "******** ********"
        );
    }

    #[test]
    fn a_secret_of_several_lines_is_hidden_line_by_line() {
        let key = "-----BEGIN KEY-----\nabcdefgh12345\nxy\n-----END KEY-----";
        assert_eq!(hidden(&[key], "abcdefgh12345"), MASK);
        assert_eq!(hidden(&[key], "xy"), "xy", "too short to be told from other words");
    }

    #[test]
    fn the_secrets_of_one_plugin_are_words_to_another() {
        let kept = Secrets::default();
        kept.keep(&PluginKey::from_folder("other").unwrap(), vec!["channel".to_owned()]);
        assert_eq!(kept.hide(&key(), "a channel".to_owned()), "a channel");
    }

    #[test]
    fn a_secret_that_was_changed_is_hidden_until_the_next_change() {
        let kept = Secrets::default();
        for (values, told) in [
            ("first", "******** second"),
            ("second", "******** ********"),
            ("third", "first ********"),
        ] {
            kept.keep(&key(), vec![values.to_owned()]);
            kept.keep(&key(), vec![values.to_owned()]);
            assert_eq!(kept.hide(&key(), "first second".to_owned()), told, "{values}");
        }
    }
}
