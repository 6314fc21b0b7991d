//! A web server that answers as it is told, wrongly too: where playlists and guides come from.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

type Answers = Arc<Mutex<HashMap<String, Vec<u8>>>>;

pub struct Site {
    address: SocketAddr,
    answers: Answers,
    /// The heads of all requests so far.
    requests: Arc<Mutex<Vec<String>>>,
}

impl Site {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (answers, requests) = (Answers::default(), Arc::<Mutex<Vec<String>>>::default());
        let (told, heard) = (answers.clone(), requests.clone());
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (told, heard) = (told.clone(), heard.clone());
                tokio::spawn(async move {
                    let mut socket = BufReader::new(socket);
                    let head = read_head(&mut socket).await;
                    heard.lock().unwrap().push(head.clone());
                    answer(socket, &head, &told).await;
                });
            }
        });
        Self { address, answers, requests }
    }

    /// The head of the last request.
    pub fn last_request(&self) -> String {
        self.requests.lock().unwrap().last().cloned().unwrap_or_default()
    }

    /// From now on `path` is this file.
    pub fn put(&self, path: &str, content: impl AsRef<[u8]>) {
        let content = content.as_ref();
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", content.len());
        self.answer_with(path, [head.as_bytes(), content].concat());
    }

    /// From now on `path` is answered with these bytes, and the connection closed.
    pub fn answer_with(&self, path: &str, answer: impl Into<Vec<u8>>) {
        self.answers.lock().unwrap().insert(path.to_owned(), answer.into());
    }

    /// The address of `path`, with a login in it as providers have.
    pub fn url(&self, path: &str) -> String {
        format!("http://user:secret@{}{path}", self.address)
    }
}

async fn read_head(socket: &mut BufReader<TcpStream>) -> String {
    let mut head = String::new();
    while socket.read_line(&mut head).await.is_ok_and(|length| length > 2) {}
    head
}

async fn answer(mut socket: BufReader<TcpStream>, head: &str, answers: &Answers) {
    let path = head.split(' ').nth(1).unwrap_or_default();
    let answer = answers.lock().unwrap().get(path).cloned();
    let missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec();
    let _ = socket.write_all(&answer.unwrap_or(missing)).await;
    let _ = socket.shutdown().await;
}
