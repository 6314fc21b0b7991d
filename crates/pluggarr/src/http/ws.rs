//! Live updates: `/ws/?token=<access token>`.

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRef, Query, State};
use axum::response::Response;
use pluggarr_service::events::{Audience, Events, Update};
use pluggarr_service::users::{User, Users};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;

use super::App;
use super::error::{ApiError, ApiResult};

/// What stands behind the `?`.
#[derive(Deserialize)]
pub struct Params {
    token: Option<String>,
}

/// Open a socket for whoever the token speaks for; without a good one, 401 before any upgrade.
pub async fn open(
    State(app): State<App>,
    Query(params): Query<Params>,
    upgrade: WebSocketUpgrade,
) -> ApiResult<Response> {
    let token = params.token.ok_or_else(ApiError::missing_credentials)?;
    let user = Users::from_ref(&app).by_access_token(&token).await?;
    let events = Events::from_ref(&app);
    Ok(upgrade.on_upgrade(move |socket| pass_on(socket, events, user)))
}

async fn pass_on(mut socket: WebSocket, events: Events, user: User) {
    let mut updates = events.subscribe();
    let hello = json!({
        "type": "connection_established",
        "data": {"success": true, "message": "WebSocket connection established"},
    });
    if socket.send(Message::text(hello.to_string())).await.is_err() {
        return;
    }
    loop {
        let sent = tokio::select! {
            update = updates.recv() => match update {
                Ok(update) if may_see(&user, &update) => {
                    let message = json!({"type": "update", "data": update.data});
                    socket.send(Message::text(message.to_string())).await
                }
                Ok(_) => Ok(()),
                // A slow reader lost messages. Closing makes it reconnect and load anew, which is
                // right; carrying on would leave it showing what is no longer true.
                Err(RecvError::Lagged(_) | RecvError::Closed) => break,
            },
            message = socket.recv() => match message {
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => Ok(()),
            },
        };
        if sent.is_err() {
            break;
        }
    }
}

fn may_see(user: &User, update: &Update) -> bool {
    match update.audience {
        Audience::Everyone => true,
        Audience::Admins => user.is_admin(),
    }
}
