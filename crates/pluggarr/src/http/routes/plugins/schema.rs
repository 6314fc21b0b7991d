//! The schema of `plugin.json`, for authors' editors.

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::App;

const SCHEMA: &str = include_str!("../../../../../../docs/plugin.schema.json");

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(schema))
}

/// The JSON Schema of `plugin.json`. Open to everybody, because editors sign in nowhere.
#[utoipa::path(get, path = "/api/plugins/schema/plugin.json", tag = "plugins",
    responses((status = 200, content_type = "application/schema+json")))]
async fn schema() -> ([(&'static str, &'static str); 1], &'static str) {
    ([("content-type", "application/schema+json")], SCHEMA)
}
