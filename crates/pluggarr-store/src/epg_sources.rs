//! EPG sources: where guide data comes from.

mod rows;

use serde_json::json;
use sqlx::SqliteConnection;
use sqlx::types::Json;

pub use rows::{EpgSource, EpgSourceChange, EpgSourceType, EpgStatus, NewEpgSource};

use crate::database::Database;
use crate::epg_data;
use crate::error::{OrNotFound as _, Result};
use crate::periodic_tasks::{self, RefreshTask};
use crate::sql::{Update, run_each};
use crate::time::Timestamp;

/// Queries on EPG sources.
#[derive(Debug, Clone, Copy)]
pub struct EpgSources<'a>(pub(crate) &'a Database);

const SOURCE: &str = "EPG source";

impl EpgSources<'_> {
    /// All sources.
    pub async fn list(self) -> Result<Vec<EpgSource>> {
        let query = sqlx::query_as("SELECT * FROM epg_epgsource ORDER BY id");
        Ok(query.fetch_all(self.0.readers()).await?)
    }

    /// The source with this id.
    pub async fn get(self, id: i64) -> Result<EpgSource> {
        get(&mut *self.0.readers().acquire().await?, id).await
    }

    /// The source with this name.
    pub async fn find(self, name: &str) -> Result<Option<EpgSource>> {
        let query = sqlx::query_as("SELECT * FROM epg_epgsource WHERE name = $1").bind(name);
        Ok(query.fetch_optional(self.0.readers()).await?)
    }

    /// Makes a source with its refresh schedule; a dummy one gets its guide channel instead.
    pub async fn create(self, new: &NewEpgSource) -> Result<EpgSource> {
        let mut tx = self.0.begin().await?;
        let insert = sqlx::query_scalar(
            "INSERT INTO epg_epgsource (name, source_type, url, username, password, is_active,
                file_path, refresh_interval, custom_properties, priority, status, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'idle', $11) RETURNING id",
        );
        let id: i64 = insert
            .bind(&new.name)
            .bind(new.source_type.as_str())
            .bind(&new.url)
            .bind(&new.username)
            .bind(&new.password)
            .bind(new.is_active)
            .bind(&new.file_path)
            .bind(new.refresh_interval)
            .bind(Json(new.custom_properties.clone().unwrap_or(json!({}))))
            .bind(new.priority)
            .bind(Timestamp::now())
            .fetch_one(&mut *tx)
            .await?;
        let source = get(&mut tx, id).await?;
        follow_up(&mut tx, &source).await?;
        let source = get(&mut tx, id).await?;
        tx.commit().await?;
        Ok(source)
    }

    /// Changes some columns, and what follows from them: the schedule and the status.
    pub async fn update(self, id: i64, change: EpgSourceChange) -> Result<EpgSource> {
        let mut tx = self.0.begin().await?;
        let before = get(&mut tx, id).await?;
        let status = change.is_active.filter(|is_active| *is_active != before.is_active);
        let mut update = Update::new("epg_epgsource");
        change.apply(&mut update);
        update.set("status", status.map(|on| if on { "idle" } else { "disabled" }));
        update.by_id(&mut tx, SOURCE, id).await?;
        let source = get(&mut tx, id).await?;
        follow_up(&mut tx, &source).await?;
        let source = get(&mut tx, id).await?;
        tx.commit().await?;
        Ok(source)
    }

    /// Notes how a refresh stands.
    pub async fn set_status(self, id: i64, status: EpgStatus, message: &str) -> Result<()> {
        let mut update = Update::new("epg_epgsource");
        update.set("status", Some(status.as_str())).set("last_message", Some(message));
        update.by_id(&mut *self.0.writer().acquire().await?, SOURCE, id).await
    }

    /// Notes that a refresh succeeded: `updated_at` means nothing else.
    pub async fn set_refreshed(self, id: i64, at: Timestamp, message: &str) -> Result<()> {
        let mut update = Update::new("epg_epgsource");
        update
            .set("status", Some(EpgStatus::Success.as_str()))
            .set("last_message", Some(message))
            .set("updated_at", Some(at));
        update.by_id(&mut *self.0.writer().acquire().await?, SOURCE, id).await
    }

    /// Sources that a program which ended in the middle left as being refreshed are no longer so.
    pub async fn reset_interrupted(self, message: &str) -> Result<u64> {
        let query = sqlx::query(
            "UPDATE epg_epgsource SET status = 'error', last_message = $1
             WHERE status IN ('fetching', 'parsing')",
        );
        Ok(query.bind(message).execute(self.0.writer()).await?.rows_affected())
    }

    /// Removes a source with its guide channels and programmes. Channels stay, without a guide.
    pub async fn delete(self, id: i64) -> Result<()> {
        const CASCADE: &[&str] = &[
            "DELETE FROM epg_programdata WHERE epg_id IN
                (SELECT id FROM epg_epgdata WHERE epg_source_id = $1)",
            "UPDATE dispatcharr_channels_channel SET epg_data_id = NULL WHERE epg_data_id IN
                (SELECT id FROM epg_epgdata WHERE epg_source_id = $1)",
            "UPDATE dispatcharr_channels_channeloverride SET epg_data_id = NULL WHERE epg_data_id IN
                (SELECT id FROM epg_epgdata WHERE epg_source_id = $1)",
            "DELETE FROM epg_epgdata WHERE epg_source_id = $1",
            "DELETE FROM epg_epgsourceindex WHERE source_id = $1",
            "DELETE FROM epg_sdschedulemd5 WHERE epg_source_id = $1",
            "DELETE FROM epg_sdprogrammd5 WHERE epg_source_id = $1",
            "DELETE FROM epg_epgsource WHERE id = $1",
        ];
        let mut tx = self.0.begin().await?;
        get(&mut tx, id).await?;
        run_each(&mut tx, CASCADE, id).await?;
        periodic_tasks::delete(&mut tx, &task_name(id)).await?;
        Ok(tx.commit().await?)
    }
}

async fn get(connection: &mut SqliteConnection, id: i64) -> Result<EpgSource> {
    let query = sqlx::query_as("SELECT * FROM epg_epgsource WHERE id = $1").bind(id);
    query.fetch_optional(connection).await?.or_not_found(SOURCE, id)
}

fn task_name(id: i64) -> String {
    format!("epg_source-refresh-{id}")
}

/// What a saved source brings with it.
async fn follow_up(connection: &mut SqliteConnection, source: &EpgSource) -> Result<()> {
    if source.kind() == EpgSourceType::Dummy {
        let tvg_id = format!("dummy_{}", slug(&source.name));
        epg_data::ensure(connection, source.id, &tvg_id, &source.name).await?;
        let mut update = Update::new("epg_epgsource");
        update.set("status", Some(EpgStatus::Idle.as_str()));
        return update.by_id(connection, SOURCE, source.id).await;
    }
    let task = RefreshTask {
        name: task_name(source.id),
        task: "apps.epg.tasks.refresh_epg_data",
        kwargs: json!({ "source_id": source.id }),
        hours: source.refresh_interval,
        is_active: source.is_active,
    };
    let task_id = periodic_tasks::save_refresh(connection, &task).await?;
    let mut update = Update::new("epg_epgsource");
    update.set("refresh_task_id", Some(task_id));
    update.by_id(connection, SOURCE, source.id).await
}

/// Letters and digits in lower case, with a dash for each run of anything else.
fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join("-")
}
