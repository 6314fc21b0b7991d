//! The events of playlists and guides that were fetched, or were not to be.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::json;

use super::Output;
use crate::system_events::{SystemEvents, Visitor};

/// Players ask twice in a row; that is one download.
const ONE_DOWNLOAD: Duration = Duration::from_secs(2);

type Key = (Output, Option<String>, Visitor);

/// Tells of downloads. Cheap to clone.
#[derive(Clone)]
pub(super) struct Downloads {
    system_events: SystemEvents,
    recent: Arc<Mutex<HashMap<Key, Instant>>>,
}

impl Downloads {
    pub(super) fn new(system_events: SystemEvents) -> Self {
        Self { system_events, recent: Arc::default() }
    }

    pub(super) fn fetched(
        &self,
        what: Output,
        profile: Option<&str>,
        channels: usize,
        from: &Visitor,
    ) {
        if !self.is_first((what, profile.map(str::to_owned), from.clone()), Instant::now()) {
            return;
        }
        let event = match what {
            Output::M3u => "m3u_download",
            Output::Epg => "epg_download",
        };
        // Nobody signs in for these, so the user is the incumbent's `anonymous`.
        self.system_events.emit(
            event,
            json!({
                "profile": profile.unwrap_or("all"), "user": "anonymous", "channels": channels,
                "client_ip": from.client_ip(), "user_agent": from.user_agent(),
            }),
        );
    }

    pub(super) fn refused(&self, what: Output, profile: Option<&str>, from: &Visitor) {
        let event = match what {
            Output::M3u => "m3u_blocked",
            Output::Epg => "epg_blocked",
        };
        // Whoever is refused chooses everything but the address.
        let address = Visitor::new(from.address, None);
        if !self.is_first((what, None, address), Instant::now()) {
            return;
        }
        // Unlike a download's, this name was never looked up: whoever is refused may have made it up.
        let profile: String = profile.unwrap_or("all").chars().take(100).collect();
        self.system_events.emit(
            event,
            json!({
                "profile": profile, "reason": "Network access denied",
                "client_ip": from.client_ip(), "user_agent": from.user_agent(),
            }),
        );
    }

    fn is_first(&self, key: Key, now: Instant) -> bool {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.retain(|_, at| now.duration_since(*at) < ONE_DOWNLOAD);
        match recent.contains_key(&key) {
            true => false,
            false => {
                recent.insert(key, now);
                true
            }
        }
    }
}
