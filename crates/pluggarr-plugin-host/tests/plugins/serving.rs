//! Plugins whose fields change while they run, and plugins that serve as long as they lead.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::support::{TestHost, key};

const PATIENT: Duration = Duration::from_secs(20);

fn settings(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

#[tokio::test]
async fn fields_that_are_a_property_are_read_anew_on_demand() {
    let test = TestHost::new();
    let loaded = test.load("serves").await.unwrap();
    assert_eq!(loaded.fields[0].id, "read_1");
    let again = test.host.describe(&key("serves"), PATIENT).await.unwrap();
    assert_eq!(again.fields[0].id, "read_2");
    // From now on that is what the host knows of it.
    let known = test.host.metadata(&key("serves")).await.unwrap();
    assert_eq!(known.fields, again.fields);
    assert!(test.host.describe(&key("nobody"), PATIENT).await.is_none());
}

#[tokio::test]
async fn a_property_that_hangs_costs_the_answer_and_not_the_worker() {
    let test = TestHost::new();
    test.load("serves").await.unwrap();
    std::fs::write(test.data.files().join("hang"), "").unwrap();
    let pid = test.host.pid(&key("serves")).await;
    assert!(test.host.describe(&key("serves"), Duration::from_millis(200)).await.is_none());
    assert_eq!(test.run("serves", "go", json!({})).await.unwrap()["reads"], 1);
    std::fs::remove_file(test.data.files().join("hang")).unwrap();
    assert!(test.host.describe(&key("serves"), PATIENT).await.is_some());
    assert_eq!(test.host.pid(&key("serves")).await, pid, "it is the same worker");
}

#[tokio::test]
async fn a_service_is_told_when_it_may_work_and_when_no_longer() {
    let test = TestHost::new();
    test.load("serves").await.unwrap();
    test.host.lead(&key("serves"), settings(json!({"port": 8080}))).await.unwrap();
    test.logs_until("leading on port 8080").await;
    test.host.unlead(&key("serves"), Map::new()).await.unwrap();
    test.logs_until("leading no longer").await;
    // A plugin without the hooks is no worse for it.
    test.load("hello").await.unwrap();
    test.host.lead(&key("hello"), Map::new()).await.unwrap();
    let error = test.host.lead(&key("serves"), Map::new()).await.unwrap_err().to_string();
    assert!(error.contains("on_leader_acquired") && error.contains("port"), "{error}");
}

#[tokio::test]
async fn a_service_that_never_returns_is_ended_with_its_plugin() {
    let test = TestHost::new();
    test.load("serves").await.unwrap();
    let (host, serves) = (test.host.clone(), key("serves"));
    let forever = settings(json!({"port": 1, "forever": true}));
    let leading = tokio::spawn(async move { host.lead(&serves, forever).await });
    test.logs_until("leading on port 1").await;
    assert!(test.host.describe(&key("serves"), PATIENT).await.is_some(), "it answers meanwhile");
    test.host.stop(&key("serves"), "disable", Map::new()).await.unwrap();
    leading.await.unwrap().unwrap();
}
