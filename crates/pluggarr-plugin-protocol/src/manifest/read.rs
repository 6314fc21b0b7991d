//! Reading loosely typed keys of one JSON object, noting what is wrong with each and where.

use serde_json::{Map, Value};

use super::Problem;

/// Reads the keys of one object; `path` says which object that is.
pub(super) struct Reader<'a> {
    object: &'a Map<String, Value>,
    path: String,
    problems: &'a mut Vec<Problem>,
}

/// The key breaks a rule that costs the whole field or action; the problem is already noted.
pub(super) struct Invalid;

impl<'a> Reader<'a> {
    pub(super) fn new(
        object: &'a Map<String, Value>,
        path: impl Into<String>,
        problems: &'a mut Vec<Problem>,
    ) -> Self {
        Self { object, path: path.into(), problems }
    }

    /// The value of a key; null counts as absent.
    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        self.object.get(key).filter(|value| !value.is_null())
    }

    /// The value of a key, null included: "default is null" is not "has no default".
    pub(super) fn get_any(&self, key: &str) -> Option<Value> {
        self.object.get(key).cloned()
    }

    /// Note what is wrong with a key.
    pub(super) fn complain(&mut self, key: &str, message: impl Into<String>) -> Invalid {
        let path = match (self.path.is_empty(), key.is_empty()) {
            (true, _) => key.to_owned(),
            (_, true) => self.path.clone(),
            _ => format!("{}.{key}", self.path),
        };
        self.problems.push(Problem::new(path, message));
        Invalid
    }

    /// A text or a number taken as text; anything else is invalid.
    pub(super) fn text(&mut self, key: &str) -> Result<Option<String>, Invalid> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(other) => Err(self.complain(key, format!("should be a text, is {}", kind(other)))),
        }
    }

    /// A text that must be there and not blank.
    pub(super) fn required_text(&mut self, key: &str) -> Result<String, Invalid> {
        match self.text(key)? {
            Some(text) if !text.trim().is_empty() => Ok(text),
            Some(_) => Err(self.complain(key, "must not be blank")),
            None => Err(self.complain(key, "is missing")),
        }
    }

    /// As [`Self::text`], but a wrong one is only ignored.
    pub(super) fn lenient_text(&mut self, key: &str) -> Option<String> {
        self.text(key).ok().flatten()
    }

    /// A boolean; a wrong one is ignored.
    pub(super) fn lenient_bool(&mut self, key: &str) -> Option<bool> {
        let value = self.get(key)?;
        if value.as_bool().is_none() {
            self.complain(key, format!("should be true or false, is {}", kind(value)));
        }
        value.as_bool()
    }

    /// A number, or a text that is one.
    pub(super) fn number(&mut self, key: &str) -> Result<Option<f64>, Invalid> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let number = match value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok().filter(|n: &f64| n.is_finite()),
            _ => None,
        };
        match number {
            Some(number) => Ok(Some(number)),
            None => Err(self.complain(key, format!("should be a number, is {}", kind(value)))),
        }
    }

    /// Each item of a list that `read` accepts; an absent list is empty.
    pub(super) fn items<T>(
        &mut self,
        key: &str,
        read: impl Fn(&mut Reader<'_>) -> Result<T, Invalid>,
    ) -> Vec<T> {
        let list = match self.get(key) {
            None => return Vec::new(),
            Some(Value::Array(list)) => list,
            Some(other) => {
                self.complain(key, format!("should be a list, is {}", kind(other)));
                return Vec::new();
            }
        };
        let mut items = Vec::with_capacity(list.len());
        for (index, item) in list.iter().enumerate() {
            let path = format!("{key}[{index}]");
            match item {
                Value::Object(object) => {
                    let mut reader = Reader::new(object, path, self.problems);
                    items.extend(read(&mut reader).ok());
                }
                other => {
                    let message = format!("should be an object, is {}", kind(other));
                    self.problems.push(Problem::new(path, message));
                }
            }
        }
        items
    }
}

/// What a value is, for people: `the text "abc"`, `a list`.
pub(super) fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.is_empty() => "an empty text".to_owned(),
        Value::String(text) => {
            let short: String = text.chars().take(40).collect();
            format!("the text {short:?}{}", if short.len() < text.len() { "..." } else { "" })
        }
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
