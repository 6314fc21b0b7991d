//! Transactions that hold the shared database's write lock for too long, while another plugin wants to write.

use std::time::Duration;

use pluggarr_plugin_host::Error;
use serde_json::json;

use crate::support::{TestHost, key, request};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_that_holds_the_lock_for_too_long_is_rolled_back() {
    let test = TestHost::with_compat_and(|config| {
        config.limits.transaction = Duration::from_millis(500);
        let database = config.data.db().join("test.sqlite3").display().to_string();
        config.variables.insert("PLUGGARR_DB_PATH".to_owned(), database);
    });
    let folder = test.install("holds_transaction");
    test.host.load(&key("holder"), &folder).await.unwrap();
    test.host.load(&key("writer"), &folder).await.unwrap();
    // `statement` is ended when the lock is; the others end by themselves and learn of it at their commit.
    for how in ["sleep", "sleep_in_c", "spin", "statement"] {
        let host = test.host.clone();
        let holding = tokio::spawn(async move {
            host.run(&key("holder"), request(how, json!({"seconds": 1.5}))).await.result
        });
        tokio::time::sleep(Duration::from_millis(200)).await;
        let write = request("write", json!({"by": "another"}));
        let waited = test.host.run(&key("writer"), write).await.result.unwrap();
        assert!(waited["seconds"].as_f64() < Some(1.0), "{how}: {waited}");
        assert!(!holding.is_finished() || how == "statement", "{how}: the plugin goes on");
        let Err(Error::ActionFailed { message, .. }) = holding.await.unwrap() else {
            panic!("{how}: it must hear of it")
        };
        assert!(message.contains("held the write lock for 0.5 s"), "{how}: {message}");
        assert!(message.contains("Nothing of it is written"), "{how}: {message}");
        let logs = test.logs_until("A transaction was rolled back").await;
        let run = format!("run-of-{how}");
        let is_told = logs.iter().any(|record| {
            record.message.starts_with("A transaction was rolled back")
                && record.run_id.as_ref().is_some_and(|id| id.as_str() == run)
        });
        assert!(is_told, "{how}: {logs:#?}");
    }
    let rows = test.host.run(&key("holder"), request("rows", json!({}))).await.result.unwrap();
    assert_eq!(rows["by"], json!(["another", "another", "another", "another"]));
}
