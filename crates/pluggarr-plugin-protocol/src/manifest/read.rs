//! Reading loosely typed keys of one JSON object, noting what is wrong with each and where.

use serde_json::{Map, Value};

use super::hint;
use super::problem::{Complaint, Problems};

/// No form has more fields, no plugin more actions; who sends more wants to fill the memory.
pub(super) const MAX_ITEMS: usize = 1000;

/// Reads the keys of one object; `path` says which object that is.
pub(super) struct Reader<'a> {
    object: &'a Map<String, Value>,
    path: String,
    problems: &'a mut Problems,
}

/// The key breaks a rule that costs the whole field or action; the problem is already noted.
pub(super) struct Invalid;

impl<'a> Reader<'a> {
    pub(super) fn new(
        object: &'a Map<String, Value>,
        path: impl Into<String>,
        problems: &'a mut Problems,
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
    pub(super) fn complain(&mut self, key: &str, complaint: impl Into<Complaint>) -> Invalid {
        let path = match (self.path.is_empty(), key.is_empty()) {
            (true, _) => key.to_owned(),
            (_, true) => self.path.clone(),
            _ => format!("{}.{key}", self.path),
        };
        self.problems.push(complaint.into().at(path));
        Invalid
    }

    /// Whether one more pattern may be compiled.
    pub(super) fn may_compile(&mut self) -> bool {
        self.problems.may_compile()
    }

    /// The last pattern took long and came to nothing.
    pub(super) fn compiled_in_vain(&mut self) {
        self.problems.compiled_in_vain();
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

    /// A text that must be there and not blank; `hint` is what to write where it is missing.
    pub(super) fn required_text(&mut self, key: &str, hint: &str) -> Result<String, Invalid> {
        let complaint = match self.text(key)? {
            Some(text) if !text.trim().is_empty() => return Ok(text),
            Some(_) => Complaint::from("must not be blank"),
            None => Complaint::from("is missing"),
        };
        let hint = self.misspelled(key).unwrap_or_else(|| hint.to_owned());
        Err(self.complain(key, complaint.hint(Some(hint))))
    }

    /// A hint where `key` is missing and one that is nearly it is there.
    pub(super) fn misspelled(&self, key: &str) -> Option<String> {
        hint::misspelled(key, self.object.keys())
    }

    /// As [`Self::text`], but a wrong one is only ignored, and a blank one counts as absent.
    pub(super) fn lenient_text(&mut self, key: &str) -> Option<String> {
        self.text(key).ok().flatten().filter(|text| !text.trim().is_empty())
    }

    /// As [`Self::lenient_text`], cut to what its column in the database holds. SQLite would not mind;
    /// PostgreSQL refuses the row.
    pub(super) fn short_text(&mut self, key: &str, longest: usize) -> Option<String> {
        let text = self.lenient_text(key)?;
        let length = text.chars().count();
        if length <= longest {
            return Some(text);
        }
        let message = format!("has {length} characters; only the first {longest} are used");
        self.complain(key, message);
        Some(text.chars().take(longest).collect())
    }

    /// The address of a web page; anything else is ignored, `javascript:` above all.
    pub(super) fn web_address(&mut self, key: &str) -> Option<String> {
        let text = self.lenient_text(key)?;
        if is_web_address(text.trim()) {
            return Some(text.trim().to_owned());
        }
        let message = format!("should be the address of a web page, is {}", kind(&text.into()));
        self.complain(key, Complaint::from(message).hint(Some("begin it with https://")));
        None
    }

    /// A boolean; a wrong one is ignored.
    pub(super) fn lenient_bool(&mut self, key: &str) -> Option<bool> {
        let value = self.get(key)?;
        if value.as_bool().is_none() {
            self.complain(key, format!("should be true or false, is {}", kind(value)));
        }
        value.as_bool()
    }

    /// A whole number that is not negative; a wrong one is ignored.
    pub(super) fn lenient_count(&mut self, key: &str) -> Option<u64> {
        let value = self.get(key)?;
        // Above it, not every whole number has a float of its own, and browsers know floats only.
        let most = 9_007_199_254_740_992.0;
        let number = value.as_f64().filter(|n| n.fract() == 0.0 && (0.0..=most).contains(n));
        let count = number.map(|number| number as u64);
        if count.is_none() {
            let message = format!("should be a whole number from 0 on, is {}", kind(value));
            self.complain(key, message);
        }
        count
    }

    /// A duration in seconds, above zero; a wrong one is ignored.
    pub(super) fn lenient_seconds(&mut self, key: &str) -> Option<f64> {
        let value = self.get(key)?;
        let seconds = value.as_f64().filter(|seconds| *seconds > 0.0 && seconds.is_finite());
        if seconds.is_none() {
            let message = format!("should be a number of seconds above 0, is {}", kind(value));
            self.complain(key, message);
        }
        seconds
    }

    /// A number, or a text that is one.
    pub(super) fn number(&mut self, key: &str) -> Result<Option<f64>, Invalid> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let number = match value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        match number.filter(|number| number.is_finite()) {
            Some(number) => Ok(Some(number)),
            None => Err(self.complain(key, format!("should be a number, is {}", kind(value)))),
        }
    }

    /// The texts of a list; what is none is ignored, and so is what comes a second time.
    pub(super) fn texts(&mut self, key: &str) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        for (index, item) in self.list(key).iter().enumerate() {
            match item.as_str().map(str::trim) {
                Some("") | None => {
                    let message = format!("should be a text that is not blank, is {}", kind(item));
                    self.complain(&format!("{key}[{index}]"), message);
                }
                Some(text) if !texts.iter().any(|known| known == text) => {
                    texts.push(text.to_owned());
                }
                Some(_) => {}
            }
        }
        texts
    }

    /// Each item of a list that `read` accepts, with its place in the list; an absent list is empty.
    pub(super) fn items<T>(
        &mut self,
        key: &str,
        read: impl Fn(&mut Reader<'_>) -> Result<T, Invalid>,
    ) -> Vec<(usize, T)> {
        let mut items = Vec::new();
        for (index, item) in self.list(key).iter().enumerate() {
            let at = format!("{key}[{index}]");
            let Some(object) = item.as_object() else {
                self.complain(&at, format!("should be an object, is {}", kind(item)));
                continue;
            };
            let path = if self.path.is_empty() { at } else { format!("{}.{at}", self.path) };
            let item = read(&mut Reader::new(object, path, self.problems));
            items.extend(item.ok().map(|item| (index, item)));
        }
        items
    }

    /// As [`Self::items`], of things that are known by an id. Repeats are kept, as upstream keeps them,
    /// but only one value can be stored under an id.
    pub(super) fn named_items<T>(
        &mut self,
        key: &str,
        read: impl Fn(&mut Reader<'_>) -> Result<T, Invalid>,
        id: impl Fn(&T) -> &str,
    ) -> Vec<T> {
        let items = self.items(key, read);
        let mut seen = std::collections::HashSet::new();
        for (index, item) in &items {
            if !seen.insert(id(item)) {
                let message = format!("the id `{}` is used more than once", cut(id(item)));
                self.complain(&format!("{key}[{index}].id"), Complaint::from(message).warning());
            }
        }
        items.into_iter().map(|(_, item)| item).collect()
    }

    /// The items of a list, up to [`MAX_ITEMS`]; empty where it is absent or no list.
    fn list(&mut self, key: &str) -> &'a [Value] {
        let list = match self.get(key) {
            None => return &[],
            Some(Value::Array(list)) => list,
            Some(other) => {
                self.complain(key, format!("should be a list, is {}", kind(other)));
                return &[];
            }
        };
        if list.len() > MAX_ITEMS {
            let message = format!("has {} items; only the first {MAX_ITEMS} are used", list.len());
            self.complain(key, message);
        }
        &list[..list.len().min(MAX_ITEMS)]
    }
}

fn is_web_address(text: &str) -> bool {
    let scheme = ["http://", "https://"].iter().find(|scheme| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    scheme.is_some_and(|scheme| {
        let rest = &text[scheme.len()..];
        !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
    })
}

/// What a value is, for people: `the text "abc"`, `a list`.
pub(super) fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.is_empty() => "an empty text".to_owned(),
        Value::String(text) => {
            let short = cut(text);
            format!("the text {short:?}{}", if short.len() < text.len() { "..." } else { "" })
        }
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// The start of a text that may be of any length.
pub(super) fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}
