//! What is done about an event that comes to one handler: decided here, without a clock and without a plugin.

use std::collections::VecDeque;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// Deliveries to one handler that are under way at once.
const MOST_AT_ONCE: usize = 8;
/// Deliveries to one handler that wait.
const MOST_WAITING: usize = 100;
/// Failures in a row after which a handler rests.
const MOST_FAILURES: u32 = 5;
/// Its first rest; each further failure doubles it.
const FIRST_REST: TimeDelta = TimeDelta::minutes(1);
const LONGEST_REST: TimeDelta = TimeDelta::hours(1);
/// A handler should be done by then: the plugin guide's advice.
const SLOW_AFTER: Duration = Duration::from_secs(5);
/// A handler counts as slow until so many deliveries in a row were not.
const QUICK_AGAIN: u8 = 10;

/// What is done about an event.
#[derive(Debug, PartialEq)]
pub(super) enum Arrival<T> {
    /// Hand it over now.
    Start(T),
    /// It waits for its turn.
    Waits,
    /// The handler rests until then.
    Rests(DateTime<Utc>),
    /// Too many wait already.
    Dropped,
}

/// What becomes of an event that has waited.
#[derive(Debug, PartialEq)]
pub(super) enum Next<T> {
    /// Hand it over now.
    Start(T),
    /// The handler rests until then.
    Rests(T, DateTime<Utc>),
}

/// How a delivery ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// The handler did its work.
    Well,
    /// It failed.
    Badly,
    /// It says nothing of the handler: somebody cancelled it, or it was not even started.
    Otherwise,
}

/// How one handler does. `T` is what waits for it.
#[derive(Debug)]
pub(super) struct Handler<T> {
    is_single: bool,
    loads: u64,
    running: usize,
    waiting: VecDeque<T>,
    failures: u32,
    rests_until: Option<DateTime<Utc>>,
    slow_for: u8,
}

impl<T> Handler<T> {
    /// Of a plugin that was loaded so often. `is_single` if it may run once at a time.
    pub(super) fn new(is_single: bool, loads: u64) -> Self {
        let waiting = VecDeque::new();
        Self { is_single, loads, running: 0, waiting, failures: 0, rests_until: None, slow_for: 0 }
    }

    /// What its plugin says by now. One that was loaded anew may have been mended: what was wrong counts no more.
    pub(super) fn meet(&mut self, is_single: bool, loads: u64) {
        self.is_single = is_single;
        if self.loads != loads {
            (self.failures, self.rests_until, self.slow_for) = (0, None, 0);
            self.loads = loads;
        }
    }

    /// Whether its plugin is still the one that it was.
    pub(super) fn is_of(&self, loads: u64) -> bool {
        self.loads == loads
    }

    /// An event comes.
    pub(super) fn arrive(&mut self, event: T, now: DateTime<Utc>) -> Arrival<T> {
        if let Some(until) = self.rests_at(now) {
            return Arrival::Rests(until);
        }
        if self.waiting.is_empty() && self.has_room() {
            self.running += 1;
            return Arrival::Start(event);
        }
        if self.waiting.len() >= MOST_WAITING {
            return Arrival::Dropped;
        }
        self.waiting.push_back(event);
        Arrival::Waits
    }

    /// A delivery is over. What is answered is started, or will not be.
    pub(super) fn ended(&mut self, how: Ended, took: Duration, now: DateTime<Utc>) -> Vec<Next<T>> {
        self.running = self.running.saturating_sub(1);
        match how {
            Ended::Well => (self.failures, self.rests_until) = (0, None),
            // Those that were under way when the rest began do not make it longer.
            Ended::Badly if self.rests_at(now).is_none() => self.failed(now),
            Ended::Badly | Ended::Otherwise => {}
        }
        if how != Ended::Otherwise {
            self.slow_for = match is_slow(took) {
                true => QUICK_AGAIN,
                false => self.slow_for.saturating_sub(1),
            };
        }
        let mut next = Vec::new();
        if let Some(until) = self.rests_at(now) {
            next.extend(self.waiting.drain(..).map(|event| Next::Rests(event, until)));
        }
        while self.has_room()
            && let Some(event) = self.waiting.pop_front()
        {
            self.running += 1;
            next.push(Next::Start(event));
        }
        next
    }

    fn failed(&mut self, now: DateTime<Utc>) {
        self.failures = self.failures.saturating_add(1);
        if self.failures >= MOST_FAILURES {
            let doublings = (self.failures - MOST_FAILURES).min(6);
            let rest = (FIRST_REST * (1 << doublings)).min(LONGEST_REST);
            self.rests_until = Some(now + rest);
        }
    }

    pub(super) fn rests_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.rests_until.filter(|until| now < *until)
    }

    pub(super) fn failures(&self) -> u32 {
        self.failures
    }

    pub(super) fn is_slow(&self) -> bool {
        self.slow_for > 0
    }

    /// After a rest one delivery shows whether it is well again, before others follow.
    fn has_room(&self) -> bool {
        let most = match self.is_single || self.failures >= MOST_FAILURES {
            true => 1,
            false => MOST_AT_ONCE,
        };
        self.running < most
    }
}

/// Whether a handler should not take so long.
pub(super) fn is_slow(took: Duration) -> bool {
    took > SLOW_AFTER
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Duration = Duration::from_millis(3);

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    /// One delivery that ends so, at this second. False if it was not made.
    fn deliver(handler: &mut Handler<()>, how: Ended, second: i64) -> bool {
        match handler.arrive((), at(second)) {
            Arrival::Start(()) => {
                assert_eq!(handler.ended(how, QUICK, at(second)), []);
                true
            }
            _ => false,
        }
    }

    #[test]
    fn eight_run_at_once_a_hundred_wait_and_the_rest_is_dropped() {
        let mut handler = Handler::new(false, 1);
        for number in 0..8 {
            assert_eq!(handler.arrive(number, at(0)), Arrival::Start(number));
        }
        for number in 8..108 {
            assert_eq!(handler.arrive(number, at(0)), Arrival::Waits);
        }
        assert_eq!(handler.arrive(108, at(0)), Arrival::Dropped);
        assert_eq!(handler.ended(Ended::Well, QUICK, at(1)), [Next::Start(8)], "in order");
        assert_eq!(handler.arrive(109, at(1)), Arrival::Waits, "there is room again");
    }

    #[test]
    fn a_single_handler_gets_one_after_the_other() {
        let mut handler = Handler::new(true, 1);
        assert_eq!(handler.arrive(1, at(0)), Arrival::Start(1));
        assert_eq!(handler.arrive(2, at(0)), Arrival::Waits);
        assert_eq!(handler.ended(Ended::Well, QUICK, at(1)), [Next::Start(2)]);
        assert_eq!(handler.ended(Ended::Well, QUICK, at(1)), []);
    }

    #[test]
    fn five_failures_in_a_row_mean_a_rest_that_doubles_up_to_an_hour() {
        let mut handler = Handler::new(false, 1);
        for _ in 0..4 {
            assert!(deliver(&mut handler, Ended::Badly, 0));
        }
        assert!(deliver(&mut handler, Ended::Well, 0), "that clears it");
        for _ in 0..5 {
            assert!(deliver(&mut handler, Ended::Badly, 0));
        }
        let mut second = 0;
        for minutes in [1, 2, 4, 8, 16, 32, 60, 60] {
            let until = at(second + minutes * 60);
            assert_eq!(handler.arrive((), at(second + minutes * 60 - 1)), Arrival::Rests(until));
            second += minutes * 60;
            assert!(deliver(&mut handler, Ended::Badly, second), "tried again");
        }
        assert!(!deliver(&mut handler, Ended::Well, second));
        assert!(deliver(&mut handler, Ended::Well, second + 3600));
        assert_eq!((handler.failures(), handler.rests_at(at(second))), (0, None));
    }

    #[test]
    fn those_under_way_when_the_rest_begins_do_not_make_it_longer_and_those_who_wait_are_skipped() {
        let mut handler = Handler::new(false, 1);
        for number in 0..8 {
            handler.arrive(number, at(0));
        }
        handler.arrive(8, at(0));
        let mut next = Vec::new();
        for _ in 0..8 {
            next.extend(handler.ended(Ended::Badly, QUICK, at(1)));
        }
        // One of those who waited took the place of the first that failed.
        assert_eq!(next, [Next::Start(8)]);
        assert_eq!(handler.rests_at(at(1)), Some(at(61)));

        let mut handler = Handler::new(true, 1);
        for number in 0..9 {
            handler.arrive(number, at(0));
        }
        let mut last = Vec::new();
        for _ in 0..5 {
            last = handler.ended(Ended::Badly, QUICK, at(1));
        }
        let skipped: Vec<_> = (5..9).map(|number| Next::Rests(number, at(61))).collect();
        assert_eq!(last, skipped);
    }

    #[test]
    fn after_a_rest_one_delivery_is_tried_before_others_follow() {
        let mut handler = Handler::new(false, 1);
        for _ in 0..5 {
            deliver(&mut handler, Ended::Badly, 0);
        }
        assert_eq!(handler.arrive((), at(60)), Arrival::Start(()));
        assert_eq!(handler.arrive((), at(60)), Arrival::Waits);
        assert_eq!(handler.ended(Ended::Well, QUICK, at(61)), [Next::Start(())]);
        assert_eq!(handler.arrive((), at(61)), Arrival::Start(()));
    }

    #[test]
    fn a_cancelled_delivery_counts_for_nothing_and_loading_anew_ends_a_rest() {
        let mut handler = Handler::new(false, 1);
        for _ in 0..4 {
            deliver(&mut handler, Ended::Badly, 0);
        }
        deliver(&mut handler, Ended::Otherwise, 0);
        assert_eq!(handler.failures(), 4);
        deliver(&mut handler, Ended::Badly, 0);
        assert!(handler.rests_at(at(0)).is_some());
        handler.meet(false, 1);
        assert!(!deliver(&mut handler, Ended::Well, 0), "it is the same");
        handler.meet(false, 2);
        assert!(deliver(&mut handler, Ended::Well, 0));
    }

    #[test]
    fn one_slow_delivery_marks_a_handler_until_ten_were_quick() {
        let mut handler = Handler::new(false, 1);
        handler.arrive((), at(0));
        handler.ended(Ended::Well, Duration::from_secs(5), at(5));
        assert!(!handler.is_slow(), "in time");
        handler.arrive((), at(0));
        handler.ended(Ended::Well, Duration::from_millis(5_001), at(5));
        for _ in 0..10 {
            assert!(handler.is_slow());
            deliver(&mut handler, Ended::Well, 6);
        }
        assert!(!handler.is_slow());
    }
}
