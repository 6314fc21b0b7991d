//! Whoever started the program may never read what it logs.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const TALKS: &str = r#"
class Plugin:
    def run(self, action, params, context):
        for number in range(9_000):
            context["logger"].info("line %s %s", number, "x" * 500)
        return {"status": "ok", "message": "said it all"}
"#;

/// A pipe holds 64 KiB. What was logged beyond that stopped the task that listens to the worker, and with it the plugin.
#[test]
fn a_log_that_nobody_reads_holds_up_nobody() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    fs::create_dir_all(data.join("plugins/talks")).unwrap();
    fs::write(data.join("plugins/talks/plugin.py"), TALKS).unwrap();
    let program = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pluggarr"));
        command.arg("--data-dir").arg(&data).args(arguments);
        command.env_remove("PLUGGARR_DATA_DIR").env_remove("DISPATCHARR_PLUGINS_DIR");
        command
    };
    let mut serve = program(&["serve", "--bind", "127.0.0.1:0"]);
    let mut server = serve.stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    while !data.join("host/control.sock").exists() {
        assert!(started.elapsed() < Duration::from_secs(60), "the server does not come up");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(program(&["plugin", "enable", "talks"]).status().unwrap().success());
    let mut run =
        program(&["plugin", "run", "talks", "go"]).stdout(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    let ended = loop {
        if let Some(status) = run.try_wait().unwrap() {
            break status.success();
        }
        if started.elapsed() > Duration::from_secs(60) {
            break false;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    let _ = (run.kill(), run.wait(), server.kill(), server.wait());
    assert!(ended, "the run was held up");
}
