//! One walk through a JSON text.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::problem::{Complaint, Problems};
use super::super::read::cut;
use super::places::{Node, Places};

/// An object or list that the walk is in.
enum Around<'t> {
    Object {
        node: Option<Node>,
        /// The keys so far, and the line of each.
        keys: HashMap<Cow<'t, str>, u32>,
        /// The key whose value comes next or was the last; none while the key is to come.
        key: Cow<'t, str>,
        wants_key: bool,
    },
    List {
        node: Option<Node>,
        index: usize,
    },
}

struct Walk<'t, 'p> {
    rest: &'t str,
    line: u32,
    around: Vec<Around<'t>>,
    places: &'p mut Places,
    repeats: Problems,
}

/// Tells `places` where they are; answers the keys that an object has twice.
pub(super) fn walk(text: &str, places: &mut Places) -> Problems {
    let (around, repeats) = (Vec::new(), Problems::default());
    let mut walk = Walk { rest: text, line: 1, around, places, repeats };
    while walk.step() {}
    walk.repeats
}

impl<'t> Walk<'t, '_> {
    /// One token on; false at the end.
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.as_bytes().first().copied() else { return false };
        match first {
            b'{' => {
                let node = self.value();
                let (keys, key) = (HashMap::new(), Cow::Borrowed(""));
                self.around.push(Around::Object { node, keys, key, wants_key: true });
                self.take(1);
            }
            b'[' => {
                let node = self.value();
                self.around.push(Around::List { node, index: 0 });
                self.take(1);
            }
            b'}' | b']' => {
                self.around.pop();
                self.take(1);
            }
            b',' => {
                match self.around.last_mut() {
                    Some(Around::Object { wants_key, .. }) => *wants_key = true,
                    Some(Around::List { index, .. }) => *index += 1,
                    None => {}
                }
                self.take(1);
            }
            b'"' => self.text(),
            b':' | b' ' | b'\t' | b'\r' => self.take(1),
            b'\n' => {
                self.line += 1;
                self.take(1);
            }
            _ => {
                self.value();
                let ends = |c: char| c.is_whitespace() || ",:]}[{\"".contains(c);
                let length = self.rest.find(ends).unwrap_or(self.rest.len());
                // At least the first character, or the walk would never end on an odd one.
                let least = self.rest.chars().next().map_or(1, char::len_utf8);
                self.take(length.max(least));
            }
        }
        true
    }

    fn take(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// A value begins here. Answers its place, if it or something in it is asked for.
    fn value(&mut self) -> Option<Node> {
        let Some(around) = self.around.last() else { return Some(Places::ROOT) };
        let (node, line) = match around {
            Around::Object { node, key, keys, .. } => {
                (self.places.below_key((*node)?, key)?, *keys.get(key)?)
            }
            Around::List { node, index } => (self.places.below_item((*node)?, *index)?, self.line),
        };
        self.places.is_at(node, line);
        Some(node)
    }

    /// A text, be it key or value.
    fn text(&mut self) {
        let bytes = self.rest.as_bytes();
        let mut end = 1;
        while end < bytes.len() && bytes[end] != b'"' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        let Some(quoted) = self.rest.get(..=end) else {
            self.rest = "";
            return;
        };
        match self.around.last_mut() {
            Some(Around::Object { keys, key, wants_key, .. }) if *wants_key => {
                *wants_key = false;
                *key = unquoted(quoted);
                let before = keys.insert(key.clone(), self.line);
                if let Some(before) = before {
                    self.repeat(before);
                }
            }
            _ => {
                self.value();
            }
        }
        self.take(end + 1);
    }

    fn repeat(&mut self, before: u32) {
        let message = format!("is there twice, first in line {before}; the last one counts");
        let problem = Complaint::from(message).warning().at(self.path());
        self.repeats.push(problem.at_line(self.line));
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for around in &self.around {
            match around {
                Around::Object { key, .. } if path.is_empty() => path = cut(key),
                Around::Object { key, .. } => path = format!("{path}.{}", cut(key)),
                Around::List { index, .. } => path = format!("{path}[{index}]"),
            }
        }
        path
    }
}

fn unquoted(quoted: &str) -> Cow<'_, str> {
    if quoted.contains('\\')
        && let Ok(text) = serde_json::from_str(quoted)
    {
        return Cow::Owned(text);
    }
    Cow::Borrowed(&quoted[1..quoted.len() - 1])
}
