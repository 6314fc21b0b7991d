//! Starting the zygote: its command, its environment, its thread.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as StdUnixStream;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::time::Duration;

use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{Pid, PidfdFlags, pidfd_open};
use tokio::net::UnixStream;
use tokio::sync::watch;
use tracing::info;

use super::process::{Process, describe_status};
use crate::error::Error;

/// Variables of the host's own environment that workers get. Nothing else: the rest may hold secrets.
const INHERITED: [&str; 16] = [
    "HOME",
    "PATH",
    "LANG",
    "LC_ALL",
    "TZ",
    "TMPDIR",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "all_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
];

/// What is run.
#[derive(Debug, Clone)]
pub(crate) struct Command {
    pub(crate) python: PathBuf,
    pub(crate) python_path: Vec<PathBuf>,
    pub(crate) data: PathBuf,
    pub(crate) plugins: PathBuf,
    pub(crate) warm_up: Option<String>,
    pub(crate) namespaces: bool,
    pub(crate) variables: BTreeMap<String, String>,
    pub(crate) transaction: Duration,
    pub(crate) niceness: u8,
}

/// Start it. What it says first must still be waited for.
pub(super) fn spawn(command: &Command) -> Result<(Arc<Process>, UnixStream), Error> {
    let failed = |error: io::Error| Error::ZygoteFailed {
        message: format!("`{}` does not start: {error}", command.python.display()),
        stderr: String::new(),
    };
    let (ours, theirs) = StdUnixStream::pair().map_err(failed)?;
    let (output, output_writer) =
        pipe_with(PipeFlags::CLOEXEC).map_err(|error| failed(error.into()))?;
    let process =
        start_in_own_thread(command.clone(), theirs.into(), output_writer).map_err(failed)?;
    listen(process.clone(), output).map_err(failed)?;
    ours.set_nonblocking(true).map_err(failed)?;
    let control = UnixStream::from_std(ours).map_err(failed)?;
    Ok((process, control))
}

/// PDEATHSIG is sent when the *thread* that has forked ends, and threads of a runtime's pool do end. This one
/// lives exactly as long as the zygote.
fn start_in_own_thread(
    command: Command,
    control: OwnedFd,
    output: OwnedFd,
) -> io::Result<Arc<Process>> {
    let (started, wait_for_start) = std::sync::mpsc::channel();
    std::thread::Builder::new().name("zygote".to_owned()).spawn(move || {
        let spawned = prepare(&command, control, output)
            .and_then(|mut command| command.spawn())
            .and_then(|child| Ok((open_pidfd(&child)?, child)));
        let (pidfd, mut child) = match spawned {
            Ok(spawned) => spawned,
            Err(error) => {
                let _ = started.send(Err(error));
                return;
            }
        };
        let (ended, receiver) = watch::channel(None);
        let _ = started.send(Ok(Arc::new(Process::new(pidfd, receiver))));
        let status = child.wait().map_or_else(|error| error.to_string(), describe_status);
        ended.send_replace(Some(status));
    })?;
    wait_for_start.recv().map_err(|_| io::Error::other("its thread has ended"))?
}

fn open_pidfd(child: &Child) -> io::Result<OwnedFd> {
    let pid = Pid::from_child(child);
    Ok(pidfd_open(pid, PidfdFlags::empty())?)
}

fn prepare(
    command: &Command,
    control: OwnedFd,
    output: OwnedFd,
) -> io::Result<std::process::Command> {
    let mut process = std::process::Command::new(&command.python);
    process.args(["-X", "utf8", "-m", "pluggarr_worker"]).env_clear();
    for name in INHERITED {
        if let Some(value) = std::env::var_os(name) {
            process.env(name, value);
        }
    }
    process.env("PATH", path_of_workers(command));
    let python_path = std::env::join_paths(&command.python_path).map_err(io::Error::other)?;
    process
        .envs(&command.variables)
        .env("PYTHONPATH", python_path)
        .env("PYTHONUNBUFFERED", "1")
        .env("PLUGGARR_DATA", &command.data)
        .env("PLUGGARR_PLUGINS", &command.plugins)
        .env("PLUGGARR_HOST_PID", std::process::id().to_string())
        .env("PLUGGARR_TRANSACTION_SECONDS", command.transaction.as_secs_f64().to_string())
        .env("PLUGGARR_WORKER_NICENESS", command.niceness.to_string())
        .env("PLUGGARR_WARMUP", command.warm_up.as_deref().unwrap_or_default());
    if !command.namespaces {
        process.env("PLUGGARR_ROOT", "plain");
    }
    // As standard input: the one descriptor that a child can be given without others inheriting it, too.
    process.env("PLUGGARR_CONTROL_FD", "0").stdin(Stdio::from(control));
    process.stdout(Stdio::from(output.try_clone()?)).stderr(Stdio::from(output));
    // Ctrl-C in the host's terminal must not reach the workers before the host has said goodbye.
    process.process_group(0);
    Ok(process)
}

/// `python3` and `celery` in a script of a plugin's should be those of the environment.
fn path_of_workers(command: &Command) -> OsString {
    let inherited =
        std::env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into());
    let own = command.python.parent().map(PathBuf::from);
    let folders = own.into_iter().chain(std::env::split_paths(&inherited));
    std::env::join_paths(folders).unwrap_or(inherited)
}

/// Keep what it writes for an error message, and repeat it in the log.
fn listen(process: Arc<Process>, output: OwnedFd) -> io::Result<()> {
    let reader = BufReader::new(std::fs::File::from(output));
    std::thread::Builder::new().name("zygote-output".to_owned()).spawn(move || {
        for line in reader.split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            info!(target: "pluggarr::zygote", "{line}");
            process.heard(line);
        }
    })?;
    Ok(())
}
