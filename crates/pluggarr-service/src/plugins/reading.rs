//! What plugins without a `plugin.json` say of themselves: read from their code, which is not run for it.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use pluggarr_plugin_host::archive;
use pluggarr_plugin_host::discovery::CodeStamp;
use pluggarr_plugin_host::environment::Options;
use pluggarr_plugin_host::inspect::{Finding, Inspection, Inspector, Want};
use pluggarr_plugin_protocol::{Manifest, PluginKey, Problem};
use tracing::warn;

use super::Plugins;
use crate::Error;
use crate::error::blocking;

/// What was read in the code of a plugin.
#[derive(Debug, Clone)]
pub(super) struct Read {
    /// The code that was read.
    pub code: CodeStamp,
    /// What its class says, as far as it is written down in it.
    pub about: Manifest,
    /// What is wrong with that, or with the code itself.
    pub problems: Vec<Problem>,
}

/// Reads code, with an interpreter that is looked for once.
#[derive(Debug, Clone)]
pub(super) struct Reader(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    options: Options,
    found: OnceLock<Inspector>,
}

impl Reader {
    pub(super) fn new(options: Options) -> Self {
        Self(Arc::new(Inner { options, found: OnceLock::new() }))
    }

    /// Read these folders; blocks. Without any Python there are no answers, and the log says why.
    fn read(&self, folders: &[PathBuf], want: Want) -> Vec<Inspection> {
        let answers = self.inspector().and_then(|inspector| inspector.inspect(folders, want));
        answers.unwrap_or_else(|error: pluggarr_plugin_host::inspect::InspectError| {
            warn!("Plugins cannot be read without running them: {error}");
            Vec::new()
        })
    }

    fn inspector(&self) -> Result<&Inspector, pluggarr_plugin_host::inspect::InspectError> {
        if let Some(found) = self.0.found.get() {
            return Ok(found);
        }
        let found = Inspector::find(&self.0.options)?;
        Ok(self.0.found.get_or_init(|| found))
    }
}

impl Plugins {
    /// Read the code of those plugins that have no manifest and whose code has changed since.
    pub(super) async fn read_legacy(&self) -> Result<(), Error> {
        let catalogue = self.0.catalogue.read().await;
        let legacy: Vec<_> = catalogue
            .values()
            .filter(|entry| entry.found.manifest.is_none())
            .map(|entry| (entry.found.clone(), entry.read.as_ref().map(|read| read.code)))
            .collect();
        drop(catalogue);
        if legacy.is_empty() {
            return Ok(());
        }
        let reader = self.0.reader.clone();
        let read = blocking(move || {
            let now = legacy.into_iter().map(|(found, before)| {
                let code = CodeStamp::of(&found.folder);
                (found, code, before != Some(code))
            });
            let changed: Vec<_> = now.filter(|(_, _, changed)| *changed).collect();
            let folders: Vec<_> = changed.iter().map(|(found, ..)| found.folder.clone()).collect();
            let answers = match folders.is_empty() {
                true => Vec::new(),
                false => reader.read(&folders, Want::About),
            };
            let answers = changed.into_iter().zip(answers);
            let read = answers.map(|((found, code, _), answer)| (found.key, read(code, answer)));
            Ok::<_, Error>(read.collect::<Vec<_>>())
        })
        .await?;
        self.keep_read(read).await
    }

    async fn keep_read(&self, read: Vec<(PluginKey, Read)>) -> Result<(), Error> {
        if read.is_empty() {
            return Ok(());
        }
        let mut catalogue = self.0.catalogue.write().await;
        for (key, read) in read {
            if let Some(entry) = catalogue.get_mut(&key) {
                entry.read = Some(read);
            }
        }
        drop(catalogue);
        self.sync_rows().await
    }

    /// What can be known of a plugin in a folder that is not among the others, without running it: what it says of
    /// itself, what is wrong with that, and what its code does.
    pub(super) async fn look_into(&self, folder: PathBuf) -> Result<Looked, Error> {
        let reader = self.0.reader.clone();
        blocking(move || {
            let (manifest, mut problems) = archive::about(&folder);
            let answer = reader.read(std::slice::from_ref(&folder), Want::Findings).pop();
            let findings = answer.as_ref().map(|answer| answer.findings.clone());
            let about = match (manifest, answer) {
                (Some(manifest), _) => manifest,
                (None, None) => Manifest::default(),
                (None, Some(answer)) => {
                    let read = read(CodeStamp::of(&folder), answer);
                    problems.extend(read.problems);
                    read.about
                }
            };
            Ok::<_, Error>(Looked { about, problems, findings })
        })
        .await
    }
}

/// What was found out about a plugin without running it.
pub(super) struct Looked {
    pub about: Manifest,
    pub problems: Vec<Problem>,
    /// None where no Python can read it.
    pub findings: Option<Vec<Finding>>,
}

/// The strict form of what the inspector found.
fn read(code: CodeStamp, inspection: Inspection) -> Read {
    let file = inspection.file.unwrap_or_else(|| "plugin.py".to_owned());
    let (about, mut problems) = match &inspection.about {
        Some(about) => Manifest::from_value(about),
        None => (Manifest::default(), Vec::new()),
    };
    for problem in &mut problems {
        problem.path = format!("{file}: {}", problem.path);
    }
    if let Some(error) = inspection.syntax_error {
        let mut problem = Problem::new(error.file, format!("is not Python: {}", error.message));
        problem.line = Some(error.line);
        problems.push(problem);
    } else if let Some(why) = inspection.problem {
        problems.push(Problem::new(file, format!("cannot be read: {why}")));
    } else if !inspection.has_plugin_class {
        problems.push(Problem::new(file, "has no class `Plugin`"));
    }
    Read { code, about, problems }
}
