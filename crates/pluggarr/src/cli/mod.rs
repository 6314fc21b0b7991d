//! The command line. Each command becomes one [`Request`], answered by the running server where
//! there is one and in this process where there is none, by the same code.

mod author;
mod doctor;
mod logs;
mod pack;
pub mod print;
mod requests;
mod restore;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::control::{self, Request};
use crate::serve;

/// Runs Dispatcharr plugins over a channel database that it keeps fed.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true)]
pub struct Arguments {
    /// Where everything is kept.
    #[arg(long, global = true, env = "PLUGGARR_DATA_DIR", default_value = "./data")]
    pub data_dir: PathBuf,
    /// Print JSON instead of text.
    #[arg(long, global = true)]
    pub json: bool,
    /// A folder of Python wheels to set plugins' Python up from, instead of the network.
    #[arg(long, global = true, env = "PLUGGARR_WHEELS")]
    pub wheels: Option<PathBuf>,
    /// How long an action of a plugin may run, in seconds.
    #[arg(long, global = true, env = "PLUGGARR_RUN_LIMIT", default_value_t = 3600, value_parser = clap::value_parser!(u64).range(1..))]
    pub run_limit: u64,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the server.
    Serve(Serve),
    /// Users who may sign in.
    #[command(subcommand)]
    User(User),
    /// M3U accounts: where streams come from.
    #[command(subcommand)]
    M3u(M3u),
    /// EPG sources: where programmes come from.
    #[command(subcommand)]
    Epg(Epg),
    /// Channels: what viewers tune to.
    #[command(subcommand)]
    Channels(Channels),
    /// Plugins.
    #[command(subcommand)]
    Plugin(Plugin),
    /// Backups: both databases and the plugins in one file.
    #[command(subcommand)]
    Backup(Backup),
    /// Fill an empty data folder with an invented playlist, guide and example plugins.
    Sample,
    /// Check this machine and this data folder, and say what is missing.
    Doctor,
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Address and port to listen on. Another address than loopback opens the server to others.
    #[arg(long, env = "PLUGGARR_BIND", default_value = "127.0.0.1:9191")]
    pub bind: SocketAddr,
    /// The address that players and plugins reach this server at, if it is not the bound one.
    #[arg(long, env = "PLUGGARR_BASE_URL")]
    pub base_url: Option<String>,
    /// Fill an empty data folder with sample data first.
    #[arg(long)]
    pub sample: bool,
}

/// `user …`
#[derive(Debug, Subcommand)]
pub enum User {
    /// Add a user.
    Add {
        /// Name to sign in with.
        name: String,
        /// May change everything.
        #[arg(long)]
        admin: bool,
        /// Read the password from standard input instead of asking.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Set a user's password; signs them out everywhere.
    Passwd {
        /// Whose.
        name: String,
        /// Read the password from standard input instead of asking.
        #[arg(long)]
        password_stdin: bool,
    },
    /// List users.
    List,
    /// Delete a user.
    Delete {
        /// Whom.
        name: String,
    },
}

/// `m3u …`
#[derive(Debug, Subcommand)]
pub enum M3u {
    /// Import a playlist as an M3U account, or refresh the account of that name from it.
    Import {
        /// A file or an http(s) URL.
        location: String,
        /// The account's name.
        #[arg(long)]
        name: String,
    },
    /// Refresh one account, or all active ones.
    Refresh {
        /// The account's name.
        #[arg(long)]
        name: Option<String>,
    },
}

/// `epg …`
#[derive(Debug, Subcommand)]
pub enum Epg {
    /// Import an XMLTV guide as an EPG source, or refresh the source of that name from it.
    Import {
        /// A file or an http(s) URL.
        location: String,
        /// The source's name.
        #[arg(long)]
        name: String,
        /// Keep the programmes of all its channels, not only of those that a channel here uses.
        #[arg(long)]
        all_programmes: bool,
    },
    /// Refresh one source, or all active ones.
    Refresh {
        /// The source's name.
        #[arg(long)]
        name: Option<String>,
    },
}

/// `channels …`
#[derive(Debug, Subcommand)]
pub enum Channels {
    /// Make a channel of each stream of an account that is in no channel yet.
    FromStreams {
        /// The M3U account's name.
        #[arg(long)]
        account: String,
    },
}

/// `plugin …`
#[derive(Debug, Subcommand)]
pub enum Plugin {
    /// List plugins.
    List,
    /// Enable a plugin: from now on its code runs on this machine.
    Enable {
        /// The plugin's key.
        key: String,
    },
    /// Disable a plugin.
    Disable {
        /// The plugin's key.
        key: String,
    },
    /// Make a plugin to begin with, which works and has a test.
    New {
        /// What it is called: `My Plugin`.
        name: String,
        /// Where its folder is made.
        #[arg(long, default_value = ".")]
        dir: PathBuf,
    },
    /// Say what is wrong with plugins that you write, without running them.
    Check {
        /// Folders of plugins, or folders with plugins in them.
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Fail for warnings, too.
        #[arg(long)]
        strict: bool,
    },
    /// Write types of what plugins import, so that editors complete it.
    Stubs {
        /// Where to.
        dir: PathBuf,
    },
    /// Show what a plugin has logged and printed.
    Logs {
        /// The plugin's key.
        key: String,
        /// Only of this run.
        #[arg(long)]
        run: Option<String>,
        /// Only lines of this level or above: trace, debug, info, warning, error, critical.
        #[arg(long)]
        level: Option<String>,
        /// Only lines with this text.
        #[arg(long)]
        search: Option<String>,
        /// The newest so many lines.
        #[arg(long, short = 'n', default_value_t = 200)]
        lines: u32,
        /// Go on with the lines that come.
        #[arg(long, short)]
        follow: bool,
    },
    /// Run an action and wait for its result.
    Run {
        /// The plugin's key; with --scratch also the path of its folder.
        key: String,
        /// The action's id.
        action: String,
        /// A parameter as NAME=VALUE; the value is read as JSON where it is JSON.
        #[arg(long = "param", value_name = "NAME=VALUE")]
        params: Vec<String>,
        /// Run it over a copy of the data, say what it changed, and throw the copy away.
        #[arg(long)]
        scratch: bool,
        /// Do not throw the copy away.
        #[arg(long, requires = "scratch")]
        keep: bool,
    },
    /// Install a plugin from a zip.
    Import {
        /// The zip. A plugin at its top is named by the file's name.
        file: String,
        /// Replace a plugin of the same key; it can be rolled back to.
        #[arg(long)]
        overwrite: bool,
        /// Enable it: from now on its code runs on this machine.
        #[arg(long)]
        enable: bool,
    },
    /// Delete a plugin into the trash.
    Delete {
        /// The plugin's key.
        key: String,
    },
    /// Write an installed plugin to a zip.
    Export {
        /// The plugin's key.
        key: String,
        /// The zip; otherwise KEY-VERSION.zip in this folder.
        #[arg(long)]
        output: Option<PathBuf>,
    },
    /// Pack a plugin's folder into a zip: the same files always give the same bytes.
    Pack {
        /// The folder with the plugin.py.
        folder: PathBuf,
        /// The zip; otherwise KEY-VERSION.zip in this folder.
        #[arg(long)]
        output: Option<PathBuf>,
    },
}

/// `backup …`
#[derive(Debug, Subcommand)]
pub enum Backup {
    /// Write a backup. It holds passwords and keys: keep it where only you can read it.
    Create {
        /// A file that is not there yet; otherwise one in the data folder, named by the time.
        file: Option<PathBuf>,
    },
    /// List what restoring a backup would change; with --yes, or a "yes" on the terminal, restore it.
    Restore {
        /// The backup.
        file: PathBuf,
        /// Restore without asking.
        #[arg(long)]
        yes: bool,
    },
}

/// Do what the command line says.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let place = serve::Place {
        data_dir: arguments.data_dir,
        wheels: arguments.wheels,
        run_limit: Duration::from_secs(arguments.run_limit),
    };
    match arguments.command {
        Command::Serve(options) => serve::run(place, options).await,
        Command::Doctor => doctor::run(&place, arguments.json).await,
        Command::Plugin(Plugin::Pack { folder, output }) => {
            pack::run(&place, &folder, output.as_deref(), arguments.json)
        }
        Command::Backup(Backup::Restore { file, yes }) => {
            restore::run(&place, &file, yes, arguments.json).await
        }
        Command::Plugin(Plugin::Run { key, action, params, scratch: true, keep }) => {
            let params = requests::parameters(&params)?;
            let run = author::scratch::Run { plugin: key, action, params, keep };
            author::scratch::run(&place, run, arguments.json).await
        }
        Command::Plugin(Plugin::Logs { key, run, level, search, lines, follow }) => {
            let wanted = control::LogsWanted { key, run, level, search, limit: lines, after: None };
            logs::run(&place, wanted, follow, arguments.json).await
        }
        Command::Plugin(Plugin::Stubs { dir }) => author::stubs::run(&dir),
        Command::Plugin(Plugin::New { name, dir }) => author::new::run(&name, &dir),
        Command::Plugin(Plugin::Check { paths, strict }) => {
            author::check::run(&paths, strict, arguments.json)
        }
        command => {
            let request = requests::request_of(command)?;
            let answer = control::ask(&place, &request, print::progress()).await?;
            print::answer(&request, &answer, arguments.json)
        }
    }
}
