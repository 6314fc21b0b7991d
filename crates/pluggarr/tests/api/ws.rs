//! `/ws/?token=…`: live updates, over a real socket.

use std::net::SocketAddr;
use std::time::Duration;

use axum::http::StatusCode;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::support::TestApp;

/// Longer than any update takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    async fn next(&mut self) -> Value {
        let message = tokio::time::timeout(PATIENCE, self.0.next()).await.expect("an update");
        serde_json::from_str(message.unwrap().unwrap().to_text().unwrap()).unwrap()
    }

    /// The next update of a type, and that it is wrapped as clients expect.
    async fn update(&mut self, kind: &str) -> Value {
        loop {
            let message = self.next().await;
            assert_eq!(message["type"], "update", "{message}");
            if message["data"]["type"] == kind {
                return message["data"].clone();
            }
        }
    }
}

/// Serve `app` on a port of this machine.
async fn serve(app: &TestApp) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = pluggarr::http::service(app.app.clone());
    let service = service.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    address
}

/// A socket that has been greeted.
async fn open(address: SocketAddr, token: &str) -> Socket {
    let url = format!("ws://{address}/ws/?token={token}");
    let mut socket = Socket(connect_async(url).await.unwrap().0);
    let greeting = socket.next().await;
    assert_eq!(greeting["type"], "connection_established", "{greeting}");
    assert_eq!(greeting["data"]["success"], true);
    socket
}

async fn refusal(address: SocketAddr, query: &str) -> StatusCode {
    match connect_async(format!("ws://{address}/ws/{query}")).await {
        Err(Error::Http(response)) => response.status(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn without_a_good_token_there_is_no_socket() {
    let app = TestApp::new().await;
    let address = serve(&app).await;
    assert_eq!(refusal(address, "").await, StatusCode::UNAUTHORIZED);
    assert_eq!(refusal(address, "?token=").await, StatusCode::UNAUTHORIZED);
    assert_eq!(refusal(address, "?token=garbage").await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_listener_hears_what_happens_to_plugins() {
    let app = TestApp::new().await;
    let address = serve(&app).await;
    let mut socket = open(address, app.admin.token()).await;
    app.write_plugin("p", "class Plugin: pass");
    app.set_enabled("p", json!(true)).await.ok();
    let enabled = json!({
        "type": "plugin_enabled_changed", "plugin_key": "p", "plugin_name": "p", "plugin": "p",
        "enabled": true, "navigation": false,
    });
    assert_eq!(socket.next().await, json!({"type": "update", "data": enabled}));
    // Nothing changed, so nothing is told.
    app.set_enabled("p", json!(true)).await.ok();
    app.save_settings("p", json!({"secret": "of the settings"})).await.ok();
    let saved = json!({"type": "plugin_settings_changed", "plugin": "p"});
    assert_eq!(socket.next().await, json!({"type": "update", "data": saved}));
    app.reload_plugins().await.ok();
    assert_eq!(socket.update("plugins_reloaded").await["count"], 1);
    app.set_enabled("p", json!(false)).await.ok();
    assert_eq!(socket.update("plugin_enabled_changed").await["enabled"], false);
}

const SENDS: &str = r#"
from core.utils import send_websocket_update

class Plugin:
    def run(self, action, params, context):
        send_websocket_update("updates", "update", {
            "type": "plugin", "plugin": "sends", "message": "H\u00e4lf way", "nested": [1, {"a": None}],
        })
        send_websocket_update("updates", "update", {"type": "channel_stats", "for": "admins"})
        send_websocket_update("another group", "update", {"type": "plugin", "message": "unheard"})
        send_websocket_update("updates", "update", {"type": "plugin", "message": "last"})
"#;

#[tokio::test]
async fn what_a_plugin_sends_arrives_word_for_word() {
    let app = TestApp::new().await;
    let address = serve(&app).await;
    app.enabled_plugin("sends", SENDS).await;
    let mut admin = open(address, app.admin.token()).await;
    let mut standard = open(address, app.standard_user().await.token()).await;
    app.run("sends", "go").await.ok();
    let sent = json!({
        "type": "plugin", "plugin": "sends", "message": "Hälf way", "nested": [1, {"a": null}],
    });
    let last = json!({"type": "plugin", "message": "last"});
    let update = |data: &Value| json!({"type": "update", "data": data});
    // Between them admins hear of the run itself.
    assert_eq!(admin.update("plugin").await, sent);
    assert_eq!(admin.update("channel_stats").await["for"], "admins");
    assert_eq!(admin.update("plugin").await, last);
    // Statistics are for admins.
    assert_eq!(standard.next().await, update(&sent));
    assert_eq!(standard.next().await, update(&last));
}

#[tokio::test]
async fn a_refresh_is_followed_from_its_start_to_its_end() {
    let app = TestApp::new().await;
    let address = serve(&app).await;
    let mut socket = open(address, app.admin.token()).await;
    let playlist = app.write("l.m3u", "#EXTM3U\n#EXTINF:-1,One\nhttp://s.invalid/1\n");
    let summary = app.app.m3u_accounts().import(&playlist, "A").await.unwrap();
    let id = app.app.m3u_accounts().by_name("A").await.unwrap().id;
    let first = socket.update("m3u_refresh").await;
    assert_eq!((&first["account"], &first["status"]), (&json!(id), &json!("fetching")));
    let mut progress = 0;
    loop {
        let update = socket.update("m3u_refresh").await;
        if update["status"] == "success" {
            assert_eq!(update["progress"], 100);
            assert_eq!(update["message"], summary.message);
            break;
        }
        if update["action"] == "parsing" {
            let now = update["progress"].as_u64().unwrap();
            assert!((progress..100).contains(&now), "{update}");
            progress = now;
        }
    }
}

const LOGS: &str = r#"
import logging

class Plugin:
    def run(self, action, params, context):
        context["report_progress"](50, "half way")
        logging.getLogger("mine").warning("a line")
        return {"status": "ok", "message": "done"}
"#;

#[tokio::test]
async fn an_admin_follows_runs_and_a_log_and_nobody_else_does() {
    let app = TestApp::new().await;
    let address = serve(&app).await;
    app.enabled_plugin("p", LOGS).await;
    app.enabled_plugin("other", LOGS).await;
    let mut admin = open(address, app.admin.token()).await;
    let mut standard = open(address, app.standard_user().await.token()).await;
    for socket in [&mut admin, &mut standard] {
        let wish = json!({"type": "follow_log", "plugin": "p"}).to_string();
        socket.0.send(Message::text(wish)).await.unwrap();
    }
    // The server reads the wish before it does anything that comes later on the same connection; a ping is answered.
    admin.0.send(Message::Ping(Vec::new().into())).await.unwrap();
    while !matches!(admin.0.next().await.unwrap().unwrap(), Message::Pong(_)) {}
    app.run("other", "go").await.ok();
    app.run("p", "go").await.ok();
    let (mut run, mut complete, mut log) = (Value::Null, Value::Null, Value::Null);
    while [&run, &complete, &log].contains(&&Value::Null) {
        let told = admin.next().await["data"].clone();
        match told["type"].as_str().unwrap() {
            "plugin_run" if told["run"]["plugin"] == "p" && told["run"]["status"] == "finished" => {
                run = told["run"].clone();
            }
            "plugin_task_complete" if told["plugin"] == "p" => complete = told.clone(),
            "plugin_log" => log = told.clone(),
            _ => {}
        }
    }
    assert_eq!(run["outcome"], "succeeded");
    assert_eq!((&log["plugin"], &log["lines"][0]["message"]), (&json!("p"), &json!("a line")));
    assert_eq!((&complete["task_id"], &complete["status"]), (&run["id"], &json!("ok")));
    assert_eq!(complete["result"]["message"], "done");
    app.app.events().publish(json!({"type": "plugin", "message": "the end"}));
    let heard = standard.next().await;
    assert_eq!(heard["data"]["message"], "the end", "nothing of runs or logs before it");
}
