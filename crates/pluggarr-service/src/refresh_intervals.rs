//! Obeys the refresh intervals of accounts and sources.
//!
//! When something is due is a pure question; the task that sleeps asks it every half minute.

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tracing::warn;

use crate::epg::EpgSources;
use crate::m3u::M3uAccounts;
use crate::{Application, Error};

const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Whether something with this interval is to be refreshed: the interval has passed since it last
/// started, whether or not that went well, so that a provider in trouble is not asked all the time.
pub(crate) fn is_due(interval_hours: i64, last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    if interval_hours <= 0 {
        return false;
    }
    match last {
        // A clock that was set back must not stop refreshing until it has caught up.
        Some(last) if last <= now => {
            TimeDelta::try_hours(interval_hours).is_some_and(|interval| now - last >= interval)
        }
        _ => true,
    }
}

/// Look for ever.
pub(crate) async fn run(app: Application) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        if let Err(error) = look(&app, Utc::now()).await {
            warn!("The schedules could not be read: {error}");
        }
    }
}

async fn look(app: &Application, now: DateTime<Utc>) -> Result<(), Error> {
    app.sample().renew_guide()?;
    // What has a crontab is refreshed by that.
    let tasks = app.store().periodic_tasks().list().await?.into_iter();
    let by_crontab: HashSet<String> =
        tasks.filter(|task| task.minute.is_some()).map(|task| task.name).collect();
    let accounts: M3uAccounts = app.m3u_accounts();
    for account in accounts.list().await?.into_iter().filter(|account| account.is_active) {
        if account.locked || by_crontab.contains(&format!("m3u_account-refresh-{}", account.id)) {
            continue;
        }
        let name = format!("m3u_account:{}", account.id);
        if start_if_due(
            app,
            &name,
            account.refresh_interval,
            account.updated_at.map(|at| at.to_utc()),
            now,
        )
        .await?
        {
            accounts.refresh(account.id).await?;
        }
    }
    let sources: EpgSources = app.epg_sources();
    for source in sources.list().await?.into_iter().filter(|source| source.is_active) {
        if by_crontab.contains(&format!("epg_source-refresh-{}", source.id)) {
            continue;
        }
        let name = format!("epg_source:{}", source.id);
        if start_if_due(
            app,
            &name,
            source.refresh_interval,
            source.updated_at.map(|at| at.to_utc()),
            now,
        )
        .await?
        {
            sources.refresh(source.id);
        }
    }
    Ok(())
}

/// Note the start of `name` if it is due. `refreshed` is when it last succeeded, by whoever's hand.
async fn start_if_due(
    app: &Application,
    name: &str,
    interval_hours: i64,
    refreshed: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let schedules = app.store().schedule_states();
    let started = schedules.list().await?.get(name).map(|at| at.to_utc());
    let due = is_due(interval_hours, started.max(refreshed), now);
    if due {
        schedules.set_started(name, now.into()).await?;
    }
    Ok(due)
}

#[cfg(test)]
mod tests {
    use pluggarr_store::m3u_accounts::M3uAccountChange;

    use super::*;
    use crate::Config;

    fn hour(hour: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + hour * 3600, 0).unwrap()
    }

    #[tokio::test]
    async fn an_account_is_refreshed_when_its_interval_has_passed_and_not_twice() {
        let place = tempfile::tempdir().unwrap();
        let playlist = place.path().join("list.m3u");
        std::fs::write(&playlist, "#EXTM3U\n#EXTINF:-1,One\nhttp://h.test/1\n").unwrap();
        let app = Application::open(Config::new(place.path(), "http://h.test")).await.unwrap();
        let accounts = app.m3u_accounts();
        accounts.import(&playlist.display().to_string(), "List").await.unwrap();
        let imported = accounts.by_name("List").await.unwrap();
        let daily = M3uAccountChange { refresh_interval: Some(24), ..Default::default() };
        accounts.update(imported.id, daily).await.unwrap();

        let now = Utc::now();
        look(&app, now + TimeDelta::hours(23)).await.unwrap();
        assert_eq!(started(&app).await, 0, "not yet");
        std::fs::write(&playlist, "#EXTM3U\n#EXTINF:-1,Two\nhttp://h.test/2\n").unwrap();
        look(&app, now + TimeDelta::hours(25)).await.unwrap();
        assert_eq!(started(&app).await, 1);
        // Joins the refresh that was started, or finds it done.
        let summary = accounts.refresh_and_wait(imported.id).await.unwrap();
        assert!(summary.message.contains("1 stream in the playlist"), "{}", summary.message);
        look(&app, now + TimeDelta::hours(26)).await.unwrap();
        let last = app.store().schedule_states().list().await.unwrap();
        let last = last[&format!("m3u_account:{}", imported.id)].to_utc();
        assert!(last < now + TimeDelta::hours(26), "started once in its interval");
        app.shutdown().await;
    }

    #[tokio::test]
    async fn an_account_with_a_crontab_is_left_to_that() {
        let place = tempfile::tempdir().unwrap();
        let config = Config::new(place.path(), "http://h.test");
        let app = Application::open(config.clone()).await.unwrap();
        let playlist = place.path().join("list.m3u");
        std::fs::write(&playlist, "#EXTM3U\n#EXTINF:-1,One\nhttp://h.test/1\n").unwrap();
        app.m3u_accounts().import(&playlist.display().to_string(), "List").await.unwrap();
        // As Django writes it when a plugin, or the incumbent before us, gives the account's row a crontab.
        let options = sqlx::sqlite::SqliteConnectOptions::new();
        let options = options.filename(config.store_paths().shared());
        let mut django = sqlx::ConnectOptions::connect(&options).await.unwrap();
        sqlx::raw_sql(
            "INSERT INTO django_celery_beat_crontabschedule
                (id, minute, hour, day_of_month, month_of_year, day_of_week, timezone)
             VALUES (7, '0', '5', '*', '*', '*', 'UTC');
             UPDATE django_celery_beat_periodictask SET interval_id = NULL, crontab_id = 7
             WHERE name LIKE 'm3u_account-refresh-%'",
        )
        .execute(&mut django)
        .await
        .unwrap();
        look(&app, Utc::now() + TimeDelta::days(2)).await.unwrap();
        assert_eq!(started(&app).await, 0);
        app.shutdown().await;
    }

    async fn started(app: &Application) -> usize {
        app.store().schedule_states().list().await.unwrap().len()
    }

    #[test]
    fn an_interval_that_has_passed_is_due_and_zero_never_is() {
        assert!(!is_due(0, None, hour(0)));
        assert!(!is_due(-1, None, hour(0)));
        assert!(is_due(24, None, hour(0)), "never refreshed");
        assert!(!is_due(24, Some(hour(0)), hour(23)));
        assert!(is_due(24, Some(hour(0)), hour(24)));
        assert!(is_due(24, Some(hour(100)), hour(0)), "the clock was set back");
        assert!(!is_due(i64::MAX, Some(hour(0)), hour(1)), "no overflow");
    }
}
