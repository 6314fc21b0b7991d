//! Whose Celery task is meant by a dotted name.

use super::{Plugins, WorkerState};
use crate::Error;

/// Plugins are imported under this name and their key's.
const PACKAGE: &str = "_dispatcharr_plugin_";

/// Whose task a name is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TaskOwner {
    /// The plugin with this key.
    Plugin(String),
    /// Nobody's.
    Nobody,
    /// That cannot be said yet: plugins that may have it are on their way.
    NotKnownYet,
}

impl Plugins {
    /// The plugin whose code has registered this task. Its module's name says it; a task with a name of its own is
    /// known once its plugin is loaded.
    pub(crate) async fn plugin_of_task(&self, task: &str) -> Result<TaskOwner, Error> {
        let loaded = {
            let catalogue = self.0.catalogue.read().await;
            let has = |entry: &&super::entry::Entry| {
                entry.loaded.as_ref().is_some_and(|loaded| loaded.tasks.iter().any(|t| t == task))
            };
            catalogue.values().find(has).map(|entry| entry.found.key.to_string())
        };
        if let Some(key) = loaded {
            return Ok(TaskOwner::Plugin(key));
        }
        let plugins = self.list().await?;
        if let Some(package) = task.strip_prefix(PACKAGE).and_then(|rest| rest.split('.').next()) {
            let owner = plugins.iter().find(|plugin| package_of(&plugin.key) == package);
            return Ok(
                owner.map_or(TaskOwner::Nobody, |plugin| TaskOwner::Plugin(plugin.key.clone()))
            );
        }
        let is_coming = plugins.iter().any(|plugin| plugin.state == WorkerState::Starting);
        Ok(if is_coming { TaskOwner::NotKnownYet } else { TaskOwner::Nobody })
    }
}

/// What a key looks like in the name of a Python package.
fn package_of(key: &str) -> String {
    let is_usable = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let name: String = key.chars().map(|c| if is_usable(c) { c } else { '_' }).collect();
    match name.starts_with(|c: char| c.is_ascii_digit()) {
        true => format!("p_{name}"),
        false => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_becomes_a_package_as_the_worker_makes_it_one() {
        for (key, package) in
            [("epg-janitor", "epg_janitor"), ("hello", "hello"), ("4k.tv", "p_4k_tv")]
        {
            assert_eq!(package_of(key), package);
        }
    }
}
