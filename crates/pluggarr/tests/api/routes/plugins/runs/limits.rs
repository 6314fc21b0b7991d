//! `/api/plugins/plugins/{key}/limits/`: how long actions may take.

use insta::assert_snapshot;
use serde_json::json;

use super::WORKER;
use crate::support::TestApp;

const LIMITS: &str = "/api/plugins/plugins/p/limits/";

#[tokio::test]
async fn the_plugins_word_counts_and_somebody_elses_more() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", WORKER).await;
    let limits = app.admin.get(LIMITS).await.ok();
    assert_eq!(limits["default_seconds"], 3600.0);
    let brief = json!({"declared": 1.0, "override": null, "effective": 1.0});
    assert_eq!(limits["actions"]["brief"], brief);
    let slow = json!({"declared": null, "override": null, "effective": 3600.0});
    assert_eq!(limits["actions"]["slow"], slow);
    let id = app.start("p", "brief", json!({})).await;
    let run = app.finished(&id).await;
    assert_eq!((&run["outcome"], &run["limit_seconds"]), (&json!("timed_out"), &json!(1.0)));

    let set = app.admin.put(LIMITS, json!({"actions": {"brief": 2.5}})).await.ok();
    let brief = json!({"declared": 1.0, "override": 2.5, "effective": 2.5});
    assert_eq!(set["actions"]["brief"], brief);
    let app = app.restarted().await;
    // What actions there are is known once the plugin, which has no manifest, was looked at.
    app.until(LIMITS, |limits| limits["actions"]["brief"]["effective"] == 2.5).await;
    let unset = app.admin.put(LIMITS, json!({"actions": {"brief": null}})).await.ok();
    assert_eq!(unset["actions"]["brief"]["effective"], 1.0);

    let refused = app.admin.put(LIMITS, json!({"actions": {"brief": 0}})).await;
    assert_snapshot!(refused, @r#"400 {"success":false,"error":"a limit is between 1 and 86400 seconds; leave it empty for the usual one"}"#);
    let refused = app.admin.put(LIMITS, json!({"actions": {"none": 5}})).await;
    assert_snapshot!(refused, @r#"404 {"success":false,"error":"there is no action `none`"}"#);
    app.app.shutdown().await;
}
