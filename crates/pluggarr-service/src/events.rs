//! What happens, told to whoever listens: open browsers, and later other hosts.
//!
//! Knows no socket and no user; a listener decides by [`Audience`] whether it may pass a message on.

use serde_json::Value;
use tokio::sync::broadcast;

/// A listener this far behind has lost messages and must reload what it shows.
const BACKLOG: usize = 1024;

/// The message types that the incumbent shows to admins only.
const ADMIN_TYPES: &[&str] =
    &["channel_stats", "vod_stats", "timeshift_stats", "vod_started", "vod_stopped"];

/// Who may see a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Every signed-in user.
    Everyone,
    /// Users of level admin.
    Admins,
}

/// One message: `data` as it stands in `{"type": "update", "data": …}`.
#[derive(Debug, Clone)]
pub struct Update {
    /// Who may see it.
    pub audience: Audience,
    /// An object with a `type`.
    pub data: Value,
}

/// Where updates are published and subscribed to. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Events(broadcast::Sender<Update>);

impl Default for Events {
    fn default() -> Self {
        Self(broadcast::channel(BACKLOG).0)
    }
}

impl Events {
    /// Tell all listeners; the audience follows from `data`'s type. Nobody listening is fine.
    pub fn publish(&self, data: Value) {
        let audience = audience_of(&data);
        let _ = self.0.send(Update { audience, data });
    }

    /// Everything published from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Update> {
        self.0.subscribe()
    }
}

fn audience_of(data: &Value) -> Audience {
    let kind = data.get("type").and_then(Value::as_str).unwrap_or_default();
    let admin_only = data.get("admin_only").and_then(Value::as_bool).unwrap_or(false);
    match ADMIN_TYPES.contains(&kind) || (kind == "system_notification" && admin_only) {
        true => Audience::Admins,
        false => Audience::Everyone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn statistics_go_to_admins_and_plugin_messages_to_everyone() {
        assert_eq!(audience_of(&json!({"type": "channel_stats"})), Audience::Admins);
        assert_eq!(
            audience_of(&json!({"type": "system_notification", "admin_only": true})),
            Audience::Admins
        );
        assert_eq!(audience_of(&json!({"type": "plugin", "message": "hi"})), Audience::Everyone);
        assert_eq!(audience_of(&json!("odd")), Audience::Everyone);
    }
}
