use std::path::Path;

use serde_json::json;

use super::*;

fn inspector() -> Inspector {
    Inspector::find(&Options::default()).unwrap()
}

fn plugin(folder: &Path, name: &str, code: &str) -> PathBuf {
    let folder = folder.join(name);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("plugin.py"), code).unwrap();
    folder
}

#[test]
fn a_class_is_read_and_not_run() {
    let folder = tempfile::tempdir().unwrap();
    let code = r#"
import os
open("/tmp/pluggarr-inspect-ran-it", "w")
class Plugin:
    name = "Hello" " World"
    version = "1." + "0"
    navigation = False
    fields = [{"id": "greeting", "label": "Greeting", "type": "string", "default": os.sep}]
    actions = [{"id": "go", "label": "Go"}]
    def run(self, action, params, context): ...
"#;
    let folders = [plugin(folder.path(), "hello", code)];
    let [inspection] = inspector().inspect(&folders, Want::Findings).unwrap().try_into().unwrap();
    assert_eq!(
        inspection.about.unwrap(),
        json!({"name": "Hello World", "version": "1.0", "navigation": false, "fields": [],
               "actions": [{"id": "go", "label": "Go"}]})
    );
    assert_eq!(inspection.partial, ["fields"]);
    assert!(inspection.has_plugin_class && inspection.has_run && !inspection.has_stop);
    assert_eq!(inspection.findings[0].kind, "file_write");
    assert_eq!(inspection.findings[0].examples[0].line, 3);
    assert_eq!(inspection.problem, None);
    assert!(!Path::new("/tmp/pluggarr-inspect-ran-it").exists());
}

#[test]
fn a_folder_that_takes_the_process_with_it_costs_only_its_own_answer() {
    let folder = tempfile::tempdir().unwrap();
    let good = "class Plugin:\n    name = 'Good'\n";
    // Half a million names in one expression: more than it may compute or keep.
    let heavy = format!("x = [{}]\n", "[a,b,c],".repeat(120_000));
    let folders = [
        plugin(folder.path(), "heavy", &heavy),
        plugin(folder.path(), "one", good),
        plugin(
            folder.path(),
            "deep",
            &format!("x = {}{}", "(".repeat(150_000), ")".repeat(150_000)),
        ),
        plugin(folder.path(), "binary", "a = 1\0"),
        folder.path().join("nowhere"),
        plugin(folder.path(), "two", good),
    ];
    let inspections = inspector().inspect(&folders, Want::Check).unwrap();
    assert_eq!(inspections.len(), folders.len());
    for good in [1, 5] {
        assert_eq!(inspections[good].about, Some(json!({"name": "Good"})));
    }
    assert_eq!(inspections[4].about, None);
    let deep = &inspections[2];
    assert!(deep.problem.is_some() || deep.syntax_error.is_some(), "{deep:?}");
    assert!(inspections[3].syntax_error.as_ref().unwrap().message.contains("null bytes"));
}

#[test]
fn after_a_crash_the_rest_goes_to_a_fresh_process() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let python = folder.path().join("python");
    // Dies of some folders, and says nothing about others.
    let script = "#!/bin/sh\nwhile read -r line; do case $line in *crash*) exit 1;; *hang*) sleep 9;; esac\n\
                  echo '{\"has_run\": true}'; done\n";
    std::fs::write(&python, script).unwrap();
    std::fs::set_permissions(&python, std::fs::Permissions::from_mode(0o755)).unwrap();
    let fake = Inspector { python, limit: Duration::from_secs(1), ..inspector() };
    let folders: Vec<PathBuf> =
        ["crash", "crash", "fine", "hang", "fine"].iter().map(PathBuf::from).collect();
    let inspections = fake.inspect(&folders, Want::About).unwrap();
    let answered: Vec<bool> = inspections.iter().map(|inspection| inspection.has_run).collect();
    assert_eq!(answered, [false, false, true, false, true]);
    let problem = |index: usize| inspections[index].problem.as_deref().unwrap();
    assert_eq!(problem(0), "its code cannot be read: Python's own parser gave up on it");
    assert_eq!(problem(3), "its code could not be read within 1s");
}

#[test]
fn a_process_that_does_not_answer_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let hangs = Inspector { limit: Duration::ZERO, ..inspector() };
    let folders = [folder.path().to_owned()];
    let error = hangs.inspect(&folders, Want::About).unwrap_err();
    assert!(matches!(error, InspectError::Broken { .. }), "{error}");
}

#[test]
fn a_python_that_is_none_is_named() {
    let broken = Inspector { python: "/bin/false".into(), ..inspector() };
    let error = broken.inspect(&["/nowhere".into()], Want::About).unwrap_err().to_string();
    assert_eq!(error, "`/bin/false` cannot read plugins: it said nothing");
    let absent = Inspector { python: "/no/such/python".into(), ..inspector() };
    let error = absent.inspect(&["/nowhere".into()], Want::About).unwrap_err().to_string();
    assert_eq!(error, "`/no/such/python` does not start");
}

#[test]
fn hostile_plugins_are_answered_for() {
    let Some(shared) = shared() else { return };
    let folders: Vec<PathBuf> = std::fs::read_dir(shared.join("data/hostile/plugins"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    let inspections = inspector().inspect(&folders, Want::Check).unwrap();
    for (folder, inspection) in folders.iter().zip(inspections) {
        assert_eq!(inspection.problem, None, "{}", folder.display());
    }
}

fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("PLUGGARR_SHARED").map_or(beside, PathBuf::from);
    if !folder.join("data").is_dir() {
        eprintln!("skipped: there is no {}", folder.display());
        return None;
    }
    Some(folder)
}
