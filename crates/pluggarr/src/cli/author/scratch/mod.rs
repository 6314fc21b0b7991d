//! `pluggarr plugin run --scratch`: an action over a copy of the data, which is thrown away afterwards.
//!
//! The databases, the plugins' files and the plugin's folder are copied; a server may go on meanwhile. What an
//! action does elsewhere (a request to some other server, a file outside of `/data`) it does all the same.

#![allow(clippy::print_stdout, clippy::print_stderr)] // Its output is for the terminal.

mod copy;
mod files;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use pluggarr_plugin_host::discovery;
use pluggarr_plugin_protocol::PluginKey;
use pluggarr_service::store::Paths;
use pluggarr_service::store::scratch::{self, TableChange};
use pluggarr_service::{Application, Config};
use serde_json::{Map, Value, json};

use crate::serve::Place;
use files::Listing;

/// What to run.
pub struct Run {
    /// The plugin's key, or the path of its folder.
    pub plugin: String,
    /// The action's id.
    pub action: String,
    /// Its parameters.
    pub params: Map<String, Value>,
    /// Leave the copy there.
    pub keep: bool,
}

/// What came of it.
pub struct Outcome {
    /// What the action returned.
    pub result: Value,
    tables: Vec<TableChange>,
    files: Vec<String>,
}

/// Run an action over a copy of the data on `place`, and print what it returned and what it changed.
pub async fn run(place: &Place, run: Run, as_json: bool) -> anyhow::Result<()> {
    let source = folder_of(place, &run.plugin)?;
    let folder = tempfile::Builder::new()
        .prefix("pluggarr-scratch-")
        .tempdir()
        .context("making a folder for the copy")?;
    // Dropped on the way out, and the copy with it.
    let outcome = tokio::select! {
        outcome = tried(place, &source, folder.path(), &run) => outcome,
        _ = tokio::signal::ctrl_c() => Err(anyhow::anyhow!("interrupted")),
    };
    let kept = if run.keep { Some(folder.keep()) } else { None };
    if let Some(kept) = &kept {
        eprintln!("The copy is in {}", kept.display());
    }
    let outcome = outcome?;
    if as_json {
        println!("{}", serde_json::to_string_pretty(&shown(&outcome, kept.as_deref()))?);
    } else {
        print(&outcome)?;
    }
    super::super::print::check_status(&outcome.result)
}

async fn tried(place: &Place, source: &Path, data: &Path, run: &Run) -> anyhow::Result<Outcome> {
    let name = source.file_name().unwrap_or_default().to_string_lossy();
    let key = PluginKey::from_folder(&name)?;
    let has_data = copy::data(&place.data_dir, data).await?;
    let mut config = Config::new(data, "http://127.0.0.1:9191");
    copy::plugin(source, &config.plugins_dir.join(&*name))?;
    config.wheels.clone_from(&place.wheels);
    config.run_limit = place.run_limit;
    let app = Application::open(config).await.context("opening the copy")?;
    let outcome = over(&app, &key, data, has_data, run).await;
    app.shutdown().await;
    outcome
}

async fn over(
    app: &Application,
    key: &PluginKey,
    data: &Path,
    has_data: bool,
    run: &Run,
) -> anyhow::Result<Outcome> {
    if !has_data {
        eprintln!("There is no data to copy; the sample data is used");
        app.sample().fill_if_empty().await.context("filling in sample data")?;
    }
    let plugin = app.plugins().set_enabled(key.as_str(), true, None).await?;
    if let Some(error) = &plugin.load_error {
        bail!("the plugin does not load: {}", error.message);
    }
    // After the plugin was loaded: what it does then it does at every start.
    let shared = Paths::new(data).shared();
    let before = data.join("before.sqlite3");
    scratch::copy_database(&shared, &before).await?;
    let listing = Listing::of(&data.join("files"));
    let result = app.plugins().run_action(key.as_str(), &run.action, run.params.clone()).await?;
    Ok(Outcome {
        result,
        tables: scratch::changes(&before, &shared).await?,
        files: Listing::of(&data.join("files")).changed_since(&listing),
    })
}

/// The plugin's folder: the one that is named, or the one with that key among the installed ones.
fn folder_of(place: &Place, plugin: &str) -> anyhow::Result<PathBuf> {
    let is_path = plugin.contains('/') || plugin == "." || plugin == "..";
    if is_path {
        let folder = Path::new(plugin)
            .canonicalize()
            .with_context(|| format!("there is no folder `{plugin}`"))?;
        return Ok(folder);
    }
    let plugins = std::env::var_os("DISPATCHARR_PLUGINS_DIR")
        .map_or_else(|| place.data_dir.join("plugins"), PathBuf::from);
    let installed = discovery::scan(&plugins).map(|found| found.plugins).unwrap_or_default();
    let found = installed.into_iter().find(|found| found.key.as_str() == plugin);
    found.map(|found| found.folder).with_context(|| {
        format!(
            "there is no plugin `{plugin}` in {}; give the path of a folder, `./{plugin}`, to run one from there",
            plugins.display()
        )
    })
}

fn shown(outcome: &Outcome, kept: Option<&Path>) -> Value {
    let tables: Vec<_> = outcome
        .tables
        .iter()
        .map(|change| {
            json!({"table": change.table, "added": change.added, "removed": change.removed,
                "changed": change.changed})
        })
        .collect();
    json!({"result": outcome.result, "tables": tables, "files": outcome.files, "kept_in": kept})
}

fn print(outcome: &Outcome) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string_pretty(&outcome.result)?);
    println!();
    if outcome.tables.is_empty() && outcome.files.is_empty() {
        println!("Nothing was changed");
    }
    for change in &outcome.tables {
        let counts =
            [(change.added, "added"), (change.removed, "removed"), (change.changed, "changed")];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
        println!("{:<44} {}", change.table, counts.join(", "));
    }
    for file in &outcome.files {
        println!("/data/{file}");
    }
    Ok(())
}
