//! A failure in the plugin endpoints' own shape.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use pluggarr_service::Error;
use pluggarr_service::plugins::failure_kind;
use serde_json::{Value, json};

use crate::http::error::{message_of, status_of};

/// A failure in the plugin endpoints' own shape, `{"success": false, "error": …}`.
pub(super) struct Failure(pub(super) StatusCode, pub(super) Value);

impl Failure {
    pub(super) fn bad_request(error: &str) -> Self {
        Self(StatusCode::BAD_REQUEST, json!({"success": false, "error": error}))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let mut body = json!({"success": false, "error": message_of(&error)});
        if let Error::Plugin(cause) = &error {
            body["outcome"] = failure_kind(cause).as_str().into();
            body["traceback"] = cause.traceback().into();
        }
        if let Error::InvalidSettings { errors, .. } = &error {
            body["errors"] = json!(errors);
        }
        if let Error::AlreadyRunning { run } = &error {
            body["run_id"] = run.id.clone().into();
            body["started_by"] = run.started_by.clone().into();
            body["started_at"] = json!(run.started_at.unwrap_or(run.queued_at));
        }
        // The incumbent's words, which clients compare.
        if matches!(&error, Error::NotFound { what: "plugin", .. }) {
            body["error"] = "Plugin not found".into();
        }
        Self(status_of(&error), body)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.0, Json(self.1)).into_response()
    }
}
