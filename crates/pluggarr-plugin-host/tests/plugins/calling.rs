//! Plugins call the host.

use std::time::Duration;

use pluggarr_plugin_host::Error;
use pluggarr_plugin_protocol::{HostCall, Note, RunId};
use serde_json::json;

use crate::support::{TestHost, key, request};

#[tokio::test]
async fn calls_are_answered_and_carry_their_run() {
    let test = TestHost::new();
    test.load("calls_host").await.unwrap();
    assert_eq!(test.run("calls_host", "run_task", json!({})).await.unwrap(), json!({"answer": 5}));
    let calls = test.heard.calls.lock().unwrap().clone();
    let call = HostCall::RunTask {
        name: "add".to_owned(),
        args: vec![2.into(), 3.into()],
        kwargs: serde_json::Map::new(),
    };
    assert_eq!(calls, [(Some(RunId::new("run-of-run_task")), call)]);
}

#[tokio::test]
async fn many_calls_at_once_and_calls_of_native_threads_are_answered() {
    let test = TestHost::new();
    test.load("calls_host").await.unwrap();
    let result = test.run("calls_host", "at_once", json!({})).await.unwrap();
    let wanted: Vec<_> = (0..50).map(|n| n * 2).collect();
    assert_eq!(result, json!({"answers": wanted}));
    let result = test.run("calls_host", "native_thread", json!({})).await.unwrap();
    assert_eq!(result, json!({"answer": 9}));
}

#[tokio::test]
async fn what_the_host_refuses_is_an_exception() {
    let test = TestHost::new();
    test.load("calls_host").await.unwrap();
    let result = test.run("calls_host", "unknown", json!({})).await.unwrap();
    assert_eq!(result, json!({"refused": "no task is called `nowhere`"}));
}

#[tokio::test]
async fn notes_arrive_before_the_result() {
    let test = TestHost::new();
    test.load("calls_host").await.unwrap();
    test.run("calls_host", "notify", json!({})).await.unwrap();
    let notes = test.heard.notes.lock().unwrap().clone();
    assert_eq!(notes.len(), 2);
    assert_eq!(notes[0].0, Some(RunId::new("run-of-notify")));
    let websocket = Note::Websocket {
        group: "updates".to_owned(),
        event: "update".to_owned(),
        data: json!({"type": "plugin"}),
    };
    assert_eq!(notes[0].1, websocket);
}

#[tokio::test]
async fn a_run_that_waits_for_the_host_can_be_cancelled() {
    let test = TestHost::new();
    test.load("calls_host").await.unwrap();
    let (host, calls_host) = (test.host.clone(), key("calls_host"));
    let run = tokio::spawn(async move { host.run(&calls_host, request("slow", json!({}))).await });
    while test.heard.calls.lock().unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(test.host.cancel(&RunId::new("run-of-slow")));
    let error = run.await.unwrap().result.unwrap_err();
    assert!(matches!(error, Error::Cancelled { .. }), "{error}");
    assert_eq!(test.run("calls_host", "run_task", json!({})).await.unwrap(), json!({"answer": 5}));
}
