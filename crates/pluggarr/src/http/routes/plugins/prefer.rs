//! How long a client wants to wait for a run: RFC 7240's `Prefer`, or `wait` in the body.

use std::time::Duration;

use axum::http::HeaderMap;

/// Longer waits are those of clients that wait to the end.
const LONGEST: f64 = 24.0 * 3600.0;

/// How long a client waits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Patience {
    /// Not at all.
    Not,
    /// So long.
    For(Duration),
    /// Until it is done.
    ToTheEnd,
}

impl Patience {
    /// What the request says; the body counts more. In words, if that makes no sense.
    pub(super) fn of(headers: &HeaderMap, wait: Option<f64>) -> Result<Self, String> {
        if let Some(seconds) = wait {
            return Self::seconds(seconds)
                .ok_or_else(|| format!("'wait' is a number of seconds from 0 to {LONGEST}"));
        }
        let values = headers.get_all("prefer").into_iter().filter_map(|value| value.to_str().ok());
        let mut patience = Self::ToTheEnd;
        for preference in values.flat_map(|value| value.split(',')).map(str::trim) {
            let (name, value) = preference.split_once('=').unwrap_or((preference, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                "respond-async" if patience == Self::ToTheEnd => patience = Self::Not,
                // What a server does not understand of this header it ignores.
                "wait" => {
                    let seconds = value.trim().trim_matches('"').parse().ok();
                    patience = seconds.and_then(Self::seconds).unwrap_or(patience);
                }
                _ => {}
            }
        }
        Ok(patience)
    }

    fn seconds(seconds: f64) -> Option<Self> {
        (0.0..=LONGEST).contains(&seconds).then(|| match seconds {
            0.0 => Self::Not,
            seconds => Self::For(Duration::from_secs_f64(seconds)),
        })
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn both_ways_of_saying_it_are_understood() {
        let of = |header: &'static str, wait| {
            let mut headers = HeaderMap::new();
            if !header.is_empty() {
                headers.append("prefer", HeaderValue::from_static(header));
            }
            Patience::of(&headers, wait)
        };
        let five = Ok(Patience::For(Duration::from_secs(5)));
        assert_eq!(of("", None), Ok(Patience::ToTheEnd));
        assert_eq!(of("respond-async", None), Ok(Patience::Not));
        assert_eq!(of("Respond-Async, wait=5", None), five);
        assert_eq!(of("wait = \"5\", respond-async", None), five);
        assert_eq!(of("return=minimal", None), Ok(Patience::ToTheEnd));
        assert_eq!(of("wait=soon", None), Ok(Patience::ToTheEnd));
        assert_eq!(of("respond-async", Some(5.0)), five);
        assert_eq!(of("", Some(0.0)), Ok(Patience::Not));
        for wrong in [-1.0, f64::NAN, f64::INFINITY, 1e9] {
            assert!(of("", Some(wrong)).unwrap_err().contains("seconds"), "{wrong}");
        }
    }
}
