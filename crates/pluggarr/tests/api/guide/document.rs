//! Finds the Python in the guide's text.

use std::path::Path;

/// The guide's Python blocks, in order.
pub struct Document(Vec<String>);

impl Document {
    /// `None`, with a message, where there is no such file.
    pub fn read(path: &Path) -> Option<Self> {
        match std::fs::read_to_string(path) {
            Ok(text) => Some(Self(python_blocks(&text))),
            Err(_) => {
                eprintln!("skipped: no plugin guide at {} (set PLUGGARR_SHARED)", path.display());
                None
            }
        }
    }

    /// The blocks that are a plugin class, with or without `run`.
    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str).filter(|block| has_line(block, "class Plugin:"))
    }

    /// The class with this `name = "..."`, of those that can run.
    #[track_caller]
    pub fn class(&self, name: &str) -> &str {
        let line = format!("name = \"{name}\"");
        self.classes()
            .find(|block| block.contains(&line) && block.contains("def run("))
            .unwrap_or_else(|| panic!("the guide has no plugin `{name}`"))
    }

    /// The blocks that are only a `run` method (and perhaps `actions` before it), made into a class.
    pub fn snippets(&self) -> Vec<String> {
        let is_snippet = |block: &&String| block.lines().any(|line| line.starts_with("def run("));
        self.0.iter().filter(is_snippet).map(|block| in_a_class(block)).collect()
    }

    /// The snippet that holds `text`, made into a class.
    #[track_caller]
    pub fn snippet(&self, text: &str) -> String {
        let found = self.snippets().into_iter().find(|snippet| snippet.contains(text));
        found.unwrap_or_else(|| panic!("the guide has no snippet with `{text}`"))
    }

    /// The block of imports under "Importing Models".
    #[track_caller]
    pub fn imports(&self) -> &str {
        let found = self
            .0
            .iter()
            .find(|block| block.contains("from apps.m3u.models import M3UAccount, M3UStream"));
        found.expect("the guide shows which models can be imported")
    }
}

fn python_blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut block: Option<String> = None;
    for line in text.lines() {
        match &mut block {
            None if line == "```python" => block = Some(String::new()),
            None => {}
            Some(_) if line == "```" => blocks.extend(block.take()),
            Some(code) => {
                code.push_str(line);
                code.push('\n');
            }
        }
    }
    blocks
}

fn has_line(block: &str, wanted: &str) -> bool {
    block.lines().any(|line| line == wanted)
}

fn in_a_class(block: &str) -> String {
    let indented = block.lines().map(|line| match line.is_empty() {
        true => "\n".to_owned(),
        false => format!("    {line}\n"),
    });
    format!("class Plugin:\n{}", indented.collect::<String>())
}

/// The action ids that a plugin's code compares with: `action == "..."`.
pub fn actions_in(code: &str) -> Vec<String> {
    code.split("action == \"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}
