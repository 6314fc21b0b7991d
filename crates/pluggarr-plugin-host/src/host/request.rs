//! What is asked of a plugin, and what came of it.

use std::time::{Duration, SystemTime};

use pluggarr_plugin_protocol::{Action, Call, RunId, Usage};
use serde_json::{Map, Value};

use crate::Error;
use crate::escalation::Step;

/// The action that a plugin declares to be asked to finish by.
pub(super) const STOP_ACTION: &str = "stop";

/// What should be run.
#[derive(Debug, Clone)]
pub struct RunRequest {
    /// Unique among all runs; [`crate::PluginHost::cancel`] wants it.
    pub run_id: RunId,
    /// The action's id, unknown ones are the plugin's business; of a [`RunKind::Task`] its dotted name.
    pub action: String,
    /// An action, or a Celery task of the plugin's own.
    pub kind: RunKind,
    /// What the caller passed along. A task has none.
    pub params: Map<String, Value>,
    /// Settings, defaults included (`pluggarr_plugin_protocol::settings::with_defaults`).
    pub settings: Map<String, Value>,
    /// How long it may take; [`crate::Limits::run`] if not given.
    pub limit: Option<Duration>,
    /// What started it, for the plugin's `context`: `user`, `event`, `schedule`, ...
    pub trigger: String,
    /// The plugin declares an action `stop`: call it first when the run should end.
    pub stop_action: bool,
}

/// What is run.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum RunKind {
    /// `run(action, params, context)`
    #[default]
    Action,
    /// A Celery task that the plugin has registered.
    Task {
        /// Positional arguments.
        args: Vec<Value>,
        /// Keyword arguments.
        kwargs: Map<String, Value>,
    },
}

/// How a run ended.
#[derive(Debug)]
pub struct RunEnd {
    /// What the plugin returned, or why there is nothing.
    pub result: Result<Value, Error>,
    /// What its worker used meanwhile. Unknown where the worker has not answered.
    pub usage: Option<Usage>,
    /// What ended it, where it was cancelled or ran out of time.
    pub ended_by: Option<EndedBy>,
    /// When it was handed to the worker. Never, if it came to nothing before that.
    pub started_at: Option<SystemTime>,
}

/// Which means of ending a run was the last that was needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EndedBy {
    /// It saw that it should end, and returned.
    Asked,
    /// It returned after the plugin's own action `stop` was called.
    StopAction,
    /// An exception was raised where it waited.
    Cancelled,
    /// An exception was raised where it was computing.
    Interrupted,
    /// Its worker was ended by SIGTERM.
    Terminated,
    /// Its worker was ended by SIGKILL.
    Killed,
}

impl EndedBy {
    /// One word, for files and the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::StopAction => "stop_action",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
            Self::Terminated => "terminated",
            Self::Killed => "killed",
        }
    }

    /// `gave_in`: the call says that it was cancelled, and not what it returned.
    pub(super) fn from_step(step: Step, gave_in: bool, stop_action: bool) -> Self {
        match step {
            // Who never looks at the flag is cancelled by the worker at once.
            Step::Ask if gave_in => Self::Cancelled,
            Step::Ask if stop_action => Self::StopAction,
            Step::Ask => Self::Asked,
            Step::Cancel => Self::Cancelled,
            Step::Interrupt => Self::Interrupted,
            Step::Terminate => Self::Terminated,
            Step::Kill => Self::Killed,
        }
    }
}

impl RunRequest {
    /// The question to the worker.
    pub(super) fn call(&self, actions: &[Action], limit: Duration) -> Call {
        let (run_id, settings) = (self.run_id.clone(), self.settings.clone());
        let limit_seconds = limit.as_secs_f64();
        match &self.kind {
            RunKind::Action => Call::Run {
                run_id,
                action: self.action.clone(),
                params: self.params.clone(),
                settings,
                actions: actions.to_vec(),
                limit_seconds,
                trigger: Some(self.trigger.clone()),
            },
            RunKind::Task { args, kwargs } => Call::Task {
                run_id,
                name: self.action.clone(),
                args: args.clone(),
                kwargs: kwargs.clone(),
                settings,
                limit_seconds,
            },
        }
    }

    /// The call of the plugin's own action `stop`, where there is one and this is not it.
    pub(super) fn stop_call(&self, actions: &[Action], limit: Duration) -> Option<Call> {
        let is_stop = self.kind == RunKind::Action && self.action == STOP_ACTION;
        (self.stop_action && !is_stop).then(|| Call::Run {
            // The same run: what it logs belongs there.
            run_id: self.run_id.clone(),
            action: STOP_ACTION.to_owned(),
            params: Map::new(),
            settings: self.settings.clone(),
            actions: actions.to_vec(),
            limit_seconds: limit.as_secs_f64(),
            trigger: Some(self.trigger.clone()),
        })
    }
}

impl RunEnd {
    /// It came to nothing before a worker had it.
    pub(super) fn not_begun(error: Error) -> Self {
        Self { result: Err(error), usage: None, ended_by: None, started_at: None }
    }
}
