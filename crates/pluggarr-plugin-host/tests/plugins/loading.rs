//! What a plugin says about itself, how it is imported, and how that fails.

use std::time::Duration;

use pluggarr_plugin_host::{Error, State};
use serde_json::json;

use crate::support::{TestHost, key, request};

#[tokio::test]
async fn a_plugin_loads_and_runs() {
    let test = TestHost::new();
    let metadata = test.load("hello").await.unwrap();
    assert_eq!((metadata.name.as_str(), metadata.version.as_str()), ("Hello", "1.0.0"));
    assert_eq!(metadata.author, "The Pluggarr developers", "the manifest fills blanks");
    assert_eq!(metadata.problems[0].path, "fields[1].type", "nothing is dropped silently");
    assert_eq!(test.host.state(&key("hello")), State::Running);

    let mut wanted = request("greet", json!({"name": "Pluggarr"}));
    wanted.settings = json!({"greeting": "Servus"}).as_object().cloned().unwrap();
    let result = test.host.run(&key("hello"), wanted).await.result.unwrap();
    assert_eq!(result, json!({"status": "success", "message": "Servus, Pluggarr!"}));
}

#[tokio::test]
async fn run_gets_params_settings_and_the_actions_as_the_host_knows_them() {
    let test = TestHost::new();
    test.load("hello").await.unwrap();
    let result = test.run("hello", "echo", json!({"list": [1, null, 2.5]})).await.unwrap();
    assert_eq!(
        result,
        json!({
            "status": "success",
            "params": {"list": [1, null, 2.5]},
            "settings": {},
            "actions": {
                "greet": {"id": "greet", "label": "Say Hello"},
                "echo": {"id": "echo", "label": "Echo", "confirm": true},
            },
            "plugin_key": "hello",
            "module": "_dispatcharr_plugin_hello.plugin",
        })
    );
}

#[tokio::test]
async fn helpers_are_found_both_ways_and_do_not_replace_the_standard_library() {
    let test = TestHost::new();
    test.load("relative_imports").await.unwrap();
    let result = test.run("relative_imports", "go", json!({})).await.unwrap();
    let package = "_dispatcharr_plugin_relative_imports";
    assert_eq!(
        result,
        json!({"status": "ok", "answer": 42, "package": package, "helper": format!("{package}.helper")})
    );
    test.load("helpers_import").await.unwrap();
    let result = test.run("helpers_import", "go", json!({})).await.unwrap();
    assert_eq!(result, json!({"status": "ok", "message": "HELLO", "json": "[1]"}));
}

#[tokio::test]
async fn a_plugin_that_cannot_be_loaded_says_why_and_where() {
    let test = TestHost::new();
    for (how, wanted) in [
        ("raise", "cannot be imported: RuntimeError: raised while importing (plugin.py, line 10)"),
        ("exit", "cannot be imported: SystemExit: 7 (plugin.py, line 12)"),
        ("interrupt", "cannot be imported: KeyboardInterrupt (plugin.py, line 16)"),
        (
            "import",
            "cannot be imported: ModuleNotFoundError: No module named 'a_module_that_is_nowhere' \
             (plugin.py, line 18)",
        ),
        ("stdin", "cannot be imported: EOFError: EOF when reading a line (plugin.py, line 25)"),
        (
            "init",
            "cannot be started: Plugin(): ValueError: raised in __init__ (plugin.py, line 33)",
        ),
        ("no_class", "cannot be loaded: plugin.py has no class `Plugin`"),
        ("not_a_class", "cannot be loaded: `Plugin` is not a class but a dict"),
    ] {
        let folder = test.install("fails_to_load");
        std::fs::write(folder.join("how"), how).unwrap();
        let error = test.host.load(&key("fails_to_load"), &folder).await.unwrap_err();
        let Error::NotLoaded { message, traceback, .. } = &error else {
            panic!("{how}: {error:?}")
        };
        assert_eq!(message, wanted, "{how}");
        if let Some(traceback) = traceback {
            assert!(traceback.contains("fails_to_load/plugin.py"), "{traceback}");
            assert!(!traceback.contains("pluggarr_worker"), "{traceback}");
        }
        assert_eq!(test.host.state(&key("fails_to_load")), State::Stopped, "{how}");
    }
}

#[tokio::test]
async fn a_plugin_that_is_mended_loads_at_the_next_run() {
    let test = TestHost::new();
    let folder = test.install("fails_to_load");
    test.host.load(&key("fails_to_load"), &folder).await.unwrap_err();
    std::fs::write(folder.join("how"), "well").unwrap();
    let result = test.run("fails_to_load", "go", json!({})).await.unwrap();
    assert_eq!(result, json!({"status": "ok"}));
}

#[tokio::test]
async fn an_import_that_never_ends_is_ended() {
    let test = TestHost::with(|config| config.limits.load = Duration::from_millis(300));
    for how in ["spin", "sleep"] {
        let folder = test.install("fails_to_load");
        std::fs::write(folder.join("how"), how).unwrap();
        let error = test.host.load(&key("fails_to_load"), &folder).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "plugin `fails_to_load` did not finish `load` within 0.3 s",
            "{how}"
        );
    }
}

#[tokio::test]
async fn an_import_that_ends_the_process_is_reported() {
    let test = TestHost::new();
    let folder = test.install("fails_to_load");
    std::fs::write(folder.join("how"), "os_exit").unwrap();
    let error = test.host.load(&key("fails_to_load"), &folder).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the worker of plugin `fails_to_load` ended during `load`: exit status 3"
    );
    assert_eq!(test.host.state(&key("fails_to_load")), State::Crashed);
}

#[tokio::test]
async fn attributes_that_raise_are_problems_and_no_run_is_an_error_of_the_action() {
    let test = TestHost::new();
    let folder = test.install("fails_to_load");
    std::fs::write(folder.join("how"), "no_run").unwrap();
    let metadata = test.host.load(&key("fails_to_load"), &folder).await.unwrap();
    let problems: Vec<_> =
        metadata.problems.iter().map(|p| format!("{}: {}", p.path, p.message)).collect();
    assert_eq!(problems, ["fields: cannot be read: RuntimeError: this property raises"]);
    let error = test.run("fails_to_load", "go", json!({})).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "plugin `fails_to_load` failed in `go`: Plugin 'fails_to_load' has no runnable 'run' method"
    );
}

#[tokio::test]
async fn loading_twice_at_once_forks_one_worker() {
    let test = TestHost::new();
    let folder = test.install("hello");
    let key = key("hello");
    let (first, second) =
        tokio::join!(test.host.load(&key, &folder), test.host.load(&key, &folder));
    assert_eq!(first.unwrap(), second.unwrap());
    let states = test.heard.states.lock().unwrap().clone();
    assert_eq!(states, [State::Starting, State::Running]);
}

#[tokio::test]
async fn a_plugin_that_nobody_loaded_is_not_installed() {
    let test = TestHost::new();
    let error = test.run("hello", "greet", json!({})).await.unwrap_err();
    assert!(matches!(error, Error::NotInstalled { .. }), "{error}");
}
