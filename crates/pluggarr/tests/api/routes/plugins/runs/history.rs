//! Every run, whoever started it, is found again with all that belongs to it.

use axum::http::header;
use serde_json::{Value, json};

use super::WORKER;
use crate::support::TestApp;

#[tokio::test]
async fn a_run_is_kept_with_all_that_belongs_to_it() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    app.save_settings("p", json!({"api_key": "hunter2-secret"})).await.ok();
    app.run("p", "quick").await.ok();
    let list = app.admin.get("/api/plugins/runs/").await.ok();
    assert_eq!(list["count"], 1);
    let id = list["results"][0]["id"].as_str().unwrap().to_owned();
    let run = app.run_now(&id).await;
    for (key, value) in [
        ("plugin", json!("p")),
        ("plugin_name", json!("p")),
        ("action", json!("quick")),
        ("action_label", json!("Quick one")),
        ("kind", json!("action")),
        ("trigger", json!("user")),
        ("by", json!("admin")),
        ("status", json!("finished")),
        ("outcome", json!("succeeded")),
        ("message", json!("done")),
        ("error", Value::Null),
        ("log_lines", json!(3)),
        ("limit_seconds", json!(3600.0)),
        ("params", json!({})),
        ("settings", json!({"api_key": "********", "depth": 3})),
        ("background", json!(false)),
    ] {
        assert_eq!(run[key], value, "{key} of {run:#}");
    }
    assert_eq!(run["result"], json!({"status": "ok", "message": "done", "key": "********"}));
    for key in ["queued_at", "started_at", "ended_at"] {
        assert!(run[key].as_str().unwrap().ends_with('Z'), "{key} of {run:#}");
    }
    assert!(run["duration_ms"].as_i64().unwrap() < 60_000);
    assert!(run["cpu_seconds"].as_f64().unwrap() >= 0.0);
    assert!(run["peak_bytes"].as_i64().unwrap() > 1 << 20);
    // The settings are those it saw, whatever became of them.
    app.save_settings("p", json!({"api_key": "other", "depth": 9})).await.ok();
    assert_eq!(app.run_now(&id).await["settings"]["depth"], 3);
    assert_eq!(app.admin.get("/api/plugins/runs/none/").await.status.as_u16(), 404);
}

#[tokio::test]
async fn a_failure_says_where_and_hides_what_was_typed() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let path = "/api/plugins/plugins/p/run/";
    app.admin.post(path, json!({"action": "fail"})).await;
    let typed = json!({"action": "asks", "params": {"pin": "4711-4711"}});
    app.admin.post(path, typed).await.ok();
    let list = app.admin.get("/api/plugins/runs/?page_size=1").await.ok();
    assert_eq!((&list["count"], list["results"].as_array().unwrap().len()), (&json!(2), 1));
    let id = list["results"][0]["id"].as_str().unwrap();
    assert_eq!(app.run_now(id).await["params"], json!({"pin": "********"}));
    let failed = app.admin.get("/api/plugins/runs/?outcome=failed").await.ok();
    assert_eq!(failed["count"], 1);
    let run = app.run_now(failed["results"][0]["id"].as_str().unwrap()).await;
    assert_eq!(run["error"], "plugin `p` failed in `fail`: no good: None");
    assert!(run["traceback"].as_str().unwrap().contains("plugin.py"), "{run:#}");
    assert_eq!(run["result"], Value::Null);
}

#[tokio::test]
async fn what_a_result_says_counts_and_an_error_is_no_success() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let path = "/api/plugins/plugins/p/run/";
    for (result, outcome) in [
        (json!({"status": "error", "message": "no"}), "failed"),
        (json!({"status": "skipped"}), "warned"),
        (json!({"status": "success"}), "succeeded"),
        (json!(["a", "list"]), "succeeded"),
    ] {
        let run = json!({"action": "say", "params": {"result": result}});
        app.admin.post(path, run).await.ok();
        let list = app.admin.get("/api/plugins/runs/?page_size=1").await.ok();
        assert_eq!(list["results"][0]["outcome"], outcome, "{result}");
    }
}

#[tokio::test]
async fn runs_are_found_by_what_is_known_of_them() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    app.enabled_plugin("q", WORKER).await;
    app.run("p", "quick").await.ok();
    app.run("q", "fail").await;
    app.run("q", "quick").await.ok();
    let count = async |query: &str| {
        let list = app.admin.get(&format!("/api/plugins/runs/?{query}")).await.ok();
        list["count"].as_i64().unwrap()
    };
    assert_eq!(count("").await, 3);
    assert_eq!(count("plugin=q").await, 2);
    assert_eq!(count("plugin=q&outcome=succeeded").await, 1);
    assert_eq!(count("action=quick").await, 2);
    assert_eq!(count("trigger=event").await, 0);
    assert_eq!(count("search=no%20good").await, 1);
    assert_eq!(count("status=running&outcome=").await, 0);
}

#[tokio::test]
async fn a_large_result_is_kept_whole_and_beside_the_list() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let id = app.start("p", "large", json!({"bytes": 400_000})).await;
    let run = app.finished(&id).await;
    assert_eq!(run["outcome"], "succeeded");
    assert!(run["result_bytes"].as_i64().unwrap() > 400_000);
    assert_eq!(run["result"], Value::Null);
    let result = app.admin.get(&format!("/api/plugins/runs/{id}/result/")).await;
    assert_eq!(result.header(header::CONTENT_TYPE), "application/json");
    assert_eq!(result.ok()["text"].as_str().unwrap().len(), 400_000);
}

#[tokio::test]
async fn tasks_are_told_as_in_the_draft() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let slow = app.start("p", "slow", json!({})).await;
    app.run("p", "fail").await;
    app.run("p", "quick").await.ok();
    let list = app.admin.get("/api/plugins/plugins/p/tasks/").await.ok();
    let tasks: Vec<_> = list["tasks"].as_array().unwrap().iter().collect();
    let told: Vec<_> = tasks.iter().map(|task| (&task["action"], &task["status"])).collect();
    let text = |text: &str| json!(text);
    let (quick, ok, fail, error) = (text("quick"), text("ok"), text("fail"), text("error"));
    let (slow_action, running) = (text("slow"), text("running"));
    assert_eq!(told, [(&quick, &ok), (&fail, &error), (&slow_action, &running)]);
    assert_eq!(tasks[0]["result"]["message"], "done");
    assert_eq!(tasks[2]["task_id"], slow);
    assert!(tasks[0]["createdAt"].is_string() && tasks[0]["updatedAt"].is_string());
    app.cancel(&slow).await.ok();
}
