//! `pluggarr plugin check`: what is wrong with plugins, without running them.
//!
//! Three readers have a say: Python about the code (`python/pluggarr_inspect/rules`), the reader of manifests
//! about what is declared, and the rules of [`packaging`] about the folder. Knows no plugins folder and no server.

#![allow(clippy::print_stdout)] // Its output is for the terminal.

mod declared;
mod files;
mod packaging;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use pluggarr_plugin_host::environment;
use pluggarr_plugin_host::inspect::{Inspection, Inspector, Report, Severity, Want};
use serde_json::json;

use files::Files;

/// The folder of one plugin, and what there is to say about it.
struct Checked {
    folder: PathBuf,
    reports: Vec<Report>,
}

/// Check the plugins in these folders; fails if one has an error, or a warning where that is `strict`.
pub fn run(paths: &[PathBuf], strict: bool, as_json: bool) -> anyhow::Result<()> {
    let folders = plugins_in(paths)?;
    let checked = check(&folders)?;
    let count = |severity| {
        let of_all = checked.iter().flat_map(|plugin| &plugin.reports);
        of_all.filter(|report| report.severity == severity).count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let hints = count(Severity::Hint);
    if as_json {
        let plugins: Vec<_> = checked
            .iter()
            .map(|plugin| json!({"folder": plugin.folder, "reports": plugin.reports}))
            .collect();
        let answer =
            json!({"plugins": plugins, "errors": errors, "warnings": warnings, "hints": hints});
        println!("{}", serde_json::to_string_pretty(&answer)?);
    } else {
        checked.iter().for_each(print);
        println!(
            "{} checked: {}, {}, {}",
            counted(checked.len(), "plugin"),
            counted(errors, "error"),
            counted(warnings, "warning"),
            counted(hints, "hint"),
        );
    }
    if errors > 0 {
        bail!("{} found", counted(errors, "error"));
    }
    if strict && warnings > 0 {
        bail!("{} found", counted(warnings, "warning"));
    }
    Ok(())
}

/// The plugins that are meant: the folders themselves, or those in a folder of plugins.
fn plugins_in(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for path in paths {
        let named = || format!("`{}`", path.display());
        let folder = path.canonicalize().with_context(|| format!("there is no {}", named()))?;
        if !folder.is_dir() {
            bail!("{} is not a folder; give the folder of a plugin", named());
        }
        let inside = if is_plugin(path) { Vec::new() } else { plugins_below(path)? };
        // Nothing in it is a plugin: then it is meant to be one, and the rules say what it lacks.
        folders.extend(if inside.is_empty() { vec![path.clone()] } else { inside });
    }
    Ok(folders)
}

fn plugins_below(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(path).with_context(|| format!("reading `{}`", path.display()))?;
    let mut folders: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| is_plugin(path))
        .collect();
    folders.sort();
    Ok(folders)
}

fn is_plugin(folder: &Path) -> bool {
    ["plugin.py", "__init__.py"].iter().any(|file| folder.join(file).is_file())
}

fn check(folders: &[PathBuf]) -> anyhow::Result<Vec<Checked>> {
    let inspector = Inspector::find(&environment::Options::default())?;
    let full: Vec<PathBuf> =
        folders.iter().map(|folder| folder.canonicalize()).collect::<Result<_, _>>()?;
    let inspections = inspector.inspect(&full, Want::Check)?;
    let plugins = folders.iter().zip(full).zip(inspections);
    plugins
        .map(|((folder, full), inspection)| {
            let reports = reports(&full, inspection)
                .with_context(|| format!("reading `{}`", folder.display()))?;
            Ok(Checked { folder: folder.clone(), reports })
        })
        .collect()
}

fn reports(folder: &Path, inspection: Inspection) -> anyhow::Result<Vec<Report>> {
    let files = Files::read(folder)?;
    let manifest = files.manifest(folder);
    let mut reports = declared::check(&inspection, manifest.as_deref());
    reports.extend(packaging::check(&files, &inspection, manifest.as_deref()));
    if let Some(problem) = inspection.problem {
        let is_read_in_part = inspection.about.is_some();
        let severity = if is_read_in_part { Severity::Warning } else { Severity::Error };
        reports.push(report("unreadable", severity, "", problem, ""));
    }
    reports.extend(inspection.reports);
    reports.sort_by(|a, b| (&a.file, a.line, &a.rule).cmp(&(&b.file, b.line, &b.rule)));
    Ok(reports)
}

/// A report about a file as a whole.
fn report(
    rule: &str,
    severity: Severity,
    file: impl Into<String>,
    message: impl Into<String>,
    hint: impl Into<String>,
) -> Report {
    let (rule, path) = (rule.to_owned(), String::new());
    let (file, message, hint) = (file.into(), message.into(), hint.into());
    Report { rule, severity, file, line: 0, message, hint, path }
}

fn print(plugin: &Checked) {
    for report in &plugin.reports {
        let file = match report.file.as_str() {
            "" => plugin.folder.clone(),
            file => plugin.folder.join(file),
        };
        let severity = match report.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        };
        // As compilers write it, so that editors find the place. A file as a whole is its first line.
        let line = report.line.max(1);
        println!("{}:{line}: {severity} {}: {}", file.display(), report.rule, report.message);
        if !report.hint.is_empty() {
            println!("    {}", report.hint);
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests;
