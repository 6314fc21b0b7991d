//! Events that were handed to plugins, and how the handlers do.

use axum::Json;
use axum::extract::{Path, Query, State};
use pluggarr_service::deliveries::{Deliveries, HandlerState};
use pluggarr_service::store::event_deliveries::{Delivery, DeliveryFilter};
use pluggarr_service::store::{Page, Paging, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::failure::Failure;
use crate::http::App;
use crate::http::auth::Admin;
use crate::http::routes::paging::{ListAddress, page_of, paged};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(handlers))
}

/// Which deliveries.
#[derive(Deserialize, IntoParams)]
struct Which {
    /// To this plugin.
    plugin: Option<String>,
    /// Of this event.
    event: Option<String>,
    page: Option<u32>,
    page_size: Option<u32>,
}

/// An event on its way to an action.
#[derive(Serialize, ToSchema)]
struct DeliveryView {
    id: i64,
    event: String,
    /// The plugin's key.
    plugin: String,
    action: String,
    /// The run that handles it.
    run_id: Option<String>,
    /// `delivered`, `skipped` (the handler rests, or may not run) or `dropped` (too many wait).
    status: String,
    /// Why it was not delivered, or went wrong.
    detail: Option<String>,
    #[schema(value_type = String)]
    at: Timestamp,
    /// That of the run.
    outcome: Option<String>,
    duration_ms: Option<i64>,
    /// It took longer than a handler should.
    slow: bool,
}

impl From<Delivery> for DeliveryView {
    fn from(row: Delivery) -> Self {
        Self {
            id: row.id,
            event: row.event,
            plugin: row.plugin_key,
            action: row.action,
            run_id: row.run_id,
            status: row.status,
            detail: row.detail,
            at: row.at,
            outcome: row.outcome,
            duration_ms: row.duration_ms,
            slow: row.slow,
        }
    }
}

/// Deliveries, the newest first.
#[derive(Serialize, ToSchema)]
#[allow(dead_code, reason = "the shape of `paged`")]
struct DeliveryPage {
    count: i64,
    next: Option<String>,
    previous: Option<String>,
    results: Vec<DeliveryView>,
}

/// Which event was handed to which action, the newest first.
#[utoipa::path(get, path = "/api/plugins/deliveries", tag = "events", params(Which),
    responses((status = 200, body = DeliveryPage)))]
async fn list(
    State(deliveries): State<Deliveries>,
    _: Admin,
    address: ListAddress,
    Query(which): Query<Which>,
) -> Result<Json<Value>, Failure> {
    let given = |text: Option<String>| text.filter(|text| !text.is_empty());
    let filter = DeliveryFilter { plugin: given(which.plugin), event: given(which.event) };
    let paging = page_of(which.page, which.page_size).unwrap_or(Paging { page: 1, size: 50 });
    let page = deliveries.list(&filter, paging).await?;
    let rows = page.rows.into_iter().map(|row| json!(DeliveryView::from(row))).collect();
    Ok(Json(paged(&address, paging, &Page { rows, total: page.total })))
}

/// An action that is run when something happens, and how it does.
#[derive(Serialize, ToSchema)]
struct HandlerView {
    event: String,
    action: String,
    /// It took longer than it should, lately.
    slow: bool,
    failures_in_a_row: u32,
    /// It is told nothing until then.
    #[schema(value_type = Option<String>)]
    paused_until: Option<Timestamp>,
}

/// The handlers of a plugin.
#[derive(Serialize, ToSchema)]
struct HandlerList {
    handlers: Vec<HandlerView>,
}

/// The actions of a plugin that are run when something happens, and how they do.
#[utoipa::path(get, path = "/api/plugins/plugins/{key}/handlers", tag = "events",
    responses((status = 200, body = HandlerList), (status = 404, body = Value)))]
async fn handlers(
    State(deliveries): State<Deliveries>,
    _: Admin,
    Path(key): Path<String>,
) -> Result<Json<HandlerList>, Failure> {
    let view = |state: HandlerState| HandlerView {
        event: state.event,
        action: state.action,
        slow: state.slow,
        failures_in_a_row: state.failures_in_a_row,
        paused_until: state.paused_until.map(Timestamp::from),
    };
    let handlers = deliveries.handlers(&key).await?;
    Ok(Json(HandlerList { handlers: handlers.into_iter().map(view).collect() }))
}
