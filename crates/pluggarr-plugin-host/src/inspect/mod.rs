//! Reads plugins without running them: what a class says about itself, what its code does, what is wrong with it.
//!
//! Python reads Python, in a process of its own without packages or rights (`python/pluggarr_inspect`). Blocking.
//! Knows folders, not which plugins are installed or what their answers mean to anybody.

mod process;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::environment::{self, EnvironmentError, Options};
use crate::parts;
use process::{Ended, Process};

/// One folder. A plugin of 25,000 lines takes one to three seconds.
const LIMIT: Duration = Duration::from_secs(5);
/// Python that ends this often before its first answer is not to blame on the plugins.
const HOPELESS: usize = 3;

/// Reads plugins. Cheap to keep: it holds two paths, and starts a process per batch.
#[derive(Debug, Clone)]
pub struct Inspector {
    python: PathBuf,
    root: PathBuf,
    limit: Duration,
}

/// What to find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// What the class says about itself; reads `plugin.py` and what its class is made of.
    About,
    /// That, and what the code does; reads every Python file.
    Findings,
    /// That, and what its author should know.
    Check,
}

/// What was found out about one folder.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Inspection {
    /// Attributes of the class that are written down in it, as loose as it has them: for
    /// [`pluggarr_plugin_protocol::Manifest::from_value`]. None where no class can be read.
    pub about: Option<serde_json::Value>,
    /// Attributes that only running the code could tell.
    pub dynamic: Vec<String>,
    /// `fields` or `actions`, where `about` has only some of their items.
    pub partial: Vec<String>,
    /// Lines of that file on which attributes, their items and the items' keys stand: `fields[0].type`. Counted
    /// as in `about`.
    pub places: BTreeMap<String, u32>,
    /// The file that was read for `about`.
    pub file: Option<String>,
    /// The file binds the name `Plugin`, to whatever.
    pub has_plugin_class: bool,
    /// The class has a `run`, or a base outside the folder that may have one.
    pub has_run: bool,
    /// The parameters of `run` as they are written.
    pub run_signature: Option<Vec<String>>,
    /// The class has a `stop`.
    pub has_stop: bool,
    /// Why that file is not Python.
    pub syntax_error: Option<SyntaxProblem>,
    /// What the code does that its user may want to know of.
    pub findings: Vec<Finding>,
    /// What its author should know.
    pub reports: Vec<Report>,
    /// Why the folder could not be read, or not in full.
    pub problem: Option<String>,
}

/// Why a file is not Python.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyntaxProblem {
    /// Which file.
    pub file: String,
    /// What Python says.
    pub message: String,
    /// Where.
    pub line: u32,
}

/// Something that the code does, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// `network`, `subprocess`, `file_write`, `raw_sql`, `dynamic_code` or `environment`.
    pub kind: String,
    /// In how many places.
    pub count: usize,
    /// The first of them.
    pub examples: Vec<Example>,
}

/// A line of code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The file, below the plugin's folder.
    pub file: String,
    /// The line's number.
    pub line: u32,
    /// The line, cut short and without what looks like a secret.
    pub text: String,
}

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It will not work.
    Error,
    /// It will hurt somebody some day.
    Warning,
    /// It could be better.
    Hint,
}

/// What a rule has to say about a plugin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The rule's name: `run-signature`.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// The file, below the plugin's folder; empty for the folder itself.
    pub file: String,
    /// The line's number; 0 for the whole file.
    pub line: u32,
    /// What is wrong.
    pub message: String,
    /// What to do about it; may be empty.
    pub hint: String,
    /// The attribute it is about, `fields[2].type`; empty where it is about code.
    #[serde(default)]
    pub path: String,
}

/// Why no plugin at all can be read.
#[derive(Debug, thiserror::Error)]
pub enum InspectError {
    /// There is no Python that could.
    #[error(transparent)]
    Python(#[from] EnvironmentError),
    /// Our own Python files are not there.
    #[error("the files that read plugins cannot be unpacked")]
    Parts {
        /// Why.
        source: std::io::Error,
    },
    /// Python does not start.
    #[error("`{python}` does not start")]
    Start {
        /// Which.
        python: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It starts and answers nothing.
    #[error("`{python}` cannot read plugins: {message}")]
    Broken {
        /// Which.
        python: PathBuf,
        /// What it said last.
        message: String,
    },
}

impl Inspector {
    /// With the interpreter that plugins run on if that is set up, else any that is new enough. Looking for one
    /// takes a second; keep the inspector.
    pub fn find(options: &Options) -> Result<Self, InspectError> {
        let python = environment::any_python(options)?;
        let root = parts::root(&environment::cache_folder(options))
            .map_err(|source| InspectError::Parts { source })?;
        Ok(Self { python, root, limit: LIMIT })
    }

    /// Read these folders; the answers are in the same order, one each. A folder that cannot be read costs only
    /// its own answer, which says so.
    pub fn inspect(
        &self,
        folders: &[PathBuf],
        want: Want,
    ) -> Result<Vec<Inspection>, InspectError> {
        let mut inspections = Vec::with_capacity(folders.len());
        let mut process: Option<Process> = None;
        let mut has_answered = false;
        for folder in folders {
            let mut asked = match process.take() {
                Some(process) => process,
                None => self.start()?,
            };
            match asked.ask(folder, want, self.limit_for(want)) {
                Ok(inspection) => {
                    has_answered = true;
                    process = Some(asked);
                    inspections.push(inspection);
                }
                Err(ended) => {
                    let message = asked.end();
                    if !has_answered && inspections.len() + 1 >= HOPELESS.min(folders.len()) {
                        self.rule_out_broken(message)?;
                        has_answered = true;
                    }
                    let problem = Some(ended.to_string());
                    inspections.push(Inspection { problem, ..Inspection::default() });
                }
            }
        }
        Ok(inspections)
    }

    fn limit_for(&self, want: Want) -> Duration {
        match want {
            Want::About | Want::Findings => self.limit,
            // Every rule goes over everything again.
            Want::Check => self.limit * 3,
        }
    }

    fn start(&self) -> Result<Process, InspectError> {
        Process::start(&self.python, &self.root)
            .map_err(|source| InspectError::Start { python: self.python.clone(), source })
    }

    /// Nothing was answered so far: is it the plugins, or Python? A folder that holds nothing tells.
    fn rule_out_broken(&self, message: String) -> Result<(), InspectError> {
        let mut process = self.start()?;
        match process.ask(&self.root.join("no-such-plugin"), Want::About, self.limit) {
            Ok(_) => Ok(()),
            Err(Ended::TooLarge | Ended::TooSlow(_) | Ended::Died) => {
                Err(InspectError::Broken { python: self.python.clone(), message })
            }
        }
    }
}

#[cfg(test)]
mod tests;
