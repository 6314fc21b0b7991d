//! The server's end of the control socket.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::Context;
use pluggarr_service::Application;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;
use tracing::warn;

use super::{OnProgress, Reply, Request, execute, socket_path};

/// More than any request needs; whoever can open the socket owns the data, but may still err.
const LONGEST_REQUEST: u64 = 1 << 20;

/// Answer requests until the program ends. The caller holds the data folder's lock, so a socket
/// file that stands there is a dead one.
pub async fn serve(app: Application, data_dir: &Path) -> anyhow::Result<()> {
    let path = socket_path(data_dir);
    let _ = fs::remove_file(&path);
    let listener = UnixListener::bind(&path)
        .with_context(|| format!("opening the control socket {}", path.display()))?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
    loop {
        let (socket, _) = listener.accept().await?;
        let app = app.clone();
        tokio::spawn(async move {
            if let Err(error) = answer(socket, &app).await {
                warn!("A request on the control socket was not answered: {error}");
            }
        });
    }
}

/// Leave no socket behind that nobody listens at.
pub fn remove_socket(data_dir: &Path) {
    let _ = fs::remove_file(socket_path(data_dir));
}

async fn answer(socket: UnixStream, app: &Application) -> anyhow::Result<()> {
    let (read, mut write) = socket.into_split();
    let mut line = String::new();
    BufReader::new(read.take(LONGEST_REQUEST)).read_line(&mut line).await?;
    let (replies, mut outbox) = mpsc::unbounded_channel();
    let writer = tokio::spawn(async move {
        while let Some(reply) = outbox.recv().await {
            let mut line = serde_json::to_vec(&reply)?;
            line.push(b'\n');
            write.write_all(&line).await?;
        }
        anyhow::Ok(())
    });
    let reply = match serde_json::from_str::<Request>(&line) {
        Ok(request) => {
            let progress = replies.clone();
            let mut on_progress: OnProgress = Box::new(move |step| {
                let _ = progress.send(Reply::Progress(step));
            });
            match execute::execute(app, &request, &mut on_progress).await {
                Ok(answer) => Reply::Done { answer },
                Err(error) => Reply::Failed { message: error.to_string() },
            }
        }
        Err(error) => Reply::Failed { message: format!("not understood: {error}") },
    };
    let _ = replies.send(reply);
    drop(replies);
    writer.await?
}
