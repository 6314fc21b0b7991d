//! When a row of `django_celery_beat` is due: what Celery's Beat would say.
//!
//! Unlike a schedule made here, one that was due while nobody looked runs once as soon as somebody does. Plugins that
//! wrote the row count on it.

use chrono::{DateTime, TimeDelta, Utc};
use pluggarr_store::periodic_tasks::PeriodicTask;

use super::cron::{Cron, Days};
use super::when::When;
use super::zone;

/// Rows of the incumbent's own housekeeping, which an imported database brings along. This host has its own.
const INCUMBENTS: &[&str] = &[
    "backup-scheduled-task",
    "celery.backend_cleanup",
    "check-account-expirations",
    "check-version-updates",
    "fetch-channel-statuses",
    "maintain-recurring-recordings",
    "plugin-repo-refresh-task",
    "scan-files",
];
/// Rows that the accounts and sources have; with an interval, their own schedule obeys it.
const REFRESHES: &[&str] = &["m3u_account-refresh-", "epg_source-refresh-"];
/// A row that ran later than this ahead of now was written under a clock that was wrong.
const WRONG_CLOCK: TimeDelta = TimeDelta::days(1);
/// Nothing runs more often.
const SHORTEST: TimeDelta = TimeDelta::seconds(1);

/// What is to be done about a row now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beat {
    /// Run it.
    Now,
    /// Wait until then.
    At(DateTime<Utc>),
    /// Its time is over; switch it off.
    Over,
    /// It says no time that comes.
    Never,
}

/// Whether the row is somebody else's to obey, or nobody's.
pub(super) fn is_others(task: &PeriodicTask) -> bool {
    let is_refresh = REFRESHES.iter().any(|prefix| task.name.starts_with(prefix));
    INCUMBENTS.contains(&task.name.as_str()) || (is_refresh && task.minute.is_none())
}

/// What is to be done about `task` now. `dealt_with` is up to when it was dealt with without the row saying so. An
/// error says what is wrong with the row.
pub(super) fn due(
    task: &PeriodicTask,
    dealt_with: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<Beat, String> {
    if task.expires.is_some_and(|expires| expires.to_utc() <= now)
        || (task.one_off && task.total_run_count > 0)
    {
        return Ok(Beat::Over);
    }
    let ran = task.last_run_at.map(|at| at.to_utc()).max(dealt_with);
    let starts = task.start_time.map(|at| at.to_utc());
    if let Some(starts) = starts.filter(|starts| now < *starts) {
        return Ok(Beat::At(starts));
    }
    if let Some(at) = task.clocked_time.map(|at| at.to_utc()) {
        return Ok(match ran {
            Some(ran) if ran >= at => Beat::Never,
            _ if at <= now => Beat::Now,
            _ => Beat::At(at),
        });
    }
    let when = when(task)?;
    let reference = match (ran, starts) {
        (Some(ran), _) => ran,
        // It begins with its start.
        (None, Some(_)) => return Ok(Beat::Now),
        (None, None) => task.date_changed.to_utc(),
    };
    if reference > now + WRONG_CLOCK {
        return Ok(Beat::Now);
    }
    let next = match &when {
        When::Every { seconds, .. } => reference.checked_add_signed(TimeDelta::seconds(*seconds)),
        When::Cron { .. } => when.next_after(reference),
    };
    Ok(match next {
        Some(next) if next <= now => Beat::Now,
        Some(next) => Beat::At(next),
        None => Beat::Never,
    })
}

fn when(task: &PeriodicTask) -> Result<When, String> {
    if let Some(every) = every(task) {
        return Ok(When::Every { seconds: every.num_seconds(), since: task.date_changed.to_utc() });
    }
    let Some(fields) = fields(task) else {
        return Err("it has neither an interval nor a crontab nor a time".to_owned());
    };
    let cron = Cron::of_fields(fields, Days::Both)?;
    let zone =
        zone(task.timezone.as_deref().unwrap_or("UTC")).map_err(|error| error.to_string())?;
    Ok(When::Cron { cron, zone })
}

/// Its interval, never shorter than a second.
pub(super) fn every(task: &PeriodicTask) -> Option<TimeDelta> {
    let every = task.every?.max(0);
    let every = match task.period.as_deref()? {
        "days" => TimeDelta::try_days(every),
        "hours" => TimeDelta::try_hours(every),
        "minutes" => TimeDelta::try_minutes(every),
        "seconds" => TimeDelta::try_seconds(every),
        "microseconds" => Some(TimeDelta::microseconds(every)),
        _ => None,
    };
    every.map(|every| every.max(SHORTEST))
}

/// Its crontab as one text.
pub(super) fn cron_text(task: &PeriodicTask) -> Option<String> {
    fields(task).map(|fields| fields.map(|field| field.replace(' ', "")).join(" "))
}

fn fields(task: &PeriodicTask) -> Option<[&str; 5]> {
    Some([
        task.minute.as_deref()?,
        task.hour.as_deref()?,
        task.day_of_month.as_deref()?,
        task.month_of_year.as_deref()?,
        task.day_of_week.as_deref()?,
    ])
}

#[cfg(test)]
mod tests {
    use pluggarr_store::Timestamp;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn stamp(text: &str) -> Option<Timestamp> {
        Some(at(text).into())
    }

    fn task() -> PeriodicTask {
        PeriodicTask {
            id: 1,
            name: "mine".to_owned(),
            task: "mine.task".to_owned(),
            args: "[]".to_owned(),
            kwargs: "{}".to_owned(),
            queue: None,
            enabled: true,
            one_off: false,
            start_time: None,
            expires: None,
            last_run_at: None,
            total_run_count: 0,
            date_changed: at("2026-11-24T10:00:00Z").into(),
            every: None,
            period: None,
            minute: None,
            hour: None,
            day_of_month: None,
            month_of_year: None,
            day_of_week: None,
            timezone: None,
            clocked_time: None,
        }
    }

    fn every(count: i64, period: &str) -> PeriodicTask {
        PeriodicTask { every: Some(count), period: Some(period.to_owned()), ..task() }
    }

    fn crontab(text: &str, zone: &str) -> PeriodicTask {
        let mut fields = text.split(' ').map(|field| Some(field.to_owned()));
        let mut field = || fields.next().unwrap();
        let (minute, hour) = (field(), field());
        let (day_of_month, month_of_year, day_of_week) = (field(), field(), field());
        let timezone = Some(zone.to_owned());
        PeriodicTask { minute, hour, day_of_month, month_of_year, day_of_week, timezone, ..task() }
    }

    #[track_caller]
    fn expect(task: &PeriodicTask, now: &str, expected: Beat) {
        assert_eq!(due(task, None, at(now)), Ok(expected));
    }

    #[test]
    fn an_interval_counts_from_the_last_run_or_from_when_the_row_was_written() {
        let mut hourly = every(1, "hours");
        expect(&hourly, "2026-11-24T10:59:59Z", Beat::At(at("2026-11-24T11:00:00Z")));
        expect(&hourly, "2026-11-24T11:00:00Z", Beat::Now);
        hourly.last_run_at = stamp("2026-11-24T11:00:02Z");
        expect(&hourly, "2026-11-24T11:30:00Z", Beat::At(at("2026-11-24T12:00:02Z")));
        expect(&hourly, "2026-12-24T11:30:00Z", Beat::Now);
        let dealt_with = Some(at("2026-12-24T11:00:00Z"));
        let next = due(&hourly, dealt_with, at("2026-12-24T11:30:00Z"));
        assert_eq!(next, Ok(Beat::At(at("2026-12-24T12:00:00Z"))));
        expect(
            &every(5, "microseconds"),
            "2026-11-24T10:00:00Z",
            Beat::At(at("2026-11-24T10:00:01Z")),
        );
    }

    #[test]
    fn a_crontab_is_read_in_its_own_time_zone_and_runs_once_if_it_is_late() {
        let mut nightly = crontab("30 2 * * *", "America/New_York");
        expect(&nightly, "2026-11-24T11:00:00Z", Beat::At(at("2026-11-25T07:30:00Z")));
        nightly.last_run_at = stamp("2026-11-20T07:30:00Z");
        expect(&nightly, "2026-11-24T11:00:00Z", Beat::Now);
        nightly.last_run_at = stamp("2026-11-24T11:00:00Z");
        expect(&nightly, "2026-11-24T11:00:05Z", Beat::At(at("2026-11-25T07:30:00Z")));
    }

    #[test]
    fn a_crontab_means_both_its_days() {
        // The first 13th that is a Friday.
        let both = crontab("0 0 13 * fri", "UTC");
        expect(&both, "2026-11-24T11:00:00Z", Beat::At(at("2027-08-13T00:00:00Z")));
    }

    #[test]
    fn a_crontab_runs_in_every_night_of_both_changes_once() {
        for (from, until) in [
            ("2026-03-27T12:00:00Z", "2026-03-30T12:00:00Z"),
            ("2026-10-23T12:00:00Z", "2026-10-26T12:00:00Z"),
        ] {
            let mut nightly = crontab("30 2 * * *", "Europe/Berlin");
            nightly.date_changed = at(from).into();
            let (mut now, mut runs) = (at(from), 0);
            while now < at(until) {
                if due(&nightly, None, now) == Ok(Beat::Now) {
                    runs += 1;
                    nightly.last_run_at = Some(now.into());
                }
                now += TimeDelta::seconds(5);
            }
            assert_eq!(runs, 3, "{from}");
        }
    }

    #[test]
    fn a_clocked_row_runs_at_its_time_and_not_twice() {
        let mut clocked =
            PeriodicTask { clocked_time: stamp("2026-11-24T12:00:00Z"), one_off: true, ..task() };
        expect(&clocked, "2026-11-24T11:00:00Z", Beat::At(at("2026-11-24T12:00:00Z")));
        expect(&clocked, "2026-11-24T12:00:00Z", Beat::Now);
        clocked.last_run_at = stamp("2026-11-24T12:00:01Z");
        expect(&clocked, "2026-11-24T12:00:02Z", Beat::Never);
        clocked.total_run_count = 1;
        expect(&clocked, "2026-11-24T12:00:02Z", Beat::Over);
    }

    #[test]
    fn a_row_begins_with_its_start_and_ends_when_it_expires() {
        let mut daily = every(1, "days");
        daily.start_time = stamp("2026-11-24T12:00:00Z");
        daily.expires = stamp("2026-11-26T00:00:00Z");
        expect(&daily, "2026-11-24T11:00:00Z", Beat::At(at("2026-11-24T12:00:00Z")));
        expect(&daily, "2026-11-24T12:00:00Z", Beat::Now);
        daily.last_run_at = stamp("2026-11-24T12:00:00Z");
        expect(&daily, "2026-11-25T11:00:00Z", Beat::At(at("2026-11-25T12:00:00Z")));
        expect(&daily, "2026-11-26T00:00:00Z", Beat::Over);
    }

    #[test]
    fn a_row_that_says_nothing_or_nonsense_is_refused_with_the_reason() {
        let neither = due(&task(), None, at("2026-11-24T11:00:00Z")).unwrap_err();
        assert!(neither.contains("neither an interval"), "{neither}");
        let wrong = due(&crontab("61 * * * *", "UTC"), None, at("2026-11-24T11:00:00Z"));
        assert!(wrong.unwrap_err().contains("no minute"));
        let nowhere = due(&crontab("0 * * * *", "Mars/Olympus"), None, at("2026-11-24T11:00:00Z"));
        assert!(nowhere.unwrap_err().contains("no time zone"));
        let wrong_clock =
            PeriodicTask { last_run_at: stamp("2036-11-24T11:00:00Z"), ..every(1, "hours") };
        expect(&wrong_clock, "2026-11-24T11:00:00Z", Beat::Now);
    }

    #[test]
    fn refreshes_with_an_interval_and_the_incumbents_housekeeping_are_not_ours() {
        let named = |name: &str, task: PeriodicTask| PeriodicTask { name: name.to_owned(), ..task };
        assert!(is_others(&named("m3u_account-refresh-3", every(24, "hours"))));
        assert!(!is_others(&named("m3u_account-refresh-3", crontab("0 3 * * *", "UTC"))));
        assert!(is_others(&named("scan-files", every(20, "seconds"))));
        assert!(!is_others(&named("epg_janitor_watchdog_check", every(20, "seconds"))));
    }
}
