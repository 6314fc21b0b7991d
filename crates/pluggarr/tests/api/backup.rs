//! Backups: what is in them, what restoring one changes, and what is refused.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use pluggarr_service::backup::{self, Present, Restore};
use pluggarr_service::{Application, Config, Error};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::support::zips::{code, plugin};
use crate::support::{PASSWORD, TestApp};

/// An application with a user, an account, a plugin with settings and files.
async fn filled() -> TestApp {
    let app = TestApp::new().await;
    let playlist = app.write("list.m3u", "#EXTM3U\n#EXTINF:-1,One\nhttp://h/1\n");
    app.app.m3u_accounts().import(&playlist, "Mine").await.unwrap();
    app.import("p.zip", &plugin("p", "1"), None).await.ok();
    app.save_settings("p", json!({"api_key": "secret"})).await.ok();
    app.write_plugin_file("p", "uploads/mine.txt", "mine");
    app.write_plugin_file("p", "run.sh", "#!/bin/sh\n");
    let script = app.plugins_dir().join("p/run.sh");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    app.write_plugin_file("p", "__pycache__/plugin.pyc", "compiled");
    app.write_plugin_file("P", "Plugin.py", "no plugin, and its name differs in case only");
    app
}

async fn made(app: &TestApp) -> PathBuf {
    backup::create(&app.app, None).await.unwrap().path
}

/// What a restore into `folder` answers, with no server on it.
async fn restored(folder: &Path, file: &Path) -> Result<(), Error> {
    let restore = Restore::prepare(Config::new(folder, "http://tv.test:9191"), file).await?;
    restore.carry_out().await.map(drop)
}

fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            // Locks, and what SQLite keeps while a database is open.
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !["lock", "migrations.lock"].contains(&name.as_str())
                && !name.contains("sqlite3-")
            {
                found.push((path.clone(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[tokio::test]
async fn a_backup_restored_elsewhere_is_the_same_application() {
    let app = filled().await;
    let file = made(&app).await;
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "it holds passwords");
    assert!(file.starts_with(app.app.config().data_dir.join("host")), "no plugin sees it");
    let elsewhere = tempfile::tempdir().unwrap();
    let folder = elsewhere.path().join("data");
    let config = Config::new(&folder, "http://tv.test:9191");
    let restore = Restore::prepare(config.clone(), &file).await.unwrap();
    let plan = restore.plan();
    assert!(matches!(plan.now, Present::Nothing));
    assert_eq!((plan.then.users, plan.then.m3u_accounts, plan.then.plugins.len()), (1, 1, 1));
    assert!(restore.carry_out().await.unwrap().saved_as.is_none());
    let again = Application::open(config).await.unwrap();
    let sign_in = again.users().sign_in("admin", PASSWORD, [127, 0, 0, 1].into()).await;
    assert!(sign_in.is_ok());
    assert_eq!(again.m3u_accounts().by_name("Mine").await.unwrap().name, "Mine");
    let plugin = again.plugins().get("p").await.unwrap();
    assert_eq!(plugin.row.unwrap().settings, json!({"api_key": "secret"}));
    let read = |path: &str| fs::read_to_string(folder.join("plugins").join(path));
    assert_eq!(read("p/uploads/mine.txt").unwrap(), "mine");
    assert!(read("P/Plugin.py").is_ok());
    assert!(read("p/__pycache__/plugin.pyc").is_err());
    let mode = folder.join("plugins/p/run.sh").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o111, 0o111 & mode, "{mode:o}");
    assert_ne!(mode & 0o100, 0, "a program stays one");
}

#[tokio::test]
async fn a_restore_lists_its_changes_keeps_what_was_there_and_can_itself_be_undone() {
    let app = filled().await;
    let file = made(&app).await;
    app.import("p.zip", &plugin("p", "2"), Some("true")).await.ok();
    app.write_plugin("later", &code("9"));
    app.add_user("later", 1).await;
    app.reload_plugins().await.ok();
    let (folder, app_folder) = app.closed().await;
    let before = everything(&folder);
    let config = Config::new(&folder, "http://tv.test:9191");
    let restore = Restore::prepare(config.clone(), &file).await.unwrap();
    let plan = restore.plan().clone();
    let Present::Readable(now) = &plan.now else { panic!("{:?}", plan.now) };
    assert_eq!((now.users, plan.then.users), (2, 1));
    let plugins = plan.plugins();
    assert_eq!(plugins["p"], (Some("2".into()), Some("1".into())));
    assert_eq!(plugins["later"], (Some("9".into()), None));
    drop(restore);
    assert_eq!(everything(&folder), before, "only listing changes nothing");

    let restore = Restore::prepare(config.clone(), &file).await.unwrap();
    let saved_as = restore.carry_out().await.unwrap().saved_as.unwrap();
    let read =
        |path: &str| fs::read_to_string(folder.join("plugins").join(path)).unwrap_or_default();
    assert!(read("p/plugin.json").contains("\"1\""));
    assert_eq!(read("later/plugin.py"), "");
    restored(&folder, &saved_as).await.unwrap();
    assert!(read("p/plugin.json").contains("\"2\""));
    assert_eq!(read("later/plugin.py"), code("9"));
    let again = Application::open(config).await.unwrap();
    assert_eq!(again.users().list().await.unwrap().len(), 2);
    drop(app_folder);
}

#[tokio::test]
async fn while_a_server_runs_nothing_is_restored() {
    let app = filled().await;
    let file = made(&app).await;
    let config = app.app.config().clone();
    let error = Restore::prepare(config, &file).await.err().unwrap().to_string();
    assert_eq!(error, "another Pluggarr has this data folder open");
}

#[tokio::test]
async fn a_backup_is_not_written_over_a_file() {
    let app = filled().await;
    let file = PathBuf::from(app.write("mine.zip", "mine"));
    let error = backup::create(&app.app, Some(file.clone())).await.unwrap_err().to_string();
    assert!(error.ends_with("mine.zip is there already"), "{error}");
    assert_eq!(fs::read_to_string(file).unwrap(), "mine");
}

#[tokio::test]
async fn links_of_plugins_are_left_out_and_told() {
    let app = filled().await;
    std::os::unix::fs::symlink("/etc/passwd", app.plugins_dir().join("p/leak")).unwrap();
    app.write_plugin_file("p", "odd\nname", "");
    let made = backup::create(&app.app, None).await.unwrap();
    assert_eq!(made.left_out, ["p/leak", "p/odd\nname"]);
    let mut zip = ZipArchive::new(fs::File::open(made.path).unwrap()).unwrap();
    let mut list = String::new();
    zip.by_name("pluggarr-backup.json").unwrap().read_to_string(&mut list).unwrap();
    let list: Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list["format"], 1);
    assert_eq!(list["parts"].as_array().unwrap().len(), made.files);
    assert!(!list.to_string().contains("leak"));
}

#[tokio::test]
async fn a_broken_data_folder_can_be_restored_over_and_its_files_are_kept() {
    let app = filled().await;
    let file = made(&app).await;
    let (folder, _app_folder) = app.closed().await;
    fs::write(folder.join("db/dispatcharr.sqlite3"), "no database ".repeat(200)).unwrap();
    let config = Config::new(&folder, "http://tv.test:9191");
    let restore = Restore::prepare(config.clone(), &file).await.unwrap();
    assert!(matches!(restore.plan().now, Present::Unreadable(_)));
    let saved_as = restore.carry_out().await.unwrap().saved_as.unwrap();
    let kept = fs::read_to_string(saved_as.join("db/dispatcharr.sqlite3")).unwrap();
    assert!(kept.starts_with("no database"));
    assert!(saved_as.join("plugins/p/plugin.py").exists());
    assert_eq!(Application::open(config).await.unwrap().users().list().await.unwrap().len(), 1);
}

/// The backup with some of its entries changed: their new contents, or none to leave them out.
fn changed(file: &Path, changes: &[(&str, Option<&[u8]>)]) -> Vec<u8> {
    let mut from = ZipArchive::new(fs::File::open(file).unwrap()).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let mut write = |name: &str, content: &[u8]| {
        to.start_file(name, SimpleFileOptions::default()).unwrap();
        to.write_all(content).unwrap();
    };
    let mut left: Vec<_> = changes.to_vec();
    for index in 0..from.len() {
        let mut entry = from.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        match left.iter().position(|(changed, _)| *changed == name) {
            None => write(&name, &content),
            Some(place) => {
                if let (_, Some(content)) = left.remove(place) {
                    write(&name, content);
                }
            }
        }
    }
    for (name, content) in left {
        write(name, content.unwrap());
    }
    to.finish().unwrap().into_inner()
}

#[tokio::test]
async fn what_is_no_whole_backup_is_refused_and_changes_nothing() {
    let app = filled().await;
    let good = made(&app).await;
    let (folder, _app_folder) = app.closed().await;
    let before = everything(&folder);
    let place = tempfile::tempdir().unwrap();
    let future = br#"{"format": 2, "anything": "else"}"#;
    let bytes = fs::read(&good).unwrap();
    let not_ours = crate::support::zips::plugin("p", "1");
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("no zip", b"<html>".to_vec(), "Invalid zip file: "),
        ("cut", bytes[..bytes.len() / 2].to_vec(), "Invalid zip file: "),
        ("other zip", not_ours, "it has no list of its parts"),
        (
            "newer",
            changed(&good, &[("pluggarr-backup.json", Some(future))]),
            "a newer version of Pluggarr wrote it",
        ),
        (
            "no list",
            changed(&good, &[("pluggarr-backup.json", Some(b"{"))]),
            "the list of its parts cannot be read",
        ),
        (
            "missing",
            changed(&good, &[("plugins/p/plugin.py", None)]),
            "\"plugins/p/plugin.py\" is missing from it",
        ),
        ("added", changed(&good, &[("plugins/p/evil.py", Some(b""))]), "is not what its list says"),
        (
            "hidden",
            changed(&good, &[("plugins/.pluggarr/x", Some(b""))]),
            "does not belong into a backup",
        ),
        ("elsewhere", changed(&good, &[("files/x", Some(b""))]), "does not belong into a backup"),
        (
            "climbing",
            changed(&good, &[("plugins/../../x", Some(b""))]),
            "leads out of the archive's folder",
        ),
        ("absolute", changed(&good, &[("/tmp/x", Some(b""))]), "its name is an absolute path"),
        (
            "changed",
            changed(&good, &[("plugins/p/uploads/mine.txt", Some(b"evil"))]),
            "its sum is another",
        ),
        (
            "no database",
            changed(&good, &[("databases/host.sqlite3", None)]),
            "\"databases/host.sqlite3\" is missing from it",
        ),
    ];
    for (name, bytes, why) in cases {
        let file = place.path().join("bad.zip");
        fs::write(&file, bytes).unwrap();
        let error = restored(&folder, &file).await.unwrap_err().to_string();
        assert!(error.contains(why), "{name}: {error}");
        assert_eq!(everything(&folder), before, "{name}");
    }
}

#[tokio::test]
async fn a_backup_with_a_damaged_or_newer_database_is_refused() {
    let app = filled().await;
    sqlx::raw_sql(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'the future', TRUE, x'00', 0)",
    )
    .execute(&mut app.database().await)
    .await
    .unwrap();
    let file = made(&app).await;
    let elsewhere = tempfile::tempdir().unwrap();
    let error = restored(elsewhere.path(), &file).await.unwrap_err().to_string();
    assert!(error.starts_with("This backup cannot be restored: "), "{error}");
    assert!(error.contains("was written by a newer version of Pluggarr"), "{error}");
    assert!(!elsewhere.path().join("db/dispatcharr.sqlite3").exists());
    assert!(!elsewhere.path().join("host/restore").exists());
}
