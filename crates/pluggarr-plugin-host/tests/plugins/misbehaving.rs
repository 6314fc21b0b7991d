//! Everything a plugin can do wrong, each in a run that is ended: the right outcome within its grace, nothing
//! left of it, and the next run works.

use std::time::{Duration, Instant};

use pluggarr_plugin_host::{EndedBy, Error};
use pluggarr_plugin_protocol::Stream;
use serde_json::json;

use crate::support::{TestHost, key, limited, lives, request};

const LIMIT: Duration = Duration::from_millis(200);
const GRACE: Duration = Duration::from_millis(400);

fn host() -> TestHost {
    TestHost::with(|config| {
        config.limits.grace = GRACE;
        config.limits.memory_bytes = 256 << 20;
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_ends_by_the_gentlest_means_that_works_and_leaves_nothing() {
    let test = host();
    // Loops and sleeps: see `ending`.
    for (plugin, action, by, steps) in [
        ("blocks_in_c", "wait", EndedBy::Interrupted, 3),
        ("blocks_in_c", "wait_deaf", EndedBy::Killed, 5),
        ("blocks_in_c", "native_thread", EndedBy::Cancelled, 1),
        ("hogs", "take_on", EndedBy::Interrupted, 3),
        ("floods", "log", EndedBy::Interrupted, 3),
        ("floods", "print", EndedBy::Interrupted, 3),
        ("floods", "descriptor", EndedBy::Interrupted, 3),
        ("forks", "leave_and_wait", EndedBy::Cancelled, 1),
    ] {
        test.load(plugin).await.unwrap();
        let pid = test.host.pid(&key(plugin)).await.unwrap();
        let started = Instant::now();
        let end = test.host.run(&key(plugin), limited(action, LIMIT)).await;
        let took = started.elapsed();
        assert!(matches!(end.result, Err(Error::TimedOut { .. })), "{plugin} {action}: {end:?}");
        assert_eq!(end.ended_by, Some(by), "{plugin} {action}");
        // Its graces, and as much again for a machine that is busy.
        let most = LIMIT + GRACE * steps + Duration::from_secs(3);
        assert!(took < most, "{plugin} {action}: {took:?}");
        let is_killed = matches!(by, EndedBy::Terminated | EndedBy::Killed);
        assert_eq!(lives(pid.into()), !is_killed, "{plugin} {action}");
        let children = test.host.activity(&key(plugin)).await.children;
        assert!(children.is_empty(), "{plugin} {action}: {children:?}");
        test.host.stop(&key(plugin), "disable", serde_json::Map::new()).await.unwrap();
    }
    test.logs_until("Native threads, which nobody can end, are left alone: 1").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_lines_slows_nobody_but_who_floods() {
    let test = host();
    test.load("hello").await.unwrap();
    test.load("floods").await.unwrap();
    for way in ["log", "print", "descriptor"] {
        let before = test.heard.logs.lock().unwrap().len();
        let host = test.host.clone();
        let flood = tokio::spawn(async move {
            host.run(&key("floods"), request(way, json!({"seconds": 1}))).await.result
        });
        let mut slowest = Duration::ZERO;
        while !flood.is_finished() {
            let started = Instant::now();
            test.run("hello", "echo", json!({})).await.unwrap();
            slowest = slowest.max(started.elapsed());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let said = flood.await.unwrap().unwrap()["said"].as_u64().unwrap();
        println!("{way}: said {said} times; the slowest answer meanwhile took {slowest:?}");
        assert!(slowest < Duration::from_secs(1), "{way}: {slowest:?}");
        let logs = test.heard.logs.lock().unwrap();
        let heard = &logs[before..];
        assert!(heard.len() < 15_000, "{way}: {}", heard.len());
        let is_told = heard.iter().any(|record| record.message.contains("lines were dropped"));
        assert!(is_told || said < 20_000, "{way}: nobody says what is missing");
        let streams = heard.iter().filter(|record| record.stream == Some(Stream::Stdout)).count();
        assert_eq!(streams > 0, way != "log", "{way}");
    }
}

#[tokio::test]
async fn who_takes_too_much_memory_is_refused_more() {
    let test = host();
    test.load("hogs").await.unwrap();
    let end = test.host.run(&key("hogs"), request("take", json!({}))).await;
    let Err(Error::ActionFailed { message, .. }) = end.result else { panic!("{end:?}") };
    assert_eq!(message, "MemoryError");
    let peak = end.usage.unwrap().peak_bytes;
    assert!((100 << 20..400 << 20).contains(&peak), "{peak}");
    let after = test.host.run(&key("hogs"), request("give back", json!({}))).await;
    assert!(after.result.is_ok(), "{after:?}");
}

#[tokio::test]
async fn a_result_of_50_mb_arrives() {
    let test = TestHost::new();
    test.load("returns_odd").await.unwrap();
    let result = test.run("returns_odd", "very_large", json!({})).await.unwrap();
    assert_eq!(result["data"].as_str().unwrap().len(), 50 << 20);
}
