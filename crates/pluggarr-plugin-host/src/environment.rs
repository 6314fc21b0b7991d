//! The Python environment that workers run in: an interpreter of the machine's and packages of ours.
//!
//! Built once into the user's cache, in a folder keyed by the requirements' hash and the interpreter's version.
//! Blocking; knows nothing of plugins.

mod command;
mod install;
mod interpreter;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest, Sha256};

pub use interpreter::Interpreter;

/// What is installed: exact versions with hashes.
const REQUIREMENTS: &str = include_str!("../../../python/requirements.lock");
/// The installer, where the machine has none.
const UV_REQUIREMENTS: &str = include_str!("../../../python/requirements-uv.lock");
/// Written last: a folder without it is one that was not finished.
const MARKER: &str = "pluggarr-ready.json";

/// How Python is found and its packages are installed.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where environments are kept; the user's cache folder if not given.
    pub cache: Option<PathBuf>,
    /// A folder with all the wheels, for machines without a network.
    pub wheels: Option<PathBuf>,
    /// The interpreter to use, instead of looking for one. `PLUGGARR_PYTHON` does the same.
    pub python: Option<PathBuf>,
}

/// An environment that is ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// Its interpreter.
    pub python: PathBuf,
    /// `3.13.0`.
    pub version: String,
}

/// Why there is no environment, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum EnvironmentError {
    /// No interpreter at all.
    #[error(
        "Python was not found. Install Python 3.11 or newer (on Debian: `apt install python3 python3-venv`), \
         or set PLUGGARR_PYTHON to where it is"
    )]
    NoPython,
    /// Only old ones.
    #[error(
        "Python 3.11 or newer is needed, found only {found}. Install a newer one, or set PLUGGARR_PYTHON to \
         where it is"
    )]
    TooOld {
        /// `/usr/bin/python3 (3.9.2)`, ...
        found: String,
    },
    /// The one that was asked for cannot be used.
    #[error("`{path}` cannot be used as Python: {why}")]
    Unusable {
        /// What was asked for.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Debian packs `venv` separately.
    #[error(
        "Python {version} at {path} lacks the module `venv`. On Debian and Ubuntu: `apt install python3-venv` \
         (or python{minor}-venv)"
    )]
    NoVenv {
        /// Where Python is.
        path: PathBuf,
        /// Its version.
        version: String,
        /// `3.11`
        minor: String,
    },
    /// Neither uv nor pip could install the packages.
    #[error(
        "the Python packages could not be installed. Without a network, give a folder of wheels with \
         `--wheels`. {message}"
    )]
    Install {
        /// What the installer said last.
        message: String,
    },
    /// A folder could not be written.
    #[error("the Python environment in {path} could not be written")]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Find Python and install what is missing. `progress` is told what takes time.
///
/// Several processes may do this at once: one builds, the others wait for it.
pub fn prepare(
    options: &Options,
    progress: &dyn Fn(&str),
) -> Result<Environment, EnvironmentError> {
    let cache = cache_folder(options).join("python");
    let asked_for =
        options.python.clone().or_else(|| std::env::var_os("PLUGGARR_PYTHON").map(Into::into));
    let latest = cache.join(format!("latest-{}.json", fingerprint(asked_for.as_deref())));
    // Without starting Python: this is what every start but the first takes.
    if let Some(environment) = read_marker(&latest) {
        return Ok(environment);
    }
    let at = |path: &Path| {
        let path = path.to_owned();
        move |source| EnvironmentError::Io { path, source }
    };
    std::fs::create_dir_all(&cache).map_err(at(&cache))?;
    progress("Looking for Python");
    let interpreter = interpreter::find(asked_for.as_deref())?;
    let name = format!("{}-{}", interpreter.version, fingerprint(Some(&interpreter.path)));
    let folder = cache.join(&name);
    let lock_path = cache.join(format!("{name}.lock"));
    let lock = File::create(&lock_path).map_err(at(&lock_path))?;
    if lock.try_lock().is_err() {
        progress("Waiting for another Pluggarr that installs the Python packages");
        lock.lock().map_err(at(&lock_path))?;
    }
    let marker = folder.join(MARKER);
    let environment = match read_marker(&marker) {
        Some(environment) => environment,
        None => {
            // In place, not aside: the scripts of a virtual environment hold its path. The marker comes last.
            if folder.exists() {
                std::fs::remove_dir_all(&folder).map_err(at(&folder))?;
            }
            let python = install::install(
                &interpreter,
                &folder,
                &cache,
                options.wheels.as_deref(),
                progress,
            )?;
            let environment = Environment { python, version: interpreter.version };
            write_marker(&marker, &environment).map_err(at(&marker))?;
            environment
        }
    };
    write_marker(&latest, &environment).map_err(at(&latest))?;
    progress("The Python environment is ready");
    Ok(environment)
}

/// What [`prepare`] would find: the interpreter's version, and whether its packages are installed.
/// Installs nothing.
pub fn look(options: &Options) -> Result<(String, bool), EnvironmentError> {
    let asked_for =
        options.python.clone().or_else(|| std::env::var_os("PLUGGARR_PYTHON").map(Into::into));
    let latest = format!("latest-{}.json", fingerprint(asked_for.as_deref()));
    match read_marker(&cache_folder(options).join("python").join(latest)) {
        Some(environment) => Ok((environment.version, true)),
        None => Ok((interpreter::find(asked_for.as_deref())?.version, false)),
    }
}

/// An interpreter for what needs no packages: that of the environment if it is ready, else the best of the
/// machine's. Installs nothing.
pub(crate) fn any_python(options: &Options) -> Result<PathBuf, EnvironmentError> {
    let asked_for =
        options.python.clone().or_else(|| std::env::var_os("PLUGGARR_PYTHON").map(Into::into));
    let latest = format!("latest-{}.json", fingerprint(asked_for.as_deref()));
    match read_marker(&cache_folder(options).join("python").join(latest)) {
        Some(environment) => Ok(environment.python),
        None => Ok(interpreter::find(asked_for.as_deref())?.path),
    }
}

/// Where environments and unpacked parts are kept.
pub fn cache_folder(options: &Options) -> PathBuf {
    let from =
        |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    options
        .cache
        .clone()
        .or_else(|| from("PLUGGARR_CACHE"))
        .or_else(|| from("XDG_CACHE_HOME").map(|cache| cache.join("pluggarr")))
        .or_else(|| from("HOME").map(|home| home.join(".cache/pluggarr")))
        .unwrap_or_else(|| std::env::temp_dir().join("pluggarr-cache"))
}

/// What an environment depends on: the requirements, the machine, and which Python.
fn fingerprint(python: Option<&Path>) -> String {
    let mut hasher = Sha256::new();
    hasher.update(REQUIREMENTS);
    hasher.update(std::env::consts::ARCH);
    hasher.update([0]);
    hasher.update(python.unwrap_or(Path::new("")).as_os_str().as_encoded_bytes());
    short_hex(&hasher.finalize())
}

pub(crate) fn short_hex(hash: &[u8]) -> String {
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The environment a marker speaks of, if its interpreter still runs: an upgrade of the machine's Python leaves
/// a link to nowhere.
fn read_marker(path: &Path) -> Option<Environment> {
    let text = std::fs::read_to_string(path).ok()?;
    let marker: serde_json::Value = serde_json::from_str(&text).ok()?;
    let python = PathBuf::from(marker.get("python")?.as_str()?);
    let version = marker.get("version")?.as_str()?.to_owned();
    let is_whole = python.exists() && python.parent()?.parent()?.join(MARKER).exists();
    is_whole.then_some(Environment { python, version })
}

fn write_marker(path: &Path, environment: &Environment) -> io::Result<()> {
    let marker = json!({"python": environment.python, "version": environment.version});
    let aside = path.with_extension(format!("new-{}", std::process::id()));
    std::fs::write(&aside, marker.to_string())?;
    // Renamed, so that nobody reads half of it. The marker of an environment says that it is whole.
    std::fs::rename(aside, path)
}

#[cfg(test)]
mod tests;
