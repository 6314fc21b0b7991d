//! A host over a data folder of its own, with the plugins of `fixtures/plugins`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pluggarr_plugin_host::{
    ActiveThread, Answering, Config, DataFolders, Error, HostCalls, LogRecord, Metadata,
    PluginHost, RunKind, RunRequest, State,
};
use pluggarr_plugin_protocol::{CallError, ErrorKind, HostCall, Note, PluginKey, RunId};
use serde_json::{Map, Value};

/// What the host was told by its plugins.
#[derive(Default)]
pub struct Heard {
    pub logs: Mutex<Vec<LogRecord>>,
    pub notes: Mutex<Vec<(Option<RunId>, Note)>>,
    pub calls: Mutex<Vec<(Option<RunId>, HostCall)>>,
    pub states: Mutex<Vec<State>>,
    pub started: Mutex<Vec<RunId>>,
    pub activities: Mutex<Vec<Vec<ActiveThread>>>,
}

impl HostCalls for Heard {
    fn call(&self, _from: PluginKey, run: Option<RunId>, call: HostCall) -> Answering<'_> {
        self.calls.lock().unwrap().push((run, call.clone()));
        Box::pin(async move {
            let HostCall::RunTask { name, args, .. } = call else {
                return Err(CallError::new(ErrorKind::NoSuchCall, "only run_task here"));
            };
            match name.as_str() {
                "add" => Ok((args[0].as_i64().unwrap() + args[1].as_i64().unwrap()).into()),
                "slow" => std::future::pending().await,
                _ => Err(CallError::new(
                    ErrorKind::NoSuchCall,
                    format!("no task is called `{name}`"),
                )),
            }
        })
    }

    fn note(&self, _from: &PluginKey, run: Option<&RunId>, note: Note) {
        self.notes.lock().unwrap().push((run.cloned(), note));
    }

    fn log(&self, record: LogRecord) {
        self.logs.lock().unwrap().push(record);
    }

    fn run_started(&self, _key: &PluginKey, run_id: &RunId) {
        self.started.lock().unwrap().push(run_id.clone());
    }

    fn activity_changed(&self, _key: &PluginKey, threads: &[ActiveThread]) {
        self.activities.lock().unwrap().push(threads.to_vec());
    }

    fn state_changed(&self, _key: &PluginKey, state: State) {
        self.states.lock().unwrap().push(state);
    }
}

pub struct TestHost {
    pub host: PluginHost,
    pub heard: Arc<Heard>,
    pub data: DataFolders,
    _folder: tempfile::TempDir,
}

impl TestHost {
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    /// A host with short limits, unless `change` says otherwise.
    pub fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolders::create(&folder.path().join("data")).unwrap();
        let mut config = Config::new(data.clone());
        config.limits.load = Duration::from_secs(20);
        config.limits.run = Duration::from_secs(20);
        config.limits.stop = Duration::from_secs(2);
        config.limits.grace = Duration::from_millis(400);
        change(&mut config);
        let heard = Arc::new(Heard::default());
        let host = PluginHost::new(config, heard.clone());
        Self { host, heard, data, _folder: folder }
    }

    /// A host whose workers have the compat layer.
    pub fn with_compat() -> Self {
        Self::with_compat_and(|_| {})
    }

    pub fn with_compat_and(change: impl FnOnce(&mut Config)) -> Self {
        Self::with(|config| {
            change(config);
            config.warm_up = Some("dispatcharr.warmup".to_owned());
            let settings = ("DJANGO_SETTINGS_MODULE".to_owned(), "dispatcharr.settings".to_owned());
            config.variables.extend([settings]);
        })
    }

    /// Copy a plugin of `fixtures/plugins` into the data folder.
    pub fn install(&self, name: &str) -> PathBuf {
        let source =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/plugins").join(name);
        let target = self.data.plugins().join(name);
        copy(&source, &target);
        target
    }

    pub async fn load(&self, name: &str) -> Result<Metadata, Error> {
        let folder = self.install(name);
        self.host.load(&key(name), &folder).await
    }

    pub async fn run(&self, name: &str, action: &str, params: Value) -> Result<Value, Error> {
        self.host.run(&key(name), request(action, params)).await.result
    }

    /// The messages that a plugin has logged or printed, once `wanted` is among them.
    pub async fn logs_until(&self, wanted: &str) -> Vec<LogRecord> {
        for _ in 0..500 {
            let logs = self.heard.logs.lock().unwrap().clone();
            if logs.iter().any(|record| record.message.contains(wanted)) {
                return logs;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let logs = self.heard.logs.lock().unwrap();
        let last: Vec<_> = logs.iter().rev().take(20).collect();
        panic!("`{wanted}` is not among {} records; the last ones: {last:#?}", logs.len());
    }
}

pub fn key(name: &str) -> PluginKey {
    PluginKey::from_folder(name).unwrap()
}

pub fn request(action: &str, params: Value) -> RunRequest {
    RunRequest {
        run_id: RunId::new(format!("run-of-{action}")),
        action: action.to_owned(),
        kind: RunKind::Action,
        params: params.as_object().cloned().unwrap_or_default(),
        settings: Map::new(),
        limit: None,
        trigger: "user".to_owned(),
        stop_action: false,
    }
}

pub fn limited(action: &str, limit: Duration) -> RunRequest {
    RunRequest { limit: Some(limit), ..request(action, Value::Null) }
}

/// Whether a process of this number is there and no zombie.
pub fn lives(pid: u64) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| !stat.rsplit(')').next().unwrap_or_default().trim().starts_with('Z'))
}

pub fn copy(source: &Path, target: &Path) {
    std::fs::create_dir_all(target).unwrap();
    for entry in std::fs::read_dir(source).unwrap() {
        let entry = entry.unwrap();
        let to = target.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            if entry.file_name() != "__pycache__" {
                copy(&entry.path(), &to);
            }
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}
