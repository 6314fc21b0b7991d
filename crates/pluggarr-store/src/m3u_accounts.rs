//! M3U accounts: where streams come from, and what belongs to an account alone.

mod children;
mod groups;
mod rows;

use serde_json::json;
use sqlx::SqliteConnection;
use sqlx::types::Json;

pub use children::{M3uAccountProfile, M3uFilter};
pub use groups::AccountGroup;
pub use rows::{AccountType, M3uAccount, M3uAccountChange, M3uStatus, NewM3uAccount};

use crate::database::Database;
use crate::error::{Error, OrNotFound as _, Result};
use crate::periodic_tasks::{self, RefreshTask};
use crate::sql::{Update, run_each};
use crate::time::Timestamp;

/// Queries on M3U accounts.
#[derive(Debug, Clone, Copy)]
pub struct M3uAccounts<'a>(pub(crate) &'a Database);

const ACCOUNT: &str = "M3U account";

impl M3uAccounts<'_> {
    /// All accounts, the locked one named `custom` included.
    pub async fn list(self) -> Result<Vec<M3uAccount>> {
        let query = sqlx::query_as("SELECT * FROM m3u_m3uaccount ORDER BY id");
        Ok(query.fetch_all(self.0.readers()).await?)
    }

    /// The account with this id.
    pub async fn get(self, id: i64) -> Result<M3uAccount> {
        get(&mut *self.0.readers().acquire().await?, id).await
    }

    /// The account with this name.
    pub async fn find(self, name: &str) -> Result<Option<M3uAccount>> {
        let query = sqlx::query_as("SELECT * FROM m3u_m3uaccount WHERE name = $1").bind(name);
        Ok(query.fetch_optional(self.0.readers()).await?)
    }

    /// Makes an account with its default profile and its refresh schedule.
    pub async fn create(self, new: &NewM3uAccount) -> Result<M3uAccount> {
        let mut tx = self.0.begin().await?;
        let insert = sqlx::query_scalar(
            "INSERT INTO m3u_m3uaccount (name, server_url, file_path, max_streams, is_active,
                created_at, status, user_agent_id, locked, stream_profile_id, account_type, username,
                password, custom_properties, refresh_interval, stale_stream_days, priority)
             VALUES ($1, $2, $3, $4, $5, $6, 'idle', $7, FALSE, $8, $9, $10, $11, $12, $13, $14,
                $15)
             RETURNING id",
        );
        let id: i64 = insert
            .bind(&new.name)
            .bind(&new.server_url)
            .bind(&new.file_path)
            .bind(new.max_streams)
            .bind(new.is_active)
            .bind(Timestamp::now())
            .bind(new.user_agent_id)
            .bind(new.stream_profile_id)
            .bind(new.account_type.as_str())
            .bind(&new.username)
            .bind(&new.password)
            .bind(Json(new.custom_properties.clone().unwrap_or(json!({}))))
            .bind(new.refresh_interval)
            .bind(new.stale_stream_days)
            .bind(new.priority)
            .fetch_one(&mut *tx)
            .await?;
        children::create_default_profile(&mut tx, id, &new.name, new.max_streams).await?;
        schedule(&mut tx, id, new.refresh_interval, new.is_active).await?;
        let account = get(&mut tx, id).await?;
        tx.commit().await?;
        Ok(account)
    }

    /// Changes some columns, and what follows from them: the schedule, the status, the default
    /// profile's limit.
    pub async fn update(self, id: i64, change: M3uAccountChange) -> Result<M3uAccount> {
        let mut tx = self.0.begin().await?;
        let before = get(&mut tx, id).await?;
        if before.locked && change.name.as_ref().is_some_and(|name| *name != before.name) {
            return Err(Error::Protected { what: ACCOUNT, id: before.name });
        }
        let status = change.is_active.filter(|is_active| *is_active != before.is_active);
        let max_streams = change.max_streams;
        let mut update = Update::new("m3u_m3uaccount");
        change.apply(&mut update);
        update.set("status", status.map(|on| if on { "idle" } else { "disabled" }));
        update.by_id(&mut tx, ACCOUNT, id).await?;
        if let Some(max_streams) = max_streams {
            children::set_default_max_streams(&mut tx, id, max_streams).await?;
        }
        let account = get(&mut tx, id).await?;
        schedule(&mut tx, id, account.refresh_interval, account.is_active).await?;
        tx.commit().await?;
        Ok(account)
    }

    /// Notes how a refresh stands.
    pub async fn set_status(self, id: i64, status: M3uStatus, message: &str) -> Result<()> {
        let mut update = Update::new("m3u_m3uaccount");
        update.set("status", Some(status.as_str())).set("last_message", Some(message));
        update.by_id(&mut *self.0.writer().acquire().await?, ACCOUNT, id).await
    }

    /// Notes that a refresh succeeded: `updated_at` means nothing else.
    pub async fn set_refreshed(self, id: i64, at: Timestamp, message: &str) -> Result<()> {
        let mut update = Update::new("m3u_m3uaccount");
        update
            .set("status", Some(M3uStatus::Success.as_str()))
            .set("last_message", Some(message))
            .set("updated_at", Some(at));
        update.by_id(&mut *self.0.writer().acquire().await?, ACCOUNT, id).await
    }

    /// Accounts that a program which ended in the middle left as being refreshed are no longer so.
    pub async fn reset_interrupted(self, message: &str) -> Result<u64> {
        let query = sqlx::query(
            "UPDATE m3u_m3uaccount SET status = 'error', last_message = $1
             WHERE status IN ('fetching', 'parsing')",
        );
        Ok(query.bind(message).execute(self.0.writer()).await?.rows_affected())
    }

    /// Removes an account with its streams and everything else that is its alone. Channels stay,
    /// without them.
    pub async fn delete(self, id: i64) -> Result<()> {
        const CASCADE: &[&str] = &[
            "UPDATE dispatcharr_channels_channel SET auto_created_by_id = NULL
             WHERE auto_created_by_id = $1",
            "DELETE FROM dispatcharr_channels_channelstream WHERE stream_id IN
                (SELECT id FROM dispatcharr_channels_stream WHERE m3u_account_id = $1)",
            "DELETE FROM dispatcharr_channels_stream WHERE m3u_account_id = $1",
            "DELETE FROM dispatcharr_channels_channelgroupm3uaccount WHERE m3u_account_id = $1",
            "DELETE FROM m3u_m3uaccountprofile WHERE m3u_account_id = $1",
            "DELETE FROM m3u_m3ufilter WHERE m3u_account_id = $1",
            "DELETE FROM vod_m3uepisoderelation WHERE m3u_account_id = $1 OR series_relation_id IN
                (SELECT id FROM vod_m3useriesrelation WHERE m3u_account_id = $1)",
            "DELETE FROM vod_m3useriesrelation WHERE m3u_account_id = $1",
            "DELETE FROM vod_m3umovierelation WHERE m3u_account_id = $1",
            "DELETE FROM vod_m3uvodcategoryrelation WHERE m3u_account_id = $1",
            "DELETE FROM m3u_m3uaccount WHERE id = $1",
        ];
        let mut tx = self.0.begin().await?;
        let account = get(&mut tx, id).await?;
        if account.locked {
            return Err(Error::Protected { what: ACCOUNT, id: account.name });
        }
        run_each(&mut tx, CASCADE, id).await?;
        periodic_tasks::delete(&mut tx, &task_name(id)).await?;
        Ok(tx.commit().await?)
    }

    /// How many streams each account has, by account id.
    pub async fn stream_counts(self) -> Result<Vec<(i64, i64)>> {
        let query = sqlx::query_as(
            "SELECT m3u_account_id, COUNT(*) FROM dispatcharr_channels_stream
             WHERE m3u_account_id IS NOT NULL GROUP BY m3u_account_id",
        );
        Ok(query.fetch_all(self.0.readers()).await?)
    }
}

async fn get(connection: &mut SqliteConnection, id: i64) -> Result<M3uAccount> {
    let query = sqlx::query_as("SELECT * FROM m3u_m3uaccount WHERE id = $1").bind(id);
    query.fetch_optional(connection).await?.or_not_found(ACCOUNT, id)
}

fn task_name(id: i64) -> String {
    format!("m3u_account-refresh-{id}")
}

async fn schedule(
    connection: &mut SqliteConnection,
    id: i64,
    hours: i64,
    is_active: bool,
) -> Result<()> {
    let task = RefreshTask {
        name: task_name(id),
        task: "apps.m3u.tasks.refresh_single_m3u_account",
        kwargs: json!({ "account_id": id }),
        hours,
        is_active,
    };
    let task_id = periodic_tasks::save_refresh(connection, &task).await?;
    let mut update = Update::new("m3u_m3uaccount");
    update.set("refresh_task_id", Some(task_id));
    update.by_id(connection, ACCOUNT, id).await
}
