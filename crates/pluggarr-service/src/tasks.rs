//! The host's tasks by the dotted names that plugins, Celery beat rows and the guide use.
//!
//! Knows which names there are and what arguments they take; the work itself is the services'.

use std::time::Duration;

use serde_json::{Map, Value};
use tracing::warn;

use crate::Error;
use crate::channels::Channels;
use crate::epg::EpgSources;
use crate::m3u::M3uAccounts;

/// What can be asked for by name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Task {
    RefreshM3uAccounts,
    RefreshM3uAccount(i64),
    RefreshAllEpg,
    RefreshEpg(i64),
    LoadProgrammes(i64),
    MatchChannels,
    CreateChannels(Vec<i64>),
}

/// Parses and carries out tasks. Cheap to clone.
#[derive(Clone)]
pub struct Tasks {
    pub(crate) m3u: M3uAccounts,
    pub(crate) epg: EpgSources,
    pub(crate) channels: Channels,
}

impl Tasks {
    /// The task of that name with these arguments.
    pub(crate) fn parse(
        &self,
        name: &str,
        args: &[Value],
        kwargs: &Map<String, Value>,
    ) -> Result<Task, Error> {
        let given = Arguments { task: name, args, kwargs };
        match name {
            "apps.m3u.tasks.refresh_m3u_accounts" => Ok(Task::RefreshM3uAccounts),
            "apps.m3u.tasks.refresh_single_m3u_account" | "apps.m3u.tasks.refresh_m3u_groups" => {
                Ok(Task::RefreshM3uAccount(given.id("account_id")?))
            }
            "apps.epg.tasks.refresh_all_epg_data" => Ok(Task::RefreshAllEpg),
            "apps.epg.tasks.refresh_epg_data" | "apps.epg.tasks.refresh_epg_source" => {
                Ok(Task::RefreshEpg(given.id("source_id")?))
            }
            "apps.epg.tasks.parse_programs_for_tvg_id" => {
                Ok(Task::LoadProgrammes(given.id("epg_id")?))
            }
            "apps.channels.tasks.match_epg_channels" => Ok(Task::MatchChannels),
            "apps.channels.tasks.bulk_create_channels_from_streams" => {
                Ok(Task::CreateChannels(given.ids("stream_ids")?))
            }
            _ => Err(Error::not_found("task", name)),
        }
    }

    /// Carry `task` out after `countdown` seconds, without anybody waiting. Returns its id.
    pub(crate) fn delay(&self, task: Task, countdown: f64) -> String {
        let id = uuid::Uuid::new_v4().to_string();
        let tasks = self.clone();
        // Refused: a wait that no clock can hold. Celery's own answer to it is to run at once.
        let wait = Duration::try_from_secs_f64(countdown).unwrap_or_default();
        tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            if let Err(error) = task.clone().run(&tasks).await {
                warn!("Task {task:?} failed: {error}");
            }
        });
        id
    }
}

impl Task {
    /// Carry it out and say what came of it, in the words shown to users.
    pub(crate) async fn run(self, tasks: &Tasks) -> Result<String, Error> {
        match self {
            Self::RefreshM3uAccounts => tasks.m3u.refresh_all().await,
            Self::RefreshM3uAccount(id) => Ok(tasks.m3u.refresh_and_wait(id).await?.message),
            Self::RefreshAllEpg => tasks.epg.refresh_all().await,
            Self::RefreshEpg(id) => Ok(tasks.epg.refresh_and_wait(id).await?.message),
            Self::LoadProgrammes(id) => {
                let count = tasks.epg.load_programmes(&[id]).await?;
                Ok(format!("{count} programmes loaded"))
            }
            Self::MatchChannels => {
                let count = tasks.epg.map_channels().await?;
                Ok(format!("{count} channels mapped by tvg-id"))
            }
            Self::CreateChannels(streams) => {
                let made = tasks.channels.create_from_streams(&streams).await?;
                Ok(format!("{made} channels created"))
            }
        }
    }
}

/// Arguments as Python passes them: by place or by name.
struct Arguments<'a> {
    task: &'a str,
    args: &'a [Value],
    kwargs: &'a Map<String, Value>,
}

impl Arguments<'_> {
    fn first(&self, name: &str) -> Result<&Value, Error> {
        self.args.first().or_else(|| self.kwargs.get(name)).ok_or_else(|| {
            Error::invalid(format!("the task {} needs the argument `{name}`", self.task))
        })
    }

    fn id(&self, name: &str) -> Result<i64, Error> {
        id_of(self.first(name)?).ok_or_else(|| self.not_usable(name, "a number"))
    }

    fn ids(&self, name: &str) -> Result<Vec<i64>, Error> {
        let list = self.first(name)?.as_array().and_then(|ids| ids.iter().map(id_of).collect());
        list.ok_or_else(|| self.not_usable(name, "a list of numbers"))
    }

    fn not_usable(&self, name: &str, wanted: &str) -> Error {
        Error::invalid(format!("the argument `{name}` of {} should be {wanted}", self.task))
    }
}

/// An id as plugins write them: a number, or a number as text (settings are often text).
fn id_of(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_id_may_be_text_and_stand_in_either_place() {
        assert_eq!(id_of(&json!(3)), Some(3));
        assert_eq!(id_of(&json!(" 3 ")), Some(3));
        assert_eq!(id_of(&json!(null)), None);
        let kwargs = Map::from_iter([("account_id".to_owned(), json!("7"))]);
        let given = Arguments { task: "t", args: &[], kwargs: &kwargs };
        assert_eq!(given.id("account_id").unwrap(), 7);
        let missing = given.id("source_id").unwrap_err().to_string();
        assert_eq!(missing, "the task t needs the argument `source_id`");
    }
}
