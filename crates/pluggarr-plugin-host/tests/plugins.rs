//! Real workers, with plugins that behave and plugins that do not.

#![allow(clippy::unwrap_used, reason = "in a test, that is the failure")]

mod support;

use serde_json::json;
use support::TestHost;

#[tokio::test]
async fn a_plugin_loads_and_runs() {
    let test = TestHost::new();
    let metadata = test.load("hello").await.unwrap();
    assert_eq!((metadata.name.as_str(), metadata.version.as_str()), ("Hello", "1.0.0"));
    assert_eq!(metadata.author, "The Pluggarr developers", "the manifest fills blanks");
    assert_eq!(metadata.problems[0].path, "fields[1].type");

    let mut request = support::request("greet", json!({"name": "Pluggarr"}));
    request.settings = json!({"greeting": "Servus"}).as_object().cloned().unwrap();
    let result = test.host.run(&support::key("hello"), request).await.unwrap();
    assert_eq!(result, json!({"status": "success", "message": "Servus, Pluggarr!"}));
}
