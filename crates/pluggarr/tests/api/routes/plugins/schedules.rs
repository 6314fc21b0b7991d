//! `/api/plugins/schedules/`: actions that run by the clock. The clock is what each test says.

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::TestApp;

const SCHEDULES: &str = "/api/plugins/schedules/";

const PLUGIN: &str = "import time\n\nclass Plugin:\n    name = 'Clock'\n    version = '1'\n    \
    actions = [{'id': 'tick', 'label': 'Tick'}, {'id': 'sleep', 'label': 'Sleep'}]\n\n    \
    def run(self, action, params, context):\n        \
    if action == 'sleep':\n            time.sleep(60)\n        \
    return {'params': params, 'trigger': context['trigger']}\n";

async fn app() -> TestApp {
    let app = TestApp::new().await;
    app.enabled_plugin("clock", PLUGIN).await;
    app
}

async fn create(app: &TestApp, schedule: Value) -> Value {
    let mut wanted = json!({"plugin": "clock", "action": "tick"});
    wanted.as_object_mut().unwrap().extend(schedule.as_object().unwrap().clone());
    app.admin.post(SCHEDULES, wanted).await.ok()
}

async fn get(app: &TestApp, schedule: &Value) -> Value {
    app.admin.get(&format!("{SCHEDULES}{}/", schedule["id"])).await.ok()
}

/// The runs of a schedule that are over, the newest first, as soon as there are `count`.
async fn runs(app: &TestApp, schedule: &Value, count: usize) -> Vec<Value> {
    let path = "/api/plugins/runs/?page_size=1000&status=finished&plugin=clock";
    let of_it = |page: &Value| {
        let all = page["results"].as_array().unwrap().iter();
        all.filter(|run| run["schedule_id"] == schedule["id"]).cloned().collect::<Vec<_>>()
    };
    of_it(&app.until(path, |page| of_it(page).len() >= count).await)
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_schedule_is_made_changed_and_deleted() {
    let app = app().await;
    let zone = json!({"time_zone": "Europe/Berlin"});
    app.store.core_settings().set("system_settings", "System Settings", &zone).await.unwrap();
    let made = create(&app, json!({"cron": " 30  2 * * * ", "params": {"text": "a"}})).await;
    assert_eq!(
        (&made["cron"], &made["every_seconds"], &made["timezone"], &made["source"]),
        (&json!("30 2 * * *"), &Value::Null, &json!("Europe/Berlin"), &json!("host"))
    );
    assert_eq!((&made["created_by"], &made["enabled"]), (&json!("admin"), &json!(true)));
    let next: DateTime<Utc> = made["next_at"].as_str().unwrap().parse().unwrap();
    assert!(next > Utc::now() && next < Utc::now() + TimeDelta::hours(25), "{next}");

    let path = format!("{SCHEDULES}{}/", made["id"]);
    let edited = app.admin.patch(&path, json!({"every_seconds": 600, "enabled": false})).await.ok();
    assert_eq!(
        (&edited["cron"], &edited["every_seconds"], &edited["next_at"]),
        (&Value::Null, &json!(600.0), &Value::Null)
    );
    assert_eq!(edited["params"], json!({"text": "a"}), "what is not named stays");
    let edited = app.admin.patch(&path, json!({"enabled": true, "timezone": "utc"})).await.ok();
    assert_eq!(edited["timezone"], "UTC");
    assert!(edited["next_at"].is_string());
    let list = app.admin.get(&format!("{SCHEDULES}?plugin=clock")).await.ok();
    assert_eq!(list["schedules"], json!([edited]));
    let others = app.admin.get(&format!("{SCHEDULES}?plugin=other")).await.ok();
    assert_eq!(others["schedules"], json!([]));

    assert_snapshot!(app.admin.delete(&path).await, @r#"200 {"success":true}"#);
    assert_snapshot!(app.admin.get(&path).await, @r#"404 {"success":false,"error":"there is no schedule `1`"}"#);
}

#[tokio::test]
async fn what_cannot_be_a_schedule_is_refused_with_the_reason() {
    let app = app().await;
    let wanted = |more: Value| {
        let mut wanted = json!({"plugin": "clock", "action": "tick"});
        wanted.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        app.admin.post(SCHEDULES, wanted)
    };
    for (more, reason) in [
        (json!({}), "Say when"),
        (json!({"cron": "* * * * *", "every_seconds": 60}), "Only one of"),
        (json!({"cron": "fri * * * *"}), "`fri` is no minute"),
        (json!({"cron": "0 0 30 2 *"}), "never comes"),
        (json!({"every_seconds": 9}), "from 10"),
        (json!({"every_seconds": 60, "timezone": "Mars/Olympus"}), "no time zone `Mars/Olympus`"),
        (json!({"every_seconds": 60, "action": "tock"}), "has no action `tock`"),
    ] {
        let refused = wanted(more).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{refused}");
        let error = refused.json()["error"].as_str().unwrap().to_owned();
        assert!(error.contains(reason), "{error}");
    }
    let missing = wanted(json!({"every_seconds": 60, "plugin": "nothing"})).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND, "{missing}");
    let standard = app.standard_user().await;
    assert_eq!(standard.get(SCHEDULES).await.status, StatusCode::FORBIDDEN);
    assert_eq!(standard.post(SCHEDULES, json!({})).await.status, StatusCode::FORBIDDEN);
}

/// Runs whatever is due in this time, as the task that sleeps would, and answers how much that was.
async fn pass(app: &TestApp, schedule: &Value, from: &str, until: &str) -> usize {
    let id = schedule["id"].as_i64().unwrap();
    app.store.schedules().set_due_after(id, at(from).into()).await.unwrap();
    let before = runs(app, schedule, 0).await.len();
    let (mut now, mut count) = (at(from), 0);
    while let Some(next) = app.app.schedules().look(now).await.unwrap() {
        if next > at(until) {
            break;
        }
        assert!(next > now, "the clock goes on");
        now = next + TimeDelta::milliseconds(40);
        app.app.schedules().look(now).await.unwrap();
        count += 1;
        runs(app, schedule, before + count).await;
    }
    assert_eq!(runs(app, schedule, before + count).await.len(), before + count);
    count
}

#[tokio::test]
async fn a_cron_schedule_runs_the_right_number_of_times_across_both_changes_of_the_clocks() {
    let app = app().await;
    let zone = json!("Europe/Berlin");
    // Days of 23 and of 25 hours; and in New York, where the clocks are set on other days.
    let spring = ("2027-03-27T23:00:00Z", "2027-03-28T21:59:59Z");
    let autumn = ("2027-10-30T22:00:00Z", "2027-10-31T22:59:59Z");
    for (cron, in_spring, in_autumn) in [("30 2 * * *", 1, 1), ("*/30 * * * *", 45, 49)] {
        let schedule = create(&app, json!({"cron": cron, "timezone": zone})).await;
        assert_eq!(pass(&app, &schedule, spring.0, spring.1).await, in_spring, "{cron}");
        assert_eq!(pass(&app, &schedule, autumn.0, autumn.1).await, in_autumn, "{cron}");
        let shown = get(&app, &schedule).await;
        assert_eq!(shown["missed"], json!([]), "{cron}");
        app.admin.delete(&format!("{SCHEDULES}{}/", schedule["id"])).await.ok();
    }
    let new_york = create(&app, json!({"cron": "0 2 * * *", "timezone": "America/New_York"})).await;
    assert_eq!(pass(&app, &new_york, "2027-03-13T12:00:00Z", "2027-03-16T12:00:00Z").await, 3);
    app.app.shutdown().await;
}

#[tokio::test]
async fn a_run_knows_its_schedule_and_the_schedule_its_run() {
    let app = app().await;
    let schedule = create(&app, json!({"every_seconds": 60, "params": {"text": "a"}})).await;
    let created: DateTime<Utc> = schedule["created_at"].as_str().unwrap().parse().unwrap();
    let next = app.app.schedules().look(created + TimeDelta::seconds(59)).await.unwrap();
    assert!(next.is_some_and(|next| next <= created + TimeDelta::seconds(60)));
    app.app.schedules().look(created + TimeDelta::seconds(60)).await.unwrap();
    let run = runs(&app, &schedule, 1).await.remove(0);
    assert_eq!((&run["trigger"], &run["by"]), (&json!("schedule"), &Value::Null));
    let whole = app.admin.get(&format!("/api/plugins/runs/{}/", run["id"].as_str().unwrap())).await;
    assert_eq!(whole.ok()["result"], json!({"params": {"text": "a"}, "trigger": "schedule"}));
    let shown = get(&app, &schedule).await;
    assert_eq!(
        (&shown["last"]["run_id"], &shown["last"]["outcome"]),
        (&run["id"], &json!("succeeded"))
    );

    let now = app.admin.post(&format!("{SCHEDULES}{}/run/", schedule["id"]), json!({})).await;
    assert_eq!(now.status, StatusCode::ACCEPTED, "{now}");
    let run = runs(&app, &schedule, 2).await.remove(0);
    assert_eq!((&run["id"], &run["trigger"]), (&now.json()["run_id"], &json!("user")));
    assert_eq!(run["by"], "admin");
    app.app.shutdown().await;
}

#[tokio::test]
async fn a_schedule_whose_action_still_runs_misses_its_time() {
    let app = app().await;
    let schedule = create(&app, json!({"action": "sleep", "every_seconds": 10})).await;
    let created: DateTime<Utc> = schedule["created_at"].as_str().unwrap().parse().unwrap();
    for second in [10, 20, 30] {
        app.app.schedules().look(created + TimeDelta::seconds(second)).await.unwrap();
    }
    let shown = get(&app, &schedule).await;
    let missed = &shown["missed"][0];
    assert_eq!((&missed["count"], &missed["reason"]), (&json!(2), &json!("still running")));
    assert_eq!(shown["last"]["outcome"], Value::Null);
    let again = app.admin.post(&format!("{SCHEDULES}{}/run/", schedule["id"]), json!({})).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{again}");
    assert_eq!(again.json()["run_id"], shown["last"]["run_id"]);
    app.app.shutdown().await;
}

#[tokio::test]
async fn what_was_due_while_the_host_was_down_is_shown_and_not_run() {
    let app = app().await;
    let schedule = create(&app, json!({"cron": "* * * * *", "timezone": "UTC"})).await;
    let id = schedule["id"].as_i64().unwrap();
    let down_since = Utc::now() - TimeDelta::hours(3);
    app.store.schedules().set_due_after(id, down_since.into()).await.unwrap();
    let app = app.restarted().await;
    let missed = |shown: &Value| shown["missed"][0]["reason"].is_string();
    let shown = app.until(&format!("{SCHEDULES}{id}/"), missed).await;
    let missed = &shown["missed"][0];
    assert_eq!(missed["reason"], "Pluggarr was not running");
    let count = missed["count"].as_i64().unwrap();
    assert!((179..=181).contains(&count), "{missed}");
    let first: DateTime<Utc> = missed["due_at"].as_str().unwrap().parse().unwrap();
    assert!(first > down_since && first <= down_since + TimeDelta::minutes(1));
    assert_eq!(shown["missed"].as_array().unwrap().len(), 1, "one line, not one for each minute");
    // Dealt with: neither another look nor another start counts it again.
    app.app.schedules().look(Utc::now()).await.unwrap();
    let shown = get(&app, &schedule).await;
    assert_eq!(shown["missed"][0]["count"], count);
    app.app.shutdown().await;
}

#[tokio::test]
async fn schedules_of_a_plugin_that_is_off_miss_their_time_and_go_with_it_for_good() {
    let app = app().await;
    let schedule = create(&app, json!({"every_seconds": 10})).await;
    let created: DateTime<Utc> = schedule["created_at"].as_str().unwrap().parse().unwrap();
    app.set_enabled("clock", json!(false)).await.ok();
    for second in [10, 20] {
        app.app.schedules().look(created + TimeDelta::seconds(second)).await.unwrap();
    }
    let trash = app.admin.delete("/api/plugins/plugins/clock/delete/").await.ok();
    app.app.schedules().look(created + TimeDelta::seconds(30)).await.unwrap();
    let shown = get(&app, &schedule).await;
    let reasons: Vec<_> =
        shown["missed"].as_array().unwrap().iter().map(|m| (&m["reason"], &m["count"])).collect();
    assert_eq!(
        reasons,
        [
            (&json!("the plugin is not installed"), &json!(1)),
            (&json!("the plugin is disabled"), &json!(2))
        ]
    );
    app.admin.delete(&format!("/api/plugins/trash/{}/", trash["trash_id"])).await.ok();
    let gone = app.admin.get(&format!("{SCHEDULES}{}/", schedule["id"])).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "{gone}");
    let all = app.admin.get("/api/plugins/runs/").await.ok();
    assert_eq!(all["count"], 0);
    app.app.shutdown().await;
}
