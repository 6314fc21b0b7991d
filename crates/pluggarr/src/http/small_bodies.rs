//! Reads a small body before anybody looks at the request.
//!
//! A handler that has no use for the body leaves it unread, and so does a refusal. Where it has not arrived by then
//! (many clients send it as a packet of its own), hyper closes the connection after the answer, and a client that
//! keeps its connections finds the next request broken.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::Response;

/// Larger ones are uploads: reading those for nothing would cost more than a connection.
const SMALL: usize = 64 * 1024;

/// Middleware; see above.
pub async fn read_first(request: Request, next: Next) -> Response {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let length = length.and_then(|value| value.parse::<usize>().ok()).unwrap_or_default();
    if length == 0 || length > SMALL {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let body = match to_bytes(body, SMALL).await {
        Ok(bytes) => Body::from(bytes),
        // It broke off: whoever wants it finds it cut short.
        Err(_) => Body::empty(),
    };
    next.run(Request::from_parts(parts, body)).await
}
