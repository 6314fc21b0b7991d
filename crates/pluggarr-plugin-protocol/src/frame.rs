//! A frame: four bytes of length, big-endian, then that many bytes of msgpack.
//!
//! Knows the bytes, not the sockets: readers and writers of the host and of the tests share it.

use serde::{Serialize, de::DeserializeOwned};

/// Bytes before the body of every frame.
pub const HEADER_BYTES: usize = 4;

/// The largest body either side sends or accepts.
pub const MAX_FRAME_BYTES: usize = 64 * 1024 * 1024;

/// Why a message did not become a frame, or a frame a message.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The message is too large to be sent; nothing was written.
    #[error(
        "a message of {bytes} bytes is larger than the {MAX_FRAME_BYTES} bytes a frame may have"
    )]
    TooLarge {
        /// Bytes of the body.
        bytes: usize,
    },
    /// The message has no msgpack form.
    #[error("the message cannot be written as msgpack")]
    Encode(#[from] rmp_serde::encode::Error),
    /// The body is no message that this side knows.
    #[error("a frame of {bytes} bytes is not a message of this protocol")]
    Decode {
        /// Bytes of the body.
        bytes: usize,
        /// What msgpack or the message's shape objected to.
        source: rmp_serde::decode::Error,
    },
}

/// The bytes of a frame that carries `message`.
pub fn encode<M: Serialize>(message: &M) -> Result<Vec<u8>, FrameError> {
    let mut frame = vec![0; HEADER_BYTES];
    let mut serializer = rmp_serde::Serializer::new(&mut frame).with_struct_map();
    message.serialize(&mut serializer)?;
    let bytes = frame.len() - HEADER_BYTES;
    match u32::try_from(bytes) {
        Ok(length) if bytes <= MAX_FRAME_BYTES => {
            frame[..HEADER_BYTES].copy_from_slice(&length.to_be_bytes());
            Ok(frame)
        }
        _ => Err(FrameError::TooLarge { bytes }),
    }
}

/// How many bytes of body follow this header.
pub fn body_length(header: [u8; HEADER_BYTES]) -> Result<usize, FrameError> {
    let bytes = u32::from_be_bytes(header) as usize;
    if bytes > MAX_FRAME_BYTES { Err(FrameError::TooLarge { bytes }) } else { Ok(bytes) }
}

/// The message in the body of a frame.
pub fn decode<M: DeserializeOwned>(body: &[u8]) -> Result<M, FrameError> {
    rmp_serde::from_slice(body).map_err(|source| FrameError::Decode { bytes: body.len(), source })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_was_encoded_is_decoded() {
        let value = json!({"type": "x", "list": [1, -2, 3.5, null, true, "ü"], "big": u64::MAX});
        let frame = encode(&value).unwrap();
        let length = body_length(frame[..4].try_into().unwrap()).unwrap();
        assert_eq!(length, frame.len() - 4);
        assert_eq!(decode::<Value>(&frame[4..]).unwrap(), value);
    }

    #[test]
    fn a_message_that_is_too_large_is_refused_before_it_is_sent() {
        let error = encode(&"x".repeat(MAX_FRAME_BYTES + 1)).unwrap_err();
        assert!(matches!(error, FrameError::TooLarge { .. }), "{error}");
    }

    #[test]
    fn a_header_that_promises_too_much_is_refused_before_it_is_read() {
        let error = body_length(u32::MAX.to_be_bytes()).unwrap_err();
        assert!(matches!(error, FrameError::TooLarge { bytes: 4_294_967_295 }), "{error}");
    }

    #[test]
    fn a_body_that_is_cut_short_is_an_error() {
        let frame = encode(&json!({"type": "pong", "id": 1})).unwrap();
        let error = decode::<Value>(&frame[4..frame.len() - 1]).unwrap_err();
        assert!(matches!(error, FrameError::Decode { .. }), "{error}");
    }
}
