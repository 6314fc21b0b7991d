//! `/api/accounts/…`: signing in, and who one is.

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use pluggarr_service::is_local;
use pluggarr_service::users::{NewUser, User, UserLevel, Users};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::App;
use crate::http::auth::SignedIn;
use crate::http::body::Body;
use crate::http::error::ApiResult;
use crate::http::visitor::AskedBy;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sign_in))
        .routes(routes!(refresh))
        .routes(routes!(superuser_exists, create_superuser))
        .routes(routes!(me))
}

/// A name and a password.
#[derive(Deserialize, ToSchema)]
pub struct Credentials {
    username: String,
    password: String,
}

/// Both tokens: 30 minutes and a day.
#[derive(Serialize, ToSchema)]
pub struct TokenPair {
    access: String,
    refresh: String,
}

/// Sign in.
#[utoipa::path(post, path = "/api/accounts/token", tag = "accounts",
    request_body = Credentials, responses((status = 200, body = TokenPair)))]
async fn sign_in(
    State(users): State<Users>,
    AskedBy(visitor): AskedBy,
    Body(body): Body<Credentials>,
) -> ApiResult<Json<TokenPair>> {
    let (access, refresh) = users.sign_in(&body.username, &body.password, visitor).await?;
    Ok(Json(TokenPair { access, refresh }))
}

/// A refresh token.
#[derive(Deserialize, ToSchema)]
pub struct RefreshToken {
    refresh: String,
}

/// A new access token.
#[derive(Serialize, ToSchema)]
pub struct AccessToken {
    access: String,
}

/// Buy a new access token with a refresh token.
#[utoipa::path(post, path = "/api/accounts/token/refresh", tag = "accounts",
    request_body = RefreshToken, responses((status = 200, body = AccessToken)))]
async fn refresh(
    State(users): State<Users>,
    Body(body): Body<RefreshToken>,
) -> ApiResult<Json<AccessToken>> {
    Ok(Json(AccessToken { access: users.refresh(&body.refresh).await? }))
}

/// Whether there is an admin yet.
#[derive(Serialize, ToSchema)]
pub struct SuperuserExists {
    superuser_exists: bool,
    /// Where the request comes from; only while there is no admin.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_ip: Option<String>,
    /// Whether an admin may be made from there; only while there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    setup_allowed: Option<bool>,
}

impl SuperuserExists {
    const YES: Self = Self { superuser_exists: true, client_ip: None, setup_allowed: None };

    fn no(peer: SocketAddr) -> Self {
        Self {
            superuser_exists: false,
            client_ip: Some(peer.ip().to_canonical().to_string()),
            setup_allowed: Some(is_local(peer.ip())),
        }
    }
}

/// Whether there is an admin yet; while there is none, anybody who reaches this may become it.
#[utoipa::path(get, path = "/api/accounts/initialize-superuser", tag = "accounts",
    responses((status = 200, body = SuperuserExists)))]
async fn superuser_exists(
    State(users): State<Users>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
) -> ApiResult<Json<SuperuserExists>> {
    Ok(Json(match users.admin_exists().await? {
        true => SuperuserExists::YES,
        false => SuperuserExists::no(peer),
    }))
}

/// The first admin.
#[derive(Deserialize, ToSchema)]
pub struct FirstAdmin {
    username: String,
    password: String,
    #[serde(default)]
    email: String,
}

/// Make the first admin, from an address of this network only.
#[utoipa::path(post, path = "/api/accounts/initialize-superuser", tag = "accounts",
    request_body = FirstAdmin, responses((status = 201, body = SuperuserExists)))]
async fn create_superuser(
    State(users): State<Users>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Body(body): Body<FirstAdmin>,
) -> ApiResult<(StatusCode, Json<SuperuserExists>)> {
    let admin = NewUser {
        username: body.username,
        password: body.password,
        email: body.email,
        level: UserLevel::Admin,
    };
    users.create_first_admin(admin, peer.ip()).await?;
    Ok((StatusCode::CREATED, Json(SuperuserExists::YES)))
}

/// A user as others see them: never with the password.
#[derive(Serialize, ToSchema)]
pub struct UserView {
    id: i64,
    username: String,
    email: String,
    user_level: i64,
    is_superuser: bool,
    is_staff: bool,
    is_active: bool,
    first_name: String,
    last_name: String,
    custom_properties: serde_json::Value,
    channel_profiles: Vec<i64>,
    stream_limit: i64,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        let row = user.row;
        Self {
            id: row.id,
            username: row.username,
            email: row.email,
            user_level: row.user_level,
            is_superuser: row.is_superuser,
            is_staff: row.is_staff,
            is_active: row.is_active,
            first_name: row.first_name,
            last_name: row.last_name,
            custom_properties: row.custom_properties.unwrap_or_default(),
            channel_profiles: user.channel_profiles,
            stream_limit: row.stream_limit,
        }
    }
}

/// Who am I?
#[utoipa::path(get, path = "/api/accounts/users/me", tag = "accounts",
    responses((status = 200, body = UserView)))]
async fn me(SignedIn(user): SignedIn) -> Json<UserView> {
    Json(user.into())
}
