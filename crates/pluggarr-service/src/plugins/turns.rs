//! Who may change which plugin when: each plugin is changed by one at a time, and nobody changes one while all
//! are changed. A plugin that takes a minute to load holds up nobody who enables another.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{
    Mutex as AsyncMutex, OwnedMutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard,
};

/// Hands out turns.
#[derive(Debug, Default)]
pub(super) struct Turns {
    all: RwLock<()>,
    each: Mutex<HashMap<String, Arc<AsyncMutex<()>>>>,
}

/// The right to change one plugin, until it is dropped.
pub(super) struct Turn<'a> {
    _all: RwLockReadGuard<'a, ()>,
    _one: OwnedMutexGuard<()>,
}

impl Turns {
    /// Wait until nobody changes this plugin.
    pub(super) async fn of(&self, key: &str) -> Turn<'_> {
        let all = self.all.read().await;
        let lock = {
            let mut each = self.each.lock().unwrap_or_else(PoisonError::into_inner);
            // Those that nobody holds or waits for.
            each.retain(|_, lock| Arc::strong_count(lock) > 1);
            each.entry(key.to_owned()).or_default().clone()
        };
        Turn { _all: all, _one: lock.lock_owned().await }
    }

    /// Wait until nobody changes any plugin.
    pub(super) async fn of_all(&self) -> RwLockWriteGuard<'_, ()> {
        self.all.write().await
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    async fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
        tokio::time::timeout(Duration::from_millis(20), future).await.ok()
    }

    #[tokio::test]
    async fn one_plugin_is_changed_by_one_at_a_time_and_others_meanwhile() {
        let turns = Turns::default();
        let first = turns.of("a").await;
        assert!(at_once(turns.of("a")).await.is_none());
        assert!(at_once(turns.of("b")).await.is_some());
        drop(first);
        assert!(at_once(turns.of("a")).await.is_some());
        assert!(turns.each.lock().unwrap().len() <= 2, "what nobody holds is forgotten");
    }

    #[tokio::test]
    async fn all_are_changed_when_none_is() {
        let turns = Turns::default();
        let one = turns.of("a").await;
        assert!(at_once(turns.of_all()).await.is_none());
        drop(one);
        let all = at_once(turns.of_all()).await.unwrap();
        assert!(at_once(turns.of("b")).await.is_none());
        drop(all);
        assert!(at_once(turns.of("b")).await.is_some());
    }
}
