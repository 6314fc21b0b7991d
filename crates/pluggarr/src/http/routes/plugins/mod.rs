//! `/api/plugins/plugins/…`: the incumbent's contract, its failures included. A file per thing that can be
//! asked of a plugin.

mod activity;
mod deliveries;
mod export;
mod failure;
mod import;
mod lifecycle;
mod limits;
mod list;
mod logo;
mod one;
mod prefer;
mod run;
pub mod runs;
mod schedules;
mod schema;
mod settings;
mod trash;
mod upload;
pub mod view;
mod watch;

use utoipa_axum::router::OpenApiRouter;

use crate::http::App;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(list::routes())
        .merge(deliveries::routes())
        .merge(schedules::routes())
        .merge(watch::routes())
        .merge(one::routes())
        .merge(lifecycle::routes())
        .merge(schema::routes())
        .merge(settings::routes())
        .merge(upload::routes())
        .merge(run::routes())
        .merge(runs::routes())
        .merge(limits::routes())
        .merge(activity::routes())
        .merge(logo::routes())
        .merge(import::routes())
        .merge(export::routes())
        .merge(trash::routes())
}
