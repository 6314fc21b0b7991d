//! `/api/plugins/runs/…`: what runs and what has run. Admins only: logs and results quote what plugins know.

mod files;
mod history;
mod log;
mod tasks;
pub mod view;

use utoipa_axum::router::OpenApiRouter;

use crate::http::App;

pub use log::line_view;
pub use tasks::task_status;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(history::routes())
        .merge(log::routes())
        .merge(files::routes())
        .merge(tasks::routes())
}
