//! Measures what a worker costs: `cargo run --release -p pluggarr-plugin-host --example measure [WARM_UP_MODULE]`.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a program for people who measure")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use pluggarr_plugin_host::{
    Answering, Config, DataFolders, HostCalls, LogRecord, PluginHost, RunKind, RunRequest,
};
use pluggarr_plugin_protocol::{CallError, ErrorKind, HostCall, Note, PluginKey, RunId};
use serde_json::Map;

struct Nobody;

impl HostCalls for Nobody {
    fn call(&self, _from: PluginKey, _run: Option<RunId>, _call: HostCall) -> Answering<'_> {
        Box::pin(async { Err(CallError::new(ErrorKind::NoSuchCall, "nobody answers here")) })
    }
    fn note(&self, _from: &PluginKey, _run: Option<&RunId>, _note: Note) {}
    fn log(&self, record: LogRecord) {
        println!("{}: {}", record.key, record.message);
    }
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::new(DataFolders::create(folder.path()).unwrap());
    config.warm_up = std::env::args().nth(1);
    config.variables.insert("DJANGO_SETTINGS_MODULE".into(), "dispatcharr.settings".into());
    let host = PluginHost::new(config, Arc::new(Nobody));

    let started = Instant::now();
    host.ready().await.unwrap();
    println!("environment and zygote ready: {:?}", started.elapsed());

    let plugin = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/plugins/hello");
    let mut loads = Vec::new();
    for number in 0..30 {
        let started = Instant::now();
        host.load(&key(number), &plugin).await.unwrap();
        loads.push(started.elapsed());
    }
    println!("fork, load and first answer: {}", spread(&mut loads));

    let mut runs = Vec::new();
    for _ in 0..2000 {
        let started = Instant::now();
        host.run(&key(0), request()).await.result.unwrap();
        runs.push(started.elapsed());
    }
    println!("a trivial run(), there and back: {}", spread(&mut runs));

    let started = Instant::now();
    let callers: Vec<_> = (0..16)
        .map(|_| {
            let host = host.clone();
            tokio::spawn(async move {
                for _ in 0..500 {
                    host.run(&key(1), request()).await.result.unwrap();
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    println!("16 callers of one worker: {:.0} runs/s", 8000.0 / started.elapsed().as_secs_f64());

    let worker = host.pid(&key(0)).await.unwrap();
    let reaper = parent(worker);
    let zygote = parent(reaper);
    let all: u64 = tree(zygote).iter().map(|pid| pss(*pid)).sum();
    println!(
        "PSS with 30 workers: zygote {} MiB, a reaper {:.1} MiB, a worker {:.1} MiB, all {} MiB",
        pss(zygote) / 1024,
        pss(reaper) as f64 / 1024.0,
        pss(worker) as f64 / 1024.0,
        all / 1024
    );
    let started = Instant::now();
    for number in 1..30 {
        host.stop(&key(number), "disable", Map::new()).await.unwrap();
    }
    println!("stop and nothing left: {:?} each", started.elapsed() / 29);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let all: u64 = tree(zygote).iter().map(|pid| pss(*pid)).sum();
    println!("PSS with one worker: {} MiB", all / 1024);
    host.shutdown().await;
}

fn key(number: u32) -> PluginKey {
    PluginKey::from_folder(&format!("hello_{number}")).unwrap()
}

fn request() -> RunRequest {
    RunRequest {
        run_id: RunId::new(format!("{:?}", Instant::now())),
        action: "echo".to_owned(),
        kind: RunKind::Action,
        params: Map::new(),
        settings: Map::new(),
        limit: None,
        trigger: "user".to_owned(),
        stop_action: false,
    }
}

fn spread(times: &mut [Duration]) -> String {
    times.sort();
    format!("median {:?}, 95 % within {:?}", times[times.len() / 2], times[times.len() * 95 / 100])
}

fn parent(pid: u32) -> u32 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    stat.rsplit(')').next().unwrap().split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn tree(root: u32) -> Vec<u32> {
    let mut found = vec![root];
    let pids: Vec<u32> = std::fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect();
    let mut next = 0;
    while next < found.len() {
        let of = found[next];
        found.extend(pids.iter().copied().filter(|pid| {
            std::path::Path::new(&format!("/proc/{pid}")).exists()
                && *pid != of
                && parent(*pid) == of
        }));
        next += 1;
    }
    found
}

/// KiB.
fn pss(pid: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("Pss:")).unwrap_or("Pss: 0");
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
