//! When a schedule is due: pure questions, answered without a clock of their own.

use chrono::{DateTime, TimeDelta, Utc};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::cron::Cron;
use super::zoned;

/// How late a schedule may still run. What is later was missed: the machine slept.
const LATEST: TimeDelta = TimeDelta::seconds(60);

/// What was dealt with later than this ahead of now was so under a clock that was wrong.
const WRONG_CLOCK: TimeDelta = TimeDelta::days(1);

/// No more moments are counted than these: a week of minutes has ten thousand.
const MOST_COUNTED: u64 = 50_000;

/// When something is due.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum When {
    /// By the wall clock of a place.
    Cron { cron: Cron, zone: TimeZone },
    /// Every so many seconds since `since`, whatever the clocks show.
    Every { seconds: i64, since: DateTime<Utc> },
}

/// Moments in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moments {
    pub(crate) first: DateTime<Utc>,
    pub(crate) last: DateTime<Utc>,
    pub(crate) count: u64,
}

/// What is to be done about a schedule now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Due {
    /// Run it for this moment.
    pub(crate) run: Option<DateTime<Utc>>,
    /// Missed before the program began.
    pub(crate) missed_down: Option<Moments>,
    /// Missed since then.
    pub(crate) missed_late: Option<Moments>,
}

impl When {
    /// The first moment after `after`.
    pub(crate) fn next_after(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Cron { cron, zone } => {
                // Whole seconds are enough: what is due is due at a full minute.
                let after = Timestamp::from_second(after.timestamp()).ok()?;
                let next = zoned::next_after(cron, zone, after)?;
                DateTime::from_timestamp(next.as_second(), 0)
            }
            Self::Every { seconds, since } => {
                let gone = (after - since).num_milliseconds().div_euclid(1000);
                let gone = gone.div_euclid(*seconds.max(&1));
                moment(*since, *seconds, gone.saturating_add(1).max(1))
            }
        }
    }

    /// The moments after `after`, up to `until`.
    pub(crate) fn between(&self, after: DateTime<Utc>, until: DateTime<Utc>) -> Option<Moments> {
        let first = self.next_after(after).filter(|first| *first <= until)?;
        if let Self::Every { seconds, .. } = self {
            let more = (until - first).num_seconds() / seconds.max(&1);
            let last = moment(first, *seconds, more)?;
            return Some(Moments { first, last, count: more.unsigned_abs() + 1 });
        }
        let mut moments = Moments { first, last: first, count: 1 };
        while let Some(next) = self.next_after(moments.last).filter(|next| *next <= until)
            && moments.count < MOST_COUNTED
        {
            (moments.last, moments.count) = (next, moments.count + 1);
        }
        Some(moments)
    }
}

fn moment(since: DateTime<Utc>, seconds: i64, times: i64) -> Option<DateTime<Utc>> {
    since.checked_add_signed(TimeDelta::try_seconds(seconds.checked_mul(times)?)?)
}

/// Up to when everything was dealt with. A clock that went wrong by years and was put right must not keep a schedule
/// waiting for years.
pub(crate) fn believed(dealt_with: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    match dealt_with > now + WRONG_CLOCK {
        true => now,
        false => dealt_with,
    }
}

/// What is to be done now about what is due `when`, if everything up to `dealt_with` was dealt with already. The
/// program runs since `up_since`.
pub(crate) fn due(
    when: &When,
    dealt_with: DateTime<Utc>,
    up_since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Due {
    if when.next_after(dealt_with).is_none_or(|next| next > now) {
        return Due::default();
    }
    let up_since = up_since.clamp(dealt_with, now);
    let in_time = (now - LATEST).max(up_since);
    let recent = when.between(in_time, now);
    let mut late = when.between(up_since, in_time);
    // Of several that are still in time one is enough.
    if let Some(recent) = recent.filter(|recent| recent.count > 1) {
        let surplus = recent.count - 1;
        late = Some(match late {
            Some(late) => Moments { last: recent.last, count: late.count + surplus, ..late },
            None => Moments { count: surplus, ..recent },
        });
    }
    Due {
        run: recent.map(|recent| recent.last),
        missed_down: when.between(dealt_with, up_since),
        missed_late: late,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn cron(text: &str) -> When {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        When::Cron { cron: Cron::parse(text).unwrap(), zone }
    }

    /// When `when` runs and how much it misses if it is looked at every `step` seconds.
    fn stepped(when: &When, from: &str, until: &str, step: i64) -> (Vec<String>, u64) {
        watched(when, at(from), at(until), |dealt_with| dealt_with + TimeDelta::seconds(step))
    }

    /// The same if it is looked at as soon as it is due, give or take the second that a busy machine takes.
    fn woken(when: &When, from: &str, until: &str) -> (Vec<String>, u64) {
        let wake = |dealt_with| when.next_after(dealt_with).unwrap() + TimeDelta::seconds(1);
        watched(when, at(from), at(until), wake)
    }

    fn watched(
        when: &When,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
        wake: impl Fn(DateTime<Utc>) -> DateTime<Utc>,
    ) -> (Vec<String>, u64) {
        let mut dealt_with = from;
        let (mut runs, mut missed) = (Vec::new(), 0);
        loop {
            let now = wake(dealt_with);
            if now > until {
                return (runs, missed);
            }
            let due = due(when, dealt_with, from, now);
            runs.extend(due.run.map(|run| run.format("%d %H:%MZ").to_string()));
            missed += due.missed_late.map_or(0, |late| late.count);
            assert_eq!(due.missed_down, None);
            dealt_with = now;
        }
    }

    #[test]
    fn a_nightly_schedule_runs_once_in_every_night_of_a_year_whatever_the_clocks_do() {
        for text in ["30 2 * * *", "0 2 * * *", "59 2 * * *", "0 3 * * *"] {
            let (runs, missed) = woken(&cron(text), "2025-12-31T23:30:00Z", "2026-12-31T22:30:00Z");
            assert_eq!((runs.len(), missed), (365, 0), "{text}");
        }
    }

    #[test]
    fn the_nights_of_both_changes_are_nights_like_others_for_a_fixed_time() {
        let nightly = cron("30 2 * * *");
        let (runs, missed) = stepped(&nightly, "2026-03-27T22:00:00Z", "2026-03-31T00:00:00Z", 7);
        assert_eq!(
            (runs, missed),
            (["28 01:30Z", "29 01:00Z", "30 00:30Z"].map(String::from).to_vec(), 0)
        );
        let (runs, missed) = stepped(&nightly, "2026-10-23T22:00:00Z", "2026-10-27T00:00:00Z", 7);
        assert_eq!(
            (runs, missed),
            (["24 00:30Z", "25 00:30Z", "26 01:30Z"].map(String::from).to_vec(), 0)
        );
    }

    #[test]
    fn a_schedule_of_every_twenty_minutes_runs_as_often_as_the_nights_of_the_changes_are_long() {
        let often = cron("*/20 * * * *");
        let (runs, missed) = stepped(&often, "2026-03-28T23:00:01Z", "2026-03-29T22:00:30Z", 11);
        assert_eq!((runs.len(), missed), (23 * 3, 0));
        let (runs, missed) = stepped(&often, "2026-10-24T22:00:01Z", "2026-10-25T23:00:30Z", 11);
        assert_eq!((runs.len(), missed), (25 * 3, 0));
    }

    #[test]
    fn an_hourly_schedule_runs_in_every_hour_of_a_year() {
        let (runs, missed) =
            woken(&cron("17 * * * *"), "2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z");
        assert_eq!((runs.len(), missed), (8760, 0));
    }

    #[test]
    fn every_so_many_seconds_knows_no_summer_time() {
        let every = When::Every { seconds: 3600, since: at("2026-03-28T22:10:00Z") };
        let (runs, missed) = stepped(&every, "2026-03-28T22:10:00Z", "2026-03-29T22:10:00Z", 5);
        assert_eq!((runs.len(), missed), (24, 0));
        assert_eq!(runs[0], "28 23:10Z");
    }

    #[test]
    fn what_was_due_while_the_program_was_down_is_counted_and_not_run() {
        let (dealt_with, now) = (at("2026-11-24T10:00:30Z"), at("2026-11-24T12:00:30Z"));
        let due = due(&cron("* * * * *"), dealt_with, now, now);
        let missed = due.missed_down.unwrap();
        assert_eq!((missed.count, missed.first), (120, at("2026-11-24T10:01:00Z")));
        assert_eq!((due.run, due.missed_late), (None, None));
    }

    #[test]
    fn a_machine_that_slept_runs_what_is_due_now_and_counts_the_rest() {
        let (began, now) = (at("2026-11-24T10:00:30Z"), at("2026-11-24T12:00:00Z"));
        let due_now = due(&cron("*/10 * * * *"), began, began, now);
        assert_eq!(due_now.run, Some(now));
        let late = due_now.missed_late.unwrap();
        assert_eq!((late.count, late.first), (11, at("2026-11-24T10:10:00Z")));
        // Too late to make up for.
        let due_now = due(&cron("0 11 * * *"), began, began, now);
        assert_eq!((due_now.run, due_now.missed_late.map(|late| late.count)), (None, None));
        let due_now = due(&cron("0 12 * * *"), began, began, now);
        assert_eq!((due_now.run, due_now.missed_late.map(|late| late.count)), (None, Some(1)));
    }

    #[test]
    fn of_several_that_are_still_in_time_the_last_runs_and_the_others_are_counted() {
        let every = When::Every { seconds: 10, since: at("2026-11-24T10:00:00Z") };
        let began = at("2026-11-24T10:00:00Z");
        let due = due(&every, began, began, at("2026-11-24T10:00:35Z"));
        assert_eq!(due.run, Some(at("2026-11-24T10:00:30Z")));
        let late = due.missed_late.unwrap();
        assert_eq!((late.count, late.first), (2, at("2026-11-24T10:00:10Z")));
    }

    #[test]
    fn a_clock_that_was_set_back_runs_nothing_twice() {
        let dealt_with = at("2026-11-24T10:00:01Z");
        let set_back = at("2026-11-24T09:59:59Z");
        assert_eq!(due(&cron("0 11 * * *"), dealt_with, dealt_with, set_back), Due::default());
        let again = at("2026-11-24T10:00:30Z");
        assert_eq!(due(&cron("0 11 * * *"), dealt_with, dealt_with, again), Due::default());
    }

    #[test]
    fn a_clock_that_was_wrong_by_years_keeps_nothing_waiting() {
        let now = at("2026-11-24T10:00:00Z");
        assert_eq!(believed(at("2036-01-01T00:00:00Z"), now), now);
        for dealt_with in [at("2026-11-24T10:00:02Z"), at("2020-01-01T00:00:00Z")] {
            assert_eq!(believed(dealt_with, now), dealt_with);
        }
    }

    #[test]
    fn a_century_of_seconds_is_counted_without_going_through_it() {
        let every = When::Every { seconds: 10, since: at("1926-01-01T00:00:00Z") };
        let moments =
            every.between(at("1926-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z")).unwrap();
        assert_eq!(moments.count, 36_525 * 8_640);
        assert_eq!(
            When::Every { seconds: i64::MAX, since: at("2026-01-01T00:00:00Z") }
                .next_after(at("2026-01-02T00:00:00Z")),
            None
        );
    }
}
