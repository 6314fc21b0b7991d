//! A `plugin.json` as it lies on disk: bytes that may be anything.

use serde_json::Value;

use super::problem::Problems;
use super::{Manifest, Problem, lines};

impl Manifest {
    /// Read a manifest. None where the bytes are no JSON object: such a plugin is a legacy one.
    pub fn from_bytes(bytes: &[u8]) -> (Option<Self>, Vec<Problem>) {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::from_text(text),
            Err(error) => (None, vec![not_utf8(bytes, error.valid_up_to())]),
        }
    }

    /// The same, of a text. A byte order mark is no problem: editors on Windows write one.
    pub fn from_text(text: &str) -> (Option<Self>, Vec<Problem>) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let value: Value = match serde_json::from_str(text) {
            Ok(value) => value,
            Err(error) => return (None, vec![not_json(text, &error)]),
        };
        if !value.is_object() {
            return (None, vec![Problem::new("", "is not a JSON object").at_line(1)]);
        }
        let mut problems = Problems::default();
        let manifest = Self::read(&value, &mut problems);
        lines::locate(text, &mut problems);
        (Some(manifest), problems.finish())
    }
}

fn not_utf8(bytes: &[u8], at: usize) -> Problem {
    let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count();
    let hint = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "it seems to be UTF-16; save it as UTF-8",
        _ => "save it as UTF-8",
    };
    let message = format!("is not UTF-8: byte 0x{:02x} in line {line}", bytes[at]);
    Problem::new("", message).at_line(line.try_into().unwrap_or(u32::MAX)).hint(hint)
}

fn not_json(text: &str, error: &serde_json::Error) -> Problem {
    let problem = Problem::new("", format!("is not JSON: {error}"));
    let problem = problem.at_line(error.line().try_into().unwrap_or(u32::MAX));
    match hint(text, error) {
        Some(hint) => problem.hint(hint),
        None => problem,
    }
}

/// What people write who write Python or JavaScript most of the time.
fn hint(text: &str, error: &serde_json::Error) -> Option<&'static str> {
    let line = text.lines().nth(error.line().checked_sub(1)?).unwrap_or_default();
    let culprit = line.as_bytes().get(error.column().saturating_sub(1)).copied();
    let message = error.to_string();
    let says = |start: &str| message.starts_with(start);
    match culprit {
        _ if says("trailing comma") => Some("JSON has no comma after the last item"),
        _ if says("EOF") => Some("a bracket, brace or quote is not closed"),
        _ if says("control character") => Some(r"a line break within a text is written \n"),
        _ if says("invalid escape") => Some(r"a backslash is written \\"),
        Some(b'\'') => Some("texts and keys stand in double quotes"),
        Some(b'/' | b'#') => Some("JSON has no comments"),
        Some(b'T' | b'F' | b'N') if says("expected value") => {
            Some("JSON writes true, false and null, and has no NaN")
        }
        _ if says("key must be a string") => Some("keys stand in double quotes"),
        _ => None,
    }
}
