//! `context["dispatch_task"]`: a plugin starts an action of its own, in the background.

use pluggarr_plugin_protocol::{BACKGROUND_TASKS, CallError, ErrorKind, PluginKey, RunId};
use serde_json::{Map, Value, json};

use super::Plugins;
use crate::Error;
use crate::runs::{NewRun, Trigger};

/// Runs of one plugin under way: a task that starts itself twice must end somewhere.
const MOST_RUNS: usize = 100;

impl Plugins {
    /// Start `action` for the plugin itself. Answers `{task_id}`.
    pub(super) async fn dispatch(
        &self,
        key: &PluginKey,
        parent: Option<RunId>,
        action: String,
        params: Map<String, Value>,
    ) -> Result<Value, CallError> {
        let failed = |error: Error| CallError::new(ErrorKind::Raised, error.to_string());
        if !self.may(key, BACKGROUND_TASKS).await.map_err(failed)? {
            let message = format!(
                "dispatch_task needs the capability `{BACKGROUND_TASKS}`: name it under `capabilities` in plugin.json"
            );
            return Err(CallError::new(ErrorKind::Permission, message));
        }
        if self.0.runs.count_of(key.as_str()) >= MOST_RUNS {
            let message = format!("{MOST_RUNS} runs of this plugin are under way already");
            return Err(CallError::new(ErrorKind::Raised, message));
        }
        let mut new = NewRun::of_action(key.as_str(), &action, params);
        (new.trigger, new.parent) = (Trigger::Job, parent);
        let run = self.start_run(new).await.map_err(failed)?;
        Ok(json!({"task_id": run.id().as_str()}))
    }
}
