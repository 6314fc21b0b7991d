//! Requests that read or write files where the user stands: plugins as zips, backups.

use std::path::{Path, PathBuf};

use pluggarr_service::backup;
use pluggarr_service::{Application, Error};
use serde_json::{Value, json};

use super::execute::set_enabled;
use crate::http::plugin_view;

/// Who deletes by the command line; there is nobody signed in.
const BY: &str = "command line";

pub(super) async fn import(
    app: &Application,
    file: &Path,
    overwrite: bool,
    enable: bool,
) -> Result<Value, Error> {
    let upload = app.plugins().receive_file(file).await?;
    let imported = app.plugins().import(upload, overwrite).await?;
    let plugin = imported.plugin;
    let version = plugin.about.version.as_deref().unwrap_or("without a version");
    let mut message = format!("Plugin `{}` imported: {} {version}", plugin.key, plugin.name());
    if enable {
        let enabled = set_enabled(app, &plugin.key, true).await?;
        return Ok(json!({
            "message": format!("{message}\n{}", enabled["message"].as_str().unwrap_or_default()),
            "plugin": enabled["plugin"], "was_managed": imported.was_managed,
        }));
    }
    if !plugin.enabled() {
        message.push_str(&format!("\nEnable it with: pluggarr plugin enable {}", plugin.key));
    } else if !plugin.new_capabilities.is_empty() {
        let asked = plugin.new_capabilities.join(", ");
        message.push_str(&format!(
            "\nIt now asks for {asked} and does not run. To allow that: pluggarr plugin enable {}",
            plugin.key
        ));
    }
    let view = plugin_view(&plugin, &app.config().base_url);
    Ok(json!({"message": message, "plugin": view, "was_managed": imported.was_managed}))
}

pub(super) async fn delete(app: &Application, key: &str) -> Result<Value, Error> {
    match app.plugins().delete(key, BY).await? {
        Some(id) => {
            let message = format!("Plugin `{key}` deleted; it is in the trash");
            Ok(json!({"message": message, "trash_id": id}))
        }
        // The API answers this with success, as the incumbent does; somebody who typed it wants to know.
        None => Err(Error::NotFound { what: "plugin", id: key.to_owned() }),
    }
}

pub(super) async fn export(
    app: &Application,
    key: &str,
    output: Option<&str>,
    folder: &Path,
) -> Result<Value, Error> {
    let export = app.plugins().export(key).await?;
    let path = output.map_or_else(|| folder.join(&export.name), PathBuf::from);
    let failed = |source| Error::File { path: path.clone(), source };
    let mut file = tokio::fs::File::create(&path).await.map_err(failed)?;
    let mut packed = tokio::fs::File::from_std(export.file);
    tokio::io::copy(&mut packed, &mut file).await.map_err(failed)?;
    file.sync_all().await.map_err(failed)?;
    let message = format!("Plugin `{key}` written to {}", path.display());
    Ok(json!({"message": message, "path": path.display().to_string(), "bytes": export.bytes}))
}

pub(super) async fn create_backup(app: &Application, file: Option<&str>) -> Result<Value, Error> {
    let made = backup::create(app, file.map(PathBuf::from)).await?;
    let mut message = format!(
        "Backup written to {} ({} KiB): both databases and {} plugins. It holds passwords and keys.\nNot in it: fetched \
         playlists and guides, and what plugins keep in the data folder's `files`.",
        made.path.display(),
        made.bytes.div_ceil(1024),
        made.summary.plugins.len(),
    );
    for file in &made.left_out {
        message.push_str(&format!("\nLeft out, because it is a link or has an odd name: {file:?}"));
    }
    Ok(json!({
        "message": message, "path": made.path.display().to_string(), "bytes": made.bytes, "files": made.files,
        "summary": made.summary, "left_out": made.left_out,
    }))
}
