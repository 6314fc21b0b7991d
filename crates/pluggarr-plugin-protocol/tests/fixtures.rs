//! Every file of `fixtures/protocol` is a message that this side can read and write back unchanged, and every
//! message has a file. The Python worker's tests read the same files.

#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read is the failure")]

use std::collections::BTreeMap;
use std::path::Path;

use pluggarr_plugin_protocol::{
    FromZygote, HEADER_BYTES, HostMessage, StatusMessage, ToZygote, WorkerMessage, decode, encode,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

#[derive(Deserialize)]
struct Fixture {
    channel: String,
    message: Value,
}

fn fixtures() -> BTreeMap<String, Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/protocol");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            (name, serde_json::from_str(&text).unwrap())
        })
        .collect()
}

/// JSON -> message -> msgpack -> message -> JSON.
fn there_and_back<M: DeserializeOwned + Serialize>(message: &Value) -> Value {
    let read: M = serde_json::from_value(message.clone()).unwrap();
    let frame = encode(&read).unwrap();
    let again: M = decode(&frame[HEADER_BYTES..]).unwrap();
    serde_json::to_value(again).unwrap()
}

#[test]
fn every_fixture_survives_both_encodings() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 39, "only {} fixtures found", fixtures.len());
    for (name, Fixture { channel, message }) in fixtures {
        let back = match channel.as_str() {
            "host_to_worker" => there_and_back::<HostMessage>(&message),
            "worker_to_host" => there_and_back::<WorkerMessage>(&message),
            "host_to_zygote" => there_and_back::<ToZygote>(&message),
            "zygote_to_host" => there_and_back::<FromZygote>(&message),
            "reaper_to_host" => there_and_back::<StatusMessage>(&message),
            other => panic!("{name}: unknown channel {other}"),
        };
        assert_eq!(back, message, "{name}");
    }
}

#[test]
fn every_message_has_a_fixture() {
    let fixtures = fixtures();
    let has = |channel: &str, pointer: &str, kind: &str| {
        fixtures.values().any(|f| {
            f.channel == channel && f.message.pointer(pointer).is_some_and(|found| found == kind)
        })
    };
    for (channel, pointer, kinds) in [
        ("host_to_worker", "/type", &["hello", "call", "ask", "cancel", "ping", "answer"][..]),
        ("host_to_worker", "/call/type", &["load", "run", "task", "describe", "lead", "stop"]),
        ("worker_to_host", "/type", &["hello", "answer", "call", "notify", "log", "pong"]),
        (
            "worker_to_host",
            "/call/type",
            &[
                "run_task",
                "delay_task",
                "dispatch",
                "storage_get",
                "storage_set",
                "storage_delete",
                "storage_list",
            ],
        ),
        ("worker_to_host", "/note/type", &["websocket", "system_event", "progress", "activity"]),
        ("host_to_zygote", "/type", &["fork"]),
        ("zygote_to_host", "/type", &["hello", "forked", "fork_failed"]),
        ("reaper_to_host", "/type", &["started", "ended"]),
    ] {
        for kind in kinds {
            assert!(has(channel, pointer, kind), "no fixture: {channel} {pointer} {kind}");
        }
    }
}

#[test]
fn unknown_keys_and_unknown_calls_are_tolerated() {
    let newer = serde_json::json!({"type": "call", "id": 1, "urgent": true,
        "call": {"type": "read_minds", "of": "all"}});
    let read: WorkerMessage = serde_json::from_value(newer).unwrap();
    assert!(matches!(
        read,
        WorkerMessage::Call { id: 1, call: pluggarr_plugin_protocol::HostCall::Unknown, .. }
    ));
}

#[test]
fn another_protocol_is_refused_in_words_that_say_which_side_is_older() {
    let error = pluggarr_plugin_protocol::check_protocol(2).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the host is older than the Python worker: it speaks protocol 1, not 2"
    );
    assert!(pluggarr_plugin_protocol::check_protocol(1).is_ok());
}
