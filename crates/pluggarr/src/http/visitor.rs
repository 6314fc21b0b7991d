//! Who asks, for the events that tell of it.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use pluggarr_service::system_events::Visitor;

/// Where a request comes from, and what sent it.
pub struct AskedBy(pub Visitor);

impl<S: Send + Sync> FromRequestParts<S> for AskedBy {
    type Rejection = <ConnectInfo<SocketAddr> as FromRequestParts<S>>::Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let ConnectInfo(peer) = ConnectInfo::<SocketAddr>::from_request_parts(parts, state).await?;
        let user_agent = parts.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok());
        Ok(Self(Visitor::new(peer.ip(), user_agent)))
    }
}
