//! What the reader of manifests says about plugin.json, and about the attributes of the class as they are written.

use pluggarr_plugin_host::inspect::{Inspection, Report, Severity};
use pluggarr_plugin_protocol::{Manifest, Problem, Severity as ProblemSeverity};
use serde_json::Value;

/// Problems of both. Where a rule about the code says more about the same place, that is enough.
pub(super) fn check(inspection: &Inspection, manifest: Option<&[u8]>) -> Vec<Report> {
    let mut reports = Vec::new();
    if let Some(bytes) = manifest {
        let (_, problems) = Manifest::from_bytes(bytes);
        reports
            .extend(problems.into_iter().map(|problem| report("manifest", "plugin.json", problem)));
    }
    if let (Some(about), Some(file)) = (&inspection.about, &inspection.file) {
        let (_, problems) = Manifest::from_value(&read_by_host(about));
        for problem in problems.into_iter().filter(|problem| !is_told(inspection, &problem.path)) {
            let line = line_of(inspection, &problem.path);
            reports.push(Report { line, ..report("class-attributes", file, problem) });
        }
    }
    reports
}

/// Attributes that are None count as absent, as in a running plugin.
fn read_by_host(about: &Value) -> Value {
    let mut about = about.clone();
    if let Some(object) = about.as_object_mut() {
        object.retain(|_, value| !value.is_null());
    }
    about
}

fn report(rule: &str, file: &str, problem: Problem) -> Report {
    let message = match problem.path.as_str() {
        "" => problem.message,
        path => format!("{path}: {}", problem.message),
    };
    Report {
        rule: rule.to_owned(),
        severity: match problem.severity {
            ProblemSeverity::Error => Severity::Error,
            ProblemSeverity::Warning => Severity::Warning,
        },
        file: file.to_owned(),
        line: problem.line.unwrap_or(0),
        message,
        hint: problem.hint.unwrap_or_default(),
        path: problem.path,
    }
}

/// Whether a rule about the code has something to say about this attribute, or about a part of it.
fn is_told(inspection: &Inspection, path: &str) -> bool {
    let is_below = |inner: &str, outer: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let mut told = inspection
        .reports
        .iter()
        .filter(|report| !report.path.is_empty() && inspection.file.as_ref() == Some(&report.file));
    told.any(|report| is_below(&report.path, path) || is_below(path, &report.path))
}

/// The line of an attribute, or of the nearest thing around it whose line is known.
fn line_of(inspection: &Inspection, path: &str) -> u32 {
    let mut path = path;
    loop {
        if let Some(line) = inspection.places.get(path) {
            return *line;
        }
        match path.rfind(['.', '[']) {
            Some(end) => path = &path[..end],
            None => return 0,
        }
    }
}
