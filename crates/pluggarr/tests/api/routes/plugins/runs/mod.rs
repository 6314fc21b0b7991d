//! `/api/plugins/runs/…`: what runs and what has run.

mod cancel;
mod files;
mod history;
mod limits;
mod log;
mod patience;
mod plugins_own;

use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::{Response, TestApp};

/// Does as it is told.
pub const WORKER: &str = r#"
import logging
import threading
import time

log = logging.getLogger("my.logger")

class Plugin:
    fields = [{"id": "api_key", "type": "string", "label": "Key", "input_type": "password"},
              {"id": "depth", "type": "number", "label": "Depth", "default": 3}]
    actions = [{"id": "quick", "label": "Quick one"}, {"id": "slow", "label": "Slow one"},
               {"id": "later", "label": "Later", "async": True},
               {"id": "alone", "label": "Alone", "single": True},
               {"id": "brief", "label": "Brief", "timeout": 1},
               {"id": "asks", "label": "Asks", "params": [
                   {"id": "pin", "type": "string", "label": "PIN", "input_type": "password"}]}]

    def run(self, action, params, context):
        if action in ("quick", "later", "asks"):
            log.info("at work with %s", context["settings"].get("api_key"))
            log.warning("mind the gap")
            print("printed")
            return {"status": "ok", "message": "done", "key": context["settings"].get("api_key")}
        if action == "fail":
            try:
                1 / 0
            except ZeroDivisionError:
                log.exception("cannot divide")
            raise ValueError("no good: " + str(params.get("pin")))
        if action == "say":
            return params["result"]
        if action == "behind":
            def work():
                log.info("thread begins")
                time.sleep(params.get("seconds", 600))
                log.info("thread ends")
            threading.Thread(target=work, name="my thread").start()
            return {"status": "ok"}
        if action == "large":
            return {"status": "ok", "text": "x" * params["bytes"]}
        time.sleep(params.get("seconds", 600))
        return {"status": "ok"}
"#;

impl TestApp {
    /// Start an action without waiting for it. Answers the run's id.
    pub async fn start(&self, key: &str, action: &str, params: Value) -> String {
        let answer = self.ask_to_start(key, action, params).await.ok();
        answer["run_id"].as_str().unwrap().to_owned()
    }

    pub async fn ask_to_start(&self, key: &str, action: &str, params: Value) -> Response {
        let path = format!("/api/plugins/plugins/{key}/run/");
        let client = self.admin.with_header("Prefer", "respond-async");
        client.post(&path, json!({"action": action, "params": params})).await
    }

    pub async fn run_now(&self, id: &str) -> Value {
        self.admin.get(&format!("/api/plugins/runs/{id}/")).await.ok()
    }

    /// The run, once it is over.
    pub async fn finished(&self, id: &str) -> Value {
        self.until(&format!("/api/plugins/runs/{id}/"), |run| run["status"] == "finished").await
    }

    /// The run, once its plugin has it.
    pub async fn running(&self, id: &str) -> Value {
        self.until(&format!("/api/plugins/runs/{id}/"), |run| run["status"] == "running").await
    }

    pub async fn cancel(&self, id: &str) -> Response {
        self.admin.post(&format!("/api/plugins/runs/{id}/cancel/"), json!({})).await
    }
}

#[tokio::test]
async fn runs_are_an_admins_business() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let id = app.start("p", "quick", json!({})).await;
    app.finished(&id).await;
    let standard = app.standard_user().await;
    for path in [
        "/api/plugins/runs/".to_owned(),
        format!("/api/plugins/runs/{id}/"),
        format!("/api/plugins/runs/{id}/log/"),
        format!("/api/plugins/runs/{id}/result/"),
        format!("/api/plugins/runs/{id}/files/0/"),
        "/api/plugins/plugins/p/log/".to_owned(),
        "/api/plugins/plugins/p/tasks/".to_owned(),
        "/api/plugins/plugins/p/activity/".to_owned(),
        "/api/plugins/plugins/p/limits/".to_owned(),
    ] {
        assert_eq!(standard.get(&path).await.status.as_u16(), 403, "{path}");
        assert_eq!(app.nobody.get(&path).await.status.as_u16(), 401, "{path}");
    }
    let path = format!("/api/plugins/runs/{id}/cancel/");
    let refused = standard.send(Method::POST, &path, "{}".into()).await;
    assert_eq!(refused.status.as_u16(), 403);
}

/// So that tests which look for something that must not come do not take long.
pub const A_MOMENT: Duration = Duration::from_millis(300);
