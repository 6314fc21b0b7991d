//! HTTP: the routes and what surrounds them.

mod auth;
mod body;
mod error;
mod routes;
mod small_bodies;
mod visitor;
mod web;
mod ws;

pub use routes::plugins::runs::line_view;
pub use routes::plugins::view::plugin_view;

use axum::extract::{FromRef, Request};
use axum::http::{StatusCode, Uri};
use axum::middleware::{from_fn, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router, ServiceExt};
use pluggarr_service::{
    Application, channels::Channels, deliveries::Deliveries, epg::EpgSources, events::Events,
    m3u::M3uAccounts, outputs::Outputs, plugins::Plugins, runs::Runs, schedules::Schedules,
    system_events::SystemEvents, users::Users,
};
use serde_json::json;
use tower::Layer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::normalize_path::{NormalizePath, NormalizePathLayer};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// The application as the handlers see it.
#[derive(Clone)]
pub struct App(pub Application);

macro_rules! part {
    ($type:ty, $name:ident) => {
        impl FromRef<App> for $type {
            fn from_ref(app: &App) -> Self {
                app.0.$name()
            }
        }
    };
}
part!(Users, users);
part!(Plugins, plugins);
part!(M3uAccounts, m3u_accounts);
part!(EpgSources, epg_sources);
part!(Channels, channels);
part!(Outputs, outputs);
part!(Events, events);
part!(SystemEvents, system_events);
part!(Schedules, schedules);
part!(Deliveries, deliveries);
part!(Runs, runs);

impl FromRef<App> for Application {
    fn from_ref(app: &App) -> Self {
        app.0.clone()
    }
}

/// The API's own description; paths are added by the routes.
#[derive(OpenApi)]
#[openapi(info(
    title = "Pluggarr",
    description = "Paths and shapes follow Dispatcharr 0.29.0. Every path is also served with a trailing slash.",
))]
struct Description;

/// The routes, and the OpenAPI document that describes them.
fn described_routes() -> (Router<App>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(Description::openapi())
        .merge(routes::accounts::routes())
        .merge(routes::api_keys::routes())
        .merge(routes::plugins::routes())
        .merge(routes::channels::routes())
        .merge(routes::m3u::routes())
        .merge(routes::epg::routes())
        .merge(routes::core::routes())
        .merge(routes::system_events::routes())
        .split_for_parts()
}

/// Everything this server answers.
pub fn service(app: Application) -> NormalizedRouter {
    let (described, document) = described_routes();
    let router = described
        .merge(routes::output::routes())
        .merge(routes::proxy::routes())
        .merge(routes::sample::routes())
        .route("/api/schema", get(move || async move { Json(document) }))
        .route("/ws", get(ws::open))
        .fallback(other)
        .layer(from_fn(small_bodies::read_first))
        .layer(map_response(error::in_our_shape))
        // A zip gets no smaller, and a browser that is told its length shows how far it is.
        .layer(CompressionLayer::new().compress_when(
            DefaultPredicate::new().and(NotForContentType::const_new("application/zip")),
        ))
        .with_state(App(app));
    NormalizedRouter(NormalizePathLayer::trim_trailing_slash().layer(router))
}

/// The router behind the layer that accepts both spellings of a path.
#[derive(Clone)]
pub struct NormalizedRouter(NormalizePath<Router>);

impl NormalizedRouter {
    /// With the client's address in each request's extensions.
    pub fn into_make_service_with_connect_info<C>(
        self,
    ) -> axum::extract::connect_info::IntoMakeServiceWithConnectInfo<NormalizePath<Router>, C> {
        ServiceExt::<Request>::into_make_service_with_connect_info(self.0)
    }
}

/// Unknown API paths are a JSON 404 (the incumbent answers them with a web page and 200, which has
/// misled client authors); any other path is the web UI's.
async fn other(uri: Uri) -> Response {
    let first = uri.path().split('/').nth(1).unwrap_or_default();
    if matches!(first, "api" | "output" | "proxy" | "ws" | "hdhr" | "sample") {
        let detail = format!("There is nothing at {}", uri.path());
        return (StatusCode::NOT_FOUND, Json(json!({ "detail": detail }))).into_response();
    }
    web::serve(uri).await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The web UI's types are generated from this file, so it must not go stale unnoticed.
    #[test]
    fn the_published_document_is_the_one_in_docs() {
        let (_, document) = described_routes();
        let now = document.to_pretty_json().unwrap() + "\n";
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
        if std::env::var_os("UPDATE_OPENAPI").is_some() {
            std::fs::write(path, &now).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(kept == now, "docs/openapi.json is stale: run the tests with UPDATE_OPENAPI=1");
    }
}
