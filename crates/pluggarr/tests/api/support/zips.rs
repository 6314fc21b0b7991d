//! Plugins as zips, sent as a browser sends them.

use std::io::{Cursor, Write};
use std::path::Path;

use axum::body::Body;
use axum::http::Method;
use pluggarr_service::store::Paths;
use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, SqliteConnection};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Client, Response, TestApp};

/// The zip with these files; a content that begins with `->` is a link to what follows.
pub fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        match content.strip_prefix("->") {
            Some(to) => zip.add_symlink(*name, to, SimpleFileOptions::default()).unwrap(),
            None => {
                zip.start_file(*name, SimpleFileOptions::default()).unwrap();
                zip.write_all(content.as_bytes()).unwrap();
            }
        }
    }
    zip.finish().unwrap().into_inner()
}

/// `plugin.py` of a plugin that says this version.
pub fn code(version: &str) -> String {
    format!(
        "import os\n\nclass Plugin:\n    name = 'Zipped'\n    version = '{version}'\n\n    def run(self, action, params, context):\n        \
         return {{'version': '{version}', 'settings': context['settings'], 'pid': os.getpid()}}\n"
    )
}

/// A manifest with this version.
pub fn manifest(version: &str) -> String {
    format!(r#"{{"name": "Zipped", "version": "{version}", "description": "From a zip"}}"#)
}

/// A plugin in the folder `folder`.
pub fn plugin(folder: &str, version: &str) -> Vec<u8> {
    let (code, manifest) = (code(version), manifest(version));
    let (a, b) = (format!("{folder}/plugin.py"), format!("{folder}/plugin.json"));
    zip(&[(a.as_str(), code.as_str()), (b.as_str(), manifest.as_str())])
}

impl Client {
    /// Send a form of these parts; one with a file's name is a file.
    pub async fn post_form(&self, path: &str, parts: &[(&str, Option<&str>, &[u8])]) -> Response {
        const BOUNDARY: &str = "------------------------7d1a5c";
        let mut body = Vec::new();
        for (name, file, content) in parts {
            let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
            );
            body.extend(head.as_bytes());
            body.extend(*content);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.with_header("content-type", &kind).send(Method::POST, path, Body::from(body)).await
    }
}

impl TestApp {
    /// Import a zip under this name.
    pub async fn import(&self, name: &str, zip: &[u8], overwrite: Option<&str>) -> Response {
        let mut parts = vec![("file", Some(name), zip)];
        parts.extend(overwrite.map(|overwrite| ("overwrite", None, overwrite.as_bytes())));
        self.admin.post_form("/api/plugins/plugins/import/", &parts).await
    }

    pub async fn preview(&self, name: &str, zip: &[u8]) -> Response {
        let path = "/api/plugins/plugins/import/preview/";
        self.admin.post_form(path, &[("file", Some(name), zip)]).await
    }

    /// The process that runs a plugin made by [`code`].
    pub async fn worker_pid(&self, key: &str) -> Value {
        self.run(key, "go").await.ok()["result"]["pid"].clone()
    }

    /// The rows that plugins share, through a connection of the test's own.
    pub async fn database(&self) -> SqliteConnection {
        connect(&Paths::new(&self.app.config().data_dir).shared()).await
    }

    /// The host's own rows.
    pub async fn host_database(&self) -> SqliteConnection {
        connect(&Paths::new(&self.app.config().data_dir).host()).await
    }

    /// Every file of the plugins folder with its contents, but for what is hidden; and that nothing half done is left
    /// in what is.
    pub fn plugin_files(&self) -> Vec<(String, Vec<u8>)> {
        let folder = self.plugins_dir();
        let staging = folder.join(".pluggarr/staging");
        assert_eq!(
            std::fs::read_dir(staging).map_or(0, Iterator::count),
            0,
            "something is half done"
        );
        let spool = self.app.config().data_dir.join("host/staging");
        assert_eq!(std::fs::read_dir(spool).map_or(0, Iterator::count), 0, "an upload was left");
        let mut files = Vec::new();
        collect(&folder, &folder, &mut files);
        files.sort();
        files
    }

    pub fn read_plugin_file(&self, path: &str) -> String {
        std::fs::read_to_string(self.plugins_dir().join(path)).unwrap_or_default()
    }
}

async fn connect(file: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(file).connect().await.unwrap()
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(root).unwrap().display().to_string();
        // What Python compiles comes and goes.
        if name.starts_with(".pluggarr") || name.contains("__pycache__") {
            continue;
        }
        match path.symlink_metadata().unwrap().is_dir() {
            true => collect(root, &path, files),
            false => files.push((name, std::fs::read(&path).unwrap_or_default())),
        }
    }
}

/// The keys of the plugins in a list's answer.
pub fn keys(list: &Value) -> Vec<&str> {
    list["plugins"]
        .as_array()
        .unwrap()
        .iter()
        .map(|plugin| plugin["key"].as_str().unwrap())
        .collect()
}
