//! Events and schedules: kept, found, and forgotten in time.

use pluggarr_store::event_deliveries::{DeliveryEnd, DeliveryFilter, DeliveryStatus, NewDelivery};
use pluggarr_store::schedules::{NewMiss, NewSchedule, ScheduleChange};
use pluggarr_store::system_events::NewSystemEvent;
use pluggarr_store::{Error, Paging, Timestamp};
use serde_json::{Map, json};

use crate::store;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_unix(1_800_000_000 + minute * 60)
}

fn event(event_type: &str) -> NewSystemEvent {
    NewSystemEvent {
        event_type: event_type.to_owned(),
        channel_id: None,
        channel_name: None,
        details: Map::new(),
    }
}

#[tokio::test]
async fn only_the_newest_events_are_kept_and_long_names_are_cut() {
    let store = store().await;
    let channel = "6ba7b810-9dad-11d1-80b4-00c04fd430c8".parse().unwrap();
    for number in 0..5 {
        let details = Map::from_iter([("number".to_owned(), json!(number))]);
        let new = NewSystemEvent { channel_id: Some(channel), details, ..event("m3u_refresh") };
        store.system_events().create(&new, at(number), 3).await.unwrap();
    }
    let page = store.system_events().list(None, 2, 1).await.unwrap();
    assert_eq!(page.total, 3);
    let numbers: Vec<_> = page.rows.iter().map(|row| row.details["number"].clone()).collect();
    assert_eq!(numbers, [json!(3), json!(2)]);
    assert_eq!(page.rows[0].channel_id.as_deref(), Some("6ba7b8109dad11d180b400c04fd430c8"));

    let long = NewSystemEvent { channel_name: Some("ü".repeat(300)), ..event(&"x".repeat(60)) };
    store.system_events().create(&long, at(9), 3).await.unwrap();
    let page = store.system_events().list(Some(&"x".repeat(50)), 10, 0).await.unwrap();
    assert_eq!(page.rows[0].channel_name.as_ref().unwrap().chars().count(), 255);
    assert_eq!(store.system_events().list(Some("nothing"), 10, 0).await.unwrap().total, 0);
}

fn nightly() -> NewSchedule {
    NewSchedule {
        plugin_key: "hello".to_owned(),
        action: "go".to_owned(),
        params: Map::from_iter([("text".to_owned(), json!("a"))]),
        cron: Some("0 3 * * *".to_owned()),
        every_seconds: None,
        timezone: "Europe/Berlin".to_owned(),
        enabled: true,
        created_by: Some("admin".to_owned()),
    }
}

#[tokio::test]
async fn a_schedule_is_made_changed_and_deleted_with_its_misses() {
    let store = store().await;
    let made = store.schedules().create(&nightly(), at(0)).await.unwrap();
    assert_eq!((made.params, made.due_after), (json!({"text": "a"}), at(0)));
    let change = ScheduleChange {
        cron: Some(None),
        every_seconds: Some(Some(60)),
        enabled: Some(false),
        ..ScheduleChange::default()
    };
    let changed = store.schedules().update(made.id, change).await.unwrap();
    assert_eq!((changed.cron, changed.every_seconds, changed.enabled), (None, Some(60), false));
    assert!(store.schedules().list_enabled().await.unwrap().is_empty());

    let miss = NewMiss { due_at: at(1), count: 1, reason: "why".to_owned() };
    store.schedules().miss(made.id, &miss).await.unwrap();
    store.schedules().delete(made.id).await.unwrap();
    assert!(store.schedules().misses().await.unwrap().is_empty());
    let again = store.schedules().delete(made.id).await;
    assert!(matches!(again, Err(Error::NotFound { what: "schedule", .. })));
}

#[tokio::test]
async fn misses_in_a_row_for_one_reason_are_one_line() {
    let store = store().await;
    let id = store.schedules().create(&nightly(), at(0)).await.unwrap().id;
    let miss = |minute, count, reason: &str| {
        let new = NewMiss { due_at: at(minute), count, reason: reason.to_owned() };
        let store = store.store.clone();
        async move { store.schedules().miss(id, &new).await.unwrap() }
    };
    miss(1, 3, "disabled").await;
    miss(5, 1, "disabled").await;
    miss(6, 1, "still running").await;
    store.schedules().set_ran(id, "run", at(7)).await.unwrap();
    miss(8, 1, "still running").await;
    let misses = store.schedules().misses().await.unwrap();
    let told: Vec<_> = misses.iter().map(|m| (m.due_at, m.count, m.reason.as_str())).collect();
    let expected =
        [(at(8), 1, "still running"), (at(6), 1, "still running"), (at(1), 4, "disabled")];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn misses_of_a_periodic_task_add_up_until_it_runs() {
    let store = store().await;
    let miss =
        |minute, reason: &str| NewMiss { due_at: at(minute), count: 1, reason: reason.to_owned() };
    store.beat_misses().add("task", &miss(1, "unknown")).await.unwrap();
    store.beat_misses().add("task", &miss(2, "unknown")).await.unwrap();
    let misses = store.beat_misses().list().await.unwrap();
    assert_eq!(misses["task"], NewMiss { count: 2, ..miss(1, "unknown") });
    store.beat_misses().add("task", &miss(3, "disabled")).await.unwrap();
    let misses = store.beat_misses().list().await.unwrap();
    assert_eq!(misses["task"], miss(3, "disabled"));
    store.beat_misses().clear("task").await.unwrap();
    assert!(store.beat_misses().list().await.unwrap().is_empty());
}

#[tokio::test]
async fn deliveries_are_closed_filtered_and_pruned() {
    let store = store().await;
    let new = |plugin: &str, status| NewDelivery {
        event: "m3u_refresh".to_owned(),
        plugin_key: plugin.to_owned(),
        action: "on_refresh".to_owned(),
        run_id: None,
        status,
        detail: None,
        at: at(0),
    };
    let deliveries = store.event_deliveries();
    let first = deliveries.create(&new("a", DeliveryStatus::Delivered)).await.unwrap();
    deliveries.create(&new("a", DeliveryStatus::Delivered)).await.unwrap();
    deliveries.create(&new("a", DeliveryStatus::Dropped)).await.unwrap();
    deliveries.create(&new("b", DeliveryStatus::Skipped)).await.unwrap();
    let end = DeliveryEnd {
        outcome: "succeeded".to_owned(),
        detail: None,
        duration_ms: 6_000,
        slow: true,
    };
    deliveries.finish(first, &end).await.unwrap();
    assert_eq!(deliveries.close_open().await.unwrap(), 1);
    let of_a = DeliveryFilter { plugin: Some("a".to_owned()), event: None };
    let page = deliveries.list(&of_a, Paging::ALL).await.unwrap();
    let told: Vec<_> = page.rows.iter().map(|row| (row.outcome.as_deref(), row.slow)).collect();
    assert_eq!(told, [(None, false), (Some("lost"), false), (Some("succeeded"), true)]);

    assert_eq!(deliveries.prune("a", 1).await.unwrap(), 2);
    deliveries.delete_plugin("b").await.unwrap();
    let all = deliveries.list(&DeliveryFilter::default(), Paging::ALL).await.unwrap();
    assert_eq!((all.total, all.rows[0].status.as_str()), (1, "dropped"));
}

#[tokio::test]
async fn system_settings_that_are_missing_or_odd_mean_the_defaults() {
    let store = store().await;
    for (value, kept, zone) in [
        (json!({"max_system_events": 5, "time_zone": "Europe/Berlin"}), 5, "Europe/Berlin"),
        (json!({"max_system_events": "7", "time_zone": " "}), 7, "UTC"),
        (json!({"max_system_events": 0}), 100, "UTC"),
        (json!([]), 100, "UTC"),
    ] {
        store.core_settings().set("system_settings", "System Settings", &value).await.unwrap();
        assert_eq!(store.core_settings().max_system_events().await.unwrap(), kept);
        assert_eq!(store.core_settings().time_zone().await.unwrap(), zone);
    }
}
