//! The one place that turns failures into HTTP statuses and bodies.

use axum::Json;
use axum::body::to_bytes;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use pluggarr_service::{Error, FetchError};
use serde_json::json;
use tracing::error;

/// Bytes of a refusal's text that are passed on; the framework's own are a line.
const LONGEST_REFUSAL: usize = 4096;

/// What a handler returns.
pub type ApiResult<T> = Result<T, ApiError>;

/// A failure on its way to the client, as `{"detail": …}`.
#[derive(Debug)]
pub enum ApiError {
    /// No credentials, or none that hold.
    Unauthenticated(String),
    /// Signed in, but not allowed.
    Forbidden,
    /// The request itself cannot be understood.
    BadRequest(String),
    /// The service said no.
    Service(Error),
}

impl ApiError {
    /// The answer to a request without credentials.
    pub fn missing_credentials() -> Self {
        Self::Unauthenticated("Authentication credentials were not provided.".into())
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self::Service(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, detail) = match self {
            Self::Unauthenticated(detail) => (StatusCode::UNAUTHORIZED, detail),
            Self::Forbidden => (
                StatusCode::FORBIDDEN,
                "You do not have permission to perform this action.".to_owned(),
            ),
            Self::BadRequest(detail) => (StatusCode::BAD_REQUEST, detail),
            Self::Service(error) => (status_of(&error), message_of(&error)),
        };
        (status, Json(json!({ "detail": detail }))).into_response()
    }
}

/// A refusal that no handler wrote, in the shape of those that one did: a path or query that cannot
/// be read and a method that is not served are plain text or nothing otherwise.
pub async fn in_our_shape(response: Response) -> Response {
    let status = response.status();
    let is_text = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.to_str().is_ok_and(|kind| kind.starts_with("text/plain")));
    if !status.is_client_error() || !(is_text || status == StatusCode::METHOD_NOT_ALLOWED) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let text = to_bytes(body, LONGEST_REFUSAL).await.unwrap_or_default();
    let detail = match String::from_utf8_lossy(&text) {
        text if text.is_empty() => status.canonical_reason().unwrap_or("Refused").into(),
        text => text,
    };
    parts.headers.remove(CONTENT_TYPE);
    parts.headers.remove(CONTENT_LENGTH);
    // What else was said stays: which methods are served.
    (status, parts.headers, Json(json!({ "detail": detail }))).into_response()
}

/// The status that fits `error`. No wildcard: a new variant has to decide here.
pub fn status_of(error: &Error) -> StatusCode {
    match error {
        Error::NotFound { .. } => StatusCode::NOT_FOUND,
        Error::Invalid { .. } | Error::InvalidSettings { .. } | Error::Conflict { .. } => {
            StatusCode::BAD_REQUEST
        }
        Error::BadCredentials | Error::BadApiKey | Error::Token(_) => StatusCode::UNAUTHORIZED,
        Error::AlreadyRunning { .. } | Error::RunFinished => StatusCode::CONFLICT,
        Error::TooManyAttempts { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Forbidden { .. } | Error::PluginDisabled { .. } => StatusCode::FORBIDDEN,
        // What was asked for, not what a server answered.
        Error::Fetch(FetchError::Scheme { .. }) => StatusCode::BAD_REQUEST,
        Error::Fetch(_) | Error::Playlist { .. } | Error::Guide { .. } => StatusCode::BAD_GATEWAY,
        Error::Refresh(cause) => status_of(cause),
        Error::Plugin(error) => status_of_plugin_error(error),
        Error::Archive(error) if error.is_refusal() => StatusCode::BAD_REQUEST,
        Error::Archive(_)
        | Error::JobLost
        | Error::Store(_)
        | Error::File { .. }
        | Error::Panicked => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn status_of_plugin_error(error: &pluggarr_service::plugins::HostError) -> StatusCode {
    use pluggarr_service::plugins::FailureKind;
    match pluggarr_service::plugins::failure_kind(error) {
        FailureKind::PermissionDenied => StatusCode::FORBIDDEN,
        FailureKind::TimedOut => StatusCode::GATEWAY_TIMEOUT,
        FailureKind::NotReady => StatusCode::SERVICE_UNAVAILABLE,
        FailureKind::Failed | FailureKind::WorkerDied | FailureKind::Cancelled => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

/// What the client is told. Trouble of our own is logged whole and told in short: it may quote rows.
pub fn message_of(error: &Error) -> String {
    match error {
        Error::Store(cause) => {
            error!("Database trouble: {cause:?}");
            "The database could not do this; the server's log says why.".to_owned()
        }
        error => error.to_string(),
    }
}
