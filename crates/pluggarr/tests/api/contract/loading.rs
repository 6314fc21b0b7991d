//! Which files count, how they are imported and under which names.

use serde_json::{Value, json};

use super::DOES_AS_TOLD;
use crate::support::TestApp;

type Files = &'static [(&'static str, &'static str)];

const MARKS: &str = "raise RuntimeError('this file was executed')\n";
const PLAIN: &str =
    "class Plugin:\n    def run(self, *rest):\n        return {'module': __name__}\n";

#[tokio::test]
async fn plugin_py_comes_first_and_the_package_stands_in_for_it() {
    let app = TestApp::new().await;
    let rows: &[(&str, Files, &str)] = &[
        ("plugin_only", &[("plugin.py", PLAIN)], "_dispatcharr_plugin_plugin_only.plugin"),
        ("package_only", &[("__init__.py", PLAIN)], "_dispatcharr_plugin_package_only"),
        // Not executed while plugin.py has a Plugin.
        (
            "both",
            &[("plugin.py", PLAIN), ("__init__.py", MARKS)],
            "_dispatcharr_plugin_both.plugin",
        ),
        (
            "no_class",
            &[("plugin.py", "x = 1\n"), ("__init__.py", PLAIN)],
            "_dispatcharr_plugin_no_class",
        ),
        ("fails", &[("plugin.py", MARKS), ("__init__.py", PLAIN)], "_dispatcharr_plugin_fails"),
        ("1 digit-first", &[("plugin.py", PLAIN)], "_dispatcharr_plugin_p_1_digit_first.plugin"),
    ];
    for (folder, files, module) in rows {
        for (file, content) in *files {
            app.write_plugin_file(folder, file, content);
        }
        let key = folder.replace(' ', "_");
        app.set_enabled(&key, json!(true)).await.ok();
        assert_eq!(app.run(&key, "go").await.ok()["result"]["module"], *module, "{folder}");
    }
}

#[tokio::test]
async fn helpers_are_imported_in_every_spelling_that_plugins_use() {
    let app = TestApp::new().await;
    let helper = "ANSWER = 42\n";
    for (folder, line) in [
        ("relative", "from .helpers import ANSWER"),
        ("relative_module", "from . import helpers; ANSWER = helpers.ANSWER"),
        ("deeper", "from .deep.er import ANSWER"),
        ("absolute", "from helpers import ANSWER"),
        ("by_folder", "from by_folder.helpers import ANSWER"),
    ] {
        app.write_plugin_file(folder, "helpers.py", helper);
        app.write_plugin_file(&format!("{folder}/deep"), "er.py", helper);
        let code = format!("{line}\nclass Plugin:\n    def run(self, *rest): return ANSWER\n");
        app.enabled_plugin(folder, &code).await;
        assert_eq!(app.run(folder, "go").await.ok()["result"]["result"], 42, "{line}");
    }
}

#[tokio::test]
async fn a_disabled_plugin_is_never_imported_and_listed_by_its_files() {
    let app = TestApp::new().await;
    let touches = "open('imported', 'w').close()\nclass Plugin:\n    name = 'Read, not run'\n";
    app.write_plugin("quiet", touches);
    app.reload_plugins().await.ok();
    let plugin = app.plugin("quiet").await;
    assert_eq!((&plugin["name"], &plugin["loaded"]), (&json!("Read, not run"), &json!(false)));
    assert!(!app.app.config().files_dir().join("imported").exists());
}

/// What the guide's first plugin looks like: there is no manifest, and all of it is written down.
#[tokio::test]
async fn a_class_without_a_manifest_is_shown_in_full_before_it_is_enabled() {
    let app = TestApp::new().await;
    app.write_plugin(
        "hello_world",
        r#"
raise RuntimeError("nobody enabled me")

PREFIX = "Say "

class Plugin:
    name = "Hello World"
    version = "1.0.0"
    description = "A simple " "example"
    navigation = True
    fields = [{"id": "greeting", "label": "Greeting", "type": "string", "default": "Hello"}]
    actions = [{"id": "say_hello", "label": PREFIX + "Hello"}]
"#,
    );
    app.reload_plugins().await.ok();
    let plugin = app.plugin("hello_world").await;
    assert_eq!(plugin["name"], "Hello World");
    assert_eq!((&plugin["version"], &plugin["navigation"]), (&json!("1.0.0"), &json!(true)));
    assert_eq!(plugin["description"], "A simple example");
    assert_eq!(plugin["fields"][0]["default"], "Hello");
    assert_eq!(plugin["actions"], json!([{"id": "say_hello", "label": "Say Hello"}]));
    assert_eq!((&plugin["legacy"], &plugin["problems"]), (&json!(true), &json!([])));
    // Its settings can be made before its code ever runs.
    app.save_settings("hello_world", json!({"greeting": "Hi"})).await.ok();
    assert_eq!(app.plugin("hello_world").await["settings"], json!({"greeting": "Hi"}));
}

#[tokio::test]
async fn code_that_is_not_python_is_a_problem_with_its_line() {
    let app = TestApp::new().await;
    app.write_plugin("broken", "class Plugin:\n    name = 'x'\n    fields = [\n");
    app.reload_plugins().await.ok();
    let problem = &app.plugin("broken").await["problems"][0];
    assert_eq!((&problem["path"], &problem["line"]), (&json!("plugin.py"), &json!(3)), "{problem}");
}

#[tokio::test]
async fn the_instance_is_made_once_and_anew_by_a_reload() {
    let app = TestApp::new().await;
    let counts = DOES_AS_TOLD.replace("    def run", "    made = 0\n    def __init__(self):\n        import os\n        self.pid = os.getpid()\n        Plugin.made += 1\n\n    def run");
    app.enabled_plugin("p", &counts).await;
    let made = "answer = {'made': plugin.made, 'pid': plugin.pid}";
    let first = app.told("p", made).await.ok()["result"].clone();
    assert_eq!(app.told("p", made).await.ok()["result"], first);
    assert_eq!(first["made"], 1);
    app.reload_plugins().await.ok();
    let second = app.told("p", made).await.ok()["result"].clone();
    assert_eq!(second["made"], 1, "a fresh process has fresh modules");
    assert_ne!(second["pid"], first["pid"]);
}

#[tokio::test]
async fn a_plugin_that_does_not_load_stays_listed_and_enabling_it_answers_200() {
    let app = TestApp::new().await;
    for (folder, code, why) in [
        ("import", "import no_such_module_here\n", "No module named 'no_such_module_here'"),
        ("constructor", "class Plugin:\n    def __init__(self): 1 / 0\n", "division by zero"),
        ("no_class", "x = 1\n", "has no class `Plugin`"),
        ("no_instance", "Plugin = {}\n", "not a class but a dict"),
    ] {
        app.write_plugin(folder, code);
        let answer = app.set_enabled(folder, json!(true)).await.ok();
        assert_eq!(
            (&answer["enabled"], &answer["plugin"]["loaded"]),
            (&json!(true), &json!(false))
        );
        let error = answer["plugin"]["load_error"].as_str().unwrap_or_default();
        assert!(error.contains(why), "{folder}: {error}");
    }
}

#[tokio::test]
async fn fields_that_are_a_property_are_fresh_on_the_plugins_page_and_after_the_reload_token() {
    let app = TestApp::new().await;
    app.app.start();
    let code = "import pathlib\nclass Plugin:\n    name = 'P'\n    @property\n    def fields(self):\n\
                \x20       n = len(list(pathlib.Path('.').glob('mark*')))\n\
                \x20       return [{'id': f'field_{n}', 'type': 'string'}]\n";
    app.enabled_plugin("p", code).await;
    let mark = |name: &str| std::fs::write(app.app.config().files_dir().join(name), "").unwrap();
    let listed = |list: &Value| list["plugins"][0]["fields"][0]["id"].clone();
    let path = "/api/plugins/plugins/";
    assert_eq!(listed(&app.admin.get(path).await.ok()), "field_0");
    mark("mark1");
    assert_eq!(
        listed(&app.admin.get(path).await.ok()),
        "field_0",
        "the list costs no plugin anything"
    );
    assert_eq!(
        app.admin.get(&format!("{path}p/")).await.ok()["plugin"]["fields"][0]["id"],
        "field_1"
    );
    assert_eq!(listed(&app.admin.get(path).await.ok()), "field_1");
    mark("mark2");
    app.until("/api/plugins/watch/", |watch| watch["active"] == true).await;
    std::fs::write(app.plugins_dir().join(".reload_token"), "").unwrap();
    app.until(path, |list| listed(list) == "field_2").await;
}
