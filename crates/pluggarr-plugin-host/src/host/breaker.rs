//! How often a plugin is loaded again by itself. A pure decision: time is an argument.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// So many times ...
const MOST: usize = 3;
/// ... within this time; after that it waits until somebody calls it.
const WITHIN: Duration = Duration::from_secs(300);

/// Remembers when a plugin was loaded again.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    times: VecDeque<Instant>,
}

impl Breaker {
    /// Whether it may be done again now; if so, it counts as done.
    pub(super) fn allows(&mut self, now: Instant) -> bool {
        while self.times.front().is_some_and(|time| now.duration_since(*time) >= WITHIN) {
            self.times.pop_front();
        }
        let allows = self.times.len() < MOST;
        if allows {
            self.times.push_back(now);
        }
        allows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_times_in_five_minutes_and_no_more() {
        let mut breaker = Breaker::default();
        let start = Instant::now();
        let mut at = |seconds| breaker.allows(start + Duration::from_secs(seconds));
        assert!(at(0) && at(10) && at(20));
        assert!(!at(30) && !at(299));
        assert!(at(300));
        assert!(!at(301));
    }
}
