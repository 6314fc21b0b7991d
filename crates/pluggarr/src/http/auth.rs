//! Who is asking: extractors that a handler names in its arguments to say whom it serves.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use pluggarr_service::Error;
use pluggarr_service::runs::Trigger;
use pluggarr_service::users::{User, Users};

use super::error::ApiError;

/// Any signed-in user.
pub struct SignedIn(pub User);

/// A user of level standard or above.
pub struct Standard(pub User);

/// A user of level admin.
pub struct Admin(pub User);

/// How a request that starts something was signed in to.
pub struct Via(pub Trigger);

/// What a request shows to say who sends it.
enum Credential<'a> {
    Token(&'a str),
    ApiKey(&'a str),
}

/// `Authorization: Bearer TOKEN`, `Authorization: ApiKey KEY` or `X-API-Key: KEY`.
fn credential(parts: &Parts) -> Option<Credential<'_>> {
    if let Some(key) = parts.headers.get("x-api-key") {
        return Some(Credential::ApiKey(key.to_str().ok()?.trim()));
    }
    let (scheme, given) = parts.headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    match scheme.to_ascii_lowercase().as_str() {
        "bearer" => Some(Credential::Token(given.trim())),
        "apikey" => Some(Credential::ApiKey(given.trim())),
        _ => None,
    }
}

async fn signed_in<S>(parts: &Parts, state: &S) -> Result<User, ApiError>
where
    Users: FromRef<S>,
    S: Send + Sync,
{
    let users = Users::from_ref(state);
    let found = match credential(parts).ok_or_else(ApiError::missing_credentials)? {
        Credential::Token(token) => users.by_access_token(token).await,
        Credential::ApiKey(key) => users.by_api_key(key).await,
    };
    found.map_err(|error| match error {
        Error::Token(_) => {
            ApiError::Unauthenticated("Given token not valid for any token type".to_owned())
        }
        Error::BadApiKey => ApiError::Unauthenticated("Invalid API key".to_owned()),
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

impl<S: Send + Sync> FromRequestParts<S> for Via {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(match credential(parts) {
            Some(Credential::ApiKey(_)) => Trigger::ApiKey,
            Some(Credential::Token(_)) | None => Trigger::User,
        }))
    }
}
