//! How far a run is, put together from all that a plugin says about it. Pure: the moment is an argument.
//!
//! Three sources, the better one wins: `context["report_progress"]`, what the plugin sends to browsers, what it logs.
//! A run that has used one of them is not read by a lesser one any more.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use regex::Regex;
use serde_json::{Map, Value};

/// Where it was said, the least reliable first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// In a log line.
    Log,
    /// In a message to browsers.
    Websocket,
    /// To the host.
    Reported,
}

impl Source {
    /// The word in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Websocket => "websocket",
            Self::Reported => "reported",
        }
    }
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// 0 to 100, if it is known.
    pub percent: Option<f64>,
    /// What is being done.
    pub message: String,
    /// Where it was said.
    pub source: Source,
    /// When.
    pub at: DateTime<Utc>,
}

impl Progress {
    pub(super) fn new(
        percent: Option<f64>,
        message: &str,
        source: Source,
        at: DateTime<Utc>,
    ) -> Self {
        let percent = percent.filter(|percent| percent.is_finite());
        let message = message.chars().take(500).collect();
        Self { percent: percent.map(|percent| percent.clamp(0.0, 100.0)), message, source, at }
    }

    /// What is known after `news`.
    pub(super) fn after(before: Option<&Self>, news: Self) -> Self {
        match before {
            Some(before) if before.source > news.source => before.clone(),
            // A line with a message and no number says what is done, not that nothing is known any more.
            Some(before) if before.source == news.source && news.percent.is_none() => {
                Self { percent: before.percent, ..news }
            }
            _ => news,
        }
    }

    /// Seconds until the end, if it goes on as it has since `started`. Not told before there is something to go by.
    pub fn eta_seconds(&self, started: DateTime<Utc>) -> Option<f64> {
        let percent = self.percent.filter(|percent| *percent >= 1.0)?;
        let elapsed = (self.at - started).as_seconds_f64();
        (elapsed >= 2.0).then(|| elapsed * (100.0 - percent) / percent)
    }
}

/// What a message to browsers says about progress: only of messages that a plugin sends as its own, or that have
/// such a key.
pub(super) fn in_message(data: &Value) -> Option<(Option<f64>, String)> {
    let data = data.as_object()?;
    let percent = percent_in(data);
    let is_plugins = data.get("type").and_then(Value::as_str).is_some_and(|kind| {
        kind == "plugin" || (kind.starts_with("plugin_") && kind.contains("progress"))
    });
    if percent.is_none() && !is_plugins {
        return None;
    }
    let text = |key: &&str| data.get(*key)?.as_str().filter(|text| !text.is_empty());
    let message = ["message", "detail", "status", "stage"].iter().find_map(text);
    match (percent, message) {
        (None, None) => None,
        (percent, message) => Some((percent, message.unwrap_or_default().to_owned())),
    }
}

fn percent_in(data: &Map<String, Value>) -> Option<f64> {
    for key in ["progress", "percent", "percentage", "pct"] {
        match data.get(key) {
            Some(Value::Object(inner)) => return percent_in(inner).or_else(|| ratio_in(inner)),
            Some(value) => {
                if let Some(number) = number(value).filter(|number| (0.0..=100.0).contains(number))
                {
                    // 0.25 is a quarter; 1 is one percent, since whole numbers are percents.
                    return Some(if number.fract() != 0.0 && number < 1.0 {
                        number * 100.0
                    } else {
                        number
                    });
                }
            }
            None => {}
        }
    }
    ratio_in(data)
}

fn ratio_in(data: &Map<String, Value>) -> Option<f64> {
    let total = data.get("total").and_then(number).filter(|total| *total > 0.0)?;
    let mut done = ["current", "processed", "done", "completed"].iter();
    let done = done.find_map(|key| data.get(*key).and_then(number))?;
    (0.0..=total).contains(&done).then(|| done / total * 100.0)
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().trim_end_matches('%').trim().parse().ok(),
        _ => None,
    }
}

/// `[12/340]`, `(12 of 340)`, `12/340 channels`, `progress: 45 %`. Not dates, sizes or parts of paths.
static RATIO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[\s\[(:])(\d{1,9})\s?(?:/|\s+of\s+)\s?(\d{1,9})(?:[\])]|\s+[a-zA-Z]|\s*$)")
        .ok()
});
static PERCENT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[\s\[(:=])(\d{1,3}(?:\.\d+)?)\s?%").ok());

/// What a log line says about progress.
pub(super) fn in_line(line: &str) -> Option<f64> {
    if line.len() > 300 || !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if let Some(found) = PERCENT.as_ref().and_then(|pattern| pattern.captures(line)) {
        return found[1].parse().ok().filter(|percent| (0.0..=100.0).contains(percent));
    }
    let found = RATIO.as_ref()?.captures(line)?;
    let (done, total): (f64, f64) = (found[1].parse().ok()?, found[2].parse().ok()?);
    (total >= 2.0 && done <= total).then(|| done / total * 100.0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    #[test]
    fn the_better_source_wins_and_a_number_stays() {
        let log = Progress::new(Some(10.0), "one", Source::Log, at(1));
        let socket = Progress::new(Some(20.0), "two", Source::Websocket, at(2));
        let told = Progress::after(Some(&log), socket.clone());
        assert_eq!(told, socket);
        assert_eq!(Progress::after(Some(&socket), log.clone()), socket);
        let words = Progress::new(None, "three", Source::Websocket, at(3));
        let told = Progress::after(Some(&socket), words);
        assert_eq!((told.percent, told.message.as_str()), (Some(20.0), "three"));
        assert_eq!(Progress::new(Some(250.0), "", Source::Log, at(0)).percent, Some(100.0));
        assert_eq!(Progress::new(Some(f64::NAN), "", Source::Log, at(0)).percent, None);
    }

    #[test]
    fn the_rest_is_told_once_there_is_something_to_go_by() {
        let progress = |percent, second| Progress::new(Some(percent), "", Source::Log, at(second));
        assert_eq!(progress(25.0, 10).eta_seconds(at(0)), Some(30.0));
        assert_eq!(progress(50.0, 1).eta_seconds(at(0)), None);
        assert_eq!(progress(0.0, 10).eta_seconds(at(0)), None);
        assert_eq!(progress(100.0, 10).eta_seconds(at(0)), Some(0.0));
    }

    #[test]
    fn messages_to_browsers_are_read() {
        let of = |data: Value| in_message(&data);
        let told = Some((Some(40.0), "half".to_owned()));
        assert_eq!(of(json!({"type": "plugin", "progress": 40, "message": "half"})), told);
        assert_eq!(of(json!({"type": "x", "percent": "40%", "status": "half"})), told);
        assert_eq!(of(json!({"type": "x", "progress": 0.4, "status": "half"})), told);
        assert_eq!(
            of(json!({"type": "x", "progress": {"current": 2, "total": 5}, "stage": "half"})),
            told
        );
        assert_eq!(of(json!({"type": "x", "processed": 2, "total": 5, "message": "half"})), told);
        assert_eq!(of(json!({"type": "plugin", "message": "hi"})), Some((None, "hi".to_owned())));
        assert_eq!(of(json!({"type": "channels_changed", "message": "hi"})), None);
        assert_eq!(of(json!({"type": "plugin"})), None);
        assert_eq!(of(json!({"type": "x", "current": 9, "total": 5})), None);
        assert_eq!(of(json!([1])), None);
    }

    #[test]
    fn log_lines_are_read_and_dates_are_not() {
        for (line, percent) in [
            ("[12/48] ESPN", Some(25.0)),
            ("Processed 12 of 48 channels", Some(25.0)),
            ("12/48 channels", Some(25.0)),
            ("done: 12/48", Some(25.0)),
            ("Progress: 45.5 %", Some(45.5)),
            ("45%", Some(45.0)),
            ("GET http://h/1/2/3", None),
            ("on 11/24/2026", None),
            ("2026/11/24 done", None),
            ("took 3 s", None),
            ("500%", None),
            ("9/3 odd", None),
            ("nothing", None),
        ] {
            assert_eq!(in_line(line), percent, "{line}");
        }
    }
}
