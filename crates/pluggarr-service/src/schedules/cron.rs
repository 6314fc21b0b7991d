//! Cron expressions: which minutes of the wall clock they name.
//!
//! Knows no time zone; what happens where a clock is set is [`super::zoned`]'s.

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};

/// Years until an expression counts as one that never comes. A 29 February that must be a Monday is 28 years away.
const HORIZON: i16 = 40;

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: &[&str] =
    &["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/// How the day of the month and that of the week go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Days {
    /// Cron's own way: either of them, if neither begins with `*`.
    Either,
    /// Celery's: both.
    Both,
}

/// An expression that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cron {
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    weekdays: u64,
    days_or_weekdays: bool,
    is_wildcard: bool,
}

impl Cron {
    /// The expression with these five fields, separated by white space.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let fields: Vec<_> = text.split_whitespace().collect();
        match fields.as_slice() {
            &[minute, hour, day, month, weekday] => {
                Self::of_fields([minute, hour, day, month, weekday], Days::Either)
            }
            fields => Err(format!(
                "`{text}` has {} fields; a cron expression has 5: minute, hour, day of month, month, day of week",
                fields.len()
            )),
        }
    }

    /// The expression with the fields minute, hour, day of the month, month, day of the week.
    pub(crate) fn of_fields(fields: [&str; 5], days: Days) -> Result<Self, String> {
        let [minute, hour, day, month, weekday] = fields.map(str::trim);
        let number = |field, what, first, last| Field { what, first, last, names: &[] }.read(field);
        let months = Field { what: "month", first: 1, last: 12, names: MONTHS };
        // Sunday is 0 and 7.
        let weekdays = Field { what: "day of week", first: 0, last: 7, names: WEEKDAYS };
        let weekdays = weekdays.read(weekday)?;
        let is_any = |field: &str| field.starts_with('*');
        let cron = Self {
            minutes: number(minute, "minute", 0, 59)?,
            hours: number(hour, "hour", 0, 23)?,
            days: number(day, "day of month", 1, 31)?,
            months: months.read(month)?,
            weekdays: weekdays | (weekdays >> 7 & 1),
            days_or_weekdays: days == Days::Either && !is_any(day) && !is_any(weekday),
            is_wildcard: is_any(minute) || is_any(hour),
        };
        match cron.first_from(DateTime::constant(2000, 1, 1, 0, 0, 0, 0)) {
            Some(_) => Ok(cron),
            None => Err(format!("`{}` names a day that never comes", fields.join(" "))),
        }
    }

    /// Whether it goes by the time that passes and not by the clock: its minute or hour is `*`. It is then due in both
    /// of two equal hours, and a skipped one is no loss.
    pub(crate) fn is_wildcard(&self) -> bool {
        self.is_wildcard
    }

    /// The first minute it names, at `from` or later.
    pub(crate) fn first_from(&self, from: DateTime) -> Option<DateTime> {
        let minute = from.with().second(0).subsec_nanosecond(0).build().ok()?;
        let mut at = if minute < from { minute.checked_add(1.minute()).ok()? } else { minute };
        let last_year = at.year().saturating_add(HORIZON);
        while at.year() <= last_year {
            if !has(self.months, at.month()) {
                at = at.date().last_of_month().tomorrow().ok()?.at(0, 0, 0, 0);
                continue;
            }
            let time = self.names_day(at.date()).then(|| self.time_from(at.hour(), at.minute()));
            if let Some((hour, minute)) = time.flatten() {
                return Some(at.date().at(hour, minute, 0, 0));
            }
            at = at.date().tomorrow().ok()?.at(0, 0, 0, 0);
        }
        None
    }

    fn names_day(&self, date: Date) -> bool {
        let day = has(self.days, date.day());
        let weekday = has(self.weekdays, date.weekday().to_sunday_zero_offset());
        match self.days_or_weekdays {
            true => day || weekday,
            false => day && weekday,
        }
    }

    /// The first time of a day, at this one or later.
    fn time_from(&self, hour: i8, minute: i8) -> Option<(i8, i8)> {
        if has(self.hours, hour)
            && let Some(minute) = first(self.minutes, minute)
        {
            return Some((hour, minute));
        }
        Some((first(self.hours, hour + 1)?, first(self.minutes, 0)?))
    }
}

fn has(set: u64, value: i8) -> bool {
    set >> value & 1 == 1
}

/// The smallest value of the set from `from` on.
fn first(set: u64, from: i8) -> Option<i8> {
    let rest = set >> from << from;
    (rest != 0).then(|| rest.trailing_zeros() as i8)
}

/// One of the five fields: `*`, numbers, names, ranges and steps.
struct Field {
    what: &'static str,
    first: u8,
    last: u8,
    /// In order, from `first` on.
    names: &'static [&'static str],
}

impl Field {
    fn read(&self, text: &str) -> Result<u64, String> {
        let parts = text.split(',').map(|part| self.part(part.trim()));
        let set = parts.collect::<Option<Vec<u64>>>();
        let set = set.map(|parts| parts.into_iter().fold(0, |all, part| all | part));
        set.ok_or_else(|| {
            let Self { what, first, last, .. } = self;
            format!("`{text}` is no {what}: write `*`, `*/2`, or numbers from {first} to {last} like `1,3-5`")
        })
    }

    fn part(&self, text: &str) -> Option<u64> {
        let (range, step) = match text.split_once('/') {
            Some((range, step)) => (range, Some(number(step)?)),
            None => (text, None),
        };
        let step = step.unwrap_or(1);
        let (from, to) = match (range, range.split_once('-')) {
            // The weekdays' 7 is their 0 once more.
            ("*", _) => (self.first, if self.last == 7 { 6 } else { self.last }),
            (_, Some((from, to))) => (self.value(from)?, self.value(to)?),
            // `5/10` means one thing to one cron and another to the next.
            (_, None) if text.contains('/') => return None,
            (one, None) => (self.value(one)?, self.value(one)?),
        };
        if step == 0 {
            return None;
        }
        // `fri-mon` and `22-2` go round, as with Celery.
        let count = if self.last == 7 { 7 } else { self.last - self.first + 1 };
        let length = if from <= to { to - from } else { to + count - from };
        let values = (0..=length).step_by(step.into());
        let values = values.map(|gone| match from + gone {
            value if value > self.last => value - count,
            value => value,
        });
        Some(values.fold(0, |set, value| set | 1 << value))
    }

    fn value(&self, text: &str) -> Option<u8> {
        let lower = text.to_ascii_lowercase();
        let named = self.names.iter().position(|name| lower.len() >= 3 && name.starts_with(&lower));
        let value = match named {
            Some(index) => u8::try_from(index).ok()? + self.first,
            None => number(text)?,
        };
        (self.first..=self.last).contains(&value).then_some(value)
    }
}

/// Digits only: `parse` would take a sign.
fn number(text: &str) -> Option<u8> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime {
        text.parse().unwrap()
    }

    #[track_caller]
    fn first_after(cron: &Cron, from: &str, expected: &str) {
        assert_eq!(cron.first_from(at(from)), Some(at(expected)));
    }

    #[track_caller]
    fn expect(cron: &str, from: &str, expected: &str) {
        first_after(&Cron::parse(cron).unwrap(), from, expected);
    }

    #[test]
    fn the_first_minute_is_found_across_hours_days_months_and_years() {
        expect("* * * * *", "2026-11-24T10:00:00", "2026-11-24T10:00:00");
        expect("* * * * *", "2026-11-24T10:00:01", "2026-11-24T10:01:00");
        expect("*/15 * * * *", "2026-11-24T10:46:00", "2026-11-24T11:00:00");
        expect("30 2 * * *", "2026-12-31T02:31:00", "2027-01-01T02:30:00");
        expect("0 0 29 2 *", "2026-11-24T00:00:00", "2028-02-29T00:00:00");
        expect("0 0 31 * *", "2026-11-01T00:00:00", "2026-12-31T00:00:00");
        expect("5,35 8-10/2 * * *", "2026-11-24T08:36:00", "2026-11-24T10:05:00");
    }

    #[test]
    fn names_ranges_and_both_sundays_are_understood() {
        // 24 November 2026 is a Tuesday.
        expect("0 0 * * mon-fri", "2026-11-28T00:00:00", "2026-11-30T00:00:00");
        expect("0 0 * * 7", "2026-11-24T00:00:00", "2026-11-29T00:00:00");
        expect("0 0 * * 0", "2026-11-24T00:00:00", "2026-11-29T00:00:00");
        expect("0 0 * * 5-7", "2026-11-28T00:01:00", "2026-11-29T00:00:00");
        expect("0 0 * * fri-mon", "2026-11-29T00:01:00", "2026-11-30T00:00:00");
        expect("0 0 * * fri-mon", "2026-11-30T00:01:00", "2026-12-04T00:00:00");
        expect("0 22-2 * * *", "2026-11-24T02:01:00", "2026-11-24T22:00:00");
        expect("0 22-2 * * *", "2026-11-24T23:01:00", "2026-11-25T00:00:00");
        expect("0 0 1 March,september *", "2026-11-24T00:00:00", "2027-03-01T00:00:00");
        expect("0 0 * * */2", "2026-11-25T00:00:00", "2026-11-26T00:00:00");
        expect("0 0 * * */2", "2026-11-28T00:01:00", "2026-11-29T00:00:00");
    }

    #[test]
    fn cron_takes_either_day_and_celery_both() {
        expect("0 0 13 * fri", "2026-11-24T00:00:00", "2026-11-27T00:00:00");
        let both = Cron::of_fields(["0", "0", "13", "*", "fri"], Days::Both).unwrap();
        first_after(&both, "2026-11-24T00:00:00", "2027-08-13T00:00:00");
        // As in Vixie's cron: `*/2` begins with a `*`.
        expect("0 0 */2 * mon", "2026-11-24T00:00:00", "2026-12-07T00:00:00");
    }

    #[test]
    fn what_is_no_expression_is_refused_with_the_field_that_is_to_blame() {
        for (text, named) in [
            ("* * * *", "4 fields"),
            ("* * * * * *", "6 fields"),
            ("60 * * * *", "no minute"),
            ("fri * * * *", "no minute"),
            ("5/10 * * * *", "no minute"),
            ("*/0 * * * *", "no minute"),
            ("* 24 * * *", "no hour"),
            ("0 0 0 * *", "no day of month"),
            ("0 0 L * *", "no day of month"),
            ("0 0 1 13 *", "no month"),
            ("0 0 1 ma *", "no month"),
            ("0 0 * * 8", "no day of week"),
            ("0 0 * * +1", "no day of week"),
            ("0 0 30,31 2 *", "never comes"),
        ] {
            let error = Cron::parse(text).unwrap_err();
            assert!(error.contains(named), "{text}: {error}");
        }
    }

    #[test]
    fn an_expression_is_a_wildcard_by_its_minute_or_hour() {
        for (text, is_wildcard) in [
            ("*/5 2 * * *", true),
            ("0 * * * *", true),
            ("0 */2 * * *", true),
            ("0 1-23 * * *", false),
        ] {
            assert_eq!(Cron::parse(text).unwrap().is_wildcard(), is_wildcard, "{text}");
        }
    }
}
