//! The program is killed in the middle of its work: nothing it had said is lost, nothing of it goes on.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use chrono::Utc;
use pluggarr_service::runs::LogQuery;
use pluggarr_service::store::plugin_logs::LineFilter;
use pluggarr_service::store::runs::RunFilter;
use pluggarr_service::store::{Paging, Paths, Store};
use pluggarr_service::{Application, Config};

const PLUGINS: usize = 4;
const RUNS_OF_EACH: usize = 5;
/// What was said so shortly before may still have been on its way.
const ON_ITS_WAY: f64 = 1.0;

const COUNTS: &str = r#"
import os
import subprocess
import time

class Plugin:
    actions = [{"id": "go", "label": "Go"}]

    def run(self, action, params, context):
        if params.get("child"):
            child = subprocess.Popen(["sleep", "600"], start_new_session=True)
            context["logger"].info("pid %s", child.pid)
        context["logger"].info("pid %s", os.getpid())
        for number in range(1_000_000):
            context["logger"].info("line %s", number)
            time.sleep(0.02)
"#;

fn program(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pluggarr"));
    command.arg("--data-dir").arg(data).args(arguments);
    command.env_remove("PLUGGARR_DATA_DIR").env_remove("DISPATCHARR_PLUGINS_DIR");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Ends with the test, also with one that fails.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn until(what: &str, limit: Duration, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < limit, "{what}: not within {limit:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn is_alive(pid: u32) -> bool {
    // One that has ended and that nobody has asked about yet is not alive.
    fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z')))
}

#[tokio::test]
async fn killed_in_the_middle_of_twenty_runs() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    for number in 0..PLUGINS {
        let folder = data.join(format!("plugins/p{number}"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("plugin.py"), COUNTS).unwrap();
    }
    let server = Killed(program(&data, &["serve", "--bind", "127.0.0.1:0"]).spawn().unwrap());
    until("a socket", Duration::from_secs(60), || data.join("host/control.sock").exists());
    for number in 0..PLUGINS {
        let key = format!("p{number}");
        until("enabled", Duration::from_secs(180), || {
            program(&data, &["plugin", "enable", &key]).status().unwrap().success()
        });
    }
    let mut clients = Vec::new();
    for number in 0..PLUGINS * RUNS_OF_EACH {
        let key = format!("p{}", number % PLUGINS);
        let child = format!("child={}", number < PLUGINS);
        let mut run = program(&data, &["plugin", "run", &key, "go", "--param", &child]);
        clients.push(Killed(run.spawn().unwrap()));
    }
    let watcher = Store::open(&Paths::new(&data)).await.unwrap();
    let all = LineFilter { search: Some("line 40".to_owned()), ..LineFilter::default() };
    let started = Instant::now();
    while watcher.plugin_logs().count(&all).await.unwrap() < (PLUGINS * RUNS_OF_EACH) as i64 {
        assert!(started.elapsed() < Duration::from_secs(120), "twenty runs do not get anywhere");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    watcher.close().await;
    drop(server);
    let killed_at = Utc::now();
    drop(clients);

    let app = Application::open(Config::new(&data, "http://tv.test:9191")).await.unwrap();
    let store = Store::open(&Paths::new(&data)).await.unwrap();
    store.check().await.unwrap();
    let runs = app.runs().list(&RunFilter::default(), Paging::ALL).await.unwrap();
    assert_eq!(runs.total, (PLUGINS * RUNS_OF_EACH) as i64);
    let mut pids = HashSet::new();
    for now in runs.rows {
        let run = now.run;
        assert_eq!((run.status.as_str(), run.outcome.as_deref()), ("finished", Some("lost")));
        assert_eq!(run.started_by.as_deref(), Some("command line"));
        assert!(run.started_at.is_some() && run.ended_at.is_some(), "{run:?}");
        let filter = LineFilter { run_id: Some(run.id.clone()), ..LineFilter::default() };
        let query = LogQuery { filter, after: Some(0), limit: Some(10_000) };
        let log = app.runs().log(&query).await.unwrap();
        assert_eq!(run.log_lines, log.total, "{run:?}");
        let (said, counted): (Vec<_>, Vec<_>) =
            log.lines.iter().partition(|line| line.message.starts_with("pid "));
        pids.extend(said.iter().map(|line| line.message[4..].parse::<u32>().unwrap()));
        for (number, line) in counted.iter().enumerate() {
            assert_eq!(line.message, format!("line {number}"), "none is missing in between");
        }
        let last = counted.last().unwrap().at.to_utc();
        let missing = (killed_at - last).as_seconds_f64();
        assert!(missing < ON_ITS_WAY, "the last {missing} s of {} are missing", run.id);
    }
    assert_eq!(pids.len(), 2 * PLUGINS, "a worker and a child of each");
    until("nothing of it goes on", Duration::from_secs(10), || {
        !pids.iter().any(|pid| is_alive(*pid))
    });
    store.close().await;
    app.shutdown().await;
}
