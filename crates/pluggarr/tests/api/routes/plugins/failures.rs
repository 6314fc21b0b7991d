//! `POST /api/plugins/plugins/{key}/run/`, where the plugin goes wrong: told as what it is, and
//! nobody else's trouble.

use std::time::{Duration, Instant};

use insta::assert_snapshot;

use crate::support::TestApp;

const MISBEHAVES: &str = r#"
import os, time

class Plugin:
    def run(self, action, params, context):
        if action == "raise":
            raise ValueError("no such channel: <7>")
        if action == "permission":
            raise PermissionError("only on Sundays")
        if action == "sleep":
            time.sleep(60)
        if action == "spin":
            while True:
                pass
        if action == "exit":
            os._exit(3)
        if action == "unsendable":
            return {"status": "ok", "value": object()}
        return "well"
"#;

const WELL: &str = r#"200 {"success":true,"result":{"status":"ok","result":"well"}}"#;

#[tokio::test]
async fn an_action_that_raises_is_a_500_that_says_where() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", MISBEHAVES).await;
    let response = app.run("p", "raise").await;
    assert_eq!(response.status.as_u16(), 500, "{response}");
    let body = response.json();
    assert_eq!(body["success"], false);
    assert_eq!(body["outcome"], "failed");
    assert_eq!(body["error"], "plugin `p` failed in `raise`: no such channel: <7>");
    let traceback = body["traceback"].as_str().unwrap();
    assert!(traceback.contains("plugin.py\", line 7, in run"), "{traceback}");
    assert!(!traceback.contains("pluggarr_worker"), "{traceback}");

    let response = app.run("p", "permission").await;
    assert_eq!(response.status.as_u16(), 403, "{response}");
    assert!(response.json()["error"].as_str().unwrap().contains("only on Sundays"), "{response}");
    assert_eq!(response.json()["outcome"], "failed");

    let response = app.run("p", "unsendable").await;
    assert_eq!((response.status.as_u16(), &response.json()["outcome"]), (500, &"failed".into()));
    assert_eq!(app.run("p", "anything else").await.to_string(), WELL);
}

#[tokio::test]
async fn an_action_that_overstays_is_ended_while_others_go_on() {
    let app = TestApp::with(|config| config.run_limit = Duration::from_secs(2)).await;
    app.enabled_plugin("slow", MISBEHAVES).await;
    app.enabled_plugin("other", MISBEHAVES).await;
    for action in ["sleep", "spin"] {
        let slow = async { (app.run("slow", action).await, Instant::now()) };
        let other = async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            (app.run("other", "go").await, Instant::now())
        };
        let ((slow, slow_ended), (other, other_ended)) = tokio::join!(slow, other);
        assert_eq!(other.to_string(), WELL);
        assert!(other_ended < slow_ended, "{action} kept the other plugin waiting");
        assert_eq!(slow.status.as_u16(), 504, "{action}: {slow}");
        let body = slow.json();
        assert_eq!(body["outcome"], "timed_out", "{action}");
        let error = body["error"].as_str().unwrap();
        assert_eq!(error, format!("plugin `slow` did not finish `{action}` within 2 s"));
        assert_eq!(app.run("slow", "go").await.to_string(), WELL, "after {action}");
    }
}

#[tokio::test]
async fn a_worker_that_ends_itself_is_replaced_at_the_next_call() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", MISBEHAVES).await;
    assert_snapshot!(app.run("p", "exit").await, @r#"500 {"success":false,"error":"the worker of plugin `p` ended during `exit`: exit status 3","outcome":"worker_died","traceback":null}"#);
    assert_eq!(app.plugin("p").await["state"], "crashed");
    assert_eq!(app.run("p", "go").await.to_string(), WELL);
    assert_eq!(app.plugin("p").await["state"], "running");
}

#[tokio::test]
async fn a_run_is_ended_by_disabling_its_plugin_and_by_a_reload() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", MISBEHAVES).await;
    for end in ["disable", "reload"] {
        let run = async { (app.run("p", "sleep").await, Instant::now()) };
        let ending = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            match end {
                "disable" => app.set_enabled("p", false.into()).await.ok(),
                _ => app.reload_plugins().await.ok(),
            }
        };
        let started = Instant::now();
        let ((run, ended), _) = tokio::join!(run, ending);
        assert!(ended - started < Duration::from_secs(30), "{end} left it running");
        assert_eq!(run.status.as_u16(), 500, "{end}: {run}");
        assert_eq!(run.json()["outcome"], "cancelled", "{end}");
        app.set_enabled("p", true.into()).await.ok();
        assert_eq!(app.run("p", "go").await.to_string(), WELL, "after {end}");
    }
}
