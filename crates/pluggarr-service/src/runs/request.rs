//! What is asked for when a run is started.

pub use pluggarr_plugin_host::RunKind;
use pluggarr_plugin_protocol::RunId;
use serde_json::{Map, Value};

/// What made a run start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// Somebody, in the browser or at the command line.
    User,
    /// A script, with somebody's key.
    ApiKey,
    /// Something happened that the action handles.
    Event,
    /// The clock.
    Schedule,
    /// The plugin itself: `dispatch_task`, or a task of its own that it queued.
    Job,
}

impl Trigger {
    /// The word in the database, the API and the plugin's context.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::ApiKey => "api_key",
            Self::Event => "event",
            Self::Schedule => "schedule",
            Self::Job => "job",
        }
    }
}

/// The word of a kind in the database and the API.
pub(super) fn kind_word(kind: &RunKind) -> &'static str {
    match kind {
        RunKind::Action => "action",
        RunKind::Task { .. } => "task",
    }
}

/// A run that somebody wants.
#[derive(Debug, Clone)]
pub struct NewRun {
    /// The plugin's key.
    pub plugin: String,
    /// The action's id, or a task's name.
    pub action: String,
    /// What is passed to it.
    pub params: Map<String, Value>,
    /// What is run.
    pub kind: RunKind,
    /// What made it start.
    pub trigger: Trigger,
    /// Who, where it was somebody.
    pub by: Option<String>,
    /// The run that started it.
    pub parent: Option<RunId>,
    /// The event that it handles.
    pub event: Option<String>,
    /// The schedule that it is of.
    pub schedule_id: Option<i64>,
    /// Refuse it while the same action runs. Actions that say `single` are refused in any case.
    pub is_single: bool,
}

impl NewRun {
    /// An action that somebody wants run, beside others if need be.
    pub fn of_action(plugin: &str, action: &str, params: Map<String, Value>) -> Self {
        Self {
            plugin: plugin.to_owned(),
            action: action.to_owned(),
            params,
            kind: RunKind::Action,
            trigger: Trigger::User,
            by: None,
            parent: None,
            event: None,
            schedule_id: None,
            is_single: false,
        }
    }

    /// The same, by this person.
    pub fn started_by(self, trigger: Trigger, by: &str) -> Self {
        Self { trigger, by: Some(by.to_owned()), ..self }
    }
}
