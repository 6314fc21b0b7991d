//! `POST /api/plugins/plugins/{key}/fields/{field_id}/upload/`.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use axum::http::Method;
use insta::assert_snapshot;
use serde_json::json;

use crate::support::{Client, Response, TestApp};

const FORM: &str = r#"{"fields": [
    {"id": "list", "label": "List", "type": "file", "accept": [".csv", ".txt", ".py"], "max_size": 1000},
    {"id": "any", "label": "Any", "type": "file"},
    {"id": "../up", "label": "Up", "type": "file"},
    {"id": "text", "label": "Text", "type": "string"}
]}"#;

async fn with_form() -> TestApp {
    let app = TestApp::new().await;
    app.write_plugin("My Plugin", "class Plugin:\n    def run(self, action, params, context):\n        return open(context['settings']['list']).read()\n");
    app.write_plugin_file("My Plugin", "plugin.json", FORM);
    app.reload_plugins().await.ok();
    app
}

/// The folder of a field's files.
fn folder(app: &TestApp, field: &str) -> PathBuf {
    app.plugins_dir().join("My Plugin/uploads").join(field)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Send a form of one part, which begins with this `Content-Disposition`.
async fn send_form(client: &Client, path: &str, head: &str, content: &[u8]) -> Response {
    let mut body = format!("--edge\r\nContent-Disposition: {head}\r\n\r\n").into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let client = client.with_header("content-type", "multipart/form-data; boundary=edge");
    client.send(Method::POST, path, body.into()).await
}

async fn upload(client: &Client, field: &str, name: &str, content: &[u8]) -> Response {
    let path =
        format!("/api/plugins/plugins/my_plugin/fields/{}/upload/", field.replace('/', "%2F"));
    let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
    let head = format!("form-data; name=\"file\"; filename=\"{quoted}\"");
    send_form(client, &path, &head, content).await
}

#[tokio::test]
async fn a_file_is_kept_in_the_plugins_folder_and_its_path_is_the_setting() {
    let app = with_form().await;
    let answer = upload(&app.admin, "list", "Mine & yours.CSV", b"a,b").await.ok();
    let path = answer["path"].as_str().unwrap();
    let expected = folder(&app, "list").join("Mine___yours.csv");
    assert_eq!(path, expected.display().to_string());
    assert_eq!(std::fs::read(path).unwrap(), b"a,b");
    assert_eq!(app.plugin("my_plugin").await["settings"], json!({ "list": path }));
    let history = app.admin.get("/api/plugins/plugins/my_plugin/settings/history/").await.ok();
    assert_eq!(history["versions"][0]["reason"], "merged");
    assert_eq!(history["versions"][0]["saved_by"], "admin");

    app.set_enabled("my_plugin", json!(true)).await.ok();
    let read = app.run("my_plugin", "go").await.ok();
    assert_eq!(read["result"]["result"], "a,b", "the plugin reads it where the setting says");
}

#[tokio::test]
async fn another_upload_replaces_the_file() {
    let app = with_form().await;
    app.save_settings("my_plugin", json!({"text": "kept"})).await.ok();
    upload(&app.admin, "list", "a.csv", b"1").await.ok();
    upload(&app.admin, "list", "a.csv", b"2").await.ok();
    assert_eq!(std::fs::read(folder(&app, "list").join("a.csv")).unwrap(), b"2");
    let answer = upload(&app.admin, "list", "b.txt", b"3").await.ok();
    assert_eq!(names(&folder(&app, "list")), ["b.txt"]);
    let settings = app.plugin("my_plugin").await["settings"].clone();
    assert_eq!(settings, json!({"text": "kept", "list": answer["path"]}));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_uploads_at_once_one_is_left_and_the_setting_names_it() {
    let app = with_form().await;
    let mut uploading = tokio::task::JoinSet::new();
    for number in 0..8 {
        let admin = app.admin.clone();
        uploading
            .spawn(async move { upload(&admin, "any", &format!("{number}.csv"), b"x").await.ok() });
    }
    uploading.join_all().await;
    let left = names(&folder(&app, "any"));
    assert_eq!(left.len(), 1, "{left:?}");
    let path = app.stored_settings("my_plugin").await["any"].as_str().unwrap().to_owned();
    assert!(Path::new(&path).is_file(), "{path}");
}

#[tokio::test]
async fn programs_and_what_the_field_does_not_take_are_refused() {
    let app = with_form().await;
    for name in [
        "a.py",
        "a.PY",
        "a.csv.py",
        "a.sh",
        "a.so",
        "a.js",
        "a.html",
        "a.svg",
        "a.exe",
        "a.pyc",
        "a.pth",
        "a",
        ".csv/",
        "a.csv\u{0}.py",
    ] {
        for field in ["list", "any"] {
            let refused = upload(&app.admin, field, name, b"x").await;
            assert_eq!(refused.status.as_u16(), 400, "{field} {name:?}: {refused}");
        }
    }
    let other = upload(&app.admin, "list", "a.m3u", b"x").await;
    assert_snapshot!(other, @r#"400 {"success":false,"error":"\"a.m3u\" has none of the endings that are accepted: .csv .txt"}"#);
    upload(&app.admin, "any", "a.m3u", b"x").await.ok();
    assert!(!folder(&app, "list").exists());
    assert_eq!(app.plugin("my_plugin").await["settings"].as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn a_name_cannot_lead_anywhere_else() {
    let app = with_form().await;
    for (name, kept) in [
        ("../../../plugin.json.csv", "plugin_json.csv"),
        ("/etc/cron.d/a.csv", "a.csv"),
        (r"..\..\a.csv", "a.csv"),
        ("..csv", "file.csv"),
        ("\"; x=\".csv", "x.csv"),
    ] {
        let answer = upload(&app.admin, "any", name, b"x").await.ok();
        let path = folder(&app, "any").join(kept);
        assert_eq!(answer["path"], path.display().to_string(), "{name}");
        assert_eq!(names(&folder(&app, "any")), [kept], "{name}");
    }
    assert_eq!(names(&app.plugins_dir().join("My Plugin/uploads")), ["any"]);
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let app = with_form().await;
    upload(&app.admin, "list", "a.csv", &[b'x'; 1000]).await.ok();
    let refused = upload(&app.admin, "list", "a.csv", &[b'y'; 1001]).await;
    assert_snapshot!(refused, @r#"400 {"success":false,"error":"the file is larger than 1000 bytes"}"#);
    assert_eq!(std::fs::read(folder(&app, "list").join("a.csv")).unwrap(), [b'x'; 1000]);
    let refused = upload(&app.admin, "any", "a.csv", &vec![b'y'; (50 << 20) + 1]).await;
    assert_snapshot!(refused, @r#"400 {"success":false,"error":"the file is larger than 52428800 bytes"}"#);
    let refused = upload(&app.admin, "any", "a.csv", &vec![b'y'; 60 << 20]).await;
    assert_eq!(refused.status.as_u16(), 400, "{refused}");
    assert!(!folder(&app, "any").exists());
}

#[tokio::test]
async fn a_link_that_the_plugin_has_laid_is_not_followed() {
    let app = with_form().await;
    let outside = tempfile::tempdir().unwrap();
    let uploads = app.plugins_dir().join("My Plugin/uploads");
    for link in [uploads.clone(), uploads.join("any")] {
        std::fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(outside.path(), &link).unwrap();
        let refused = upload(&app.admin, "any", "a.csv", b"x").await;
        assert_eq!(refused.status.as_u16(), 400, "{refused}");
        std::fs::remove_file(link).unwrap();
    }
    assert_eq!(names(outside.path()), Vec::<String>::new());
    assert_eq!(app.plugin("my_plugin").await["settings"], json!({}));
}

#[tokio::test]
async fn only_file_fields_of_plugins_that_are_there_take_files() {
    let app = with_form().await;
    assert_snapshot!(upload(&app.admin, "text", "a.csv", b"x").await, @r#"400 {"success":false,"error":"the field `text` takes no file"}"#);
    assert_snapshot!(upload(&app.admin, "nothing", "a.csv", b"x").await, @r#"404 {"success":false,"error":"there is no field `nothing`"}"#);
    assert_snapshot!(upload(&app.admin, "../up", "a.csv", b"x").await, @r#"400 {"success":false,"error":"files for the field \"../up\" cannot be kept: its id must consist of letters, digits, - and _"}"#);
    let path = "/api/plugins/plugins/unheard_of/fields/list/upload/";
    let head = "form-data; name=\"file\"; filename=\"a.csv\"";
    let unknown = send_form(&app.admin, path, head, b"x").await;
    assert_snapshot!(unknown, @r#"404 {"success":false,"error":"Plugin not found"}"#);

    let path = "/api/plugins/plugins/my_plugin/fields/list/upload/";
    let missing = r#"400 {"success":false,"error":"Missing 'file' upload"}"#;
    assert_eq!(app.admin.post(path, json!({})).await.to_string(), missing);
    for head in ["form-data; name=\"other\"; filename=\"a.csv\"", "form-data; name=\"file\""] {
        assert_eq!(send_form(&app.admin, path, head, b"x").await.to_string(), missing);
    }
    std::fs::remove_dir_all(app.plugins_dir().join("My Plugin")).unwrap();
    let gone = upload(&app.admin, "list", "a.csv", b"x").await;
    assert!(gone.status.is_client_error() || gone.status.is_server_error(), "{gone}");
    assert!(!app.plugins_dir().join("My Plugin").exists(), "no folder was made for it");
}

#[tokio::test]
async fn files_are_uploaded_by_admins() {
    let app = with_form().await;
    let standard = app.standard_user().await;
    assert_eq!(upload(&standard, "list", "a.csv", b"x").await.status.as_u16(), 403);
    assert_eq!(upload(&app.nobody, "list", "a.csv", b"x").await.status.as_u16(), 401);
    assert!(!folder(&app, "list").exists());
}
