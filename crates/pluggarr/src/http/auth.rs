//! Who is asking: extractors that a handler names in its arguments to say whom it serves.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use pluggarr_service::Error;
use pluggarr_service::users::{User, Users};

use super::error::ApiError;

/// Any signed-in user.
pub struct SignedIn(pub User);

/// A user of level standard or above.
pub struct Standard(pub User);

/// A user of level admin.
pub struct Admin(pub User);

async fn signed_in<S>(parts: &Parts, state: &S) -> Result<User, ApiError>
where
    Users: FromRef<S>,
    S: Send + Sync,
{
    let header = parts.headers.get(AUTHORIZATION).ok_or_else(ApiError::missing_credentials)?;
    let text = header.to_str().unwrap_or_default();
    let token = match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => return Err(ApiError::missing_credentials()),
    };
    Users::from_ref(state).by_access_token(token).await.map_err(|error| match error {
        Error::Token(_) => {
            ApiError::Unauthenticated("Given token not valid for any token type".to_owned())
        }
        // A busy database is no reason to sign somebody out.
        error => error.into(),
    })
}

impl<S> FromRequestParts<S> for SignedIn
where
    Users: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        signed_in(parts, state).await.map(Self)
    }
}

impl<S> FromRequestParts<S> for Standard
where
    Users: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let user = signed_in(parts, state).await?;
        if user.is_standard() { Ok(Self(user)) } else { Err(ApiError::Forbidden) }
    }
}

impl<S> FromRequestParts<S> for Admin
where
    Users: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let user = signed_in(parts, state).await?;
        if user.is_admin() { Ok(Self(user)) } else { Err(ApiError::Forbidden) }
    }
}
