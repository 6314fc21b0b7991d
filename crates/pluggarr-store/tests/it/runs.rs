//! Runs and log lines: written many at once, found again, forgotten in time.

use pluggarr_store::plugin_logs::{LineFilter, NewLine};
use pluggarr_store::runs::{Recorded, Run, RunFilter};
use pluggarr_store::{Paging, Timestamp};

use crate::store;

fn queued(id: &str, plugin: &str) -> Recorded {
    let run = Run {
        id: id.to_owned(),
        plugin_key: plugin.to_owned(),
        action: "go".to_owned(),
        kind: "action".to_owned(),
        trigger: "user".to_owned(),
        started_by: Some("admin".to_owned()),
        parent_id: None,
        event: None,
        schedule_id: None,
        status: "queued".to_owned(),
        outcome: None,
        ended_by: None,
        error: None,
        message: None,
        queued_at: Timestamp::now(),
        started_at: None,
        ended_at: None,
        limit_seconds: 3600.0,
        cpu_seconds: None,
        peak_bytes: None,
        log_lines: 0,
        result_bytes: None,
        settings_id: None,
        params: r#"{"text": "a \"quoted\" 100% ü"}"#.to_owned(),
        traceback: None,
    };
    Recorded { run, result: None }
}

fn finished(mut recorded: Recorded, outcome: &str) -> Recorded {
    recorded.run.status = "finished".to_owned();
    recorded.run.outcome = Some(outcome.to_owned());
    recorded.run.ended_at = Some(Timestamp::now());
    recorded.result = Some(r#"{"status": "ok"}"#.to_owned());
    recorded
}

fn line(plugin: &str, run_id: Option<&str>, level: i64, message: &str) -> NewLine {
    NewLine {
        plugin_key: plugin.to_owned(),
        run_id: run_id.map(str::to_owned),
        at: Timestamp::now(),
        level,
        logger: String::new(),
        message: message.to_owned(),
        traceback: None,
        stream: None,
    }
}

#[tokio::test]
async fn a_run_is_written_again_and_again_and_stays_one() {
    let store = store().await;
    let run = queued("1", "p");
    store.runs().record(std::slice::from_ref(&run), &[]).await.unwrap();
    assert_eq!(store.runs().get("1").await.unwrap(), run.run);
    assert_eq!(store.runs().result("1").await.unwrap(), None);
    let done = finished(run, "succeeded");
    store.runs().record(std::slice::from_ref(&done), &[]).await.unwrap();
    assert_eq!(store.runs().get("1").await.unwrap(), done.run);
    assert_eq!(store.runs().result("1").await.unwrap(), done.result);
    assert!(store.runs().get("2").await.is_err());
}

#[tokio::test]
async fn runs_are_found_by_what_is_known_of_them() {
    let store = store().await;
    let mut failed = finished(queued("3", "q"), "failed");
    failed.run.error = Some("100% wrong".to_owned());
    let runs = [queued("1", "p"), finished(queued("2", "p"), "succeeded"), failed];
    store.runs().record(&runs, &[]).await.unwrap();
    let found = async |filter: RunFilter| {
        let page = store.runs().list(&filter, Paging { page: 1, size: 10 }).await.unwrap();
        assert_eq!(page.total, page.rows.len() as i64);
        page.rows.into_iter().map(|run| run.id).collect::<Vec<_>>()
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(found(RunFilter::default()).await, ["3", "2", "1"], "newest first");
    assert_eq!(found(RunFilter { plugin: text("p"), ..Default::default() }).await, ["2", "1"]);
    assert_eq!(found(RunFilter { outcome: text("failed"), ..Default::default() }).await, ["3"]);
    assert_eq!(found(RunFilter { status: text("queued"), ..Default::default() }).await, ["1"]);
    assert_eq!(found(RunFilter { search: text("0% W"), ..Default::default() }).await, ["3"]);
    assert_eq!(found(RunFilter { search: text("%p%"), ..Default::default() }).await, [""; 0]);
    let since = RunFilter { since_id: text("2"), ..Default::default() };
    assert_eq!(found(since).await, ["3", "2"]);
}

#[tokio::test]
async fn lines_have_ids_in_the_order_they_came() {
    let store = store().await;
    let lines: Vec<_> = (0..20).map(|n| line("p", Some("1"), 20, &format!("line {n}"))).collect();
    let first = store.runs().record(&[], &lines).await.unwrap();
    let more = [line("p", None, 40, "an error"), line("q", None, 20, "other")];
    assert_eq!(store.runs().record(&[], &more).await.unwrap(), first + 20);
    let logs = store.plugin_logs();
    let of_run = LineFilter { run_id: Some("1".to_owned()), ..Default::default() };
    let found = logs.after(&of_run, first + 17, 10).await.unwrap();
    let told: Vec<_> = found.iter().map(|line| (line.id - first, line.message.as_str())).collect();
    assert_eq!(told, [(18, "line 18"), (19, "line 19")]);
    assert_eq!(logs.count(&of_run).await.unwrap(), 20);
    let of_plugin = LineFilter { plugin: Some("p".to_owned()), ..Default::default() };
    let last = logs.last(&of_plugin, 2).await.unwrap();
    assert_eq!(last.iter().map(|line| &*line.message).collect::<Vec<_>>(), ["line 19", "an error"]);
    let errors = LineFilter { least_level: Some(40), ..of_plugin.clone() };
    assert_eq!(logs.count(&errors).await.unwrap(), 1);
    let search = LineFilter { search: Some("LINE 1".to_owned()), ..of_plugin };
    assert_eq!(logs.count(&search).await.unwrap(), 11);
}

#[tokio::test]
async fn old_runs_go_with_their_lines_and_open_ones_stay() {
    let store = store().await;
    let mut runs = vec![queued("0", "p")];
    runs.extend((1..=5).map(|n| finished(queued(&n.to_string(), "p"), "succeeded")));
    runs.push(finished(queued("6", "q"), "succeeded"));
    let lines: Vec<_> = runs.iter().map(|run| line("p", Some(&run.run.id), 20, "x")).collect();
    store.runs().record(&runs, &lines).await.unwrap();
    assert_eq!(store.runs().prune_plugin("p", 2, 2).await.unwrap(), ["1", "2"]);
    assert_eq!(store.runs().prune_plugin("p", 2, 2).await.unwrap(), ["3"]);
    assert_eq!(store.runs().prune_plugin("p", 2, 2).await.unwrap(), [""; 0]);
    let page = store.runs().list(&RunFilter::default(), Paging::ALL).await.unwrap();
    let left: Vec<_> = page.rows.iter().map(|run| &*run.id).collect();
    assert_eq!(left, ["6", "5", "4", "0"]);
    assert_eq!(store.plugin_logs().count(&LineFilter::default()).await.unwrap(), 4);
    let soon = Timestamp::from_unix(Timestamp::now().to_utc().timestamp() + 60);
    assert_eq!(store.runs().prune_older(soon, 100).await.unwrap().len(), 3);
    assert_eq!(store.plugin_logs().prune_older(soon, 100).await.unwrap(), 1, "the open run's");
}

#[tokio::test]
async fn long_lines_are_kept_in_smaller_numbers() {
    let store = store().await;
    let long = "x".repeat(900);
    let mut lines: Vec<_> = (0..20).map(|_| line("p", None, 20, &long)).collect();
    lines.push(line("q", None, 20, &long));
    store.runs().record(&[], &lines).await.unwrap();
    let logs = store.plugin_logs();
    assert_eq!(logs.prune_plugin_bytes("p", 5_000, 10).await.unwrap(), 10);
    assert_eq!(logs.prune_plugin_bytes("p", 5_000, 10).await.unwrap(), 5);
    assert_eq!(logs.prune_plugin_bytes("p", 5_000, 10).await.unwrap(), 0);
    assert_eq!(logs.count(&LineFilter::default()).await.unwrap(), 6);
}

#[tokio::test]
async fn what_a_host_left_open_is_lost() {
    let store = store().await;
    let runs = [queued("1", "p"), finished(queued("2", "p"), "failed")];
    store.runs().record(&runs, &[line("p", Some("1"), 20, "still here")]).await.unwrap();
    assert_eq!(store.runs().close_open("gone").await.unwrap(), 1);
    let lost = store.runs().get("1").await.unwrap();
    assert_eq!((lost.outcome.as_deref(), lost.log_lines), (Some("lost"), 1));
    assert_eq!(store.runs().get("2").await.unwrap().outcome.as_deref(), Some("failed"));
}

#[tokio::test]
async fn settings_are_kept_once() {
    let store = store().await;
    let first = store.runs().keep_settings("p", r#"{"a":1}"#).await.unwrap();
    assert_eq!(store.runs().keep_settings("p", r#"{"a":1}"#).await.unwrap(), first);
    assert_ne!(store.runs().keep_settings("q", r#"{"a":1}"#).await.unwrap(), first);
    assert_eq!(store.runs().prune_settings().await.unwrap(), 2);
}

#[tokio::test]
async fn a_plugin_keeps_what_fits() {
    let store = store().await;
    let storage = store.plugin_storage();
    assert!(storage.set("p", "a", "\"12345\"", 20).await.unwrap());
    assert!(storage.set("p", "a", "[1]", 20).await.unwrap(), "in the place of the first");
    assert!(!storage.set("p", "b", "\"1234567890123456\"", 20).await.unwrap(), "too much");
    assert!(storage.set("q", "b", "\"1234567890123456\"", 20).await.unwrap(), "another plugin's");
    assert_eq!(storage.get("p", "a").await.unwrap(), Some(serde_json::json!([1])));
    assert_eq!(storage.get("p", "b").await.unwrap(), None);
    assert_eq!(storage.names("p").await.unwrap(), ["a"]);
    assert!(storage.delete("p", "a").await.unwrap());
    assert!(!storage.delete("p", "a").await.unwrap());
}
