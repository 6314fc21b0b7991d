//! Deflate, as gzip and zip both carry it.
//!
//! Uses the library's low-level call because its readers answer a stream that breaks off with an end.

use std::io::{self, BufRead};

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::Compression;
use crate::{Damage, Error};

pub(super) struct Inflate {
    format: Compression,
    raw: Decompress,
    crc: Crc,
    done: bool,
}

impl Inflate {
    pub(super) fn new(format: Compression) -> Self {
        Self { format, raw: Decompress::new(false), crc: Crc::new(), done: false }
    }

    /// Fill `out` from `input`; nothing only at the end of the deflate stream.
    pub(super) fn read(&mut self, input: &mut impl BufRead, out: &mut [u8]) -> io::Result<usize> {
        while !self.done && !out.is_empty() {
            let bytes = input.fill_buf()?;
            let at_end = bytes.is_empty();
            let (taken, made) = (self.raw.total_in(), self.raw.total_out());
            let status = self
                .raw
                .decompress(bytes, out, FlushDecompress::None)
                .map_err(|_| self.damaged(Damage::Corrupt))?;
            let taken = (self.raw.total_in() - taken) as usize;
            let made = (self.raw.total_out() - made) as usize;
            input.consume(taken);
            self.crc.update(&out[..made]);
            self.done = status == Status::StreamEnd;
            if made > 0 {
                return Ok(made);
            }
            if !self.done && at_end {
                return Err(self.damaged(Damage::Truncated).into());
            }
            if !self.done && taken == 0 {
                return Err(self.damaged(Damage::Corrupt).into());
            }
        }
        Ok(0)
    }

    pub(super) fn checksum(&self) -> u32 {
        self.crc.sum()
    }

    /// How much was expanded, modulo 2^32 as gzip counts it.
    pub(super) fn length(&self) -> u32 {
        self.crc.amount()
    }

    fn damaged(&self, damage: Damage) -> Error {
        Error::Damaged { format: self.format, damage }
    }
}
