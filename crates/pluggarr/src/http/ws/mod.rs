//! Live updates: `/ws/?token=<access token>`.

mod runs;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRef, Query, State};
use axum::response::Response;
use pluggarr_service::Application;
use pluggarr_service::events::{Audience, Update};
use pluggarr_service::runs::Change;
use pluggarr_service::users::{User, Users};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use self::runs::Following;
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
    Ok(upgrade.on_upgrade(move |socket| pass_on(socket, app.0, user)))
}

async fn pass_on(mut socket: WebSocket, app: Application, user: User) {
    let mut updates = app.events().subscribe();
    // Runs are told to admins only; nobody else needs to be counted as listening.
    let mut changes = user.is_admin().then(|| app.runs().changes());
    let mut follows = Following::default();
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
            change = next(&mut changes) => match change {
                Ok(change) => {
                    let messages = runs::messages(&app, change, &follows).await;
                    send_all(&mut socket, messages).await
                }
                Err(RecvError::Lagged(_) | RecvError::Closed) => break,
            },
            message = socket.recv() => match message {
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(Message::Text(text))) => {
                    follows.hear(&text);
                    Ok(())
                }
                Some(Ok(_)) => Ok(()),
            },
        };
        if sent.is_err() {
            break;
        }
    }
}

/// The next change; never, where none are listened to.
async fn next(changes: &mut Option<Receiver<Change>>) -> Result<Change, RecvError> {
    match changes {
        Some(changes) => changes.recv().await,
        None => std::future::pending().await,
    }
}

async fn send_all(socket: &mut WebSocket, messages: Vec<Value>) -> Result<(), axum::Error> {
    for data in messages {
        let message = json!({"type": "update", "data": data});
        socket.send(Message::text(message.to_string())).await?;
    }
    Ok(())
}

fn may_see(user: &User, update: &Update) -> bool {
    match update.audience {
        Audience::Everyone => true,
        Audience::Admins => user.is_admin(),
    }
}
