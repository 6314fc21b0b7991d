//! Actions with `events`: `/api/plugins/deliveries/` and `/api/plugins/plugins/{key}/handlers/`.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::TestApp;

const DELIVERIES: &str = "/api/plugins/deliveries/";

/// A plugin whose action `on_event` handles `events` with this code, and whose action `emit` logs an event.
fn handling(events: &str, code: &str) -> String {
    format!(
        "import time\nfrom core.utils import log_system_event\n\n\
         class Plugin:\n    name = 'Handler'\n    version = '1'\n    \
         actions = [{{'id': 'on_event', 'label': 'On event', 'events': {events}}},\n               \
         {{'id': 'emit', 'label': 'Emit'}}]\n\n    \
         def run(self, action, params, context):\n        \
         if action == 'emit':\n            log_system_event(**params)\n            return {{}}\n        \
         {code}\n        return {{'got': params}}\n"
    )
}

/// An application that delivers.
async fn app() -> TestApp {
    let app = TestApp::new().await;
    app.app.start();
    app
}

async fn emit(app: &TestApp, key: &str, params: Value) {
    let path = format!("/api/plugins/plugins/{key}/run/");
    app.admin.post(&path, json!({"action": "emit", "params": params})).await.ok();
}

/// The plugin's deliveries, the newest first, as soon as there are `count` and each is over.
async fn deliveries(app: &TestApp, key: &str, count: usize) -> Vec<Value> {
    let path = format!("{DELIVERIES}?plugin={key}&page_size=500");
    let is_over = |row: &Value| row["status"] != "delivered" || row["outcome"].is_string();
    let page = app.until(&path, |page| {
        let rows = page["results"].as_array().unwrap();
        rows.len() >= count && rows.iter().all(is_over)
    });
    page.await["results"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_refresh_is_handed_to_the_handlers_of_enabled_plugins_alone() {
    let app = app().await;
    app.enabled_plugin("one", &handling("['m3u_refresh', 'epg_refresh']", "pass")).await;
    app.write_plugin("two", &handling("['m3u_refresh']", "pass"));
    app.reload_plugins().await.ok();
    let list = app.write("l.m3u", "#EXTM3U\n#EXTINF:-1,A\nhttp://h.test/1\n");
    app.app.m3u_accounts().import(&list, "List").await.unwrap();

    let delivery = deliveries(&app, "one", 1).await.remove(0);
    assert_eq!(
        (&delivery["event"], &delivery["action"], &delivery["status"], &delivery["outcome"]),
        (&json!("m3u_refresh"), &json!("on_event"), &json!("delivered"), &json!("succeeded"))
    );
    assert_eq!(delivery["slow"], false);
    let id = delivery["run_id"].as_str().unwrap();
    let run = app.admin.get(&format!("/api/plugins/runs/{id}/")).await.ok();
    assert_eq!((&run["trigger"], &run["event"]), (&json!("event"), &json!("m3u_refresh")));
    let mut got = run["result"]["got"].clone();
    assert_eq!(got["event"], "m3u_refresh");
    let payload = got["payload"].as_object_mut().unwrap();
    payload.remove("elapsed_time");
    // No streams were updated, stale or deleted: what is 0 is left out.
    assert_eq!(
        got["payload"],
        json!({"account_name": "List", "streams_created": 1, "total_processed": 1})
    );
    assert_eq!(deliveries(&app, "two", 0).await, Vec::<Value>::new());
    let handlers = app.admin.get("/api/plugins/plugins/one/handlers/").await.ok();
    assert_eq!(
        handlers["handlers"][0],
        json!({"event": "m3u_refresh", "action": "on_event", "slow": false, "failures_in_a_row": 0,
            "paused_until": null})
    );
    assert_eq!(handlers["handlers"][1]["event"], "epg_refresh");
    app.app.shutdown().await;
}

#[tokio::test]
async fn what_plugins_log_is_kept_and_delivered_if_its_name_is_known() {
    let app = app().await;
    app.enabled_plugin("one", &handling("['channel_stop', 'mine']", "pass")).await;
    app.enabled_plugin("two", &handling("['channel_stop']", "pass")).await;
    emit(&app, "two", json!({"event_type": "mine", "count": 3})).await;
    emit(
        &app,
        "two",
        json!({"event_type": "channel_stop", "channel_name": "News", "runtime": 0, "bytes": 5}),
    )
    .await;
    // It is emitted by an action that somebody pressed, so the plugin hears of it like others.
    for key in ["one", "two"] {
        let all = deliveries(&app, key, 1).await;
        assert_eq!(all.len(), 1, "{all:?}");
        let path = format!("/api/plugins/runs/{}/", all[0]["run_id"].as_str().unwrap());
        let run = app.admin.get(&path).await.ok();
        assert_eq!(
            run["params"],
            json!({"event": "channel_stop", "payload": {"bytes": 5, "channel_name": "News"}})
        );
    }
    let mine = app.admin.get("/api/core/system-events/?event_type=mine").await.ok();
    assert_eq!(mine["events"][0]["details"], json!({"count": 3}));
    app.app.shutdown().await;
}

#[tokio::test]
async fn a_handler_that_emits_its_own_event_does_not_go_on_for_ever() {
    let app = app().await;
    let code = "log_system_event('m3u_refresh', again=True)";
    app.enabled_plugin("echo", &handling("['m3u_refresh']", code)).await;
    emit(&app, "echo", json!({"event_type": "m3u_refresh"})).await;
    deliveries(&app, "echo", 1).await;
    let path = "/api/core/system-events/?event_type=m3u_refresh";
    app.until(path, |list| list["total"] == 2).await;
    assert_eq!(deliveries(&app, "echo", 1).await.len(), 1);
    app.app.shutdown().await;
}

#[tokio::test]
async fn a_handler_that_fails_rests_and_holds_up_nobody() {
    let app = app().await;
    app.enabled_plugin("bad", &handling("['vod_stop']", "raise ValueError('no')")).await;
    app.enabled_plugin("good", &handling("['vod_stop']", "time.sleep(0.2)")).await;
    for number in 1..=5 {
        emit(&app, "good", json!({"event_type": "vod_stop", "content_name": "x"})).await;
        let last = deliveries(&app, "bad", number).await;
        assert_eq!((&last[0]["outcome"], last.len()), (&json!("failed"), number));
    }
    emit(&app, "good", json!({"event_type": "vod_stop", "content_name": "x"})).await;
    let last = deliveries(&app, "bad", 6).await.remove(0);
    assert_eq!(
        (&last["status"], &last["run_id"]),
        (&json!("skipped"), &Value::Null),
        "{last:#} {:#}",
        app.admin.get(DELIVERIES).await.ok()
    );
    assert!(last["detail"].as_str().unwrap().contains("too often in a row"), "{last}");
    let good = deliveries(&app, "good", 6).await;
    assert!(good.iter().all(|row| row["outcome"] == "succeeded"), "{good:?}");

    let handlers = app.admin.get("/api/plugins/plugins/bad/handlers/").await.ok();
    assert_eq!(handlers["handlers"][0]["failures_in_a_row"], 5);
    assert!(handlers["handlers"][0]["paused_until"].is_string());
    // Mended and loaded anew, it is told at once.
    app.write_plugin("bad", &handling("['vod_stop']", "pass"));
    app.reload_plugins().await.ok();
    app.until("/api/plugins/plugins/bad/handlers/", |state| {
        state["handlers"][0]["paused_until"].is_null()
    })
    .await;
    emit(&app, "good", json!({"event_type": "vod_stop", "content_name": "x"})).await;
    assert_eq!(deliveries(&app, "bad", 7).await[0]["outcome"], "succeeded");
    app.app.shutdown().await;
}

#[tokio::test]
async fn a_flood_of_events_runs_eight_at_a_time_keeps_a_hundred_and_drops_the_rest() {
    let app = app().await;
    app.enabled_plugin("slow", &handling("['vod_start']", "time.sleep(0.05)")).await;
    let flood = "import time\nfrom core.utils import log_system_event\n\nclass Plugin:\n    name = 'Flood'\n    version = '1'\n\n    def run(self, action, params, context):\n        for number in range(300):\n            log_system_event('vod_start', number=number + 1)\n        return {}\n";
    app.enabled_plugin("flood", flood).await;
    app.run("flood", "go").await.ok();
    let all = deliveries(&app, "slow", 300).await;
    let dropped = all.iter().filter(|row| row["status"] == "dropped").count();
    assert!(dropped > 0 && dropped < 192 + 1, "{dropped} of 300 dropped");
    assert!(all.iter().all(|row| row["outcome"] == "succeeded" || row["status"] == "dropped"));
    app.app.shutdown().await;
}

#[tokio::test]
async fn deliveries_and_handlers_are_for_admins() {
    let app = TestApp::new().await;
    let standard = app.standard_user().await;
    for path in [DELIVERIES, "/api/plugins/plugins/one/handlers/"] {
        assert_eq!(standard.get(path).await.status, StatusCode::FORBIDDEN);
    }
    let missing = app.admin.get("/api/plugins/plugins/one/handlers/").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND, "{missing}");
}
