//! Runs that are asked to end: what they return is kept, and nothing of what they have started is left.

use std::time::{Duration, Instant};

use pluggarr_plugin_host::{EndedBy, Error, RunEnd, RunRequest};
use pluggarr_plugin_protocol::RunId;
use serde_json::{Value, json};

use crate::support::{TestHost, key, lives, request};

const SHORT: Duration = Duration::from_millis(200);

/// Run, and cancel it a moment later.
async fn cancelled(test: &TestHost, plugin: &str, request: RunRequest) -> RunEnd {
    let (host, key, run_id) = (test.host.clone(), key(plugin), request.run_id.clone());
    let run = tokio::spawn(async move { host.run(&key, request).await });
    tokio::time::sleep(SHORT).await;
    assert!(test.host.cancel(&run_id));
    run.await.unwrap()
}

fn kept(end: &RunEnd) -> Option<&Value> {
    match end.result.as_ref().unwrap_err() {
        Error::Cancelled { result, .. } | Error::TimedOut { result, .. } => result.as_deref(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_run_that_looks_at_the_flag_returns_what_it_has() {
    let test = TestHost::new();
    test.load("cooperates").await.unwrap();
    for busy in [false, true] {
        let end = cancelled(&test, "cooperates", request("look", json!({"busy": busy}))).await;
        assert!(kept(&end).unwrap()["rounds"].as_u64() > Some(1), "{end:?}");
        assert_eq!(end.ended_by, Some(EndedBy::Asked));
        assert!(end.usage.is_some());
    }
    let limit = Some(SHORT);
    let request = RunRequest { limit, ..request("look", json!({})) };
    let end = test.host.run(&key("cooperates"), request).await;
    assert!(matches!(end.result, Err(Error::TimedOut { .. })), "{end:?}");
    assert!(kept(&end).is_some() && end.ended_by == Some(EndedBy::Asked), "{end:?}");
}

#[tokio::test]
async fn a_plugins_own_stop_action_is_called_first() {
    let test = TestHost::new();
    test.load("cooperates").await.unwrap();
    let wanted = RunRequest { stop_action: true, ..request("wait", json!({})) };
    let end = cancelled(&test, "cooperates", wanted).await;
    assert_eq!(kept(&end).unwrap()["ended"], "by stop");
    assert_eq!(end.ended_by, Some(EndedBy::StopAction));
    let logs = test.logs_until("stop was called with {} run-of-wait").await;
    let said = logs.iter().find(|log| log.message.contains("stop was called")).unwrap();
    assert_eq!(said.run_id.as_ref().unwrap().as_str(), "run-of-wait");
}

#[tokio::test]
async fn a_run_that_never_looks_is_not_waited_for() {
    let test = TestHost::with(|config| config.limits.grace = Duration::from_secs(20));
    test.load("sleeps").await.unwrap();
    let started = Instant::now();
    let end = cancelled(&test, "sleeps", request("sleep", json!({}))).await;
    assert_eq!((kept(&end), end.ended_by), (None, Some(EndedBy::Cancelled)));
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

/// Processes, whether in a session of their own or not, and greenlets.
#[tokio::test]
async fn what_a_cancelled_run_has_started_ends_with_it() {
    let test = TestHost::new();
    test.load("cooperates").await.unwrap();
    let end = cancelled(&test, "cooperates", request("start_things", json!({"stay": true}))).await;
    assert_eq!(end.ended_by, Some(EndedBy::Cancelled));
    let pids = pids(&test).await;
    assert!(!pids.iter().any(|pid| lives(*pid)), "{pids:?}");
    test.logs_until("Processes that the run had started were killed: 3").await;
    tokio::time::sleep(Duration::from_millis(1200)).await;
    let activity = test.host.activity(&key("cooperates")).await;
    assert_eq!((activity.threads, activity.children), (vec![], vec![]));
}

/// Most processes say which run has started them; the others are left alone while there is other work.
#[tokio::test]
async fn while_another_run_goes_on_its_processes_do() {
    let test = TestHost::new();
    test.load("cooperates").await.unwrap();
    let host = test.host.clone();
    let other = request("wait", json!({}));
    tokio::spawn(async move { host.run(&key("cooperates"), other).await });
    cancelled(&test, "cooperates", request("start_things", json!({"stay": true}))).await;
    test.logs_until("or other work of the plugin, are left alone: 1").await;
    test.logs_until("Processes that the run had started were killed: 2").await;
    let pids = pids(&test).await;
    let living: Vec<_> = pids.iter().filter(|pid| lives(**pid)).collect();
    assert_eq!(living, [&pids[2]], "{pids:?}");
}

#[tokio::test]
async fn what_goes_on_after_a_run_is_listed() {
    let test = TestHost::new();
    test.load("cooperates").await.unwrap();
    test.run("cooperates", "start_things", json!({})).await.unwrap();
    let pids = pids(&test).await;
    let mut activity = test.host.activity(&key("cooperates")).await;
    for _ in 0..100 {
        if activity.threads.len() == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        activity = test.host.activity(&key("cooperates")).await;
    }
    let names: Vec<_> = activity.threads.iter().map(|thread| thread.name.as_str()).collect();
    assert_eq!(names, ["left behind", "Plugin._start_things.<locals>.<lambda>"]);
    assert_eq!(activity.threads[0].run_id.as_ref().unwrap().as_str(), "run-of-start_things");
    let children: Vec<u64> = activity.children.iter().map(|child| child.pid.into()).collect();
    assert_eq!(children, pids);
    let runs: Vec<_> =
        activity.children.iter().map(|child| child.run_id.as_ref().map(RunId::as_str)).collect();
    let run = Some("run-of-start_things");
    assert_eq!(runs, [run, run, None]);
    assert_eq!(activity.children[0].command, "sleep 300");
    let heard = test.heard.activities.lock().unwrap().clone();
    assert_eq!(heard.last().unwrap().len(), 2, "{heard:?}");
}

/// The plugin prints them.
async fn pids(test: &TestHost) -> Vec<u64> {
    let logs = test.logs_until("pids ").await;
    let line = logs.iter().find(|log| log.message.starts_with("pids ")).unwrap();
    line.message.split(' ').skip(1).map(|pid| pid.parse().unwrap()).collect()
}
