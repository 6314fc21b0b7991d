//! What plugins log, by run and by plugin.

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use pluggarr_service::Error;
use pluggarr_service::runs::{LogQuery, Runs, level_name, level_number};
use pluggarr_service::store::Timestamp;
use pluggarr_service::store::plugin_logs::{Line, LineFilter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::super::failure::Failure;
use crate::http::App;
use crate::http::auth::Admin;

/// Lines of a download that are read at once.
const PIECE: u32 = 5_000;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(of_run)).routes(routes!(of_plugin))
}

/// Which lines are wanted.
#[derive(Debug, Deserialize, IntoParams)]
struct Wanted {
    /// `debug`, `info`, `warning`, `error` or `critical`: those and what matters more.
    level: Option<String>,
    /// With this text in message or traceback.
    search: Option<String>,
    /// Those after the line with this id, oldest first; otherwise the newest.
    after: Option<i64>,
    /// How many, 500 usually.
    limit: Option<u32>,
    /// `1`: all of them, as a text file.
    download: Option<String>,
}

/// One line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LineView {
    id: i64,
    /// The run it belongs to.
    run_id: Option<String>,
    #[schema(value_type = String)]
    at: Timestamp,
    /// `trace`, `debug`, `info`, `warning`, `error` or `critical`.
    level: &'static str,
    /// The logger's dotted name; empty for printed lines.
    logger: String,
    message: String,
    traceback: Option<String>,
    /// `stdout` or `stderr`, if it was printed.
    stream: Option<String>,
}

/// A line as clients see it.
pub fn line_view(line: &Line) -> LineView {
    let Line { id, run_id, at, level, logger, message, traceback, stream, .. } = line.clone();
    LineView { id, run_id, at, level: level_name(level), logger, message, traceback, stream }
}

/// Some lines, oldest first.
#[derive(Serialize, ToSchema)]
struct LogView {
    lines: Vec<LineView>,
    /// `after` for the next ones, if there are more.
    next: Option<i64>,
    /// How many there are of that kind.
    total: i64,
}

/// The log of a run.
#[utoipa::path(get, path = "/api/plugins/runs/{id}/log", tag = "runs", params(Wanted),
    responses((status = 200, body = LogView)))]
async fn of_run(
    State(runs): State<Runs>,
    _: Admin,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let name = format!("run-{id}.log");
    runs.get(&id).await?;
    answer(runs, wanted, LineFilter { run_id: Some(id), ..LineFilter::default() }, &name).await
}

/// The log of a plugin: of all its runs, and what belongs to none.
#[utoipa::path(get, path = "/api/plugins/plugins/{key}/log", tag = "runs", params(Wanted),
    responses((status = 200, body = LogView)))]
async fn of_plugin(
    State(runs): State<Runs>,
    _: Admin,
    Path(key): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let name = format!("{}.log", plain(&key));
    answer(runs, wanted, LineFilter { plugin: Some(key), ..LineFilter::default() }, &name).await
}

async fn answer(
    runs: Runs,
    wanted: Wanted,
    filter: LineFilter,
    name: &str,
) -> Result<Response, Failure> {
    let level = match wanted.level.as_deref().filter(|level| !level.is_empty()) {
        None => None,
        Some(level) => Some(
            serde_json::from_value(level.to_ascii_lowercase().into())
                .map_err(|_| Failure::bad_request(&format!("there is no level `{level}`")))?,
        ),
    };
    let filter =
        LineFilter { least_level: level.map(level_number), search: wanted.search, ..filter };
    if wanted.download.is_some_and(|download| download != "0") {
        return Ok(download(runs, filter, name));
    }
    let query = LogQuery { filter, after: wanted.after, limit: wanted.limit };
    let page = runs.log(&query).await?;
    let next = page.lines.last().filter(|_| page.has_more).map(|line| line.id);
    let lines = page.lines.iter().map(line_view).collect();
    Ok(Json(LogView { lines, next, total: page.total }).into_response())
}

fn download(runs: Runs, filter: LineFilter, name: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    let pieces = stream::try_unfold(Some(0), move |after| {
        let (runs, filter) = (runs.clone(), filter.clone());
        async move {
            let Some(after) = after else { return Ok::<_, Error>(None) };
            let query = LogQuery { filter, after: Some(after), limit: Some(PIECE) };
            let page = runs.log(&query).await?;
            let text: String = page.lines.iter().map(as_text).collect();
            let next = page.lines.last().filter(|_| page.has_more).map(|line| line.id);
            Ok(Some((Bytes::from(text), next)))
        }
    });
    (headers, Body::from_stream(pieces)).into_response()
}

/// A line for people and for `grep`.
fn as_text(line: &Line) -> String {
    let level = level_name(line.level).to_uppercase();
    let source = line.stream.as_deref().unwrap_or(&line.logger);
    let mut text = format!("{} {level:<8} {source}: {}\n", line.at, line.message);
    if let Some(traceback) = &line.traceback {
        text.push_str(traceback.trim_end());
        text.push('\n');
    }
    text
}

fn plain(key: &str) -> String {
    key.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect()
}
