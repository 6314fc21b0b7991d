//! How the command line reaches a running server: one request over `DATA/host/control.sock`, lines
//! of JSON both ways. Only the user who owns the data folder can open that socket.
//!
//! Where no server runs, the same [`execute`] works in this process, under the data folder's lock.

mod archives;
mod client;
mod execute;
mod runs;
mod server;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use client::ask;
pub use runs::Wanted as LogsWanted;
pub use server::{remove_socket, serve};

/// Something the command line wants done.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
#[allow(missing_docs)] // Each is the command of that name; `cli` describes them.
pub enum Request {
    UserAdd { name: String, password: String, admin: bool },
    UserPasswd { name: String, password: String },
    UserList,
    UserDelete { name: String },
    M3uImport { location: String, name: String },
    M3uRefresh { name: Option<String> },
    EpgImport { location: String, name: String, all_programmes: bool },
    EpgRefresh { name: Option<String> },
    ChannelsFromStreams { account: String },
    PluginList,
    PluginEnable { key: String },
    PluginDisable { key: String },
    PluginRun { key: String, action: String, params: Map<String, Value> },
    PluginLogs(LogsWanted),
    PluginImport { file: String, overwrite: bool, enable: bool },
    PluginDelete { key: String },
    PluginExport { key: String, output: Option<String>, folder: String },
    BackupCreate { file: Option<String> },
    Sample,
}

/// How far a request is.
#[derive(Debug, Serialize, Deserialize)]
pub struct Progress {
    /// 0 to 100.
    pub percent: f64,
    /// What is being done.
    pub message: String,
}

/// Told of progress while a request is under way.
pub type OnProgress = Box<dyn FnMut(Progress) + Send>;

/// One line from the server.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Reply {
    Progress(Progress),
    Done { answer: Value },
    Failed { message: String },
}

fn socket_path(data_dir: &Path) -> PathBuf {
    data_dir.join("host").join("control.sock")
}
