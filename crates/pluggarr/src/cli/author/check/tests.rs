use std::collections::BTreeSet;

use super::*;

/// What is reported about each, as `severity file:line rule`.
fn check_all(folders: &[PathBuf]) -> Vec<Vec<String>> {
    let line = |report: &Report| {
        let severity = serde_json::to_value(report.severity).unwrap();
        let file = if report.file.is_empty() { "." } else { &report.file };
        format!("{} {file}:{} {}", severity.as_str().unwrap(), report.line, report.rule)
    };
    let checked = check(folders).unwrap();
    checked.iter().map(|plugin| plugin.reports.iter().map(line).collect()).collect()
}

fn folders_in(path: &str) -> Vec<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn faulty() -> Vec<PathBuf> {
    folders_in("fixtures/faulty_plugins")
        .iter()
        .flat_map(|rule| folders_in(rule.to_str().unwrap()))
        .collect()
}

#[test]
fn every_planted_fault_is_found_and_nothing_else() {
    let folders = faulty();
    for (folder, found) in folders.iter().zip(check_all(&folders)) {
        let expected = std::fs::read_to_string(folder.join("expected")).unwrap();
        assert_eq!(found, expected.lines().collect::<Vec<_>>(), "{}", folder.display());
    }
}

#[test]
fn every_rule_has_a_planted_fault() {
    let planted = folders_in("fixtures/faulty_plugins");
    let planted: BTreeSet<_> =
        planted.iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    let stems = |path: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
        let files = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
        let stem = |path: PathBuf| {
            let is_rule = path.extension().is_some_and(|end| end == "py" || end == "rs");
            let stem = path.file_stem()?.to_str()?.replace('_', "-");
            (is_rule && stem != "mod" && stem != "--init--").then_some(stem)
        };
        files.filter_map(stem).collect::<BTreeSet<_>>()
    };
    let mut rules = stems("python/pluggarr_inspect/rules");
    rules.extend(stems("crates/pluggarr/src/cli/author/check/packaging"));
    // Of the reader of manifests, whose own rules have tests of their own.
    rules.extend(["manifest", "class-attributes"].map(str::to_owned));
    // Five megabytes need not be kept: the test below makes them.
    rules.remove("large-files");
    assert_eq!(planted, rules);
}

#[test]
fn good_plugins_are_left_alone() {
    let parent = tempfile::tempdir().unwrap();
    crate::cli::author::new::run("fresh", parent.path()).unwrap();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/plugins");
    let mut folders = plugins_in(&[examples]).unwrap();
    assert_eq!(folders.len(), 6);
    folders.push(parent.path().join("fresh"));
    for (folder, found) in folders.iter().zip(check_all(&folders)) {
        assert!(found.is_empty(), "{}: {found:?}", folder.display());
    }
}

/// They have neither version nor README.md, and say so in hints.
#[test]
fn plugins_of_other_tests_that_behave_have_neither_errors_nor_warnings() {
    let good = ["helpers_import", "relative_imports", "stops", "threads", "returns_odd"];
    let folders: Vec<_> = folders_in("fixtures/plugins")
        .into_iter()
        .filter(|folder| good.iter().any(|name| folder.ends_with(name)))
        .collect();
    assert_eq!(folders.len(), good.len());
    for (folder, found) in folders.iter().zip(check_all(&folders)) {
        assert!(
            found.iter().all(|line| line.starts_with("hint ")),
            "{}: {found:?}",
            folder.display()
        );
    }
}

#[test]
fn much_and_large_files_are_reported() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("large");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("plugin.py"), "class Plugin: ...\n").unwrap();
    // Without content: it takes no room.
    let film = std::fs::File::create(folder.join("film.ts")).unwrap();
    film.set_len(6 << 20).unwrap();
    let code = std::fs::File::create(folder.join("data.py")).unwrap();
    code.set_len(2 << 20).unwrap();
    let [found] = check_all(std::slice::from_ref(&folder)).try_into().unwrap();
    assert!(found.contains(&"warning film.ts:0 large-files".to_owned()), "{found:?}");
    assert!(found.contains(&"warning .:0 unreadable".to_owned()), "{found:?}");
    film.set_len(201 << 20).unwrap();
    let [found] = check_all(&[folder]).try_into().unwrap();
    assert!(found.contains(&"error .:0 large-files".to_owned()), "{found:?}");
}

#[test]
fn hostile_plugins_are_answered_for() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("PLUGGARR_SHARED").map_or(beside, PathBuf::from);
    let plugins = shared.join("data/hostile/plugins");
    if !plugins.is_dir() {
        eprintln!("skipped: there is no {}", plugins.display());
        return;
    }
    let folders = folders_in(plugins.to_str().unwrap());
    let found = check_all(&folders);
    let of = |name: &str| {
        let index = folders.iter().position(|folder| folder.ends_with(name)).unwrap();
        found[index].join("\n")
    };
    for (name, rule) in [
        ("syntax_error", " syntax"),
        ("bad_encoding", " syntax"),
        ("missing_import", " missing-modules"),
        ("no_plugin_class", " class-plugin"),
        ("plugin_is_not_a_class", " class-plugin"),
        ("missing_run", " run-signature"),
        ("run_not_callable", " run-signature"),
        ("init_needs_argument", " constructor"),
        ("sys_exit_at_import", " ends-process"),
        ("sleep_at_import", " work-at-import"),
    ] {
        assert!(of(name).contains(rule), "{name}: {}", of(name));
    }
}

#[test]
fn manifests_in_the_page_for_authors_are_right() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/PLUGINS.md");
    let page = std::fs::read_to_string(page).unwrap();
    let blocks = page.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let blocks: Vec<_> = blocks.collect();
    assert_eq!(blocks.len(), 3);
    for block in blocks {
        let (manifest, problems) = pluggarr_plugin_protocol::Manifest::from_text(block);
        assert!(manifest.is_some() && problems.is_empty(), "{problems:#?}");
    }
}

#[test]
fn every_rule_is_named_in_the_page_for_authors() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/PLUGINS.md");
    let page = std::fs::read_to_string(page).unwrap();
    for rule in folders_in("fixtures/faulty_plugins") {
        let name = format!("`{}`", rule.file_name().unwrap().to_str().unwrap());
        assert!(page.contains(&name), "{name}");
    }
}

#[test]
fn a_path_is_a_plugin_or_a_folder_of_plugins() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let of = |path: &str| plugins_in(&[root.join(path)]).map(|folders| folders.len());
    assert_eq!(of("examples/plugins/hello_world").unwrap(), 1);
    assert!(of("examples/plugins").unwrap() > 1);
    assert_eq!(of("docs").unwrap(), 1, "it is meant to be one");
    assert!(of("README.md").unwrap_err().to_string().ends_with("give the folder of a plugin"));
    assert!(of("nowhere").unwrap_err().to_string().starts_with("there is no `"));
}
