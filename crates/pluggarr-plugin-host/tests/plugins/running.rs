//! What a run has: a context, progress, a measure of what it took; and tasks of the plugin's own.

use std::time::Duration;

use pluggarr_plugin_host::{Error, RunKind, RunRequest};
use pluggarr_plugin_protocol::{Note, RunId};
use serde_json::{Map, Value, json};

use crate::support::{TestHost, key, request};

#[tokio::test]
async fn the_context_says_which_run_it_is_and_where_data_may_be_kept() {
    let test = TestHost::new();
    test.load("cooperates").await.unwrap();
    let result = test.run("cooperates", "context", json!({})).await.unwrap();
    assert_eq!(result["is_there"], true, "{result}");
    assert!(test.data.plugin_data(&key("cooperates")).is_dir());
    assert_eq!(result["run_id"], "run-of-context");
    assert_eq!(result["trigger"], "user");
    assert_eq!(result["cancelled"], false);
    let again = test.run("cooperates", "use_kept", json!({})).await.unwrap();
    assert_eq!(again["cancelled"], json!([false]), "a kept context does no harm");
}

#[tokio::test]
async fn progress_and_the_start_are_heard_of() {
    let test = TestHost::new();
    test.load("cooperates").await.unwrap();
    test.run("cooperates", "report", json!({})).await.unwrap();
    let run = RunId::new("run-of-report");
    assert_eq!(test.heard.started.lock().unwrap().as_slice(), std::slice::from_ref(&run));
    let notes = test.heard.notes.lock().unwrap();
    let note = |percent, text: &str| {
        (Some(run.clone()), Note::Progress { percent: Some(percent), message: text.to_owned() })
    };
    // The second came too soon after the first, and the third before it was sent.
    assert_eq!(*notes, [note(0.0, "begun"), note(100.0, "done")]);
}

/// The last of several reports is not held back until the next one, which may be far away.
#[tokio::test]
async fn the_last_report_is_heard_of_while_the_plugin_computes() {
    let test = TestHost::new();
    test.load("cooperates").await.unwrap();
    let host = test.host.clone();
    let run = tokio::spawn(async move {
        host.run(&key("cooperates"), request("report_and_spin", json!({"seconds": 1}))).await
    });
    let is_last = |note: &Note| matches!(note, Note::Progress { message, .. } if message == "last");
    while !test.heard.notes.lock().unwrap().iter().any(|(_, note)| is_last(note)) {
        assert!(!run.is_finished(), "it was heard of at the end only");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    run.await.unwrap().result.unwrap();
    assert_eq!(test.heard.notes.lock().unwrap().len(), 2, "the first and the last");
}

#[tokio::test]
async fn a_run_says_what_it_took() {
    let test = TestHost::new();
    test.load("spins").await.unwrap();
    let wanted = request("spin_for", json!({"seconds": 0.2}));
    let end = test.host.run(&key("spins"), wanted).await;
    let usage = end.usage.unwrap();
    // How much it got of its 0.2 s depends on who else wants the processor.
    assert!(usage.cpu_seconds > 0.0 && usage.cpu_seconds < 1.0, "{usage:?}");
    assert!((1 << 20..1 << 30).contains(&usage.peak_bytes), "{usage:?}");
    assert!(end.started_at.unwrap().elapsed().unwrap() >= Duration::from_millis(200));
    assert_eq!(end.ended_by, None);
}

#[tokio::test]
async fn tasks_of_a_plugins_own_are_known_and_run() {
    let test = TestHost::with_compat();
    let metadata = test.load("has_tasks").await.unwrap();
    assert_eq!(metadata.tasks, ["has_tasks.add", "has_tasks.raises", "has_tasks.retries"]);
    let run = async |name: &str, args: Vec<Value>, kwargs: Value| {
        let kwargs = kwargs.as_object().cloned().unwrap_or_default();
        let kind = RunKind::Task { args, kwargs };
        let request = RunRequest { kind, ..request(name, Value::Object(Map::new())) };
        test.host.run(&key("has_tasks"), request).await.result
    };
    let sum = run("has_tasks.add", vec![json!(1)], json!({"two": 2})).await.unwrap();
    assert_eq!(sum, json!(3));
    let retried = run("has_tasks.retries", vec![], Value::Null).await.unwrap();
    assert_eq!(retried, json!({"retries": 2, "id": "run-of-has_tasks.retries"}));
    let Err(Error::ActionFailed { message, traceback, .. }) =
        run("has_tasks.raises", vec![], Value::Null).await
    else {
        panic!("it raises")
    };
    assert_eq!(message, "no channel 7");
    assert!(traceback.unwrap().contains("plugin.py\", line 20, in raises"));
    let unknown = run("has_tasks.other", vec![], Value::Null).await.unwrap_err();
    assert!(unknown.to_string().contains("has registered no task `has_tasks.other`"), "{unknown}");
}
