//! A collection of hostile plugins, where it is at hand: every action of every one, while a plugin that behaves
//! must go on answering and nothing may be left in the end.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use pluggarr_plugin_host::{Error, discovery};
use pluggarr_plugin_protocol::RunId;
use serde_json::{Map, json};
use tokio::sync::Semaphore;

use crate::support::{TestHost, copy, key, limited};

/// Beside the repository, unless `PLUGGARR_SHARED` says otherwise.
fn collection() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("PLUGGARR_SHARED").map_or(beside, PathBuf::from);
    Some(shared.join("data/hostile/plugins")).filter(|folder| folder.is_dir())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_hostile_plugin_reaches_the_host() {
    let Some(collection) = collection() else {
        println!("skipped: the collection of hostile plugins is not beside the repository");
        return;
    };
    let mark = format!("hostile-{}", std::process::id());
    let test = Arc::new(TestHost::with(|config| {
        config.limits.load = Duration::from_secs(2);
        config.limits.stop = Duration::from_millis(500);
        config.limits.grace = Duration::from_millis(200);
        config.limits.memory_bytes = 512 << 20;
        config.variables.insert("TEST_MARK".to_owned(), mark.clone());
    }));
    test.load("hello").await.unwrap();
    copy(&collection, &test.data.plugins());
    let found = discovery::scan(&test.data.plugins()).unwrap();
    assert!(found.plugins.len() > 30, "{}", found.plugins.len());

    // Two at a time: more would measure the machine and not the host.
    let turns = Arc::new(Semaphore::new(2));
    let mut attacks = tokio::task::JoinSet::new();
    for plugin in found.plugins.into_iter().filter(|plugin| plugin.key != key("hello")) {
        let (test, turns) = (test.clone(), turns.clone());
        attacks.spawn(async move {
            let _turn = turns.acquire().await.unwrap();
            attack(&test, plugin).await;
        });
    }
    let mut slowest = Duration::ZERO;
    while !attacks.is_empty() {
        let started = Instant::now();
        test.run("hello", "greet-nobody", json!({})).await.unwrap();
        slowest = slowest.max(started.elapsed());
        tokio::select! {
            Some(done) = attacks.join_next() => done.unwrap(),
            () = tokio::time::sleep(Duration::from_millis(50)) => {}
        }
    }
    println!("the slowest answer of a plugin that behaves took {slowest:?}");
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
    test.host.shutdown().await;
    for _ in 0..100 {
        if marked(&mark).is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(marked(&mark), Vec::<String>::new(), "processes are left");
}

async fn attack(test: &TestHost, plugin: discovery::FoundPlugin) {
    let metadata = match test.host.load(&plugin.key, &plugin.folder).await {
        Ok(metadata) => metadata,
        Err(error) => return expected(&plugin.key.to_string(), &error),
    };
    for action in &metadata.actions {
        let mut request = limited(&action.id, Duration::from_secs(1));
        request.run_id = RunId::new(format!("{}-{}", plugin.key, action.id));
        if let Err(error) = test.host.run(&plugin.key, request).await.result {
            expected(&format!("{} {}", plugin.key, action.id), &error);
        }
    }
    if let Err(error) = test.host.stop(&plugin.key, "disable", Map::new()).await {
        expected(&format!("{} stop", plugin.key), &error);
    }
}

/// Any failure of the plugin's is, as long as it is put down to the plugin.
fn expected(what: &str, error: &Error) {
    let text: String = error.to_string().chars().take(200).collect();
    println!("{what}: {text}");
    assert!(
        !matches!(
            error,
            Error::ZygoteFailed { .. }
                | Error::EnvironmentNotReady { .. }
                | Error::NotInstalled { .. }
                | Error::Cancelled { .. }
        ),
        "{what}: {error}"
    );
}

/// Processes with this mark in their environment.
fn marked(mark: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let environment = std::fs::read(entry.path().join("environ")).unwrap_or_default();
        if environment.windows(mark.len()).any(|window| window == mark.as_bytes()) {
            let command = std::fs::read_to_string(entry.path().join("cmdline")).unwrap_or_default();
            found.push(format!("{:?} {}", entry.file_name(), command.replace('\0', " ")));
        }
    }
    found
}
