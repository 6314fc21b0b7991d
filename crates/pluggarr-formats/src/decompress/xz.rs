//! xz files, through liblzma.
//!
//! Uses the library's low-level call because its reader throws away what it has expanded when it meets
//! damage in the same step.

use std::io::{self, BufRead, Read};

use liblzma::stream::{Action, Error as LzmaError, Status, Stream};

use super::{
    Compression,
    behind::{Behind, look_behind},
};
use crate::{Damage, Error};

/// First byte of a stream.
const MAGIC: u8 = 0xfd;
/// The strongest usual setting needs 65 MiB; a file may ask for 4 GiB.
const MAX_MEMORY: u64 = 128 << 20;

/// Expands all streams of an xz file, one after the other.
pub(super) struct Xz<R> {
    input: R,
    stream: Stream,
    is_first: bool,
    end: Option<End>,
}

/// Told once all that came before has been handed out.
#[derive(Clone, Copy)]
enum End {
    /// Another stream may follow.
    OfStream,
    Whole,
    Damaged(Damage),
}

impl<R: BufRead> Xz<R> {
    pub(super) fn new(input: R) -> Result<Self, Error> {
        Ok(Self { input, stream: decoder()?, is_first: true, end: None })
    }

    /// Expand some more into `out`, or find out how it ends.
    fn step(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let bytes = self.input.fill_buf()?;
        let at_end = bytes.is_empty();
        let action = if at_end { Action::Finish } else { Action::Run };
        let (taken, made) = (self.stream.total_in(), self.stream.total_out());
        let result = self.stream.process(bytes, out, action);
        let taken = (self.stream.total_in() - taken) as usize;
        let made = (self.stream.total_out() - made) as usize;
        self.input.consume(taken);
        self.end = match result {
            Ok(Status::StreamEnd) => Some(End::OfStream),
            Ok(_) if made > 0 => None,
            Ok(_) if at_end => Some(End::Damaged(Damage::Truncated)),
            Ok(_) if taken == 0 => Some(End::Damaged(Damage::Corrupt)),
            Ok(_) => None,
            Err(error) => Some(End::Damaged(self.damage(&error))),
        };
        Ok(made)
    }

    /// Go to the next stream, if there is one.
    fn next_stream(&mut self) -> io::Result<Option<End>> {
        Ok(match look_behind(&mut self.input, MAGIC)? {
            Behind::Nothing => Some(End::Whole),
            Behind::Garbage => Some(End::Damaged(Damage::TrailingGarbage)),
            Behind::Another => {
                self.stream = decoder()?;
                self.is_first = false;
                None
            }
        })
    }

    fn damage(&self, error: &LzmaError) -> Damage {
        match error {
            LzmaError::Mem | LzmaError::MemLimit => Damage::NeedsTooMuchMemory,
            // Not the beginning of a stream, and it stands behind one.
            LzmaError::Format if !self.is_first => Damage::TrailingGarbage,
            _ => Damage::Corrupt,
        }
    }
}

fn decoder() -> Result<Stream, Error> {
    Stream::new_stream_decoder(MAX_MEMORY, 0).map_err(|error| Error::Read(error.into()))
}

impl<R: BufRead> Read for Xz<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            match self.end {
                Some(End::OfStream) => self.end = self.next_stream()?,
                Some(End::Whole) => return Ok(0),
                Some(End::Damaged(damage)) => {
                    return Err(Error::Damaged { format: Compression::Xz, damage }.into());
                }
                None => match self.step(out)? {
                    0 => {}
                    made => return Ok(made),
                },
            }
        }
    }
}
