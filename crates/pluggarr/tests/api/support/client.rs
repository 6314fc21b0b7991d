//! Asks the service as a client at some address, without a network between them.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::http::{HeaderMap, Method, StatusCode, header};
use pluggarr_service::Application;
use serde_json::Value;
use tower::{Service, ServiceExt};
use tower_http::normalize_path::NormalizePath;

/// Somebody at an address, signed in or not.
#[derive(Clone)]
pub struct Client {
    service: IntoMakeServiceWithConnectInfo<NormalizePath<Router>, SocketAddr>,
    address: IpAddr,
    token: Option<String>,
    headers: Vec<(String, String)>,
}

impl Client {
    pub fn new(app: &Application, address: IpAddr) -> Self {
        let service = pluggarr::http::service(app.clone()).into_make_service_with_connect_info();
        Self { service, address, token: None, headers: Vec::new() }
    }

    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    pub fn with_header(&self, name: &str, value: &str) -> Self {
        Self { headers: vec![(name.to_owned(), value.to_owned())], ..self.clone() }
    }

    pub fn at(&self, address: [u8; 4]) -> Self {
        Self { address: address.into(), ..self.clone() }
    }

    pub fn token(&self) -> &str {
        self.token.as_deref().unwrap()
    }

    pub async fn get(&self, path: &str) -> Response {
        self.send(Method::GET, path, Body::empty()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Response {
        self.send(Method::POST, path, body.to_string().into()).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Response {
        self.send(Method::PATCH, path, body.to_string().into()).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Response {
        self.send(Method::PUT, path, body.to_string().into()).await
    }

    pub async fn delete(&self, path: &str) -> Response {
        self.send(Method::DELETE, path, Body::empty()).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Body) -> Response {
        let mut request =
            Request::builder().method(method).uri(path).header(header::HOST, "tv.test:9191");
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let peer = SocketAddr::new(self.address, 50_000);
        let service = self.service.clone().call(peer).await.unwrap();
        let answer = service.oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Response { status: parts.status, headers: parts.headers, bytes }
    }
}

/// An answer; as text it is the status and the body.
#[derive(Debug)]
pub struct Response {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Response {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("not JSON: {self}"))
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    /// The body of an answer that must be a success.
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert!(self.status.is_success(), "{self}");
        self.json()
    }

    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(&name).map_or("", |value| value.to_str().unwrap())
    }
}

impl fmt::Display for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status.as_u16(), String::from_utf8_lossy(&self.bytes))
    }
}
