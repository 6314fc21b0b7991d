//! What a plugin does with its runs: progress, tasks of its own, storage, work in the background.

use serde_json::{Value, json};

use super::WORKER;
use crate::support::TestApp;

const PLUGIN: &str = r#"
import time

class Plugin:
    capabilities = ["background_tasks"]
    actions = [{"id": "count", "label": "Count"}, {"id": "polite", "label": "Polite"}]

    def run(self, action, params, context):
        storage = context["storage"]
        if action == "report":
            context["report_progress"](params.get("percent"), params.get("message", ""))
            time.sleep(600)
        if action == "polite":
            while not context["cancelled"]():
                time.sleep(0.01)
            return {"status": "ok", "message": "gave up"}
        if action == "dispatch":
            return {"task": context["dispatch_task"]("count", {"by": 2})}
        if action == "count":
            storage["count"] = storage.get("count", 0) + params.get("by", 1)
            return {"count": storage["count"], "trigger": context["trigger"]}
        if action == "hoard":
            storage["much"] = "x" * 5_000_000
        if action == "keep":
            storage["a"] = [1, {"b": None}]
            del storage["count"]
            return {"names": sorted(storage), "a": storage["a"], "has": "count" in storage}
        if action == "where":
            import os
            path = os.path.join(context["data_dir"], "mine.txt")
            with open(path, "w") as file:
                file.write("mine")
            return {"file": path}
"#;

/// Written as a manifest: what is asked for must be known before the code runs.
const MANIFEST: &str = r#"{"name": "P", "capabilities": ["background_tasks"],
    "actions": [{"id": "count", "label": "Count"}]}"#;

async fn app() -> TestApp {
    let app = TestApp::new().await;
    app.write_plugin_file("p", "plugin.json", MANIFEST);
    app.enabled_plugin("p", PLUGIN).await;
    app
}

#[tokio::test]
async fn progress_is_seen_while_it_runs_and_gone_afterwards() {
    let app = app().await;
    let id = app.start("p", "report", json!({"percent": 25, "message": "a quarter"})).await;
    let path = format!("/api/plugins/runs/{id}/");
    let run = app.until(&path, |run| run["progress"] != Value::Null).await;
    let progress = &run["progress"];
    assert_eq!((&progress["percent"], &progress["message"]), (&json!(25.0), &json!("a quarter")));
    assert_eq!(progress["source"], "reported");
    app.cancel(&id).await.ok();
    assert_eq!(app.finished(&id).await["progress"], Value::Null);
}

#[tokio::test]
async fn a_run_that_sees_that_it_should_end_keeps_its_result() {
    let app = app().await;
    let id = app.start("p", "polite", json!({})).await;
    app.running(&id).await;
    tokio::time::sleep(super::A_MOMENT).await;
    app.cancel(&id).await.ok();
    let run = app.finished(&id).await;
    assert_eq!((&run["outcome"], &run["ended_by"]), (&json!("cancelled"), &json!("asked")));
    assert_eq!(run["message"], "gave up");
    assert_eq!(run["result"]["status"], "ok");
}

#[tokio::test]
async fn a_plugin_starts_tasks_of_its_own_and_keeps_values() {
    let app = app().await;
    let task = app.run("p", "dispatch").await.ok()["result"]["task"].as_str().unwrap().to_owned();
    let run = app.finished(&task).await;
    assert_eq!((&run["trigger"], &run["params"]), (&json!("job"), &json!({"by": 2})));
    assert_eq!(run["result"], json!({"count": 2, "trigger": "job"}));
    let parent = app.run_now(run["parent"].as_str().unwrap()).await;
    assert_eq!(parent["action"], "dispatch");
    assert_eq!(app.run("p", "count").await.ok()["result"]["count"], 3);
    let app = app.restarted().await;
    assert_eq!(app.run("p", "count").await.ok()["result"]["count"], 4, "kept over a restart");
    let kept = app.run("p", "keep").await.ok();
    assert_eq!(kept["result"], json!({"names": ["a"], "a": [1, {"b": null}], "has": false}));
    let full = app.run("p", "hoard").await;
    assert!(full.json()["error"].as_str().unwrap().contains("the storage is full"), "{full}");
    app.app.shutdown().await;
}

#[tokio::test]
async fn a_task_needs_the_capability() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", &PLUGIN.replace(r#"["background_tasks"]"#, "[]")).await;
    let refused = app.run("p", "dispatch").await;
    assert_eq!(refused.status.as_u16(), 403, "{refused}");
    assert!(refused.json()["error"].as_str().unwrap().contains("background_tasks"), "{refused}");
}

#[tokio::test]
async fn a_plugin_has_a_folder_of_its_own() {
    let app = app().await;
    let id = app.start("p", "where", json!({})).await;
    let run = app.finished(&id).await;
    assert_eq!(run["files"][0]["bytes"], 4, "{run:#}");
    let kept = app.app.config().data_dir.join("files/plugin-data/p/mine.txt");
    assert_eq!(std::fs::read_to_string(kept).unwrap(), "mine");
}

#[tokio::test]
async fn work_that_goes_on_is_shown_with_the_run_that_began_it() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let activity = "/api/plugins/plugins/p/activity/";
    let idle = json!({"working": false, "threads": [], "children": []});
    assert_eq!(app.admin.get(activity).await.ok(), idle);
    let slow = app.start("p", "slow", json!({})).await;
    app.running(&slow).await;
    assert_eq!(app.admin.get(activity).await.ok(), idle, "a run is not in the background");
    app.cancel(&slow).await.ok();
    let id = app.start("p", "behind", json!({"seconds": 1})).await;
    app.finished(&id).await;
    let busy = app.until(activity, |activity| activity["working"] == true).await;
    let thread = &busy["threads"][0];
    assert_eq!((&thread["name"], &thread["run_id"]), (&json!("my thread"), &json!(id)));
    let path = format!("/api/plugins/runs/{id}/");
    app.until(&path, |run| run["background"] == true).await;
    app.until(&path, |run| run["background"] == false).await;
    assert_eq!(app.admin.get(activity).await.ok(), idle);
}
