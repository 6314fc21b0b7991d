//! How much a plugin may print. Time is an argument.

use std::time::Instant;

const LINES_PER_SECOND: f64 = 1000.0;
const BYTES_PER_SECOND: f64 = 1.6 * 1024.0 * 1024.0;
/// So many seconds' worth may come at once.
const BURST_SECONDS: f64 = 10.0;

/// A bucket of lines and bytes that fills up again as time passes.
#[derive(Default)]
pub(super) struct Budget {
    spent_lines: f64,
    spent_bytes: f64,
    last: Option<Instant>,
    dropped: u64,
}

impl Budget {
    /// Whether a line of so many bytes may pass; if not, it is counted.
    pub(super) fn take(&mut self, bytes: usize, now: Instant) -> bool {
        let passed = self.last.map_or(0.0, |last| (now - last).as_secs_f64());
        self.last = Some(now);
        self.spent_lines = (self.spent_lines - passed * LINES_PER_SECOND).max(0.0);
        self.spent_bytes = (self.spent_bytes - passed * BYTES_PER_SECOND).max(0.0);
        let fits = self.spent_lines + 1.0 <= LINES_PER_SECOND * BURST_SECONDS
            && self.spent_bytes + bytes as f64 <= BYTES_PER_SECOND * BURST_SECONDS;
        if fits {
            self.spent_lines += 1.0;
            self.spent_bytes += bytes as f64;
        } else {
            self.dropped += 1;
        }
        fits
    }

    /// Whether lines were dropped that nobody has asked about yet.
    pub(super) fn is_exceeded(&self) -> bool {
        self.dropped > 0
    }

    /// How many lines were dropped since this was last asked, if any.
    pub(super) fn take_dropped(&mut self) -> Option<u64> {
        Some(std::mem::take(&mut self.dropped)).filter(|dropped| *dropped > 0)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_flood_is_dropped_and_counted_and_the_bucket_fills_again() {
        let mut budget = Budget::default();
        let start = Instant::now();
        let kept = (0..100_000).filter(|_| budget.take(10, start)).count();
        assert_eq!(kept, 10_000);
        assert_eq!(budget.take_dropped(), Some(90_000));
        assert_eq!(budget.take_dropped(), None);
        let later = start + Duration::from_secs(2);
        assert_eq!((0..100_000).filter(|_| budget.take(10, later)).count(), 2_000);
    }

    #[test]
    fn few_lines_may_be_long_but_not_without_bound() {
        let mut budget = Budget::default();
        let start = Instant::now();
        let kept = (0..1000).filter(|_| budget.take(64 * 1024, start)).count();
        assert_eq!(kept, 256);
    }
}
