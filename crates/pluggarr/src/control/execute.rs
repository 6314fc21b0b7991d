//! Carries requests out against the application: the same for a running server and for a command
//! that works on its own.

use std::path::Path;

use pluggarr_service::users::{NewUser, UserLevel};
use pluggarr_service::{Application, Error, JobSummary};
use serde_json::{Value, json};

use super::{OnProgress, Progress, Request, archives, runs};
use crate::http::plugin_view;

/// Do what `request` asks; the answer has a `message` unless the request is for a list.
pub async fn execute(
    app: &Application,
    request: &Request,
    on_progress: &mut OnProgress,
) -> Result<Value, Error> {
    match request {
        Request::UserAdd { name, password, admin } => {
            let level = if *admin { UserLevel::Admin } else { UserLevel::Standard };
            let user = NewUser {
                username: name.clone(),
                password: password.clone(),
                email: String::new(),
                level,
            };
            let id = app.users().create(user).await?;
            Ok(json!({"id": id, "message": format!("User `{name}` added")}))
        }
        Request::UserPasswd { name, password } => {
            app.users().set_password(name, password.clone()).await?;
            Ok(json!({"message": format!("Password of `{name}` set")}))
        }
        Request::UserList => {
            let users = app.users().list().await?;
            let rows: Vec<_> = users
                .iter()
                .map(|user| {
                    let is_admin = user.user_level >= UserLevel::Admin.number();
                    json!({"id": user.id, "username": user.username, "is_admin": is_admin,
                        "is_active": user.is_active})
                })
                .collect();
            Ok(json!({"users": rows}))
        }
        Request::UserDelete { name } => {
            app.users().delete(name).await?;
            Ok(json!({"message": format!("User `{name}` deleted")}))
        }
        Request::M3uImport { location, name } => {
            let accounts = app.m3u_accounts();
            let work = async move { accounts.import(location, name).await };
            Ok(told(with_progress(app, on_progress, work).await?))
        }
        Request::M3uRefresh { name: Some(name) } => {
            let accounts = app.m3u_accounts();
            let id = accounts.by_name(name).await?.id;
            let work = async move { accounts.refresh_and_wait(id).await };
            Ok(told(with_progress(app, on_progress, work).await?))
        }
        Request::M3uRefresh { name: None } => {
            let accounts = app.m3u_accounts();
            let work = async move { accounts.refresh_all().await };
            Ok(json!({"message": with_progress(app, on_progress, work).await?}))
        }
        Request::EpgImport { location, name, all_programmes } => {
            let sources = app.epg_sources();
            let work = async move { sources.import(location, name, *all_programmes).await };
            Ok(told(with_progress(app, on_progress, work).await?))
        }
        Request::EpgRefresh { name: Some(name) } => {
            let sources = app.epg_sources();
            let id = sources.by_name(name).await?.id;
            let work = async move { sources.refresh_and_wait(id).await };
            Ok(told(with_progress(app, on_progress, work).await?))
        }
        Request::EpgRefresh { name: None } => {
            let sources = app.epg_sources();
            let work = async move { sources.refresh_all().await };
            Ok(json!({"message": with_progress(app, on_progress, work).await?}))
        }
        Request::ChannelsFromStreams { account } => {
            let account = app.m3u_accounts().by_name(account).await?;
            let created = app.channels().create_from_account(account.id).await?;
            Ok(json!({"created": created, "message": format!("{created} channels created")}))
        }
        Request::PluginList => {
            app.plugins().discover().await?;
            let plugins = app.plugins().list().await?;
            let base = &app.config().base_url;
            let rows: Vec<_> = plugins.iter().map(|plugin| plugin_view(plugin, base)).collect();
            Ok(json!({"plugins": rows}))
        }
        Request::PluginEnable { key } => set_enabled(app, key, true).await,
        Request::PluginDisable { key } => set_enabled(app, key, false).await,
        Request::PluginRun { key, action, params } => {
            runs::run(app, key, action, params.clone(), on_progress).await
        }
        Request::PluginLogs(wanted) => runs::logs(app, wanted).await,
        Request::PluginImport { file, overwrite, enable } => {
            archives::import(app, Path::new(file), *overwrite, *enable).await
        }
        Request::PluginDelete { key } => archives::delete(app, key).await,
        Request::PluginExport { key, output, folder } => {
            archives::export(app, key, output.as_deref(), Path::new(folder)).await
        }
        Request::BackupCreate { file } => archives::create_backup(app, file.as_deref()).await,
        Request::Sample => {
            let filled = app.sample().fill_if_empty().await?;
            let message = match filled {
                true => "Sample data imported",
                false => "There is data here already; nothing was changed",
            };
            Ok(json!({"filled": filled, "message": message}))
        }
    }
}

pub(super) async fn set_enabled(
    app: &Application,
    key: &str,
    enabled: bool,
) -> Result<Value, Error> {
    let plugin = app.plugins().set_enabled(key, enabled, None).await?;
    let word = if enabled { "enabled" } else { "disabled" };
    let mut message = format!("Plugin `{key}` {word}");
    if let Some(error) = &plugin.load_error {
        message.push_str(&format!(", but it does not run: {}", error.message));
    }
    Ok(json!({"message": message, "plugin": plugin_view(&plugin, &app.config().base_url)}))
}

fn told(summary: JobSummary) -> Value {
    json!({"message": summary.message, "counts": summary.counts})
}

/// Do `work`, passing on what refreshes tell meanwhile.
async fn with_progress<T>(
    app: &Application,
    on_progress: &mut OnProgress,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let mut updates = app.events().subscribe();
    let mut work = std::pin::pin!(work);
    loop {
        tokio::select! {
            result = &mut work => return result,
            update = updates.recv() => {
                let Ok(update) = update else { continue };
                if let Some(percent) = update.data["progress"].as_f64() {
                    let message = update.data["message"].as_str().unwrap_or_default().to_owned();
                    on_progress(Progress { percent, message });
                }
            }
        }
    }
}
