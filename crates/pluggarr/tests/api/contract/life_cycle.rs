//! When `stop()` is called, with what, and what it does not touch.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::TestApp;

/// Notes each call of a hook in the file `notes`.
fn noting(hooks: &str) -> String {
    format!(
        "def note(text):\n    with open('notes', 'a') as notes:\n        notes.write(text + '\\n')\n\n\
         class Plugin:\n    actions = [{{'id': 'go', 'label': 'Go'}}, {{'id': 'stop', 'label': 'Stop'}}]\n\
         \x20   def run(self, action, params, context):\n        note('run ' + action)\n        import os\n        return {{'pid': os.getpid()}}\n{hooks}"
    )
}

const STOP: &str = "    def stop(self, context):\n        note('stop ' + context['reason'] + ' ' + ','.join(sorted(context)))\n";

impl TestApp {
    /// What the plugins noted since this was asked last.
    fn notes(&self) -> Vec<String> {
        let path = self.app.config().files_dir().join("notes");
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let _ = std::fs::remove_file(path);
        text.lines().map(str::to_owned).collect()
    }

    async fn pid(&self, key: &str) -> Value {
        self.run(key, "go").await.ok()["result"]["pid"].clone()
    }
}

#[tokio::test]
async fn stop_is_told_why_whatever_ends_the_plugin() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", &noting(STOP)).await;
    let said = |reason: &str| {
        vec![format!("stop {reason} actions,data_dir,logger,plugin_key,reason,settings,storage")]
    };
    assert_eq!(app.notes(), [""; 0]);

    app.set_enabled("p", json!(false)).await.ok();
    assert_eq!(app.notes(), said("disable"));
    app.set_enabled("p", json!(false)).await.ok();
    assert_eq!(app.notes(), [""; 0], "it is off already");

    app.set_enabled("p", json!(true)).await.ok();
    app.reload_plugins().await.ok();
    assert_eq!(app.notes(), said("reload"));
    app.admin.post("/api/plugins/plugins/p/reload/", json!({})).await.ok();
    assert_eq!(app.notes(), said("reload"));

    app.admin.delete("/api/plugins/plugins/p/delete/").await.ok();
    assert_eq!(app.notes(), said("delete"));
}

#[tokio::test]
async fn stop_falls_back_as_the_incumbent_does() {
    let app = TestApp::new().await;
    for (folder, hooks, noted) in [
        ("takes_nothing", "    def stop(self):\n        note('bare')\n", "bare"),
        ("action_only", "", "run stop"),
        ("not_callable", "    stop = 'word'\n", "run stop"),
    ] {
        app.enabled_plugin(folder, &noting(hooks)).await;
        app.set_enabled(folder, json!(false)).await.ok();
        assert_eq!(app.notes(), [noted], "{folder}");
    }
    // What it returns does not count, and what it raises does not keep it running.
    let raises = "    def stop(self, context):\n        raise RuntimeError('no')\n";
    app.enabled_plugin("raises", &noting(raises)).await;
    let answer = app.set_enabled("raises", json!(false)).await.ok();
    assert_eq!(answer["plugin"]["state"], "stopped");
}

#[tokio::test]
async fn a_stop_that_hangs_is_given_ten_seconds() {
    let app = TestApp::new().await;
    let hangs = "    def stop(self, context):\n        import time\n        time.sleep(3600)\n";
    app.enabled_plugin("p", &noting(hangs)).await;
    let started = Instant::now();
    app.set_enabled("p", json!(false)).await.ok();
    let took = started.elapsed();
    assert!((Duration::from_secs(9)..Duration::from_secs(25)).contains(&took), "{took:?}");
}

/// With the incumbent, enabling, importing or reloading one re-imports all, and plugins that hold ports suffer.
#[tokio::test]
async fn changing_one_plugin_leaves_the_processes_of_others_alone() {
    let app = TestApp::new().await;
    for folder in ["kept", "changed"] {
        app.enabled_plugin(folder, &noting(STOP)).await;
    }
    let (kept, changed) = (app.pid("kept").await, app.pid("changed").await);
    app.write_plugin("new", "class Plugin: pass");
    app.set_enabled("new", json!(true)).await.ok();
    assert_eq!(app.pid("changed").await, changed);
    app.admin.post("/api/plugins/plugins/changed/reload/", json!({})).await.ok();
    assert_ne!(app.pid("changed").await, changed);
    app.set_enabled("changed", json!(false)).await.ok();
    app.admin.delete("/api/plugins/plugins/new/delete/").await.ok();
    assert_eq!(app.pid("kept").await, kept);
}

#[tokio::test]
async fn a_plugin_that_loads_slowly_keeps_nobody_else_waiting() {
    let app = TestApp::new().await;
    app.enabled_plugin("warm", &noting("")).await;
    app.write_plugin("slow", "import time\ntime.sleep(4)\nclass Plugin: pass\n");
    app.write_plugin("quick", &noting(""));
    let slow = async { (app.set_enabled("slow", json!(true)).await, Instant::now()) };
    let quick = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        (app.set_enabled("quick", json!(true)).await, Instant::now())
    };
    let ((slow, slow_ended), (quick, quick_ended)) = tokio::join!(slow, quick);
    assert!(slow.ok()["plugin"]["loaded"] == true && quick.ok()["plugin"]["loaded"] == true);
    assert!(quick_ended < slow_ended);
}

#[tokio::test]
async fn enabled_is_false_at_first_and_ever_enabled_stays() {
    let app = TestApp::new().await;
    app.write_plugin("p", &noting(""));
    app.reload_plugins().await.ok();
    let switches = |plugin: Value| {
        ["enabled", "ever_enabled", "trusted", "needs_trust"].map(|key| plugin[key] == true)
    };
    assert_eq!(switches(app.plugin("p").await), [false, false, false, true]);
    app.set_enabled("p", json!(true)).await.ok();
    assert_eq!(switches(app.plugin("p").await), [true, true, true, false]);
    app.set_enabled("p", json!(false)).await.ok();
    assert_eq!(switches(app.plugin("p").await), [false, true, true, false]);
}

#[tokio::test]
async fn a_service_leads_while_it_is_enabled_if_it_was_allowed_to() {
    let app = TestApp::new().await;
    app.app.start();
    let hooks = "    def on_leader_acquired(self, context):\n        note('leads ' + ','.join(sorted(context)))\n\
                 \x20   def on_leader_lost(self, context):\n        note('lost')\n";
    app.write_plugin("silent", &noting(hooks));
    app.write_plugin("serves", &noting(hooks));
    app.write_plugin_file("serves", "plugin.json", r#"{"capabilities": ["persistent_service"]}"#);
    let before = app.set_enabled("serves", json!(true)).await.ok();
    assert_eq!(before["plugin"]["capabilities"][0]["id"], "persistent_service");
    app.set_enabled("silent", json!(true)).await.ok();
    let mut noted = Vec::new();
    for _ in 0..200 {
        noted.extend(app.notes());
        if !noted.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(noted, ["leads logger,settings"], "and `silent` does not, which never asked");
    app.set_enabled("serves", json!(false)).await.ok();
    assert_eq!(app.notes(), ["lost", "run stop"]);
    app.set_enabled("silent", json!(false)).await.ok();
    assert_eq!(app.notes(), ["run stop"]);
}

#[tokio::test]
async fn a_plugin_that_asks_for_more_is_not_run_until_somebody_allows_it() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", &noting("")).await;
    app.write_plugin_file("p", "plugin.json", r#"{"capabilities": ["persistent_service"]}"#);
    app.reload_plugins().await.ok();
    let plugin = app.plugin("p").await;
    assert_eq!(plugin["new_capabilities"], json!(["persistent_service"]));
    assert_eq!((&plugin["needs_trust"], &plugin["loaded"]), (&json!(true), &json!(false)));
    assert_eq!((&plugin["state"], &plugin["load_error"]), (&json!("stopped"), &json!(null)));
    let refused = app.run("p", "go").await;
    assert_eq!(refused.status.as_u16(), 403, "{refused}");
    assert!(refused.json()["error"].as_str().unwrap().contains("persistent_service"), "{refused}");
    let plugin = app.set_enabled("p", json!(true)).await.ok()["plugin"].clone();
    assert_eq!((&plugin["needs_trust"], &plugin["loaded"]), (&json!(false), &json!(true)));
    app.run("p", "go").await.ok();
}
