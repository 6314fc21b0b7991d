//! `/api/core/system-events`: what happened.

use axum::Json;
use axum::extract::{Query, State};
use pluggarr_service::store::system_events::SystemEvent;
use pluggarr_service::system_events::SystemEvents;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::http::App;
use crate::http::auth::Admin;
use crate::http::error::ApiResult;

const USUAL_LIMIT: u32 = 100;
const LARGEST_LIMIT: u32 = 1_000;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Which events.
#[derive(Deserialize, IntoParams)]
struct Which {
    /// At most so many, 100 unless said.
    limit: Option<u32>,
    /// Leave out the newest so many.
    #[serde(default)]
    offset: u32,
    /// Only those of this name.
    event_type: Option<String>,
}

/// What happened, the newest first.
#[utoipa::path(get, path = "/api/core/system-events", tag = "core", params(Which),
    responses((status = 200, body = Value)))]
async fn list(
    State(events): State<SystemEvents>,
    _: Admin,
    Query(which): Query<Which>,
) -> ApiResult<Json<Value>> {
    let limit = which.limit.unwrap_or(USUAL_LIMIT).min(LARGEST_LIMIT);
    let event_type = which.event_type.as_deref().filter(|name| !name.is_empty());
    let page = events.list(event_type, limit, which.offset).await?;
    let shown: Vec<_> = page.rows.iter().map(shown).collect();
    Ok(Json(json!({
        "events": shown, "count": shown.len(), "total": page.total, "offset": which.offset, "limit": limit,
    })))
}

fn shown(event: &SystemEvent) -> Value {
    // With hyphens, as channels show theirs.
    let channel = event.channel_id.as_deref().and_then(|id| id.parse::<Uuid>().ok());
    json!({
        "id": event.id, "event_type": event.event_type, "timestamp": event.timestamp,
        "channel_id": channel, "channel_name": event.channel_name, "details": event.details,
    })
}
