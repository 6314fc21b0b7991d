//! `/api/core/system-events`: what happened.

use axum::Json;
use axum::extract::{Query, State};
use pluggarr_service::store::Timestamp;
use pluggarr_service::store::system_events::SystemEvent;
use pluggarr_service::system_events::SystemEvents;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
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

/// Something that happened.
#[derive(Serialize, ToSchema)]
struct EventView {
    id: i64,
    event_type: String,
    #[schema(value_type = String)]
    timestamp: Timestamp,
    /// The channel's UUID.
    #[schema(value_type = Option<String>)]
    channel_id: Option<Uuid>,
    channel_name: Option<String>,
    #[schema(value_type = Object)]
    details: Value,
}

/// Part of what happened.
#[derive(Serialize, ToSchema)]
struct EventList {
    events: Vec<EventView>,
    /// How many these are.
    count: usize,
    /// How many there are.
    total: i64,
    offset: u32,
    limit: u32,
}

/// What happened, the newest first.
#[utoipa::path(get, path = "/api/core/system-events", tag = "events", params(Which),
    responses((status = 200, body = EventList)))]
async fn list(
    State(events): State<SystemEvents>,
    _: Admin,
    Query(which): Query<Which>,
) -> ApiResult<Json<EventList>> {
    let (limit, offset) = (which.limit.unwrap_or(USUAL_LIMIT).min(LARGEST_LIMIT), which.offset);
    let event_type = which.event_type.as_deref().filter(|name| !name.is_empty());
    let page = events.list(event_type, limit, offset).await?;
    let events: Vec<_> = page.rows.into_iter().map(EventView::from).collect();
    let count = events.len();
    Ok(Json(EventList { events, count, total: page.total, offset, limit }))
}

impl From<SystemEvent> for EventView {
    fn from(row: SystemEvent) -> Self {
        Self {
            id: row.id,
            event_type: row.event_type,
            timestamp: row.timestamp,
            // With hyphens, as channels show theirs.
            channel_id: row.channel_id.and_then(|id| id.parse().ok()),
            channel_name: row.channel_name,
            details: row.details,
        }
    }
}
