//! `pluggarr plugin stubs`: types of what plugins import, for editors.

#![allow(clippy::print_stdout)] // Its output is for the terminal.

use std::path::Path;

use anyhow::Context;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../python/stubs"]
#[include = "*.pyi"]
struct Stubs;

/// Write the stubs into `folder`, over those of another version.
pub fn run(folder: &Path) -> anyhow::Result<()> {
    let mut written = 0;
    for name in Stubs::iter() {
        let Some(stub) = Stubs::get(&name) else { continue };
        let target = folder.join(&*name);
        let write = || -> std::io::Result<()> {
            if let Some(parent) = target.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(&target, &stub.data)
        };
        write().with_context(|| format!("writing `{}`", target.display()))?;
        written += 1;
    }
    println!("Wrote {written} stubs to {}", folder.display());
    println!("VS Code: \"python.analysis.stubPath\": \"{}\"", folder.display());
    println!("mypy:    MYPYPATH={} mypy plugin.py", folder.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_written_over_older_ones_and_beside_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        std::fs::create_dir_all(at("apps/channels/models")).unwrap();
        std::fs::write(at("apps/channels/models/__init__.pyi"), "old").unwrap();
        std::fs::write(at("mine.pyi"), "mine").unwrap();
        run(folder.path()).unwrap();
        let read = |path: &str| std::fs::read_to_string(at(path)).unwrap();
        assert!(read("apps/channels/models/__init__.pyi").contains("Channel as Channel"));
        assert!(read("pluggarr_plugin.pyi").contains("class Context(TypedDict)"));
        assert_eq!(read("mine.pyi"), "mine");
    }
}
