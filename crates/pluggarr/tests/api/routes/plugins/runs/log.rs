//! Logs, by run and by plugin.

use axum::http::header;
use insta::assert_snapshot;
use serde_json::{Value, json};

use super::WORKER;
use crate::support::TestApp;

fn messages(log: &Value) -> Vec<&str> {
    let lines = log["lines"].as_array().unwrap();
    lines.iter().map(|line| line["message"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_runs_log_is_found_by_level_by_words_and_piece_by_piece() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    app.save_settings("p", json!({"api_key": "hunter2-secret"})).await.ok();
    let id = app.start("p", "quick", json!({})).await;
    app.finished(&id).await;
    let failing = app.start("p", "fail", json!({})).await;
    app.finished(&failing).await;
    let path = format!("/api/plugins/runs/{id}/log/");
    let log = app.admin.get(&path).await.ok();
    assert_eq!(messages(&log), ["at work with ********", "mind the gap", "printed"]);
    assert_eq!((&log["total"], &log["next"]), (&json!(3), &Value::Null));
    let line = &log["lines"][1];
    assert_eq!((&line["level"], &line["logger"]), (&json!("warning"), &json!("my.logger")));
    assert_eq!((&line["stream"], &line["run_id"]), (&Value::Null, &json!(id)));
    assert_eq!(log["lines"][2]["stream"], "stdout");
    let of = async |query: &str| app.admin.get(&format!("{path}?{query}")).await.ok();
    assert_eq!(messages(&of("level=warning").await), ["mind the gap"]);
    assert_eq!(messages(&of("search=MIND").await), ["mind the gap"]);
    assert_eq!(messages(&of("limit=1").await), ["printed"], "the newest");
    let first = of("after=0&limit=2").await;
    assert_eq!(messages(&first), ["at work with ********", "mind the gap"]);
    let rest = of(&format!("after={}&limit=2", first["next"])).await;
    assert_eq!((messages(&rest), &rest["next"]), (vec!["printed"], &Value::Null));
    let odd = app.admin.get(&format!("{path}?level=loud")).await;
    assert_snapshot!(odd, @r#"400 {"success":false,"error":"there is no level `loud`"}"#);

    let of_plugin = app.admin.get("/api/plugins/plugins/p/log/?level=error").await.ok();
    assert_eq!(messages(&of_plugin), ["cannot divide"]);
    let traceback = of_plugin["lines"][0]["traceback"].as_str().unwrap();
    assert!(traceback.contains("ZeroDivisionError"), "{traceback}");

    let file = app.admin.get(&format!("{path}?download=1")).await;
    assert!(file.header(header::CONTENT_DISPOSITION).starts_with("attachment"));
    let text = file.text();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.contains("WARNING  my.logger: mind the gap"), "{text}");
    assert!(!text.contains("hunter2"), "{text}");
}

#[tokio::test]
async fn what_a_thread_logs_belongs_to_the_run_that_started_it() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let id = app.start("p", "behind", json!({"seconds": 0.5})).await;
    app.finished(&id).await;
    let path = format!("/api/plugins/runs/{id}/log/");
    let log = app.until(&path, |log| log["total"] == 2).await;
    assert_eq!(messages(&log), ["thread begins", "thread ends"]);
}

#[tokio::test]
async fn a_flood_ends_in_a_number() {
    let app = TestApp::new().await;
    let code = r#"
import logging
class Plugin:
    def run(self, action, params, context):
        for number in range(100_000):
            logging.getLogger("flood").info("line %s", number)
        return {"status": "ok"}
"#;
    app.enabled_plugin("p", code).await;
    let id = app.start("p", "go", json!({})).await;
    assert_eq!(app.finished(&id).await["outcome"], "succeeded");
    let path = format!("/api/plugins/runs/{id}/log/?search=were%20dropped");
    let log = app.until(&path, |log| log["total"] != 0).await;
    let message = messages(&log)[0];
    assert!(
        message.contains("lines were dropped: this plugin logs or prints too much"),
        "{message}"
    );
}
