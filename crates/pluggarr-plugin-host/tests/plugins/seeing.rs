//! What a worker sees of the machine.

use std::path::Path;

use pluggarr_plugin_host::Error;
use serde_json::json;

use crate::support::{TestHost, key};

/// Whether this machine lets us have a root of our own; if not, a test of it is skipped, and says so.
async fn is_namespaced(test: &TestHost) -> bool {
    test.load("looks_around").await.unwrap();
    let look = test.run("looks_around", "look", json!({})).await.unwrap();
    let namespaced = look["cwd"] == "/data";
    if !namespaced {
        println!("skipped: this kernel allows no namespaces here");
    }
    namespaced
}

#[tokio::test]
async fn data_and_app_data_are_the_plugins_files() {
    let test = TestHost::new();
    if !is_namespaced(&test).await {
        return;
    }
    let params = json!({"path": "/app/data/exports/list.m3u", "text": "#EXTM3U"});
    test.run("looks_around", "write", params).await.unwrap();
    let written = std::fs::read_to_string(test.data.files().join("exports/list.m3u")).unwrap();
    assert_eq!(written, "#EXTM3U");
    let list = |path: &str| test.run("looks_around", "list", json!({"path": path}));
    assert_eq!(list("/data/exports").await.unwrap(), json!({"entries": ["list.m3u"]}));
    for plugins in ["/data/plugins", "/app/data/plugins"] {
        assert_eq!(list(plugins).await.unwrap(), json!({"entries": ["looks_around"]}));
    }
    let look = test.run("looks_around", "look", json!({})).await.unwrap();
    assert_eq!(look["file"], "/data/plugins/looks_around/plugin.py");
    assert_eq!(look["environment"]["DISPATCHARR_PLUGINS_DIR"], "/data/plugins");
}

#[tokio::test]
async fn the_hosts_own_folder_is_invisible_and_the_shared_database_is_where_it_is() {
    let test = TestHost::new();
    std::fs::write(test.data.host().join("secret.key"), "secret").unwrap();
    std::fs::write(test.data.db().join("shared.sqlite3"), "").unwrap();
    if !is_namespaced(&test).await {
        return;
    }
    let list = |path: &Path| test.run("looks_around", "list", json!({"path": path}));
    assert_eq!(list(&test.data.host()).await.unwrap(), json!({"entries": []}));
    assert_eq!(list(&test.data.db()).await.unwrap(), json!({"entries": ["shared.sqlite3"]}));
    let inside = json!({"path": test.data.host().join("planted"), "text": ""});
    let error = test.run("looks_around", "write", inside).await.unwrap_err();
    assert!(matches!(error, Error::ActionFailed { .. }), "{error}");
    assert!(!test.data.host().join("planted").exists());
}

/// As root, or in the user namespace that made the mount, a worker would have the means.
#[tokio::test]
async fn the_hosts_own_folder_cannot_be_uncovered() {
    let test = TestHost::new();
    if !is_namespaced(&test).await {
        return;
    }
    let params = json!({"path": test.data.host()});
    let result = test.run("looks_around", "uncover", params).await.unwrap();
    assert_eq!(result, json!({"refused": "Operation not permitted"}));
    for secret in ["root", "environ", "mem"] {
        let path = format!("/proc/{}/{secret}", std::process::id());
        let path =
            if secret == "root" { format!("{path}{}", test.data.host().display()) } else { path };
        let action = if secret == "root" { "list" } else { "read" };
        let error = test.run("looks_around", action, json!({"path": path})).await.unwrap_err();
        let Error::ActionFailed { is_permission, .. } = error else { panic!("{error:?}") };
        assert!(is_permission, "{path}");
    }
}

#[tokio::test]
async fn without_namespaces_plugins_work_in_their_files() {
    let test = TestHost::with(|config| config.namespaces = false);
    test.load("looks_around").await.unwrap();
    let look = test.run("looks_around", "look", json!({})).await.unwrap();
    assert_eq!(look["cwd"], test.data.files().to_str().unwrap());
    let plugins = test.data.plugins();
    assert_eq!(look["environment"]["DISPATCHARR_PLUGINS_DIR"], plugins.to_str().unwrap());
}

#[tokio::test]
async fn a_worker_has_no_secret_no_stdin_and_limits() {
    // Nothing else reads it, and it is there before any host starts.
    let test = TestHost::with(|config| {
        config.variables.insert("TZ".to_owned(), "Europe/Berlin".to_owned());
    });
    test.load("looks_around").await.unwrap();
    let look = test.run("looks_around", "look", json!({})).await.unwrap();
    assert_eq!(look["stdin"], "");
    assert_eq!(look["memory_limit"], 1 << 30);
    assert_eq!(look["core_limit"], 0);
    assert_eq!(look["environment"]["TZ"], "Europe/Berlin");
    let environment = look["environment"].as_object().unwrap();
    // Cargo has set these for the test, and nobody has allowed them.
    assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some());
    assert!(!environment.keys().any(|name| name.starts_with("CARGO")), "{environment:?}");
    assert!(!environment.contains_key("PLUGGARR_CONTROL_FD"), "{environment:?}");
    // 0, 1, 2, the socket, the wake-up pipe, the loop's own two or three, and the listing itself.
    let descriptors = look["descriptors"].as_array().unwrap();
    assert!(descriptors.len() <= 12, "{descriptors:?}");
}

#[tokio::test]
async fn workers_leave_the_processor_to_the_host() {
    let test = TestHost::new();
    test.load("hello").await.unwrap();
    let pid = test.host.pid(&key("hello")).await.unwrap();
    let read = |file: &str| std::fs::read_to_string(format!("/proc/{pid}/{file}"));
    let stat = read("stat").unwrap();
    let niceness = stat.rsplit(')').next().unwrap().split_whitespace().nth(16).unwrap();
    assert_eq!(niceness, "10");
    // Only where the kernel makes a group of each session.
    if let Ok(group) = read("autogroup") {
        assert!(group.trim_end().ends_with("nice 10"), "{group}");
    }
}
