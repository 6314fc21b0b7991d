//! A collection of hostile plugins, where it is at hand: each is enabled, run, listed and switched off through the
//! API, with the outcome that its collection's README asks for, while the server goes on answering.

use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

use crate::support::{Response, TestApp, shared_data};

/// What must become of a plugin.
enum Outcome {
    /// It does not load, and says why.
    Refused(&'static str),
    /// It loads; its actions each have to answer as one of these texts, as `status outcome error-or-result`.
    Runs(&'static [&'static str]),
    /// Whether it loads is its own business; whatever is shown of it is whole.
    Either,
}
use Outcome::{Either, Refused, Runs};

const OUTCOMES: &[(&str, Outcome)] = &[
    ("allocates", Runs(&["500 failed", "500 worker_died"])),
    ("bad_encoding", Refused("SyntaxError")),
    ("changes_the_process", Runs(&["200", "500 failed"])),
    ("exits", Runs(&["SystemExit: 4", "status 3", "signal 6", "signal 9", "504 timed_out"])),
    ("hostile_parameters", Runs(&["200"])),
    ("init_needs_argument", Refused("TypeError")),
    ("init_raises", Refused("ValueError")),
    ("keyboard_interrupt_at_import", Refused("KeyboardInterrupt")),
    ("leaves_children", Runs(&["200"])),
    ("logs_100k", Runs(&["200"])),
    ("loop_at_import", Refused("did not finish `load`")),
    ("metadata_properties_raise", Either),
    ("missing_import", Refused("ModuleNotFoundError")),
    ("missing_run", Runs(&["has no runnable 'run' method"])),
    ("never_returns", Runs(&["504 timed_out"])),
    ("no_plugin_class", Refused("has no class `Plugin`")),
    ("os_exit_at_import", Refused("exit status 3")),
    ("package_relative_import", Runs(&["200 null {\"status\":\"ok\",\"answer\":42"])),
    ("plugin_is_not_a_class", Refused("not a class")),
    ("prints_at_import", Runs(&["200"])),
    ("prints_heavily", Runs(&["200"])),
    ("raises", Runs(&["500 failed"])),
    ("raises_at_import", Refused("RuntimeError")),
    ("reads_stdin_at_import", Either),
    ("returns_50mb", Runs(&["200", "500 failed"])),
    ("returns_non_dict", Runs(&["200", "500 failed \"plugin `returns_non_dict` answered"])),
    ("returns_unserialisable", Runs(&["200", "500 failed"])),
    ("run_not_callable", Runs(&["has no runnable 'run' method"])),
    ("segfault", Runs(&["500 worker_died"])),
    ("sleep_at_import", Refused("did not finish `load`")),
    ("slow_progress", Runs(&["504 timed_out"])),
    ("stop_hangs", Runs(&["200", "504 timed_out"])),
    ("syntax_error", Refused("plugin.py, line")),
    ("sys_exit_at_import", Refused("7")),
    ("wrong_metadata", Either),
];

const BEHAVES: &str = "class Plugin:\n    def run(self, *rest): return 'well'\n";
/// Two at a time: more would measure the machine and not the server.
const AT_ONCE: usize = 2;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_hostile_plugin_has_its_outcome_and_the_server_answers_throughout() {
    let Some(shared) = shared_data() else { return };
    let app = TestApp::with(|config| {
        config.run_limit = Duration::from_secs(20);
        config.load_limit = Duration::from_secs(3);
    })
    .await;
    for (key, _) in OUTCOMES {
        copy(&shared.join("hostile/plugins").join(key), &app.plugins_dir().join(key));
    }
    app.enabled_plugin("behaves", BEHAVES).await;
    // All that is wrong, not only the first of it: a run takes a while.
    let wrong = Mutex::new(Vec::new());
    let attacks = stream::iter(OUTCOMES).for_each_concurrent(AT_ONCE, |(key, outcome)| async {
        let found = attack(&app, key, outcome).await;
        wrong.lock().unwrap().extend(found);
    });
    let mut attacks = std::pin::pin!(attacks);
    let mut slowest = Duration::ZERO;
    loop {
        tokio::select! {
            () = &mut attacks => break,
            took = answer(&app) => slowest = slowest.max(took),
        }
    }
    println!("the slowest answer to list and run of others took {slowest:?}");
    let wrong = wrong.lock().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Not a measurement: 50 MB of results pass through an unoptimised build on two threads meanwhile.
    assert!(slowest < Duration::from_secs(30), "{slowest:?}");
}

/// How long the server takes to list the plugins and run one that behaves.
async fn answer(app: &TestApp) -> Duration {
    tokio::time::sleep(Duration::from_millis(50)).await;
    let started = Instant::now();
    app.admin.get("/api/plugins/plugins/").await.ok();
    assert_eq!(app.run("behaves", "go").await.ok()["result"]["result"], "well");
    started.elapsed()
}

/// What was otherwise than it should be.
async fn attack(app: &TestApp, key: &str, outcome: &Outcome) -> Vec<String> {
    let mut wrong = Vec::new();
    app.save_settings(key, json!({"kept": true})).await;
    let enabled = app.set_enabled(key, json!(true)).await.ok();
    let plugin = &enabled["plugin"];
    whole(plugin);
    let error = plugin["load_error"].as_str();
    match outcome {
        Refused(why) if error.is_some_and(|error| error.contains(why)) => {}
        Runs(_) if error.is_none() => {}
        Either => {}
        Refused(_) | Runs(_) => wrong.push(format!("{key} loads: {error:?}")),
    }
    for action in plugin["actions"].as_array().unwrap() {
        let action = action["id"].as_str().unwrap();
        let told = told(&app.run(key, action).await);
        if let Runs(wanted) = outcome
            && !wanted.iter().any(|wanted| told.contains(wanted))
        {
            wrong.push(format!("{key} {action}: {told}"));
        }
        assert_eq!(
            app.run("behaves", "go").await.ok()["result"]["result"],
            "well",
            "{key} {action}"
        );
    }
    let kept = app.plugin(key).await;
    whole(&kept);
    assert_eq!(kept["settings"]["kept"], true, "{key} changed settings that are not its own");
    let off = app.set_enabled(key, json!(false)).await.ok();
    assert_eq!(off["plugin"]["state"], "stopped", "{key}");
    wrong
}

/// Status, outcome, and the beginning of what was answered.
fn told(response: &Response) -> String {
    let body = response.json();
    let content = if body["success"] == true { &body["result"] } else { &body["error"] };
    let text: String = content.to_string().chars().take(300).collect();
    let outcome = body["outcome"].as_str().unwrap_or("null");
    format!("{} {outcome} {text}", response.status.as_u16())
}

/// Whatever a plugin says of itself, what is shown of it has the right types.
fn whole(plugin: &Value) {
    for key in ["key", "name", "version", "description", "author", "help_url"] {
        assert!(plugin[key].is_string(), "{key}: {plugin}");
    }
    assert!(plugin["fields"].is_array() && plugin["actions"].is_array(), "{plugin}");
    assert!(plugin["settings"].is_object() && plugin["problems"].is_array(), "{plugin}");
}

fn copy(source: &Path, target: &Path) {
    std::fs::create_dir_all(target).unwrap();
    for entry in std::fs::read_dir(source).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), target.join(entry.file_name())).unwrap();
    }
}
