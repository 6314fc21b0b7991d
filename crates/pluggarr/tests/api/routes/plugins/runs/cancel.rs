//! Ending a run from outside.

use insta::assert_snapshot;
use serde_json::json;

use super::WORKER;
use crate::support::TestApp;

#[tokio::test]
async fn a_run_that_waits_is_ended_and_the_plugin_lives_on() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let id = app.start("p", "slow", json!({})).await;
    app.running(&id).await;
    assert_snapshot!(app.cancel(&id).await, @r#"202 {"success":true,"status":"cancelling"}"#);
    let run = app.finished(&id).await;
    assert_eq!((&run["outcome"], &run["ended_by"]), (&json!("cancelled"), &json!("cancelled")));
    assert_snapshot!(app.cancel(&id).await, @r#"409 {"success":false,"error":"already finished"}"#);
    assert_eq!(app.cancel("none").await.status.as_u16(), 404);
    app.run("p", "quick").await.ok();
}

#[tokio::test]
async fn who_waits_for_a_run_that_is_cancelled_is_told() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let (answer, ()) = tokio::join!(app.run("p", "slow"), async {
        let list = app.until("/api/plugins/runs/?status=running", |list| list["count"] == 1).await;
        app.cancel(list["results"][0]["id"].as_str().unwrap()).await.ok();
    });
    assert_eq!(answer.status.as_u16(), 500, "{answer}");
    assert_eq!(answer.json()["outcome"], "cancelled");
}

#[tokio::test]
async fn a_host_that_is_stopped_ends_its_runs_and_writes_it_down() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let ids = [app.start("p", "slow", json!({})).await, app.start("p", "behind", json!({})).await];
    app.running(&ids[0]).await;
    app.finished(&ids[1]).await;
    let app = app.restarted().await;
    assert_eq!(app.run_now(&ids[0]).await["outcome"], "cancelled");
    let behind = app.run_now(&ids[1]).await;
    assert_eq!((&behind["outcome"], &behind["background"]), (&json!("succeeded"), &json!(false)));
    app.app.shutdown().await;
}

#[tokio::test]
async fn a_plugin_that_is_switched_off_ends_its_runs() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let id = app.start("p", "slow", json!({})).await;
    app.running(&id).await;
    app.set_enabled("p", json!(false)).await.ok();
    assert_eq!(app.finished(&id).await["outcome"], "cancelled");
}
