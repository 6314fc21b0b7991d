//! `/api/accounts/api-keys/…`: the key that scripts sign in with.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use pluggarr_service::users::{User, Users};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::accounts::UserView;
use crate::http::App;
use crate::http::auth::SignedIn;
use crate::http::body::Body;
use crate::http::error::{ApiError, ApiResult};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show)).routes(routes!(generate)).routes(routes!(revoke))
}

/// One's own key, or null.
#[derive(Serialize, ToSchema)]
struct OwnKey {
    key: Option<String>,
}

/// One's own API key.
#[utoipa::path(get, path = "/api/accounts/api-keys", tag = "accounts",
    responses((status = 200, body = OwnKey)))]
async fn show(State(users): State<Users>, SignedIn(user): SignedIn) -> ApiResult<Json<OwnKey>> {
    Ok(Json(OwnKey { key: users.api_key(user.row.id).await? }))
}

/// Whose key; one's own if nothing is said.
#[derive(Deserialize, ToSchema)]
struct Whose {
    user_id: Option<i64>,
}

impl Whose {
    /// The id that is meant. Others' keys are an admin's business.
    fn of(&self, asking: &User) -> Result<i64, ApiError> {
        match self.user_id {
            Some(id) if id != asking.row.id && !asking.is_admin() => Err(ApiError::Forbidden),
            id => Ok(id.unwrap_or(asking.row.id)),
        }
    }
}

/// A fresh key.
#[derive(Serialize, ToSchema)]
struct NewKey {
    key: String,
    user: UserView,
}

/// Make an API key. The one before no longer holds.
#[utoipa::path(post, path = "/api/accounts/api-keys/generate", tag = "accounts",
    request_body = Whose, responses((status = 201, body = NewKey)))]
async fn generate(
    State(users): State<Users>,
    SignedIn(asking): SignedIn,
    Body(whose): Body<Whose>,
) -> ApiResult<(StatusCode, Json<NewKey>)> {
    let (key, user) = users.generate_api_key(whose.of(&asking)?).await?;
    Ok((StatusCode::CREATED, Json(NewKey { key, user: user.into() })))
}

/// Take an API key away.
#[utoipa::path(post, path = "/api/accounts/api-keys/revoke", tag = "accounts",
    request_body = Whose, responses((status = 200, body = Value)))]
async fn revoke(
    State(users): State<Users>,
    SignedIn(asking): SignedIn,
    Body(whose): Body<Whose>,
) -> ApiResult<Json<Value>> {
    users.revoke_api_key(whose.of(&asking)?).await?;
    Ok(Json(json!({"success": true})))
}
