use std::fs;

use super::*;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(self, path: &str, content: &str) -> Self {
        let path = self.0.path().join("plugins").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn scan(&self) -> Discovery {
        scan(&self.0.path().join("plugins")).unwrap()
    }
}

fn keys(discovery: &Discovery) -> Vec<&str> {
    discovery.plugins.iter().map(|plugin| plugin.key.as_str()).collect()
}

#[test]
fn folders_with_code_are_plugins_and_nothing_else_is() {
    let found = Folder::new()
        .with("b/plugin.py", "")
        .with("A Package/__init__.py", "")
        .with("wrong case/Plugin.py", "")
        .with("data only/readme.txt", "")
        .with(".hidden/plugin.py", "")
        .with("loose.py", "")
        .with("b/logo.png", "")
        .scan();
    assert_eq!(keys(&found), ["a_package", "b"]);
    assert_eq!(found.problems, []);
    assert_eq!(found.plugins.iter().map(|p| p.has_logo).collect::<Vec<_>>(), [false, true]);
    assert!(found.plugins[1].manifest.is_none(), "legacy");
}

#[test]
fn manifests_are_read_and_bad_ones_are_reported() {
    let found = Folder::new()
        .with("good/plugin.py", "")
        .with("good/plugin.json", r#"{"name": "Good", "fields": [{"id": "a", "type": "odd"}]}"#)
        .with("not_json/plugin.py", "")
        .with("not_json/plugin.json", "{")
        .scan();
    assert_eq!(found.plugins[0].manifest.as_ref().unwrap().name.as_deref(), Some("Good"));
    assert_eq!(found.plugins[0].problems[0].path, "plugin.json: fields[0].type");
    assert!(found.plugins[1].manifest.is_none());
    assert!(found.plugins[1].problems[0].message.starts_with("is not JSON: EOF"));
}

#[test]
fn of_two_folders_with_one_key_the_later_wins_and_the_other_is_reported() {
    let found =
        Folder::new().with("My Plugin/plugin.py", "").with("my_plugin/plugin.py", "").scan();
    assert_eq!(keys(&found), ["my_plugin"]);
    assert!(found.plugins[0].folder.ends_with("my_plugin"));
    assert_eq!(
        found.problems,
        [Problem::new("My Plugin", "has the same key `my_plugin` as `my_plugin`, which is used")]
    );
}

#[test]
fn reserved_names_and_links_that_leave_are_reported() {
    let folder = Folder::new().with("apps/plugin.py", "").with("inside/plugin.py", "");
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("plugin.py"), "").unwrap();
    let plugins = folder.0.path().join("plugins");
    std::os::unix::fs::symlink(outside.path(), plugins.join("leaves")).unwrap();
    std::os::unix::fs::symlink("inside", plugins.join("linked")).unwrap();
    let found = folder.scan();
    assert_eq!(keys(&found), ["inside", "linked"]);
    let problems: Vec<_> = found.problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(problems, ["apps", "leaves"]);
}

#[test]
fn a_folder_that_is_not_there_is_an_error_not_an_empty_list() {
    assert!(scan(Path::new("/nowhere/at/all")).is_err());
}
