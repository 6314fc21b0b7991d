//! Rows that plugins write for Celery's Beat, as `/api/plugins/schedules/` shows them.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::support::TestApp;

const SCHEDULES: &str = "/api/plugins/schedules/";

/// A plugin with tasks of its own that schedules one of them, as epg-janitor and failoverr do.
const PLUGIN: &str = "from celery import shared_task\n\
    from core.scheduling import create_or_update_periodic_task, delete_periodic_task\n\n\
    @shared_task\n\
    def watchdog(text='none'):\n    return {'said': text}\n\n\
    @shared_task(name='failover.check')\n\
    def check(*args, **kwargs):\n    return {'args': list(args), 'kwargs': kwargs}\n\n\
    @shared_task(name='slow.task')\n\
    def slow():\n    import time\n    time.sleep(60)\n\n\
    class Plugin:\n    name = 'Beats'\n    version = '1'\n    \
    actions = [{'id': 'schedule', 'label': 'Schedule'}]\n\n    \
    def run(self, action, params, context):\n        \
    if action == 'delete':\n            return {'deleted': delete_periodic_task(**params)}\n        \
    row = create_or_update_periodic_task(**params)\n        return {'id': row.pk}\n";

async fn app() -> TestApp {
    let app = TestApp::new().await;
    app.enabled_plugin("my-beats", PLUGIN).await;
    app
}

async fn schedule(app: &TestApp, params: Value) {
    let path = "/api/plugins/plugins/my-beats/run/";
    app.admin.post(path, json!({"action": "schedule", "params": params})).await.ok();
}

/// Beat's rows as they are shown.
async fn shown(app: &TestApp) -> Vec<Value> {
    let list = app.admin.get(SCHEDULES).await.ok();
    let rows = list["schedules"].as_array().unwrap().iter();
    rows.filter(|row| row["source"] == "beat").cloned().collect()
}

/// The runs of tasks that are over, the newest first, as soon as there are `count`.
async fn task_runs(app: &TestApp, count: usize) -> Vec<Value> {
    let path = "/api/plugins/runs/?trigger=schedule&status=finished";
    let page = app.until(path, |page| page["count"].as_u64() >= Some(count as u64)).await;
    let mut runs = Vec::new();
    for run in page["results"].as_array().unwrap() {
        let path = format!("/api/plugins/runs/{}/", run["id"].as_str().unwrap());
        runs.push(app.admin.get(&path).await.ok());
    }
    runs
}

#[tokio::test]
async fn a_task_that_a_plugin_schedules_for_itself_runs_in_that_plugin() {
    let app = app().await;
    let task = "_dispatcharr_plugin_my_beats.plugin.watchdog";
    schedule(
        &app,
        json!({"task_name": "watch", "celery_task_path": task, "kwargs": {"text": "hi"}, "interval_hours": 1}),
    )
    .await;
    let row = shown(&app).await.remove(0);
    assert_eq!(
        (&row["name"], &row["task"], &row["plugin"], &row["every_seconds"], &row["params"]),
        (&json!("watch"), &json!(task), &json!("my-beats"), &json!(3600.0), &json!({"text": "hi"}))
    );
    let now = Utc::now();
    app.app.schedules().look_at_beat(now + TimeDelta::minutes(59)).await.unwrap();
    assert_eq!(shown(&app).await[0]["total_run_count"], 0);
    let next = app.app.schedules().look_at_beat(now + TimeDelta::minutes(61)).await.unwrap();
    assert_eq!(next, Some(now + TimeDelta::minutes(121)));
    let run = task_runs(&app, 1).await.remove(0);
    assert_eq!(
        (&run["plugin"], &run["action"], &run["kind"], &run["outcome"], &run["result"]),
        (
            &json!("my-beats"),
            &json!(task),
            &json!("task"),
            &json!("succeeded"),
            &json!({"said": "hi"})
        )
    );
    let row = shown(&app).await.remove(0);
    assert_eq!(row["total_run_count"], 1);
    assert!(row["last_at"].is_string());
    app.app.schedules().look_at_beat(now + TimeDelta::minutes(62)).await.unwrap();
    app.app.schedules().look_at_beat(now + TimeDelta::minutes(122)).await.unwrap();
    assert_eq!(task_runs(&app, 2).await.len(), 2);
    app.app.shutdown().await;
}

#[tokio::test]
async fn a_task_with_a_name_of_its_own_runs_by_crontab_until_its_row_is_deleted() {
    let app = app().await;
    let system = json!({"time_zone": "America/New_York"});
    app.store.core_settings().set("system_settings", "System Settings", &system).await.unwrap();
    let task = json!({"task_name": "failoverr-scheduled-run", "celery_task_path": "failover.check",
        "kwargs": {"dry_run": true}, "cron_expression": "30 4 * * *"});
    schedule(&app, task).await;
    let row = shown(&app).await.remove(0);
    assert_eq!(
        (&row["plugin"], &row["cron"], &row["timezone"]),
        (&json!("my-beats"), &json!("30 4 * * *"), &json!("America/New_York"))
    );
    let due: DateTime<Utc> = row["next_at"].as_str().unwrap().parse().unwrap();
    app.app.schedules().look_at_beat(due - TimeDelta::seconds(1)).await.unwrap();
    let next = app.app.schedules().look_at_beat(due).await.unwrap().unwrap();
    assert!(next - due >= TimeDelta::hours(23) && next - due <= TimeDelta::hours(25));
    let run = task_runs(&app, 1).await.remove(0);
    assert_eq!(run["result"], json!({"args": [], "kwargs": {"dry_run": true}}));
    let path = "/api/plugins/plugins/my-beats/run/";
    let delete = json!({"action": "delete", "params": {"task_name": "failoverr-scheduled-run"}});
    assert_eq!(app.admin.post(path, delete).await.ok()["result"]["deleted"], true);
    assert_eq!(app.app.schedules().look_at_beat(next).await.unwrap(), None);
    assert_eq!(task_runs(&app, 1).await.len(), 1);
    app.app.shutdown().await;
}

#[tokio::test]
async fn tasks_that_nobody_has_or_may_run_are_missed_with_the_reason() {
    let app = app().await;
    for (name, task) in
        [("lost", "nobody.knows.this"), ("mine", "_dispatcharr_plugin_my_beats.plugin.watchdog")]
    {
        let row = json!({"task_name": name, "celery_task_path": task, "interval_hours": 1});
        schedule(&app, row).await;
    }
    app.set_enabled("my-beats", json!(false)).await.ok();
    let now = Utc::now();
    for hours in [1, 2] {
        let at = now + TimeDelta::minutes(61 * hours);
        app.app.schedules().look_at_beat(at).await.unwrap();
    }
    let rows = shown(&app).await;
    let missed: Vec<_> = rows
        .iter()
        .map(|row| (&row["name"], &row["missed"][0]["reason"], &row["missed"][0]["count"]))
        .collect();
    assert_eq!(
        missed,
        [
            (
                &json!("lost"),
                &json!("no plugin that runs has a task `nobody.knows.this`"),
                &json!(2)
            ),
            (&json!("mine"), &json!("the plugin is disabled"), &json!(2)),
        ]
    );
    app.set_enabled("my-beats", json!(true)).await.ok();
    app.app.schedules().look_at_beat(now + TimeDelta::hours(4)).await.unwrap();
    task_runs(&app, 1).await;
    let rows = shown(&app).await;
    assert_eq!(rows[1]["missed"], json!([]), "it ran");
    app.app.shutdown().await;
}

#[tokio::test]
async fn a_row_whose_task_still_runs_misses_its_time_and_another_row_does_not() {
    let app = app().await;
    for name in ["one", "two"] {
        let row = json!({"task_name": name, "celery_task_path": "slow.task", "interval_hours": 1});
        schedule(&app, row).await;
    }
    let now = Utc::now();
    for hours in [1, 2] {
        app.app.schedules().look_at_beat(now + TimeDelta::minutes(61 * hours)).await.unwrap();
    }
    let path = "/api/plugins/runs/?trigger=schedule";
    assert_eq!(app.admin.get(path).await.ok()["count"], 2);
    for row in shown(&app).await {
        assert_eq!(row["total_run_count"], 1);
        let missed = &row["missed"][0];
        assert_eq!((&missed["reason"], &missed["count"]), (&json!("still running"), &json!(1)));
    }
    app.app.shutdown().await;
}

#[tokio::test]
async fn a_task_of_the_host_is_done_by_the_host() {
    let app = app().await;
    let list = app.write("l.m3u", "#EXTM3U\n#EXTINF:-1,A\nhttp://h.test/1\n");
    app.app.m3u_accounts().import(&list, "List").await.unwrap();
    let account = app.app.m3u_accounts().by_name("List").await.unwrap();
    // As the incumbent's account page writes it when somebody sets a cron expression.
    let task = json!({"task_name": format!("m3u_account-refresh-{}", account.id),
        "celery_task_path": "apps.m3u.tasks.refresh_single_m3u_account",
        "kwargs": {"account_id": account.id}, "cron_expression": "0 5 * * *"});
    schedule(&app, task).await;
    let row = shown(&app).await.remove(0);
    assert_eq!((&row["plugin"], &row["cron"]), (&Value::Null, &json!("0 5 * * *")));
    let due: DateTime<Utc> = row["next_at"].as_str().unwrap().parse().unwrap();
    app.app.schedules().look_at_beat(due).await.unwrap();
    let path = "/api/core/system-events/?event_type=m3u_refresh";
    app.until(path, |list| list["total"] == 2).await;
    assert_eq!(shown(&app).await[0]["total_run_count"], 1);
    app.app.shutdown().await;
}

/// A plugin that writes rows itself, as mustarrd and sports-event-autocreator do.
const BY_HAND: &str = "import json\n\
    from celery import shared_task\n\
    from django.utils import timezone\n\
    from django_celery_beat.models import ClockedSchedule, IntervalSchedule, PeriodicTask\n\n\
    @shared_task(name='by_hand.often')\n\
    def often(*args, **kwargs):\n    return {'args': list(args), 'kwargs': kwargs}\n\n\
    class Plugin:\n    name = 'By hand'\n    version = '1'\n    \
    actions = [{'id': 'go', 'label': 'Go'}]\n\n    \
    def run(self, action, params, context):\n        \
    second, _ = IntervalSchedule.objects.get_or_create(every=1, period=IntervalSchedule.SECONDS)\n        \
    PeriodicTask.objects.update_or_create(name='often', defaults={\n            \
    'task': 'by_hand.often', 'interval': second, 'kwargs': json.dumps({'n': 1}), 'enabled': True})\n        \
    clocked, _ = ClockedSchedule.objects.get_or_create(clocked_time=timezone.now())\n        \
    PeriodicTask.objects.update_or_create(name='once', defaults={\n            \
    'task': 'by_hand.often', 'clocked': clocked, 'args': '[7]', 'one_off': True, 'enabled': True})\n        \
    return {}\n";

#[tokio::test]
async fn rows_that_a_plugin_writes_are_noticed_without_being_told() {
    let app = TestApp::new().await;
    app.app.start();
    app.enabled_plugin("by_hand", BY_HAND).await;
    app.run("by_hand", "go").await.ok();
    let ran = |name: &'static str, count: i64| {
        move |list: &Value| {
            let rows = list["schedules"].as_array().unwrap();
            rows.iter().any(|row| {
                row["name"] == name && row["total_run_count"].as_i64().is_some_and(|n| n >= count)
            })
        }
    };
    app.until(SCHEDULES, ran("often", 2)).await;
    let list = app.until(SCHEDULES, ran("once", 1)).await;
    let once = list["schedules"].as_array().unwrap().iter().find(|row| row["name"] == "once");
    let once = once.unwrap();
    assert_eq!((&once["enabled"], &once["total_run_count"]), (&json!(false), &json!(1)));
    let results: Vec<_> =
        task_runs(&app, 3).await.into_iter().map(|run| run["result"].clone()).collect();
    for expected in [json!({"args": [], "kwargs": {"n": 1}}), json!({"args": [7], "kwargs": {}})] {
        assert!(results.contains(&expected), "{results:?}");
    }
    app.app.shutdown().await;
}
