//! Making a virtual environment and installing the locked packages: by uv where possible (seconds), by pip
//! otherwise (a minute). Every package is checked against its hash by either.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::command::{run, run_briefly};
use super::{EnvironmentError, Interpreter, REQUIREMENTS, UV_REQUIREMENTS};

/// Make the environment in `folder`; returns its interpreter.
pub(super) fn install(
    interpreter: &Interpreter,
    folder: &Path,
    cache: &Path,
    wheels: Option<&Path>,
    progress: &dyn Fn(&str),
) -> Result<PathBuf, EnvironmentError> {
    let installer = Installer { interpreter, folder, cache, wheels, progress };
    let by_uv = installer.find_uv().and_then(|uv| installer.with_uv(&uv));
    let why_not_uv = match by_uv {
        Ok(python) => return Ok(python),
        Err(why) => why,
    };
    if !interpreter.has_venv {
        return Err(EnvironmentError::NoVenv {
            path: interpreter.path.clone(),
            version: interpreter.version.clone(),
            minor: interpreter.minor(),
        });
    }
    tracing::warn!("Installing with pip, because uv cannot: {why_not_uv}");
    installer.with_pip().map_err(|why_not_pip| EnvironmentError::Install {
        message: format!("pip says: {why_not_pip}; and uv: {why_not_uv}"),
    })
}

struct Installer<'a> {
    interpreter: &'a Interpreter,
    folder: &'a Path,
    cache: &'a Path,
    wheels: Option<&'a Path>,
    progress: &'a dyn Fn(&str),
}

impl Installer<'_> {
    /// The machine's uv, or one of our own.
    fn find_uv(&self) -> Result<PathBuf, String> {
        let system = PathBuf::from("uv");
        if run_briefly(Command::new(&system).arg("--version"), Duration::from_secs(10)).is_ok() {
            return Ok(system);
        }
        let folder = self.cache.join("uv");
        let own = folder.join("bin/uv");
        if own.is_file() {
            return Ok(own);
        }
        if !self.interpreter.has_venv {
            return Err("there is no uv, and no venv to install it into".to_owned());
        }
        // Environments of several interpreters share it.
        let lock = File::create(self.cache.join("uv.lock")).and_then(|file| {
            file.lock()?;
            Ok(file)
        });
        let _lock = lock.map_err(|error| error.to_string())?;
        if own.is_file() {
            return Ok(own);
        }
        (self.progress)("Fetching the installer (uv)");
        let requirements = self.write("requirements-uv.lock", UV_REQUIREMENTS)?;
        let python = self.make_venv(&folder)?;
        let fetched = self.pip_install(&python, &requirements);
        if fetched.is_err() {
            // Or the next start would take it for finished.
            let _ = std::fs::remove_dir_all(&folder);
        }
        fetched.map(|()| own)
    }

    fn with_uv(&self, uv: &Path) -> Result<PathBuf, String> {
        (self.progress)("Installing the Python packages");
        let python = self.folder.join("bin/python");
        let requirements = self.write("requirements.lock", REQUIREMENTS)?;
        let mut venv = Command::new(uv);
        venv.args(["venv", "--quiet", "--no-project", "--no-config", "--python"]);
        run(venv.arg(&self.interpreter.path).arg(self.folder))?;
        let mut command = Command::new(uv);
        command.args(["pip", "install", "--quiet", "--no-config", "--require-hashes", "--no-deps"]);
        command
            .args(["--only-binary", ":all:", "--python"])
            .arg(&python)
            .arg("-r")
            .arg(&requirements);
        if let Some(wheels) = self.wheels {
            command.args(["--no-index", "--offline", "--find-links"]).arg(wheels);
        }
        // uv does not read pip's variables; whoever has set them needs them.
        for (pip, uv) in [("PIP_CERT", "SSL_CERT_FILE"), ("PIP_INDEX_URL", "UV_DEFAULT_INDEX")] {
            if let (Some(value), None) = (std::env::var_os(pip), std::env::var_os(uv)) {
                command.env(uv, value);
            }
        }
        run(&mut command)?;
        Ok(python)
    }

    fn with_pip(&self) -> Result<PathBuf, String> {
        (self.progress)("Installing the Python packages with pip; this takes a minute");
        let requirements = self.write("requirements.lock", REQUIREMENTS)?;
        if self.folder.exists() {
            std::fs::remove_dir_all(self.folder).map_err(|error| error.to_string())?;
        }
        let python = self.make_venv(self.folder)?;
        self.pip_install(&python, &requirements)?;
        Ok(python)
    }

    fn make_venv(&self, folder: &Path) -> Result<PathBuf, String> {
        run(Command::new(&self.interpreter.path).args(["-I", "-m", "venv"]).arg(folder))?;
        Ok(folder.join("bin/python"))
    }

    fn pip_install(&self, python: &Path, requirements: &Path) -> Result<(), String> {
        let mut command = Command::new(python);
        command.args(["-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        command
            .args(["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r"])
            .arg(requirements);
        if let Some(wheels) = self.wheels {
            command.args(["--no-index", "--find-links"]).arg(wheels);
        }
        run(&mut command).map(|_| ())
    }

    fn write(&self, name: &str, content: &str) -> Result<PathBuf, String> {
        let path = self.cache.join(name);
        std::fs::write(&path, content)
            .map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
        Ok(path)
    }
}
