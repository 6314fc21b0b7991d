//! Waiting for a run, waiting a while, not waiting; and one at a time.

use axum::http::header;
use insta::assert_snapshot;
use serde_json::json;

use super::WORKER;
use crate::support::TestApp;

const RUN: &str = "/api/plugins/plugins/p/run/";

#[tokio::test]
async fn who_does_not_wait_is_told_where_to_look() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let answer = app.ask_to_start("p", "quick", json!({})).await;
    let id = answer.json()["run_id"].as_str().unwrap().to_owned();
    assert_eq!(answer.status.as_u16(), 202);
    assert_eq!(
        answer.json(),
        json!({"success": true, "status": "started", "run_id": id, "task_id": id})
    );
    assert_eq!(answer.header(header::LOCATION), format!("/api/plugins/runs/{id}/"));
    assert_eq!(answer.headers["preference-applied"], "respond-async");
    assert_eq!(app.finished(&id).await["outcome"], "succeeded");
}

#[tokio::test]
async fn who_waits_a_while_gets_the_result_or_the_run() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let quick = app.admin.post(RUN, json!({"action": "quick", "wait": 60})).await;
    assert_snapshot!(quick, @r#"200 {"success":true,"result":{"status":"ok","message":"done","key":null}}"#);
    let id = quick.headers["x-run-id"].to_str().unwrap();
    assert_eq!(app.run_now(id).await["action"], "quick");
    let failed = app.admin.post(RUN, json!({"action": "fail", "wait": 60})).await;
    assert_eq!(failed.status.as_u16(), 500, "{failed}");
    assert!(failed.headers.contains_key("x-run-id"));

    let slow = app.admin.post(RUN, json!({"action": "slow", "wait": 0.2})).await;
    assert_eq!(slow.status.as_u16(), 202, "{slow}");
    let client = app.admin.with_header("Prefer", "wait=0");
    let twice = client.post(RUN, json!({"action": "slow"})).await;
    assert_eq!(twice.status.as_u16(), 409, "{twice}");
    app.cancel(slow.json()["run_id"].as_str().unwrap()).await.ok();

    let odd = app.admin.post(RUN, json!({"action": "quick", "wait": -1})).await;
    assert_snapshot!(odd, @r#"400 {"success":false,"error":"'wait' is a number of seconds from 0 to 86400"}"#);
}

#[tokio::test]
async fn an_action_that_says_so_answers_at_once() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let later = app.run("p", "later").await;
    assert_eq!(later.status.as_u16(), 202, "{later}");
    let run = app.finished(later.json()["task_id"].as_str().unwrap()).await;
    assert_eq!(run["result"]["message"], "done");
}

#[tokio::test]
async fn what_runs_already_is_not_started_twice() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let first = app.start("p", "slow", json!({})).await;
    let run = app.running(&first).await;
    let second = app.ask_to_start("p", "slow", json!({})).await;
    assert_eq!(second.status.as_u16(), 409);
    let body = second.json();
    assert_eq!((&body["run_id"], &body["started_by"]), (&json!(first), &json!("admin")));
    assert_eq!(body["started_at"], run["started_at"]);
    let error = body["error"].as_str().unwrap();
    assert!(error.starts_with("already running, started by admin at 20"), "{error}");
    // Who waits gets a run of his own, as with the incumbent; other actions are others.
    let beside = json!({"action": "slow", "params": {"seconds": 0}});
    app.admin.post(RUN, beside).await.ok();
    app.start("p", "quick", json!({})).await;
    app.cancel(&first).await.ok();
    app.finished(&first).await;
    let again = app.start("p", "slow", json!({"seconds": 0})).await;
    assert_eq!(app.finished(&again).await["outcome"], "succeeded");
}

#[tokio::test]
async fn an_action_that_wants_to_be_alone_is_for_everybody() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let first = app.start("p", "alone", json!({})).await;
    let second = app.run("p", "alone").await;
    assert_eq!(second.status.as_u16(), 409, "{second}");
    app.cancel(&first).await.ok();
}

#[tokio::test]
async fn a_run_by_key_says_so() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let key = app.admin.post("/api/accounts/api-keys/generate/", json!({})).await.ok();
    let script = app.nobody.with_header("X-API-Key", key["key"].as_str().unwrap());
    script.post(RUN, json!({"action": "quick"})).await.ok();
    let list = app.admin.get("/api/plugins/runs/?trigger=api_key").await.ok();
    assert_eq!((&list["count"], &list["results"][0]["by"]), (&json!(1), &json!("admin")));
}
