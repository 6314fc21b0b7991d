//! Looks at a machine and a data folder, and says what is missing and what to do about it.
//!
//! Opens nothing that a running server holds: it must be usable beside one.

use std::io;
use std::path::Path;

use pluggarr_plugin_host::environment::{self, Options};

use crate::error::blocking;
use crate::{Config, Error};

/// How a finding is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// As it should be.
    Good,
    /// Works, but the user should know.
    Remark,
    /// Something that is needed is missing.
    Bad,
}

impl Level {
    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Remark => "remark",
            Self::Bad => "bad",
        }
    }
}

/// One thing looked at.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What was looked at, in a word or two.
    pub what: &'static str,
    /// How it is meant.
    pub level: Level,
    /// What was found, and what to do.
    pub message: String,
}

impl Finding {
    fn new(what: &'static str, level: Level, message: impl Into<String>) -> Self {
        Self { what, level, message: message.into() }
    }
}

/// Look at everything.
pub async fn examine(data_dir: &Path, wheels: Option<&Path>) -> Vec<Finding> {
    let config = Config::new(data_dir, "");
    let wheels = wheels.map(Path::to_owned);
    let python = blocking(move || Ok::<_, Error>(python(wheels.as_deref()))).await;
    vec![
        folder(&config.data_dir),
        python.unwrap_or_else(|error| Finding::new("Python", Level::Bad, error.to_string())),
        namespaces(),
        program("ffmpeg", "plugins that probe streams need it"),
        program("valkey-server", "plugins that use Redis will need it or redis-server"),
    ]
}

fn folder(data_dir: &Path) -> Finding {
    const WHAT: &str = "data";
    let shown = data_dir.display();
    let probe = data_dir.join(".write-test");
    let written = match data_dir.exists() {
        true => std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe)),
        false => {
            let message = format!("{shown} does not exist yet; `pluggarr serve` makes it");
            return Finding::new(WHAT, Level::Remark, message);
        }
    };
    match written {
        Ok(()) => Finding::new(WHAT, Level::Good, format!("{shown} can be written")),
        Err(error) => {
            let message = format!("{shown} cannot be written: {error}; give this user the folder");
            Finding::new(WHAT, Level::Bad, message)
        }
    }
}

fn python(wheels: Option<&Path>) -> Finding {
    const WHAT: &str = "Python";
    let options = Options { wheels: wheels.map(Path::to_owned), ..Options::default() };
    match environment::look(&options) {
        Ok((version, true)) => {
            Finding::new(WHAT, Level::Good, format!("Python {version} is ready for plugins"))
        }
        Ok((version, false)) => {
            let message = format!("Python {version}; its packages are set up at the first start");
            Finding::new(WHAT, Level::Good, message)
        }
        Err(error) => Finding::new(WHAT, Level::Bad, error.to_string()),
    }
}

/// Whether workers can get a root of their own, in which `/data` is the data folder.
fn namespaces() -> Finding {
    const WHAT: &str = "sandbox";
    let is_allowed = |path: &str| match std::fs::read_to_string(path) {
        Ok(text) => text.trim() != "0",
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    let user_namespaces = is_allowed("/proc/sys/user/max_user_namespaces")
        && is_allowed("/proc/sys/kernel/unprivileged_userns_clone");
    match user_namespaces {
        true => {
            Finding::new(WHAT, Level::Good, "plugins see the data folder as /data and /app/data")
        }
        false => Finding::new(
            WHAT,
            Level::Remark,
            "this kernel gives plugins no root of their own: they see real paths, and paths under \
             /data do not work unless the folder exists",
        ),
    }
}

fn program(name: &'static str, why: &str) -> Finding {
    let on_path = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()));
    match on_path {
        true => Finding::new(name, Level::Good, "found"),
        false => Finding::new(name, Level::Remark, format!("not found on PATH; {why}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_is_no_trouble() {
        let place = tempfile::tempdir().unwrap();
        assert_eq!(folder(place.path()).level, Level::Good);
        assert_eq!(folder(&place.path().join("none")).level, Level::Remark);
    }
}
