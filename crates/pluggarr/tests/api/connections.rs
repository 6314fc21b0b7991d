//! What clients rely on below HTTP: that a kept connection stays.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::TestApp;

/// Python's http.client sends a body after the headers, as a packet of its own. An answer that comes in between closed
/// the connection, and a script's next request was a broken pipe.
#[tokio::test]
async fn a_body_that_nobody_wants_does_not_cost_the_connection() {
    let app = TestApp::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = pluggarr::http::service(app.app.clone());
    let service = service.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    let mut connection = TcpStream::connect(address).await.unwrap();
    for path in ["/api/plugins/runs/none/cancel/", "/api/plugins/plugins/reload/"] {
        let head = format!("POST {path} HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\n");
        connection.write_all(head.as_bytes()).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        connection.write_all(b"{}").await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"}") {
            assert_ne!(connection.read_buf(&mut answer).await.unwrap(), 0, "closed: {path}");
        }
        let answer = String::from_utf8(answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    }
}
