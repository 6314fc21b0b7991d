//! When a cron expression is due in a place where clocks are set twice a year.
//!
//! Does what Vixie's cron does. An expression with a fixed time is due once a day: where its time is skipped, at the
//! moment of the change; where it comes twice, the first time. One whose minute or hour is a wildcard goes by the time
//! that passes: what is skipped is not made up for, and an hour that comes twice counts twice.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::cron::Cron;

/// A clock that is set by more than this has been put right: its new time is simply believed.
const LARGEST_CHANGE: i64 = 3 * 60 * 60;

/// A moment at which the clocks of a zone are set.
struct Change {
    at: Timestamp,
    /// What the clocks show just before it would have gone on to.
    before: DateTime,
    /// What they are set to.
    after: DateTime,
}

impl Change {
    fn is_skip(&self) -> bool {
        self.before < self.after && self.is_small()
    }

    fn is_repeat(&self) -> bool {
        self.after < self.before && self.is_small()
    }

    fn is_small(&self) -> bool {
        let by = self.after.duration_since(self.before).as_secs();
        by.abs() <= LARGEST_CHANGE
    }
}

/// The first moment after `after` at which `cron` is due in `zone`.
pub(crate) fn next_after(cron: &Cron, zone: &TimeZone, after: Timestamp) -> Option<Timestamp> {
    let mut offset = zone.to_offset(after);
    let mut from = offset.to_datetime(after).checked_add(1.nanosecond()).ok()?;
    // A fixed time that comes for the second time has been dealt with.
    if let Some(last) = last_change(zone, after)
        && last.is_repeat()
        && !cron.is_wildcard()
    {
        from = from.max(last.before);
    }
    let mut changes = zone.following(after).map(|change| (change.timestamp(), change.offset()));
    loop {
        let found = cron.first_from(from)?;
        let change = changes.next().map(|(at, then)| Change {
            at,
            before: offset.to_datetime(at),
            after: then.to_datetime(at),
        });
        let Some(change) = change.filter(|change| change.before <= found) else {
            return offset.to_timestamp(found).ok();
        };
        if !cron.is_wildcard() && change.is_skip() && found < change.after {
            return Some(change.at);
        }
        offset = zone.to_offset(change.at);
        from = match cron.is_wildcard() || !change.is_repeat() {
            true => change.after,
            false => change.before,
        };
    }
}

/// The last change at `at` or before.
fn last_change(zone: &TimeZone, at: Timestamp) -> Option<Change> {
    let just_after = at.checked_add(1.nanosecond()).ok()?;
    let change = zone.preceding(just_after).next()?;
    let just_before = change.timestamp().checked_sub(1.nanosecond()).ok()?;
    Some(Change {
        at: change.timestamp(),
        before: zone.to_offset(just_before).to_datetime(change.timestamp()),
        after: change.offset().to_datetime(change.timestamp()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// All moments after `from`, up to `until`, as the clocks of the place show them.
    fn due(cron: &str, zone: &str, from: &str, until: &str) -> Vec<String> {
        let (cron, zone) = (Cron::parse(cron).unwrap(), TimeZone::get(zone).unwrap());
        let (mut at, until) = (moment(from), moment(until));
        let mut all = Vec::new();
        while let Some(next) = next_after(&cron, &zone, at).filter(|next| *next <= until) {
            assert!(next > at, "time goes on");
            all.push(next.to_zoned_datetime(zone.clone()).strftime("%d %H:%M%:::z").to_string());
            at = next;
        }
        all
    }

    /// 29 March 2026: 02:00 in Berlin is 03:00.
    fn spring(cron: &str) -> Vec<String> {
        due(cron, "Europe/Berlin", "2026-03-28T23:30:00Z", "2026-03-29T22:00:00Z")
    }

    /// 25 October 2026: 03:00 in Berlin is 02:00 once more.
    fn autumn(cron: &str) -> Vec<String> {
        due(cron, "Europe/Berlin", "2026-10-24T22:30:00Z", "2026-10-25T23:00:00Z")
    }

    #[test]
    fn a_fixed_time_in_the_skipped_hour_is_due_at_the_change_once() {
        assert_eq!(spring("30 2 * * *"), ["29 03:00+02"]);
        assert_eq!(spring("0,20,40 2 * * *"), ["29 03:00+02"]);
        assert_eq!(spring("0 2,3 * * *"), ["29 03:00+02"], "both at one moment");
        assert_eq!(spring("15 1-3 * * *"), ["29 01:15+01", "29 03:00+02", "29 03:15+02"]);
        assert_eq!(spring("0 3 * * *"), ["29 03:00+02"]);
        assert_eq!(spring("59 1 * * *"), ["29 01:59+01"]);
    }

    #[test]
    fn a_wildcard_makes_nothing_of_the_skipped_hour() {
        assert_eq!(
            spring("*/30 1-3 * * *"),
            ["29 01:00+01", "29 01:30+01", "29 03:00+02", "29 03:30+02"]
        );
        assert_eq!(spring("*/10 2 * * *"), Vec::<String>::new());
        assert_eq!(spring("0 * * * *").len(), 23, "the hours of that day without its first");
        assert_eq!(spring("0 */2 * * *")[0], "29 04:00+02");
    }

    #[test]
    fn a_fixed_time_in_the_hour_that_comes_twice_is_due_once() {
        assert_eq!(autumn("30 2 * * *"), ["25 02:30+02"]);
        assert_eq!(autumn("0 2,3 * * *"), ["25 02:00+02", "25 03:00+01"]);
        assert_eq!(autumn("0 3 * * *"), ["25 03:00+01"]);
    }

    #[test]
    fn a_wildcard_is_due_in_both_of_two_equal_hours() {
        let expected = ["25 02:00+02", "25 02:30+02", "25 02:00+01", "25 02:30+01"];
        assert_eq!(autumn("*/30 2 * * *"), expected);
        assert_eq!(autumn("0 * * * *").len(), 25, "the hours of that day and the next one's first");
    }

    #[test]
    fn it_does_not_matter_where_the_search_begins() {
        // In the second of the two equal hours, and at the very moments of the changes.
        let after = |cron: &str, from: &str| {
            due(cron, "Europe/Berlin", from, "2026-10-26T12:00:00Z").first().cloned()
        };
        assert_eq!(after("30 2 * * *", "2026-10-25T01:10:00Z").unwrap(), "26 02:30+01");
        assert_eq!(after("*/30 2 * * *", "2026-10-25T01:10:00Z").unwrap(), "25 02:30+01");
        assert_eq!(after("30 2 * * *", "2026-10-25T01:00:00Z").unwrap(), "26 02:30+01");
        assert_eq!(after("30 2 * * *", "2026-10-25T00:59:59Z").unwrap(), "26 02:30+01");
        assert_eq!(after("30 2 * * *", "2026-10-25T00:29:59Z").unwrap(), "25 02:30+02");
        let spring = |from: &str| {
            due("30 2 * * *", "Europe/Berlin", from, "2026-03-31T00:00:00Z").first().cloned()
        };
        assert_eq!(spring("2026-03-29T00:59:59Z").unwrap(), "29 03:00+02");
        assert_eq!(spring("2026-03-29T01:00:00Z").unwrap(), "30 02:30+02");
    }

    #[test]
    fn a_year_has_as_many_days_and_hours_as_the_calendar_says() {
        let year = |cron: &str, zone: &str| {
            due(cron, zone, "2025-12-31T23:59:59Z", "2026-12-31T23:59:59Z").len()
        };
        for zone in ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"] {
            assert_eq!(year("30 2 * * *", zone), 365, "{zone}");
            assert_eq!(year("15 * * * *", zone), 8760, "{zone}");
        }
        // Where only half an hour is skipped and comes twice, a quarter past is lost in spring.
        assert_eq!(year("15 2 * * *", "Australia/Lord_Howe"), 365);
        assert_eq!(year("15 * * * *", "Australia/Lord_Howe"), 8759);
        assert_eq!(year("45 * * * *", "Australia/Lord_Howe"), 8761);
    }

    #[test]
    fn midnight_and_half_an_hour_can_be_skipped_too() {
        // São Paulo skipped its midnight until 2018; Lord Howe sets its clocks by half an hour.
        let midnight =
            due("0 0 * * *", "America/Sao_Paulo", "2018-11-03T12:00:00Z", "2018-11-05T12:00:00Z");
        assert_eq!(midnight, ["04 01:00-02", "05 00:00-02"]);
        let half = due(
            "15 2 * * *",
            "Australia/Lord_Howe",
            "2026-10-03T12:00:00Z",
            "2026-10-04T12:00:00Z",
        );
        assert_eq!(half, ["04 02:30+11"]);
        // Samoa went without 30 December 2011: no small change, so nothing is made up for.
        let day = due("0 6 * * *", "Pacific/Apia", "2011-12-29T17:00:00Z", "2011-12-31T00:00:00Z");
        assert_eq!(day, ["31 06:00+14"]);
    }
}
