//! What a plugin is told of an event: the incumbent's payload, from what is known of channel and stream.

use serde_json::{Map, Value};

/// The events that are handed to plugins. Others, a plugin's own among them, are only kept.
const DELIVERED: &[&str] = &[
    "channel_start",
    "channel_stop",
    "channel_reconnect",
    "channel_error",
    "channel_failover",
    "stream_switch",
    "client_connect",
    "client_disconnect",
    "recording_start",
    "recording_end",
    "epg_refresh",
    "m3u_refresh",
    "vod_start",
    "vod_stop",
    "login_failed",
    "m3u_blocked",
    "epg_blocked",
];

/// Whether plugins are told of this event.
pub(super) fn is_delivered(event: &str) -> bool {
    DELIVERED.contains(&event)
}

/// The stream that an event names by its `stream_id`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct StreamFacts {
    pub(super) name: Option<String>,
    pub(super) url: Option<String>,
    pub(super) account: Option<String>,
}

/// What a handler gets as `params["payload"]`.
///
/// What is known of the stream replaces what the event itself says of it, and so does its absence. What Python takes
/// for false is left out: a count of 0 is no key.
pub(super) fn payload(
    details: Map<String, Value>,
    channel_name: Option<String>,
    stream: StreamFacts,
) -> Map<String, Value> {
    let mut payload = details;
    let StreamFacts { name, url, account } = stream;
    for (key, value) in [
        ("channel_name", channel_name),
        ("stream_name", name),
        ("stream_url", url.clone()),
        ("channel_url", url),
        ("provider_name", account),
        // Known to the proxy alone, which does not play anything yet.
        ("profile_used", None),
    ] {
        payload.insert(key.to_owned(), value.into());
    }
    payload.retain(|_, value| !is_false(value));
    payload
}

/// What Python takes for false.
fn is_false(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) => false,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(items) => items.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn what_python_takes_for_false_is_left_out() {
        let details = object(json!({
            "account_name": "One", "streams_created": 0, "elapsed_time": 0.0, "a": "", "b": null,
            "c": false, "d": [], "e": {}, "f": true, "g": "0",
        }));
        let payload = payload(details, None, StreamFacts::default());
        assert_eq!(Value::from(payload), json!({"account_name": "One", "f": true, "g": "0"}));
    }

    #[test]
    fn names_are_those_of_the_database_and_not_those_of_the_event() {
        let details =
            object(json!({"stream_id": 7, "stream_name": "as told", "profile_used": "x"}));
        let stream = StreamFacts {
            name: Some("as kept".to_owned()),
            url: Some("http://h.test/1".to_owned()),
            account: Some("One".to_owned()),
        };
        let told = payload(details.clone(), Some("News".to_owned()), stream);
        assert_eq!(
            Value::from(told),
            json!({"stream_id": 7, "stream_name": "as kept", "channel_name": "News",
                "stream_url": "http://h.test/1", "channel_url": "http://h.test/1",
                "provider_name": "One"})
        );
        let told = payload(details, None, StreamFacts::default());
        assert_eq!(Value::from(told), json!({"stream_id": 7}));
    }

    #[test]
    fn sign_ins_that_succeed_and_names_of_plugins_are_only_kept() {
        assert!(is_delivered("m3u_refresh") && is_delivered("login_failed"));
        for event in ["login_success", "logout", "m3u_download", "epg_watchdog_recovered", ""] {
            assert!(!is_delivered(event), "{event}");
        }
    }
}
