//! The paths whose lines are wanted, as a tree.

use std::collections::HashMap;

/// A node of the tree; the root is [`Places::ROOT`].
pub(super) type Node = usize;

/// The paths whose lines are wanted, and the lines that were found.
pub(super) struct Places {
    nodes: Vec<Place>,
    /// How many places were found so far.
    found: u32,
}

#[derive(Default)]
struct Place {
    keys: HashMap<String, Node>,
    items: HashMap<usize, Node>,
    /// When it was found last, and in which line.
    found: Option<(u32, u32)>,
}

impl Default for Places {
    fn default() -> Self {
        Self { nodes: vec![Place::default()], found: 0 }
    }
}

impl Places {
    pub(super) const ROOT: Node = 0;

    /// Ask for the line of `fields[2].type`.
    pub(super) fn want(&mut self, path: &str) {
        let mut node = Self::ROOT;
        for step in steps(path) {
            let next = self.nodes.len();
            let place = &mut self.nodes[node];
            node = match step {
                Step::Key(key) => *place.keys.entry(key.to_owned()).or_insert(next),
                Step::Item(index) => *place.items.entry(index).or_insert(next),
            };
            if node == next {
                self.nodes.push(Place::default());
            }
        }
    }

    pub(super) fn below_key(&self, node: Node, key: &str) -> Option<Node> {
        self.nodes[node].keys.get(key).copied()
    }

    pub(super) fn below_item(&self, node: Node, index: usize) -> Option<Node> {
        self.nodes[node].items.get(&index).copied()
    }

    /// The walk has come to `node`.
    pub(super) fn is_at(&mut self, node: Node, line: u32) {
        self.found += 1;
        self.nodes[node].found = Some((self.found, line));
    }

    /// The line of a path, or of the innermost thing around it where the path itself is not in the text:
    /// that is where a missing key is missing.
    pub(super) fn line(&self, path: &str) -> Option<u32> {
        let (mut node, mut around) = (Self::ROOT, None);
        for step in steps(path) {
            let next = match step {
                Step::Key(key) => self.below_key(node, key),
                Step::Item(index) => self.below_item(node, index),
            };
            let found = next.and_then(|next| self.nodes[next].found);
            // Found before what is around it: in an object that another one of the same key has replaced.
            let Some(found) = found.filter(|found| around.is_none_or(|around| *found > around))
            else {
                break;
            };
            (node, around) = (next.unwrap_or(node), Some(found));
        }
        around.map(|(_, line)| line)
    }
}

enum Step<'p> {
    Key(&'p str),
    Item(usize),
}

/// The steps of a path as the reader writes it: its keys have neither dots nor brackets.
fn steps(path: &str) -> impl Iterator<Item = Step<'_>> {
    path.split('.').filter(|part| !part.is_empty()).flat_map(|part| {
        let (key, items) = part.split_once('[').unwrap_or((part, ""));
        let items = items.split('[').filter_map(|item| item.strip_suffix(']')?.parse().ok());
        std::iter::once(Step::Key(key)).chain(items.map(Step::Item))
    })
}
