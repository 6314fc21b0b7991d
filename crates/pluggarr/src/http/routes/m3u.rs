//! `/api/m3u/…`: M3U accounts.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use pluggarr_service::channels::Channels;
use pluggarr_service::m3u::{AccountView, M3uAccounts};
use pluggarr_service::store::m3u_accounts::{M3uAccountChange, NewM3uAccount};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::App;
use crate::http::auth::{Admin, Standard};
use crate::http::body::Body;
use crate::http::error::ApiResult;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, change, delete))
        .routes(routes!(refresh_all))
        .routes(routes!(refresh))
        .routes(routes!(create_channels))
}

/// An account as clients know it. URL and password are for admins only: they are the provider's login.
fn shown(account: &AccountView, to_admin: bool) -> Value {
    let row = &account.row;
    let secret = |text: &Option<String>| text.clone().filter(|_| to_admin);
    json!({
        "id": row.id, "name": row.name, "server_url": secret(&row.server_url),
        "file_path": secret(&row.file_path), "server_group": row.server_group_id,
        "max_streams": row.max_streams, "is_active": row.is_active,
        "created_at": row.created_at, "updated_at": row.updated_at,
        "filters": account.filters.iter().map(|filter| json!({
            "id": filter.id, "filter_type": filter.filter_type,
            "regex_pattern": filter.regex_pattern, "exclude": filter.exclude,
            "order": filter.order, "custom_properties": filter.custom_properties,
        })).collect::<Value>(),
        "user_agent": row.user_agent_id,
        "profiles": account.profiles.iter().map(|profile| json!({
            "id": profile.id, "name": profile.name, "is_default": profile.is_default,
            "max_streams": profile.max_streams, "is_active": profile.is_active,
            "search_pattern": profile.search_pattern, "replace_pattern": profile.replace_pattern,
            "current_viewers": profile.current_viewers, "exp_date": profile.exp_date,
        })).collect::<Value>(),
        "locked": row.locked, "channel_groups": account.groups.iter().map(|group| json!({
            "id": group.id, "channel_group": group.channel_group_id, "name": group.name,
            "enabled": group.enabled, "auto_channel_sync": group.auto_channel_sync,
            "auto_sync_channel_start": group.auto_sync_channel_start,
            "auto_sync_channel_end": group.auto_sync_channel_end,
            "custom_properties": group.custom_properties,
            "last_seen": group.last_seen, "is_stale": group.is_stale,
        })).collect::<Value>(),
        "refresh_interval": row.refresh_interval, "custom_properties": row.custom_properties,
        "account_type": row.account_type, "username": secret(&row.username),
        "stale_stream_days": row.stale_stream_days, "priority": row.priority,
        "status": row.status, "last_message": row.last_message,
        "stream_profile": row.stream_profile_id, "stream_count": account.stream_count,
    })
}

/// All accounts.
#[utoipa::path(get, path = "/api/m3u/accounts", tag = "m3u", responses((status = 200, body = Value)))]
async fn list(
    State(accounts): State<M3uAccounts>,
    Standard(user): Standard,
) -> ApiResult<Json<Value>> {
    let rows = accounts.views().await?;
    Ok(Json(rows.iter().map(|account| shown(account, user.is_admin())).collect()))
}

/// What may be said of an account; what is left out stays or gets its default.
#[derive(Deserialize, ToSchema)]
struct AccountBody {
    name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    server_url: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    file_path: Option<Option<String>>,
    is_active: Option<bool>,
    max_streams: Option<i64>,
    refresh_interval: Option<i64>,
    stale_stream_days: Option<i64>,
    priority: Option<i64>,
}

/// Tells a key that is null from one that is not there.
pub(super) fn given<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}

/// Make an account and fetch its playlist in the background.
#[utoipa::path(post, path = "/api/m3u/accounts", tag = "m3u",
    request_body = AccountBody, responses((status = 201, body = Value)))]
async fn create(
    State(accounts): State<M3uAccounts>,
    _: Admin,
    Body(body): Body<AccountBody>,
) -> ApiResult<(StatusCode, Json<Value>)> {
    let defaults = NewM3uAccount::named(body.name.unwrap_or_default());
    let new = NewM3uAccount {
        server_url: body.server_url.flatten(),
        file_path: body.file_path.flatten(),
        is_active: body.is_active.unwrap_or(true),
        max_streams: body.max_streams.unwrap_or(defaults.max_streams),
        refresh_interval: body.refresh_interval.unwrap_or(defaults.refresh_interval),
        stale_stream_days: body.stale_stream_days.unwrap_or(defaults.stale_stream_days),
        priority: body.priority.unwrap_or(defaults.priority),
        ..defaults
    };
    let account = accounts.create(new).await?;
    if account.is_active {
        accounts.refresh(account.id).await?;
    }
    Ok((StatusCode::CREATED, Json(shown(&accounts.view(account.id).await?, true))))
}

/// One account.
#[utoipa::path(get, path = "/api/m3u/accounts/{id}", tag = "m3u",
    responses((status = 200, body = Value)))]
async fn get(
    State(accounts): State<M3uAccounts>,
    Standard(user): Standard,
    Path(id): Path<i64>,
) -> ApiResult<Json<Value>> {
    Ok(Json(shown(&accounts.view(id).await?, user.is_admin())))
}

/// Change an account.
#[utoipa::path(patch, path = "/api/m3u/accounts/{id}", tag = "m3u",
    request_body = AccountBody, responses((status = 200, body = Value)))]
async fn change(
    State(accounts): State<M3uAccounts>,
    _: Admin,
    Path(id): Path<i64>,
    Body(body): Body<AccountBody>,
) -> ApiResult<Json<Value>> {
    let change = M3uAccountChange {
        name: body.name,
        server_url: body.server_url,
        file_path: body.file_path,
        is_active: body.is_active,
        max_streams: body.max_streams,
        refresh_interval: body.refresh_interval,
        stale_stream_days: body.stale_stream_days,
        priority: body.priority,
        ..M3uAccountChange::default()
    };
    accounts.update(id, change).await?;
    Ok(Json(shown(&accounts.view(id).await?, true)))
}

/// Delete an account with its streams.
#[utoipa::path(delete, path = "/api/m3u/accounts/{id}", tag = "m3u", responses((status = 204)))]
async fn delete(
    State(accounts): State<M3uAccounts>,
    _: Admin,
    Path(id): Path<i64>,
) -> ApiResult<StatusCode> {
    accounts.delete(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Refresh all active accounts in the background.
#[utoipa::path(post, path = "/api/m3u/refresh", tag = "m3u", responses((status = 202, body = Value)))]
async fn refresh_all(
    State(accounts): State<M3uAccounts>,
    _: Admin,
) -> ApiResult<(StatusCode, Json<Value>)> {
    tokio::spawn(async move {
        if let Err(error) = accounts.refresh_all().await {
            tracing::warn!("Refreshing all M3U accounts: {error}");
        }
    });
    let body = json!({"success": true, "message": "M3U refresh initiated."});
    Ok((StatusCode::ACCEPTED, Json(body)))
}

/// Refresh one account in the background.
#[utoipa::path(post, path = "/api/m3u/refresh/{id}", tag = "m3u",
    responses((status = 202, body = Value)))]
async fn refresh(
    State(accounts): State<M3uAccounts>,
    _: Admin,
    Path(id): Path<i64>,
) -> ApiResult<(StatusCode, Json<Value>)> {
    let job = accounts.refresh(id).await?;
    let message = format!("M3U refresh initiated for account {id}.");
    Ok((
        StatusCode::ACCEPTED,
        Json(json!({"success": true, "message": message, "task_id": job.id})),
    ))
}

/// Make a channel of each stream of the account that is in none yet; ours.
#[utoipa::path(post, path = "/api/m3u/accounts/{id}/create-channels", tag = "m3u",
    responses((status = 200, body = Value)))]
async fn create_channels(
    State(accounts): State<M3uAccounts>,
    State(channels): State<Channels>,
    _: Admin,
    Path(id): Path<i64>,
) -> ApiResult<Json<Value>> {
    accounts.get(id).await?;
    let created = channels.create_from_account(id).await?;
    Ok(Json(json!({"created": created})))
}
