//! Manifests made of what authors write, right and wrong, from a tape of bytes: the same tape makes the same
//! manifest, and a shorter tape a smaller one. Shared with the example `fuzz_manifest`.

use serde_json::{Map, Value, json};

/// Draws from a tape; when it is used up, the answer is always 0.
pub struct Dice<'t>(pub &'t [u8]);

impl Dice<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// Less than `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        let wide = usize::from(self.byte()) << 8 | usize::from(self.byte());
        wide % sides.max(1)
    }

    fn one_of<'v, T>(&mut self, values: &'v [T]) -> &'v T {
        &values[self.roll(values.len())]
    }
}

const KEYS: &[&str] = &[
    "id",
    "label",
    "type",
    "default",
    "help_text",
    "description",
    "placeholder",
    "input_type",
    "value",
    "min",
    "max",
    "step",
    "options",
    "section",
    "required",
    "pattern",
    "pattern_message",
    "columns",
    "accept",
    "max_size",
    "collapsed",
    "confirm",
    "button_label",
    "events",
    "params",
    "async",
    "single",
    "timeout",
    "name",
    "version",
    "author",
    "license",
    "help_url",
    "repo_url",
    "navigation",
    "capabilities",
    "manifest_version",
    "fields",
    "actions",
    "lable",
    "rows",
];
const TYPES: &[&str] = &[
    "string",
    "number",
    "boolean",
    "select",
    "multiselect",
    "text",
    "info",
    "section",
    "table",
    "file",
    "dropdown",
    "int",
];

/// A manifest, mostly of the right form.
pub fn manifest(dice: &mut Dice<'_>) -> Value {
    let mut object = about(dice, &["name", "version", "help_url", "capabilities", "navigation"]);
    object.insert("fields".into(), list(dice, 4, field));
    object.insert("actions".into(), list(dice, 3, action));
    Value::Object(object)
}

fn list(dice: &mut Dice<'_>, most: usize, item: fn(&mut Dice<'_>) -> Value) -> Value {
    match dice.roll(20) {
        1 => anything(dice, 2),
        _ => (0..dice.roll(most + 1)).map(|_| item(dice)).collect(),
    }
}

fn field(dice: &mut Dice<'_>) -> Value {
    let mut object = about(dice, KEYS);
    if dice.roll(10) != 1 {
        object.insert("id".into(), (*dice.one_of(&["a", "b", "api_key"])).into());
        object.insert("type".into(), (*dice.one_of(TYPES)).into());
    }
    if dice.roll(4) == 1 {
        object.insert("options".into(), list(dice, 3, choice));
    }
    if dice.roll(8) == 1 {
        object.insert("columns".into(), list(dice, 3, column));
    }
    Value::Object(object)
}

fn choice(dice: &mut Dice<'_>) -> Value {
    match dice.roll(8) {
        1 => anything(dice, 1),
        _ => json!({"value": scalar(dice), "label": "L"}),
    }
}

fn column(dice: &mut Dice<'_>) -> Value {
    json!({"id": scalar(dice), "type": *dice.one_of(TYPES), "label": "L"})
}

fn action(dice: &mut Dice<'_>) -> Value {
    let mut object = about(dice, KEYS);
    if dice.roll(10) != 1 {
        object.insert("id".into(), "go".into());
        object.insert("label".into(), "Go".into());
    }
    if dice.roll(6) == 1 {
        object.insert("params".into(), list(dice, 2, field));
    }
    Value::Object(object)
}

/// A few keys with values that often fit them.
fn about(dice: &mut Dice<'_>, keys: &[&str]) -> Map<String, Value> {
    let mut object = Map::new();
    for _ in 0..dice.roll(5) {
        let key = *dice.one_of(keys);
        let value = match (dice.roll(4), key) {
            (0, _) => anything(dice, 2),
            (_, "min" | "max" | "step" | "max_size" | "timeout" | "manifest_version") => {
                scalar(dice)
            }
            (_, "required" | "collapsed" | "async" | "single" | "navigation") => true.into(),
            (_, "help_url" | "repo_url") => "https://a.test/".into(),
            (_, "accept") => json!([".csv", "py"]),
            (_, "capabilities" | "events") => json!(["a", "b"]),
            (_, "fields" | "actions" | "params" | "columns" | "options") => json!([]),
            (_, "pattern") => (*dice.one_of(&["a+", "[", "(?=x)", "a)|(?:b", "(?x) a # c"])).into(),
            _ => "text".into(),
        };
        object.insert(key.to_owned(), value);
    }
    object
}

fn scalar(dice: &mut Dice<'_>) -> Value {
    let values = [
        json!("a"),
        json!(""),
        json!(" "),
        json!(0),
        json!(1),
        json!(-1),
        json!(2.5),
        json!("7"),
        json!("-.5e2"),
        json!("7 x"),
        json!(true),
        json!(null),
        json!(1e18),
        json!(i64::MIN),
        json!("nan"),
        json!("ä\u{2028}\"\\\n"),
        json!("javascript:alert(1)"),
        json!("string"),
    ];
    dice.one_of(&values).clone()
}

/// Anything that JSON has, not deep.
pub fn anything(dice: &mut Dice<'_>, depth: usize) -> Value {
    match dice.roll(if depth == 0 { 3 } else { 5 }) {
        0..=2 => scalar(dice),
        3 => (0..dice.roll(4)).map(|_| anything(dice, depth - 1)).collect(),
        _ => {
            let object: Map<_, _> = (0..dice.roll(4))
                .map(|_| ((*dice.one_of(KEYS)).to_owned(), anything(dice, depth - 1)))
                .collect();
            object.into()
        }
    }
}

/// `bytes` with some of them gone, doubled, changed or exchanged for what has a meaning in JSON.
pub fn mutated(bytes: &[u8], dice: &mut Dice<'_>) -> Vec<u8> {
    const PIECES: &[&str] = &[
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "\"id\"",
        "\"fields\":",
        "\n",
        "\\u0061",
        "\\ud800",
        "1e999",
        "-0",
        "\u{feff}",
        "ä",
        "\u{0}",
        "[[[[[[[[[[",
        "\"type\":\"section\"",
    ];
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.roll(6) {
        let at = dice.roll(bytes.len() + 1);
        let to = (at + dice.roll(12)).min(bytes.len());
        match dice.roll(5) {
            0 => drop(bytes.drain(at..to)),
            1 => {
                let piece = bytes[at..to].to_vec();
                bytes.splice(at..at, piece);
            }
            2 => {
                let piece = *dice.one_of(PIECES);
                bytes.splice(at..to, piece.bytes());
            }
            3 => bytes.truncate(to),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = dice.byte();
                }
            }
        }
    }
    bytes
}
