//! Finding a Python that can be used, by running what is there: the shims of version managers are on PATH
//! whether there is a Python behind them or not.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde::Deserialize;

use super::EnvironmentError;
use super::command::run_briefly;

const OLDEST: (u32, u32) = (3, 11);
/// Best first: the incumbent ships 3.13, and some plugins bring compiled modules for it.
const NAMES: [&str; 4] = ["python3.13", "python3.12", "python3.11", "python3"];
const LIMIT: Duration = Duration::from_secs(10);

const QUESTION: &str = "
import json, platform, sys
def has(name):
    try:
        __import__(name)
        return True
    except ImportError:
        return False
print(json.dumps({
    'path': sys.executable,
    'version': platform.python_version(),
    'number': sys.version_info[:2],
    'implementation': platform.python_implementation(),
    'has_venv': has('venv') and has('ensurepip'),
}))";

/// A Python of the machine's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Interpreter {
    /// Where it is.
    pub path: PathBuf,
    /// `3.13.0`
    pub version: String,
    number: (u32, u32),
    implementation: String,
    /// Can make virtual environments with pip in them.
    pub has_venv: bool,
}

impl Interpreter {
    /// `3.13`
    pub(super) fn minor(&self) -> String {
        format!("{}.{}", self.number.0, self.number.1)
    }

    fn objection(&self) -> Option<String> {
        if self.implementation != "CPython" {
            Some(format!("it is {}, and CPython is needed", self.implementation))
        } else if self.number < OLDEST {
            Some(format!("it is Python {}, and 3.11 or newer is needed", self.version))
        } else {
            None
        }
    }
}

/// The interpreter that was asked for, or the best on PATH.
pub(super) fn find(asked_for: Option<&Path>) -> Result<Interpreter, EnvironmentError> {
    if let Some(path) = asked_for {
        let unusable = |why| EnvironmentError::Unusable { path: path.to_owned(), why };
        let found = ask(path).map_err(unusable)?;
        return match found.objection() {
            Some(why) => Err(unusable(why)),
            None => Ok(found),
        };
    }
    let found: Vec<Interpreter> =
        NAMES.iter().filter_map(|name| ask(Path::new(name)).ok()).collect();
    let (usable, refused): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|python| python.objection().is_none());
    let best = usable.iter().find(|python| python.has_venv).or(usable.first());
    match (best, refused.is_empty()) {
        (Some(best), _) => Ok(best.clone()),
        (None, true) => Err(EnvironmentError::NoPython),
        (None, false) => {
            let found: Vec<_> = refused
                .iter()
                .map(|python| {
                    format!(
                        "{} ({} {})",
                        python.path.display(),
                        python.implementation,
                        python.version
                    )
                })
                .collect();
            Err(EnvironmentError::TooOld { found: found.join(", ") })
        }
    }
}

fn ask(path: &Path) -> Result<Interpreter, String> {
    // -I: neither the current folder nor the user's packages have a say.
    let answer = run_briefly(Command::new(path).args(["-I", "-c", QUESTION]), LIMIT)?;
    serde_json::from_str(&answer).map_err(|_| "it does not answer as Python does".to_owned())
}
