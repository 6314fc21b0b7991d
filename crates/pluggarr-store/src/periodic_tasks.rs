//! `django_celery_beat`'s schedules: which task runs when. The host's scheduler obeys them.

use sqlx::{FromRow, SqliteConnection};

use crate::database::Database;
use crate::error::Result;
use crate::time::Timestamp;

/// A periodic task and its schedule. Exactly one of `every`, `minute` and `clocked_time`
/// is set, unless a plugin wrote nonsense or uses the sun.
#[derive(Debug, Clone, PartialEq, FromRow)]
#[allow(missing_docs, reason = "the table's columns")]
pub struct PeriodicTask {
    pub id: i64,
    pub name: String,
    /// The task's dotted name.
    pub task: String,
    /// JSON.
    pub args: String,
    /// JSON.
    pub kwargs: String,
    pub queue: Option<String>,
    pub enabled: bool,
    pub one_off: bool,
    pub start_time: Option<Timestamp>,
    pub expires: Option<Timestamp>,
    pub last_run_at: Option<Timestamp>,
    pub total_run_count: i64,
    pub date_changed: Timestamp,
    /// With `period`: every so many `days`, `hours`, `minutes`, `seconds` or `microseconds`.
    pub every: Option<i64>,
    pub period: Option<String>,
    pub minute: Option<String>,
    pub hour: Option<String>,
    pub day_of_month: Option<String>,
    pub month_of_year: Option<String>,
    pub day_of_week: Option<String>,
    /// The time zone of the five fields above.
    pub timezone: Option<String>,
    pub clocked_time: Option<Timestamp>,
}

/// Queries on periodic tasks.
#[derive(Debug, Clone, Copy)]
pub struct PeriodicTasks<'a>(pub(crate) &'a Database);

impl PeriodicTasks<'_> {
    /// All of them, those that are switched off as well.
    pub async fn list(self) -> Result<Vec<PeriodicTask>> {
        let query = sqlx::query_as(
            "SELECT t.*, i.every, i.period, c.minute, c.hour, c.day_of_month, c.month_of_year,
                c.day_of_week, c.timezone, k.clocked_time
             FROM django_celery_beat_periodictask t
             LEFT JOIN django_celery_beat_intervalschedule i ON i.id = t.interval_id
             LEFT JOIN django_celery_beat_crontabschedule c ON c.id = t.crontab_id
             LEFT JOIN django_celery_beat_clockedschedule k ON k.id = t.clocked_id
             ORDER BY t.id",
        );
        Ok(query.fetch_all(self.0.readers()).await?)
    }

    /// The enabled ones.
    pub async fn list_enabled(self) -> Result<Vec<PeriodicTask>> {
        let mut tasks = self.list().await?;
        tasks.retain(|task| task.enabled);
        Ok(tasks)
    }

    /// Switches a task off: its time is over.
    pub async fn disable(self, id: i64) -> Result<()> {
        let query =
            sqlx::query("UPDATE django_celery_beat_periodictask SET enabled = FALSE WHERE id = $1");
        query.bind(id).execute(self.0.writer()).await?;
        Ok(())
    }

    /// Notes that a task was started, and disables it if it was to run once.
    pub async fn set_started(self, id: i64, at: Timestamp) -> Result<()> {
        let query = sqlx::query(
            "UPDATE django_celery_beat_periodictask
             SET last_run_at = $2, total_run_count = total_run_count + 1,
                enabled = (enabled AND NOT one_off)
             WHERE id = $1",
        );
        query.bind(id).bind(at).execute(self.0.writer()).await?;
        Ok(())
    }
}

/// A task that refreshes something every so many hours.
pub(crate) struct RefreshTask<'a> {
    pub(crate) name: String,
    pub(crate) task: &'a str,
    pub(crate) kwargs: serde_json::Value,
    /// 0 disables the task.
    pub(crate) hours: i64,
    pub(crate) is_active: bool,
}

/// Makes or updates the task with this name and answers its id. A task that runs by cron keeps
/// doing so.
pub(crate) async fn save_refresh(
    connection: &mut SqliteConnection,
    refresh: &RefreshTask<'_>,
) -> Result<i64> {
    let interval = interval_id(connection, refresh.hours.max(1)).await?;
    let now = Timestamp::now();
    let query = sqlx::query_scalar(
        "INSERT INTO django_celery_beat_periodictask (name, task, interval_id, args, kwargs,
            headers, one_off, enabled, total_run_count, date_changed, description)
         VALUES ($1, $2, $3, '[]', $4, '{}', FALSE, $5, 0, $6, '')
         ON CONFLICT (name) DO UPDATE SET
            interval_id = CASE WHEN crontab_id IS NULL THEN excluded.interval_id END,
            enabled = excluded.enabled, date_changed = excluded.date_changed
         RETURNING id",
    );
    let id = query
        .bind(&refresh.name)
        .bind(refresh.task)
        .bind(interval)
        .bind(refresh.kwargs.to_string())
        .bind(refresh.is_active && refresh.hours > 0)
        .bind(now)
        .fetch_one(&mut *connection)
        .await?;
    set_changed(connection, now).await?;
    Ok(id)
}

/// Removes the task with this name.
pub(crate) async fn delete(connection: &mut SqliteConnection, name: &str) -> Result<()> {
    let query = sqlx::query("DELETE FROM django_celery_beat_periodictask WHERE name = $1");
    query.bind(name).execute(&mut *connection).await?;
    set_changed(connection, Timestamp::now()).await
}

async fn interval_id(connection: &mut SqliteConnection, hours: i64) -> Result<i64> {
    let find = "SELECT id FROM django_celery_beat_intervalschedule
        WHERE every = $1 AND period = 'hours' ORDER BY id";
    let known = sqlx::query_scalar(find).bind(hours).fetch_optional(&mut *connection).await?;
    if let Some(id) = known {
        return Ok(id);
    }
    let insert = sqlx::query_scalar(
        "INSERT INTO django_celery_beat_intervalschedule (every, period) VALUES ($1, 'hours')
         RETURNING id",
    );
    Ok(insert.bind(hours).fetch_one(connection).await?)
}

/// How a Celery Beat that runs beside us learns that the schedule is another.
async fn set_changed(connection: &mut SqliteConnection, at: Timestamp) -> Result<()> {
    let query = sqlx::query(
        "INSERT INTO django_celery_beat_periodictasks (ident, last_update) VALUES (1, $1)
         ON CONFLICT (ident) DO UPDATE SET last_update = excluded.last_update",
    );
    query.bind(at).execute(connection).await?;
    Ok(())
}
