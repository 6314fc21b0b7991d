//! xz files, through liblzma.

use std::io::{self, BufRead, Read};

use liblzma::{
    bufread::XzDecoder,
    stream::{CONCATENATED, Error as LzmaError, Stream},
};

use super::Compression;
use crate::{Damage, Error};

/// The strongest usual setting needs 65 MiB; a file may ask for 4 GiB.
const MAX_MEMORY: u64 = 128 << 20;

pub(super) struct Xz<R> {
    decoder: XzDecoder<R>,
}

impl<R: BufRead> Xz<R> {
    pub(super) fn new(input: R) -> Result<Self, Error> {
        let stream = Stream::new_stream_decoder(MAX_MEMORY, CONCATENATED)
            .map_err(|e| Error::Read(e.into()))?;
        Ok(Self { decoder: XzDecoder::new_stream(input, stream) })
    }

    /// The decoder's errors in our words; those of the reader below pass unchanged.
    fn explain(&self, error: io::Error) -> io::Error {
        let damage = match error.get_ref().and_then(|e| e.downcast_ref::<LzmaError>()) {
            Some(LzmaError::Mem | LzmaError::MemLimit) => Damage::NeedsTooMuchMemory,
            // Not the beginning of a stream, yet something was read: it stands behind one.
            Some(LzmaError::Format) if self.decoder.total_out() > 0 => Damage::TrailingGarbage,
            Some(_) => Damage::Corrupt,
            None if error.to_string() == "premature eof" => Damage::Truncated,
            None if error.to_string() == "corrupt xz stream" => Damage::Corrupt,
            None => return error,
        };
        Error::Damaged { format: Compression::Xz, damage }.into()
    }
}

impl<R: BufRead> Read for Xz<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(out).map_err(|error| self.explain(error))
    }
}
