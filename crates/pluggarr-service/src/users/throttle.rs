//! Slows down guessing of passwords: a few failures from one address, then a pause.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Failures in [`WINDOW`] after which an address has to wait.
const MOST_FAILURES: usize = 5;
const WINDOW: Duration = Duration::from_secs(60);
/// Beyond this many addresses the oldest are forgotten, so that memory stays bounded.
const MOST_ADDRESSES: usize = 10_000;

/// Remembers the sign-ins of the last minute that have failed or are still being checked.
#[derive(Debug, Default)]
pub(super) struct Throttle(Mutex<HashMap<IpAddr, Tries>>);

/// The tries of one address.
#[derive(Debug, Default)]
struct Tries {
    at: Vec<Instant>,
    /// When it was told to wait.
    refused: Option<Instant>,
}

/// An address has to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal {
    /// So long.
    pub(super) wait: Duration,
    /// It was not told so in the last minute.
    pub(super) is_first: bool,
}

impl Throttle {
    /// Let `address` try a password at `now`, or say how long it has to wait.
    ///
    /// The try counts as failed until it [`succeeded`](Self::succeeded): a check takes long enough
    /// for a thousand more guesses to arrive, which must not all be let in before the first fails.
    pub(super) fn begin(&self, address: IpAddr, now: Instant) -> Result<(), Refusal> {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tries.retain(|_, tries| tries.at.last().is_some_and(|last| now - *last < WINDOW));
        if tries.len() >= MOST_ADDRESSES && !tries.contains_key(&address) {
            let oldest =
                tries.iter().min_by_key(|(_, tries)| tries.at.last()).map(|(address, _)| *address);
            oldest.and_then(|address| tries.remove(&address));
        }
        let mine = tries.entry(address).or_default();
        mine.at.retain(|at| now - *at < WINDOW);
        match mine.at.first() {
            Some(first) if mine.at.len() >= MOST_FAILURES => {
                let wait = WINDOW - (now - *first);
                let is_first = mine.refused.is_none_or(|at| now - at >= WINDOW);
                if is_first {
                    mine.refused = Some(now);
                }
                Err(Refusal { wait, is_first })
            }
            _ => {
                mine.at.push(now);
                Ok(())
            }
        }
    }

    /// Take back the try that began at `began`: the password was right.
    pub(super) fn succeeded(&self, address: IpAddr, began: Instant) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mine) = tries.get_mut(&address)
            && let Some(index) = mine.at.iter().position(|at| *at == began)
        {
            mine.at.remove(index);
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
            assert_eq!(throttle.begin(guesser, start + Duration::from_secs(second)), Ok(()));
        }
        let now = start + Duration::from_secs(10);
        let wait = Duration::from_secs(50);
        assert_eq!(throttle.begin(guesser, now), Err(Refusal { wait, is_first: true }));
        assert_eq!(throttle.begin(guesser, now), Err(Refusal { wait, is_first: false }));
        assert_eq!(throttle.begin(other, now), Ok(()));
        assert_eq!(throttle.begin(guesser, start + Duration::from_secs(61)), Ok(()));
    }

    #[test]
    fn a_right_password_takes_its_try_back_and_no_other() {
        let (throttle, start) = (Throttle::default(), Instant::now());
        let address = [10, 0, 0, 1].into();
        for second in 0..4 {
            throttle.begin(address, start + Duration::from_secs(second)).unwrap();
        }
        for second in 4..20 {
            let now = start + Duration::from_secs(second);
            assert_eq!(throttle.begin(address, now), Ok(()));
            throttle.succeeded(address, now);
        }
        throttle.begin(address, start + Duration::from_secs(20)).unwrap();
        assert!(throttle.begin(address, start + Duration::from_secs(21)).is_err());
    }

    #[test]
    fn of_too_many_addresses_the_oldest_is_forgotten() {
        let (throttle, start) = (Throttle::default(), Instant::now());
        let address = |number: u32| IpAddr::from(number.to_be_bytes());
        for number in 0..=MOST_ADDRESSES as u32 {
            let now = start + Duration::from_micros(number.into());
            throttle.begin(address(number), now).unwrap();
        }
        let tries = throttle.0.lock().unwrap();
        assert_eq!(tries.len(), MOST_ADDRESSES);
        assert!(!tries.contains_key(&address(0)) && tries.contains_key(&address(1)));
    }
}
