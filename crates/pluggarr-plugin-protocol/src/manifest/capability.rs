//! What a plugin asks to be allowed beyond answering when it is called.

use serde::Serialize;

/// Work that goes on after the call that began it.
pub const BACKGROUND_TASKS: &str = "background_tasks";
/// Work of its own from the moment it is enabled.
pub const PERSISTENT_SERVICE: &str = "persistent_service";

/// A capability in words, for whoever is asked to allow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Capability {
    /// As the manifest has it.
    pub id: String,
    /// A few words; the id where the host does not know it.
    pub label: String,
    /// What allowing it means; empty where the host does not know it.
    pub description: String,
    /// The incumbent restarts its server for some; here a worker can begin and end at any time.
    pub requires_restart: bool,
}

impl Capability {
    /// What the host knows of a capability. An unknown one is shown as well: hiding it would have people
    /// allow what they never saw.
    pub fn of(id: &str) -> Self {
        let (label, description) = match id {
            BACKGROUND_TASKS => (
                "Work in the background",
                "Its actions may go on after they have answered, several at a time.",
            ),
            PERSISTENT_SERVICE => (
                "Run all the time",
                "It works as long as it is enabled, also while nobody asks it for anything.",
            ),
            unknown => (unknown, ""),
        };
        Self {
            id: id.to_owned(),
            label: label.to_owned(),
            description: description.to_owned(),
            requires_restart: false,
        }
    }
}
