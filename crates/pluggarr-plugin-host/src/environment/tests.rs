use std::os::unix::fs::PermissionsExt;

use super::*;

fn fake_python(folder: &Path, answer: &str) -> PathBuf {
    let path = folder.join("python");
    std::fs::write(&path, format!("#!/bin/sh\n{answer}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn refusal(answer: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let python = fake_python(folder.path(), answer);
    let options =
        Options { cache: Some(folder.path().join("cache")), python: Some(python), wheels: None };
    let text = prepare(&options, &|_| {}).unwrap_err().to_string();
    text.replace(&folder.path().display().to_string(), "")
}

fn answer(version: &str, number: &str, implementation: &str) -> String {
    format!(
        r#"echo '{{"path": "/x", "version": "{version}", "number": {number}, "implementation": "{implementation}", "has_venv": false}}'"#
    )
}

#[test]
fn what_is_wrong_with_a_python_is_said_in_plain_words() {
    assert_eq!(
        refusal(&answer("3.9.2", "[3, 9]", "CPython")),
        "`/python` cannot be used as Python: it is Python 3.9.2, and 3.11 or newer is needed"
    );
    assert_eq!(
        refusal(&answer("3.11.4", "[3, 11]", "PyPy")),
        "`/python` cannot be used as Python: it is PyPy, and CPython is needed"
    );
    assert_eq!(
        refusal("echo hello"),
        "`/python` cannot be used as Python: it does not answer as Python does"
    );
    // What a version manager's shim does when there is nothing behind it.
    assert_eq!(
        refusal("echo 'pyenv: python3.12: command not found' >&2; exit 127"),
        "`/python` cannot be used as Python: pyenv: python3.12: command not found"
    );
}

#[test]
fn a_marker_counts_only_while_its_interpreter_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("env");
    std::fs::create_dir_all(root.join("bin")).unwrap();
    let environment = Environment { python: root.join("bin/python"), version: "3.13.0".to_owned() };
    let marker = root.join(MARKER);
    write_marker(&marker, &environment).unwrap();
    assert_eq!(read_marker(&marker), None, "there is no interpreter yet");
    std::fs::write(&environment.python, "").unwrap();
    assert_eq!(read_marker(&marker), Some(environment.clone()));
    let latest = folder.path().join("latest.json");
    write_marker(&latest, &environment).unwrap();
    assert_eq!(read_marker(&latest), Some(environment));
    std::fs::remove_file(&marker).unwrap();
    assert_eq!(read_marker(&latest), None, "the environment was taken apart");
}
