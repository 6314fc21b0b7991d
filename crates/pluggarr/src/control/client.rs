//! Asks the running server, or does the work here.

use anyhow::{Context, bail};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;

use super::{OnProgress, Reply, Request, execute, socket_path};
use crate::serve::Place;

/// Have `request` answered by the server on `place`, or in this process if none runs there.
pub async fn ask(
    place: &Place,
    request: &Request,
    mut on_progress: OnProgress,
) -> anyhow::Result<Value> {
    match UnixStream::connect(socket_path(&place.data_dir)).await {
        Ok(socket) => ask_server(socket, request, &mut on_progress).await,
        // No socket, or one that a killed server left behind.
        Err(_) => {
            let app = place.open().await?;
            let answer = execute::execute(&app, request, &mut on_progress).await;
            app.shutdown().await;
            answer.map_err(anyhow::Error::from)
        }
    }
}

async fn ask_server(
    mut socket: UnixStream,
    request: &Request,
    on_progress: &mut OnProgress,
) -> anyhow::Result<Value> {
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    socket.write_all(&line).await.context("asking the running server")?;
    let mut lines = BufReader::new(socket).lines();
    while let Some(line) = lines.next_line().await.context("listening to the running server")? {
        match serde_json::from_str(&line).context("the running server is of another version")? {
            Reply::Progress(progress) => on_progress(progress),
            Reply::Done { answer } => return Ok(answer),
            Reply::Failed { message } => bail!(message),
        }
    }
    bail!("the running server ended before it answered")
}
