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

#[test]
fn a_scanner_reads_what_has_changed_and_forgets_what_is_gone() {
    let folder = Folder::new()
        .with("a/plugin.py", "")
        .with("a/plugin.json", r#"{"name": "A"}"#)
        .with("b/plugin.py", "");
    let plugins = folder.0.path().join("plugins");
    let mut scanner = Scanner::default();
    let first = scanner.scan(&plugins).unwrap();
    assert_eq!(scanner.scan(&plugins).unwrap(), first);

    // Of the same length, and a moment later.
    fs::write(plugins.join("a/plugin.json"), r#"{"name": "Z"}"#).unwrap();
    fs::write(plugins.join("a/README.md"), "# A").unwrap();
    fs::remove_dir_all(plugins.join("b")).unwrap();
    let second = scanner.scan(&plugins).unwrap();
    assert_eq!(keys(&second), ["a"]);
    assert_eq!(second.plugins[0].manifest.as_ref().unwrap().name.as_deref(), Some("Z"));
    assert_eq!((first.plugins[0].has_readme, second.plugins[0].has_readme), (false, true));
}

#[test]
fn a_code_stamp_tells_edits_of_any_source_from_what_a_plugin_writes() {
    let folder = Folder::new()
        .with("a/plugin.py", "1")
        .with("a/deep/er/helper.py", "1")
        .with("a/cache.json", "1");
    let path = folder.0.path().join("plugins/a");
    let before = CodeStamp::of(&path);
    fs::write(path.join("cache.json"), "22").unwrap();
    fs::create_dir(path.join("__pycache__")).unwrap();
    fs::write(path.join("__pycache__/plugin.py"), "x").unwrap();
    assert_eq!(CodeStamp::of(&path), before);
    fs::write(path.join("deep/er/helper.py"), "2").unwrap();
    assert_ne!(CodeStamp::of(&path), before);
}
