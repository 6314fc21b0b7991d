//! What plugins print and log: all of it is heard, none of it disturbs the protocol.

use pluggarr_plugin_protocol::{LogLevel, Stream};
use serde_json::json;

use crate::support::TestHost;

#[tokio::test]
async fn prints_and_logs_carry_their_run() {
    let test = TestHost::new();
    test.load("prints").await.unwrap();
    assert_eq!(test.run("prints", "print", json!({})).await.unwrap(), json!({"status": "ok"}));
    let logs = test.logs_until("from a child").await;
    let find = |text: &str| {
        logs.iter()
            .find(|record| record.message.contains(text))
            .unwrap_or_else(|| panic!("{text}: {logs:#?}"))
    };
    let run_of = |text: &str| find(text).run_id.as_ref().map(|run| run.as_str().to_owned());
    let run = Some("run-of-print".to_owned());
    assert_eq!(run_of("to stdout"), run);
    assert_eq!(find("to stdout").stream, Some(Stream::Stdout));
    assert_eq!(find("to stderr").stream, Some(Stream::Stderr));
    assert_eq!(run_of("unfinished"), run, "a line without end is not lost");
    assert_eq!(run_of("printed at import"), None);
    assert_eq!(run_of("from a child"), run, "there was no other");
    find("to the descriptor");
    find(r#"{"type":"answer"}"#);

    let odd = find("%d needs a number");
    assert_eq!((odd.level, odd.logger.as_str()), (LogLevel::Warning, "plugins.prints"));
    assert!(odd.message.contains("not formatted"), "{}", odd.message);
    let raised = find("it raised");
    assert_eq!(raised.level, LogLevel::Error);
    assert!(raised.traceback.as_ref().unwrap().contains("ZeroDivisionError"));
    assert!(!logs.iter().any(|record| record.message.contains("too fine")), "below the level");
}

#[tokio::test]
async fn a_finer_level_shows_traces() {
    let test = TestHost::with(|config| config.log_level = LogLevel::Trace);
    test.load("prints").await.unwrap();
    test.run("prints", "print", json!({})).await.unwrap();
    let logs = test.logs_until("too fine").await;
    let trace = logs.iter().find(|record| record.message.contains("too fine")).unwrap();
    assert_eq!(trace.level, LogLevel::Trace);
}

#[tokio::test]
async fn a_thread_started_by_a_run_belongs_to_it() {
    let test = TestHost::new();
    test.load("prints").await.unwrap();
    test.run("prints", "thread", json!({})).await.unwrap();
    let logs = test.logs_until("from a thread").await;
    let record = logs.iter().find(|record| record.message == "from a thread").unwrap();
    assert_eq!(record.run_id.as_ref().unwrap().as_str(), "run-of-thread");
}

#[tokio::test]
async fn a_flood_is_cut_and_counted() {
    let test = TestHost::new();
    test.load("prints").await.unwrap();
    test.run("prints", "flood", json!({})).await.unwrap();
    let logs = test.logs_until("this plugin logs or prints too much").await;
    let kept = logs.iter().filter(|record| record.message.starts_with("line ")).count();
    assert!((10_000..30_000).contains(&kept), "{kept} of 50,000 lines");
    let logs = test.logs_until("this plugin prints too much").await;
    let longest = logs.iter().map(|record| record.message.len()).max().unwrap();
    assert_eq!(longest, 64 * 1024, "a line without end is cut");
}

#[tokio::test]
async fn a_closed_stdout_hurts_nobody() {
    let test = TestHost::new();
    test.load("prints").await.unwrap();
    test.run("prints", "close", json!({})).await.unwrap();
    test.logs_until("after the end").await;
    test.run("prints", "close", json!({})).await.unwrap_err();
    assert_eq!(test.run("prints", "thread", json!({})).await.unwrap(), json!({"status": "ok"}));
}
