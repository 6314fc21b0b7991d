//! What the folder is called: the plugin's key comes from it, here and on Dispatcharr.

use pluggarr_plugin_host::inspect::{Report, Severity};
use pluggarr_plugin_protocol::PluginKey;

use super::super::report;
use super::Packaging;

pub(super) fn check(plugin: &Packaging<'_>) -> Vec<Report> {
    let name = plugin.files.folder_name();
    let say = |severity, message: String, hint: &str| {
        vec![report("folder-name", severity, "", message, hint)]
    };
    let key = match PluginKey::from_folder(&name) {
        Ok(key) => key,
        Err(error) => {
            return say(Severity::Error, error.to_string(), "rename the folder");
        }
    };
    let imported = imported(&name);
    if !name.is_ascii() {
        let message = format!("`{name}` has letters that not every system spells the same way");
        say(Severity::Warning, message, "use a-z, 0-9 and _")
    } else if key.as_str() != imported {
        // Settings are kept by key, so a plugin that is told its key by hand loses them.
        let message =
            format!("the key is `{key}` in this folder, and `{imported}` after an import");
        say(Severity::Hint, message, "use a-z, 0-9 and _, and they are the same")
    } else if key.as_str() != name {
        say(Severity::Hint, format!("the key is `{key}`, not `{name}`"), "call the folder so")
    } else {
        Vec::new()
    }
}

/// What an import from a zip calls the folder, as the incumbent does it.
fn imported(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' };
    let name: String = name.to_lowercase().chars().map(plain).collect();
    name.trim_matches('_').to_owned()
}
