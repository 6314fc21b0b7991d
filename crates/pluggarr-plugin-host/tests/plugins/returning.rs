//! What comes back from an action: results and exceptions.

use pluggarr_plugin_host::Error;
use serde_json::json;

use crate::support::{TestHost, key};

#[tokio::test]
async fn results_become_data_by_the_incumbents_rules() {
    let test = TestHost::new();
    test.load("returns_odd").await.unwrap();
    let run = |action| test.run("returns_odd", action, json!({}));
    assert_eq!(run("none").await.unwrap(), json!({"status": "ok", "result": null}));
    assert_eq!(run("list").await.unwrap(), json!({"status": "ok", "result": [1, "two"]}));
    assert_eq!(
        run("rich").await.unwrap(),
        json!({
            "date": "2026-01-02T03:04:05Z",
            "uuid": "00000000-0000-0000-0000-000000000001",
            "set": [1],
            "decimal": 1.5,
            "bytes": "text",
            "path": "/data/exports",
            "enum": "red",
            "1": "a number for a key",
            "generator": [0, 1],
        })
    );
    let large = run("large").await.unwrap();
    assert_eq!(large["data"].as_str().unwrap().len(), 20 << 20);
}

#[tokio::test]
async fn results_that_are_no_data_are_refused_with_the_place() {
    let test = TestHost::new();
    test.load("returns_odd").await.unwrap();
    for (action, wanted) in [
        ("nan", "result.rows[0].ratio is nan, which JSON has not"),
        ("cycle", "result.self[0] contains itself"),
        ("object", "result.plugin is a Plugin, which cannot be sent"),
    ] {
        let error = test.run("returns_odd", action, json!({})).await.unwrap_err();
        let Error::BadResult { message, .. } = error else { panic!("{error:?}") };
        assert_eq!(message, wanted);
    }
    let error = test.run("returns_odd", "huge", json!({})).await.unwrap_err();
    assert!(error.to_string().contains("are more than the 67108864 bytes"), "{error}");
}

#[tokio::test]
async fn exceptions_are_answers_and_the_worker_lives_on() {
    let test = TestHost::new();
    test.load("raises").await.unwrap();
    let pid = test.host.pid(&key("raises")).await;
    for (action, wanted) in [
        ("value", "no channel 7"),
        ("key", "KeyError: 'missing'"),
        ("permission", "not for you"),
        ("exit", "SystemExit: 5"),
        ("interrupt", "KeyboardInterrupt"),
        ("generator", "GeneratorExit"),
        ("bad_text", "(its text cannot be read: RuntimeError)"),
        ("memory", "MemoryError"),
    ] {
        let error = test.run("raises", action, json!({})).await.unwrap_err();
        let Error::ActionFailed { message, traceback, is_permission, .. } = error else {
            panic!("{action}: {error:?}")
        };
        assert_eq!(message, wanted, "{action}");
        assert_eq!(is_permission, action == "permission");
        let traceback = traceback.unwrap();
        assert!(traceback.contains("plugin.py\", line "), "{action}: {traceback}");
        assert!(!traceback.contains("pluggarr_worker"), "{action}: {traceback}");
    }
    assert_eq!(test.host.pid(&key("raises")).await, pid, "it is still the same process");
}

#[tokio::test]
async fn endless_texts_and_recursions_are_cut() {
    let test = TestHost::new();
    test.load("raises").await.unwrap();
    for action in ["long", "recursion"] {
        let error = test.run("raises", action, json!({})).await.unwrap_err();
        let Error::ActionFailed { message, traceback, .. } = error else { panic!("{error:?}") };
        assert!(message.len() < 17_000, "{action}: {} bytes", message.len());
        assert!(traceback.unwrap().len() < 70_000, "{action}");
    }
}
