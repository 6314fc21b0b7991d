//! `pluggarr plugin new`: a plugin to begin with, which works, and whose tests pass.

#![allow(clippy::print_stdout)] // Its output is for the terminal.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use pluggarr_plugin_protocol::PluginKey;

/// Path in the plugin's folder, and content with `@NAME@` and `@KEY@` in it.
const FILES: [(&str, &str); 5] = [
    ("plugin.py", include_str!("templates/plugin.py")),
    ("plugin.json", include_str!("templates/plugin.json")),
    ("README.md", include_str!("templates/README.md")),
    ("tests/test_plugin.py", include_str!("templates/tests/test_plugin.py")),
    // Without it, `python -m unittest` does not look into the folder.
    ("tests/__init__.py", ""),
];

/// Make a plugin called `name` in a folder of its own below `parent`.
pub fn run(name: &str, parent: &Path) -> anyhow::Result<()> {
    let folder = parent.join(folder_name(name)?);
    if folder.exists() {
        bail!("there is `{}` already; nothing was written", folder.display());
    }
    let key = folder_name(name)?;
    let title = if name == key { title(name) } else { name.trim().to_owned() };
    for (path, template) in FILES {
        let content = template.replace("@NAME@", &title).replace("@KEY@", &key);
        write_new(&folder.join(path), &content)?;
    }
    println!("Made `{title}` in {}", folder.display());
    println!("Try it: pluggarr plugin run --scratch {} greet", folder.display());
    Ok(())
}

/// The folder for a plugin of this name: also its key, whichever way it is installed.
fn folder_name(name: &str) -> anyhow::Result<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-');
    if !name.chars().all(is_plain) {
        bail!("`{name}` cannot be a plugin's name here: use a-z, 0-9, spaces, - and _");
    }
    let folder = name.trim().to_lowercase().replace([' ', '-'], "_");
    if !folder.starts_with(|c: char| c.is_ascii_alphabetic()) {
        bail!("`{name}` cannot be a plugin's name here: it should begin with a letter");
    }
    Ok(PluginKey::from_folder(&folder)?.to_string())
}

/// `my_plugin` → `My Plugin`.
fn title(key: &str) -> String {
    let words = key.split('_').filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(|word| word[..1].to_uppercase() + &word[1..]).collect();
    words.join(" ")
}

fn write_new(path: &Path, content: &str) -> anyhow::Result<()> {
    let written = || -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        // Not over anything that came there meanwhile.
        File::create_new(path)?.write_all(content.as_bytes())
    };
    written().with_context(|| format!("writing `{}`", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_folders_that_have_the_same_key_everywhere() {
        for (name, folder, shown) in [
            ("my_plugin", "my_plugin", "My Plugin"),
            ("My Plugin", "my_plugin", "My Plugin"),
            ("EPG-Janitor 2", "epg_janitor_2", "EPG-Janitor 2"),
        ] {
            let parent = tempfile::tempdir().unwrap();
            run(name, parent.path()).unwrap();
            let manifest = std::fs::read(parent.path().join(folder).join("plugin.json")).unwrap();
            let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
            assert_eq!(manifest["name"], shown);
        }
    }

    #[test]
    fn names_that_cannot_be_one_are_refused() {
        let refused = |name: &str| folder_name(name).unwrap_err().to_string();
        assert!(refused("../x").contains("use a-z"));
        assert!(refused("Prüfer").contains("use a-z"));
        assert!(refused("x\"y").contains("use a-z"));
        assert!(refused("2fast").contains("begin with a letter"));
        assert!(refused("").contains("begin with a letter"));
        assert!(refused("Apps").contains("Pluggarr itself provides"));
    }

    #[test]
    fn its_own_tests_pass_without_a_server() {
        let parent = tempfile::tempdir().unwrap();
        run("fresh", parent.path()).unwrap();
        let tests = std::process::Command::new("python3")
            .args(["-B", "-m", "unittest"])
            .current_dir(parent.path().join("fresh"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&tests.stderr);
        assert!(tests.status.success() && said.contains("Ran 4 tests"), "{said}");
    }

    #[test]
    fn nothing_is_overwritten() {
        let parent = tempfile::tempdir().unwrap();
        std::fs::create_dir(parent.path().join("mine")).unwrap();
        let error = run("mine", parent.path()).unwrap_err().to_string();
        assert!(error.ends_with("mine` already; nothing was written"), "{error}");
        assert_eq!(std::fs::read_dir(parent.path().join("mine")).unwrap().count(), 0);
    }
}
