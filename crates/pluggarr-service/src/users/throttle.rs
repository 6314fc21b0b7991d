//! Slows down guessing of passwords: a few failures from one address, then a pause.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Failures in [`WINDOW`] after which an address has to wait.
const MOST_FAILURES: usize = 5;
const WINDOW: Duration = Duration::from_secs(60);
/// Beyond this many addresses the oldest are forgotten, so that memory stays bounded.
const MOST_ADDRESSES: usize = 10_000;

/// Remembers failed sign-ins of the last minute.
#[derive(Debug, Default)]
pub(super) struct Throttle(Mutex<HashMap<IpAddr, Vec<Instant>>>);

impl Throttle {
    /// How long `address` has to wait before it may try again, if it has to.
    pub(super) fn wait(&self, address: IpAddr, now: Instant) -> Option<Duration> {
        let failures = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let recent: Vec<_> =
            failures.get(&address)?.iter().filter(|at| now - **at < WINDOW).collect();
        if recent.len() < MOST_FAILURES {
            return None;
        }
        recent.first().map(|first| WINDOW - (now - **first))
    }

    /// Remember that `address` failed at `now`.
    pub(super) fn failed(&self, address: IpAddr, now: Instant) {
        let mut failures = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        failures.retain(|_, at| at.last().is_some_and(|last| now - *last < WINDOW));
        if failures.len() < MOST_ADDRESSES {
            let mine = failures.entry(address).or_default();
            mine.retain(|at| now - *at < WINDOW);
            mine.push(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_make_an_address_wait_and_nobody_else() {
        let (throttle, start) = (Throttle::default(), Instant::now());
        let (guesser, other) = ([10, 0, 0, 1].into(), [10, 0, 0, 2].into());
        for second in 0..5 {
            let now = start + Duration::from_secs(second);
            assert_eq!(throttle.wait(guesser, now), None);
            throttle.failed(guesser, now);
        }
        let now = start + Duration::from_secs(10);
        assert_eq!(throttle.wait(guesser, now), Some(Duration::from_secs(50)));
        assert_eq!(throttle.wait(other, now), None);
        assert_eq!(throttle.wait(guesser, start + Duration::from_secs(61)), None);
    }
}
