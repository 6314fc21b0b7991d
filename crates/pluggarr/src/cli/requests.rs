//! Turns a parsed command line into the [`Request`] that answers it: reads passwords, makes paths
//! absolute (the server may stand in another folder), parses parameters.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde_json::{Map, Value};

use super::{Backup, Channels, Command, Epg, M3u, Plugin, Request, User};

/// The request for `command`.
pub fn request_of(command: Command) -> anyhow::Result<Request> {
    Ok(match command {
        Command::User(User::Add { name, admin, password_stdin }) => {
            Request::UserAdd { name, admin, password: password(password_stdin)? }
        }
        Command::User(User::Passwd { name, password_stdin }) => {
            Request::UserPasswd { name, password: password(password_stdin)? }
        }
        Command::User(User::List) => Request::UserList,
        Command::User(User::Delete { name }) => Request::UserDelete { name },
        Command::M3u(M3u::Import { location, name }) => {
            Request::M3uImport { location: absolute(location)?, name }
        }
        Command::M3u(M3u::Refresh { name }) => Request::M3uRefresh { name },
        Command::Epg(Epg::Import { location, name, all_programmes }) => {
            Request::EpgImport { location: absolute(location)?, name, all_programmes }
        }
        Command::Epg(Epg::Refresh { name }) => Request::EpgRefresh { name },
        Command::Channels(Channels::FromStreams { account }) => {
            Request::ChannelsFromStreams { account }
        }
        Command::Plugin(Plugin::List) => Request::PluginList,
        Command::Plugin(Plugin::Enable { key }) => Request::PluginEnable { key },
        Command::Plugin(Plugin::Disable { key }) => Request::PluginDisable { key },
        Command::Plugin(Plugin::Run { key, action, params, .. }) => {
            Request::PluginRun { key, action, params: parameters(&params)? }
        }
        Command::Plugin(Plugin::Import { file, overwrite, enable }) => {
            Request::PluginImport { file: absolute(file)?, overwrite, enable }
        }
        Command::Plugin(Plugin::Delete { key }) => Request::PluginDelete { key },
        Command::Plugin(Plugin::Export { key, output }) => Request::PluginExport {
            key,
            output: output.map(new_file).transpose()?,
            folder: here()?,
        },
        Command::Backup(Backup::Create { file }) => {
            Request::BackupCreate { file: file.map(new_file).transpose()? }
        }
        Command::Sample => Request::Sample,
        Command::Serve(_)
        | Command::Doctor
        | Command::Backup(Backup::Restore { .. })
        | Command::Plugin(
            Plugin::New { .. }
            | Plugin::Check { .. }
            | Plugin::Stubs { .. }
            | Plugin::Pack { .. }
            | Plugin::Logs { .. },
        ) => {
            bail!("this command is not a request")
        }
    })
}

fn password(from_stdin: bool) -> anyhow::Result<String> {
    let password = if from_stdin {
        let mut text = String::new();
        std::io::stdin().take(4096).read_to_string(&mut text).context("reading the password")?;
        text.trim_end_matches(['\r', '\n']).to_owned()
    } else if std::io::stdin().is_terminal() {
        let first = rpassword::prompt_password("Password: ")?;
        if first != rpassword::prompt_password("Again: ")? {
            bail!("the two passwords differ");
        }
        first
    } else {
        bail!("no terminal to ask for the password on; give --password-stdin");
    };
    Ok(password)
}

fn absolute(location: String) -> anyhow::Result<String> {
    if location.contains("://") {
        return Ok(location);
    }
    let path = std::path::absolute(Path::new(&location))
        .with_context(|| format!("`{location}` is not a path"))?;
    if !path.exists() {
        bail!("there is no file `{}`", path.display());
    }
    path.into_os_string().into_string().map_err(|_| anyhow::anyhow!("the path is not UTF-8"))
}

/// A file that is still to be written; the server may stand in another folder.
fn new_file(path: PathBuf) -> anyhow::Result<String> {
    let path = std::path::absolute(&path)
        .with_context(|| format!("`{}` is not a path", path.display()))?;
    path.into_os_string().into_string().map_err(|_| anyhow::anyhow!("the path is not UTF-8"))
}

/// The folder that the user stands in.
fn here() -> anyhow::Result<String> {
    let here = std::env::current_dir().context("finding the current folder")?;
    here.into_os_string().into_string().map_err(|_| anyhow::anyhow!("the path is not UTF-8"))
}

/// Parameters of an action, as they are given on the command line.
pub fn parameters(given: &[String]) -> anyhow::Result<Map<String, Value>> {
    given
        .iter()
        .map(|text| {
            let (name, value) = text
                .split_once('=')
                .with_context(|| format!("`--param {text}` needs the form NAME=VALUE"))?;
            let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
            Ok((name.to_owned(), value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn parameters_are_json_where_they_can_be() {
        let given = ["n=3", "flag=true", "name=Das Erste", "list=[1]"].map(str::to_owned);
        let expected = json!({"n": 3, "flag": true, "name": "Das Erste", "list": [1]});
        assert_eq!(Value::Object(parameters(&given).unwrap()), expected);
        assert!(parameters(&["odd".to_owned()]).is_err());
    }

    #[test]
    fn urls_stay_and_missing_files_are_named() {
        assert_eq!(absolute("http://h/l.m3u".into()).unwrap(), "http://h/l.m3u");
        let error = absolute("no-such.m3u".into()).unwrap_err().to_string();
        assert!(error.starts_with("there is no file `/"), "{error}");
    }
}
