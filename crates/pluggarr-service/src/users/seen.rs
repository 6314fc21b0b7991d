//! Who has asked a moment ago: every request asks who sends it, and most come from somebody who has just sent another.
//!
//! A row is believed for a second. What this host changes about users is forgotten at once; what a plugin changes in
//! the table counts a second later at the latest.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::User;

/// How long a row is believed.
const BELIEVED: Duration = Duration::from_secs(1);
/// More users at once than any house has.
const MOST: usize = 1_000;

/// The rows of those who have asked a moment ago.
#[derive(Debug, Default)]
pub(super) struct Seen(Mutex<Rows>);

#[derive(Debug, Default)]
struct Rows {
    by_id: HashMap<i64, (Instant, User)>,
    /// How often something has changed.
    changes: u64,
}

impl Seen {
    /// The user, if he was looked up within the last second.
    pub(super) fn get(&self, id: i64, now: Instant) -> Option<User> {
        let rows = self.lock();
        let (at, user) = rows.by_id.get(&id)?;
        (now.duration_since(*at) < BELIEVED).then(|| user.clone())
    }

    /// How often something has changed until now; to be asked before a look at a row.
    pub(super) fn changes(&self) -> u64 {
        self.lock().changes
    }

    /// Believe a row that was looked at from `at` on, unless something has changed since `changes` was asked for.
    pub(super) fn put(&self, user: &User, at: Instant, changes: u64) {
        let mut rows = self.lock();
        if rows.changes != changes {
            return;
        }
        if rows.by_id.len() >= MOST {
            rows.by_id.clear();
        }
        rows.by_id.insert(user.row.id, (at, user.clone()));
    }

    /// Something about users has changed.
    pub(super) fn forget(&self) {
        let mut rows = self.lock();
        rows.changes += 1;
        rows.by_id.clear();
    }

    /// Holds no invariants that a panic could break.
    fn lock(&self) -> MutexGuard<'_, Rows> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use pluggarr_store::users::NewUser;
    use pluggarr_store::{Paths, Store};

    use super::*;

    async fn user() -> User {
        let place = tempfile::tempdir().unwrap();
        let store = Store::open(&Paths::new(place.path())).await.unwrap();
        let new = NewUser {
            username: "ann".to_owned(),
            password_hash: "!".to_owned(),
            email: String::new(),
            user_level: 1,
            is_superuser: false,
        };
        let row = store.users().create(&new).await.unwrap();
        User { row, channel_profiles: vec![] }
    }

    #[tokio::test]
    async fn a_row_is_believed_for_a_second_and_not_beyond_a_change() {
        let (seen, user, now) = (Seen::default(), user().await, Instant::now());
        let id = user.row.id;
        assert!(seen.get(id, now).is_none());
        seen.put(&user, now, seen.changes());
        assert!(seen.get(id, now + Duration::from_millis(999)).is_some());
        assert!(seen.get(id, now + Duration::from_secs(1)).is_none());
        let before = seen.changes();
        seen.forget();
        assert!(seen.get(id, now).is_none());
        seen.put(&user, now, before);
        assert!(seen.get(id, now).is_none(), "the look began before the change");
    }
}
