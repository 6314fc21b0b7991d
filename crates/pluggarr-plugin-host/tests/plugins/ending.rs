//! Time limits, cancelling, stopping, and workers that end by themselves. Whatever a plugin does, the host
//! answers, nothing is left of the worker, and the next call works.

use std::time::{Duration, Instant};

use pluggarr_plugin_host::{EndedBy, Error, State};
use pluggarr_plugin_protocol::RunId;
use serde_json::{Map, json};

use crate::support::{TestHost, key, limited, lives, request};

const SHORT: Duration = Duration::from_millis(200);

/// Only when nothing gentler helps is the worker ended, and with it whatever else it does.
#[tokio::test]
async fn an_action_that_overstays_is_ended_as_gently_as_it_lets_us() {
    let test = TestHost::new();
    for (plugin, action, wanted) in [
        ("sleeps", "sleep", Some(EndedBy::Cancelled)),
        ("sleeps", "swallow", Some(EndedBy::Terminated)),
        ("sleeps", "child", Some(EndedBy::Cancelled)),
        ("spins", "spin", Some(EndedBy::Interrupted)),
        ("spins", "catch_all", Some(EndedBy::Terminated)),
        ("spins", "ignore_term", Some(EndedBy::Killed)),
        // Looks for signals between two multiplications, each of which may take longer than a grace.
        ("spins", "hold_gil", None),
    ] {
        test.load(plugin).await.unwrap();
        let pid = test.host.pid(&key(plugin)).await.unwrap();
        let started = Instant::now();
        let end = test.host.run(&key(plugin), limited(action, SHORT)).await;
        let error = end.result.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("plugin `{plugin}` did not finish `{action}` within 0.2 s")
        );
        assert!(started.elapsed() < Duration::from_secs(5), "{action}: {:?}", started.elapsed());
        let by = end.ended_by.unwrap();
        assert!(wanted.is_none_or(|wanted| wanted == by), "{action}: {by:?}");
        let is_gentle = matches!(by, EndedBy::Cancelled | EndedBy::Interrupted);
        assert_eq!(lives(pid.into()), is_gentle, "{action}");
        let again = test.run(plugin, "return at once", json!({"seconds": 0})).await.unwrap();
        assert_eq!(again["status"], "ok", "{action}: the next call works");
    }
}

#[tokio::test]
async fn a_cancelled_run_gives_way_and_the_worker_stays() {
    let test = TestHost::new();
    for (plugin, action) in [("sleeps", "sleep"), ("spins", "spin")] {
        test.load(plugin).await.unwrap();
        let pid = test.host.pid(&key(plugin)).await.unwrap();
        let (host, wanted) = (test.host.clone(), request(action, json!({"name": "cancelled"})));
        let run_id = wanted.run_id.clone();
        let run = tokio::spawn(async move { host.run(&key(plugin), wanted).await });
        tokio::time::sleep(SHORT).await;
        assert!(test.host.cancel(&run_id));
        let error = run.await.unwrap().result.unwrap_err();
        assert!(matches!(error, Error::Cancelled { .. }), "{action}: {error}");
        let logs = test.heard.logs.lock().unwrap().clone();
        assert_eq!(test.host.pid(&key(plugin)).await, Some(pid), "{action}: {logs:#?}");
        assert!(!test.host.cancel(&run_id), "it is over");
    }
    let result = test.run("sleeps", "none", json!({})).await.unwrap();
    assert_eq!(result["finished"], json!(["cancelled"]), "its `finally` has run");
}

#[tokio::test]
async fn a_run_that_cannot_be_cancelled_costs_the_worker() {
    let test = TestHost::new();
    test.load("spins").await.unwrap();
    let host = test.host.clone();
    let run =
        tokio::spawn(
            async move { host.run(&key("spins"), request("ignore_term", json!({}))).await },
        );
    tokio::time::sleep(SHORT).await;
    test.host.cancel(&RunId::new("run-of-ignore_term"));
    let error = run.await.unwrap().result.unwrap_err();
    assert!(matches!(error, Error::Cancelled { .. }), "{error}");
    test.logs_until("run run-of-ignore_term (`ignore_term`) could not be cancelled").await;
    assert_eq!(test.run("spins", "none", json!({})).await.unwrap(), json!({"status": "ok"}));
}

#[tokio::test]
async fn runs_beside_one_that_must_be_killed_are_told_which_it_was() {
    let test = TestHost::new();
    test.load("spins").await.unwrap();
    let host = test.host.clone();
    let beside = tokio::spawn(async move {
        host.run(&key("spins"), request("wait_for_greenlet", json!({}))).await
    });
    tokio::time::sleep(SHORT).await;
    let pid = test.host.pid(&key("spins")).await;
    let end = test.host.run(&key("spins"), limited("ignore_term", SHORT)).await;
    assert_eq!(end.ended_by, Some(EndedBy::Killed));
    let error = beside.await.unwrap().result.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the worker of plugin `spins` ended during `wait_for_greenlet`: the host ended it, because run \
         run-of-ignore_term (`ignore_term`) overran its time and could not be cancelled"
    );
    // Nobody has called the plugin.
    for _ in 0..200 {
        if test.host.state(&key("spins")) == State::Running {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(test.host.state(&key("spins")), State::Running);
    assert_ne!(test.host.pid(&key("spins")).await, pid);
}

#[tokio::test]
async fn a_worker_that_ends_is_reported_and_the_next_call_works() {
    let test = TestHost::new();
    test.load("exits").await.unwrap();
    for (action, wanted) in [
        ("os_exit", "exit status 3"),
        ("abort", "signal 6 (SIGABRT)"),
        ("kill", "signal 9 (SIGKILL)"),
        ("segfault", "signal 11 (SIGSEGV)"),
        // The loop or the thread that reads the socket: whoever notices first ends the process.
        ("close_everything", "exit status"),
        ("kill_reaper", "its reaper was killed"),
    ] {
        let started = Instant::now();
        let error = test.run("exits", action, json!({})).await.unwrap_err();
        let wanted = format!("the worker of plugin `exits` ended during `{action}`: {wanted}");
        assert!(error.to_string().starts_with(&wanted), "{error}");
        assert!(started.elapsed() < Duration::from_secs(3), "{action}: {:?}", started.elapsed());
        assert_eq!(test.host.state(&key("exits")), State::Crashed, "{action}");
        let again = test.run("exits", "nothing", json!({})).await.unwrap();
        assert_eq!(again["status"], "ok", "{action}");
        assert_eq!(test.host.state(&key("exits")), State::Running, "{action}");
    }
    let error = test.run("exits", "sys_exit", json!({})).await.unwrap_err();
    assert!(matches!(error, Error::ActionFailed { .. }), "only the action ends: {error}");
    let error = test.host.run(&key("exits"), limited("stop", SHORT)).await.result.unwrap_err();
    assert!(matches!(error, Error::TimedOut { .. }), "it has stopped itself: {error}");
}

#[tokio::test]
async fn children_die_with_the_worker_those_with_a_session_of_their_own_too() {
    let test = TestHost::new();
    test.load("forks").await.unwrap();
    let result = test.run("forks", "leave", json!({})).await.unwrap();
    let pids: Vec<u64> =
        result["pids"].as_array().unwrap().iter().map(|p| p.as_u64().unwrap()).collect();
    assert!(pids.iter().all(|pid| lives(*pid)), "they live on after the action: {pids:?}");
    test.host.stop(&key("forks"), "disable", Map::new()).await.unwrap();
    // No waiting here: stop() returns when the reaper says that nothing is left.
    assert!(!pids.iter().any(|pid| lives(*pid)), "{pids:?}");
    assert_eq!(test.host.state(&key("forks")), State::Stopped);
}

#[tokio::test]
async fn a_plugin_that_forks_answers_once_and_may_use_subprocess() {
    let test = TestHost::new();
    test.load("forks").await.unwrap();
    let result = test.run("forks", "twice", json!({})).await.unwrap();
    assert_eq!(result, json!({"status": "ok", "is_child": false}));
    let result = test.run("forks", "run", json!({})).await.unwrap();
    assert_eq!(result, json!({"status": "ok", "code": 7, "out": "out\n"}));
}

#[tokio::test]
async fn pings_are_answered_while_a_plugin_blocks_its_loop() {
    let test = TestHost::new();
    test.load("spins").await.unwrap();
    let host = test.host.clone();
    let wanted = request("spin_for", json!({"seconds": 1.0}));
    let run = tokio::spawn(async move { host.run(&key("spins"), wanted).await });
    tokio::time::sleep(SHORT).await;
    let pong = test.host.ping(&key("spins"), Duration::from_millis(500)).await;
    assert!(pong.is_some(), "no pong");
    assert_eq!(run.await.unwrap().result.unwrap(), json!({"status": "ok"}));
}

#[tokio::test]
async fn actions_of_one_plugin_run_at_once_and_its_threads_go_on() {
    let test = TestHost::new();
    test.load("sleeps").await.unwrap();
    let started = Instant::now();
    let wanted = |name: &str| {
        let mut wanted = request("sleep", json!({"seconds": 0.5}));
        wanted.run_id = RunId::new(name);
        wanted
    };
    let sleeps = key("sleeps");
    let (first, second) =
        tokio::join!(test.host.run(&sleeps, wanted("a")), test.host.run(&sleeps, wanted("b")));
    first.result.unwrap();
    second.result.unwrap();
    assert!(started.elapsed() < Duration::from_millis(900), "{:?}", started.elapsed());

    test.load("threads").await.unwrap();
    let before = test.run("threads", "start", json!({})).await.unwrap();
    tokio::time::sleep(SHORT).await;
    let after = test.run("threads", "count", json!({})).await.unwrap();
    assert!(after["count"].as_u64() > before["count"].as_u64(), "{before} {after}");
    // A thread that never ends does not keep the worker.
    let started = Instant::now();
    test.host.stop(&key("threads"), "disable", Map::new()).await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
}

#[tokio::test]
async fn stop_is_called_with_its_reason_and_whatever_it_does_the_worker_ends() {
    let test = TestHost::new();
    for (how, wanted) in [
        ("note", None),
        ("raise", Some("plugin `stops` failed in `stop`: cannot stop")),
        ("hang", Some("plugin `stops` did not finish `stop` within 2 s")),
    ] {
        test.load("stops").await.unwrap();
        let pid = test.host.pid(&key("stops")).await.unwrap();
        let settings = json!({"how": how}).as_object().cloned().unwrap();
        let result = test.host.stop(&key("stops"), "disable", settings).await;
        assert_eq!(result.err().map(|error| error.to_string()).as_deref(), wanted);
        assert!(!lives(pid.into()), "{how}");
        let error = test.run("stops", "go", json!({})).await.unwrap_err();
        assert!(matches!(error, Error::NotInstalled { .. }), "{how}: {error}");
    }
    let noted = std::fs::read_to_string(test.data.files().join("stopped")).unwrap();
    assert_eq!(noted, "disable");
}

#[tokio::test]
async fn stopping_a_plugin_does_not_wait_until_it_is_loaded() {
    let test = TestHost::new();
    let folder = test.install("fails_to_load");
    std::fs::write(folder.join("how"), "sleep").unwrap();
    let host = test.host.clone();
    let load = tokio::spawn(async move { host.load(&key("fails_to_load"), &folder).await });
    tokio::time::sleep(Duration::from_secs(1)).await;
    let started = Instant::now();
    test.host.stop(&key("fails_to_load"), "disable", Map::new()).await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    let error = load.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::NotInstalled { .. }), "{error}");
}

#[tokio::test]
async fn a_crash_in_c_code_says_where_the_plugin_was() {
    let test = TestHost::new();
    test.load("exits").await.unwrap();
    test.run("exits", "segfault", json!({})).await.unwrap_err();
    let logs = test.logs_until("Fatal Python error: Segmentation fault").await;
    let place = "plugin.py\", line 24 in run";
    assert!(logs.iter().any(|record| record.message.contains(place)), "{logs:#?}");
}

#[tokio::test]
async fn stopping_a_plugin_cancels_its_runs() {
    let test = TestHost::new();
    test.load("sleeps").await.unwrap();
    let host = test.host.clone();
    let run =
        tokio::spawn(async move { host.run(&key("sleeps"), request("sleep", json!({}))).await });
    tokio::time::sleep(SHORT).await;
    test.host.stop(&key("sleeps"), "disable", Map::new()).await.unwrap();
    let error = run.await.unwrap().result.unwrap_err();
    assert!(matches!(error, Error::Cancelled { .. }), "{error}");
}

#[tokio::test]
async fn a_killed_zygote_is_replaced_and_nothing_is_left_of_its_workers() {
    let test = TestHost::new();
    test.load("forks").await.unwrap();
    let result = test.run("forks", "leave", json!({})).await.unwrap();
    let worker = test.host.pid(&key("forks")).await.unwrap();
    let zygote = parent_of(parent_of(worker));
    let status = std::process::Command::new("kill").args(["-9", &zygote.to_string()]).status();
    assert!(status.unwrap().success());
    let mut pids: Vec<u64> =
        result["pids"].as_array().unwrap().iter().map(|p| p.as_u64().unwrap()).collect();
    pids.push(worker.into());
    // A call that is sent while the worker dies is lost with it, and may not be repeated: wait.
    for _ in 0..500 {
        if test.host.state(&key("forks")) == State::Crashed {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(!pids.iter().any(|pid| lives(*pid)), "{pids:?}");
    let again = test.run("forks", "run", json!({})).await.unwrap();
    assert_eq!(again["code"], 7);
}

fn parent_of(pid: u32) -> u32 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    stat.rsplit(')').next().unwrap().split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// gevent's `os.close` waits for a loop that does not run in the zygote: each worker left four
/// descriptors there, and with them the host's ends of its pipes.
#[tokio::test]
async fn nothing_stays_open_for_workers_that_have_ended() {
    // The real warm-up: only after something has used gevent's loop does its `close` wait for it.
    let test = TestHost::with_compat();
    test.load("hello").await.unwrap();
    let reaper = parent_of(test.host.pid(&key("hello")).await.unwrap());
    let zygote = parent_of(reaper);
    let before = descriptors_of(zygote);
    for _ in 0..5 {
        test.host.stop(&key("hello"), "reload", Map::new()).await.unwrap();
        test.load("hello").await.unwrap();
    }
    assert_eq!(descriptors_of(zygote), before);
    let reaper = parent_of(test.host.pid(&key("hello")).await.unwrap());
    assert!(descriptors_of(reaper) <= before, "and none of them is inherited");
}

fn descriptors_of(pid: u32) -> usize {
    std::fs::read_dir(format!("/proc/{pid}/fd")).unwrap().count()
}
