//! Frames over anything that reads bytes.

use pluggarr_plugin_protocol::{HEADER_BYTES, body_length, decode};
use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncReadExt};

use crate::error::ConnectionError;

/// A body that is larger is taken apart by a thread that may take its time: 50 MB take half a second, in which all
/// that shares this thread would stand still.
const LARGE: usize = 256 * 1024;

/// The next message, or `None` where the sender has closed its end between two frames.
pub(crate) async fn read_message<M: DeserializeOwned + Send + 'static>(
    reader: &mut (impl AsyncRead + Unpin),
) -> Result<Option<M>, ConnectionError> {
    let mut header = [0; HEADER_BYTES];
    match reader.read_exact(&mut header).await {
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    let length = body_length(header)?;
    // Grows as the bytes come: a worker that announces 64 MiB and sends none costs nothing.
    let mut body = Vec::with_capacity(length.min(64 * 1024));
    reader.take(length as u64).read_to_end(&mut body).await?;
    if body.len() < length {
        return Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into());
    }
    if length <= LARGE {
        return Ok(Some(decode(&body)?));
    }
    match tokio::task::spawn_blocking(move || decode(&body)).await {
        Ok(message) => Ok(Some(message?)),
        Err(error) => Err(std::io::Error::other(error).into()),
    }
}

#[cfg(test)]
mod tests {
    use pluggarr_plugin_protocol::{StatusMessage, encode};
    use tokio::io::AsyncWriteExt;

    use super::*;

    #[tokio::test]
    async fn messages_come_out_as_they_went_in_and_the_end_is_no_error() {
        let (mut near, mut far) = tokio::io::duplex(7);
        let sent = StatusMessage::Started { pid: 4711 };
        let frame = encode(&sent).unwrap();
        tokio::spawn(async move {
            far.write_all(&frame).await.unwrap();
            far.write_all(&frame).await.unwrap();
        });
        for _ in 0..2 {
            assert_eq!(read_message(&mut near).await.unwrap(), Some(sent.clone()));
        }
        assert_eq!(read_message::<StatusMessage>(&mut near).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_frame_that_breaks_off_is_an_error() {
        let frame = encode(&StatusMessage::Started { pid: 4711 }).unwrap();
        let mut reader = &frame[..frame.len() - 1];
        let error = read_message::<StatusMessage>(&mut reader).await.unwrap_err();
        assert!(matches!(error, ConnectionError::Io(_)), "{error}");
    }
}
