//! gzip files of one or more members.

use std::io::{self, BufRead, Read};

use super::{
    Compression,
    behind::{Behind, look_behind},
    inflate::Inflate,
};
use crate::{Damage, Error};

/// A header may carry a file name and a comment without a length; nobody's is longer than this.
const MAX_HEADER_TEXT: usize = 64 * 1024;

const MAGIC: [u8; 2] = [0x1f, 0x8b];
const DEFLATE: u8 = 8;

const HAS_CRC: u8 = 2;
const HAS_EXTRA: u8 = 4;
const HAS_NAME: u8 = 8;
const HAS_COMMENT: u8 = 16;

/// Expands all members of a gzip file, one after the other.
pub(super) struct Gzip<R> {
    input: R,
    member: Option<Inflate>,
    members_read: usize,
}

impl<R: BufRead> Gzip<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, member: None, members_read: 0 }
    }

    /// Go to the next member; false at the end of the file.
    fn next_member(&mut self) -> io::Result<bool> {
        if self.members_read > 0 {
            match look_behind(&mut self.input, MAGIC[0])? {
                Behind::Nothing => return Ok(false),
                Behind::Another => {}
                Behind::Garbage => return Err(damaged(Damage::TrailingGarbage)),
            }
        }
        self.read_header()?;
        self.member = Some(Inflate::new(Compression::Gzip));
        self.members_read += 1;
        Ok(true)
    }

    fn read_header(&mut self) -> io::Result<()> {
        let is_first = self.members_read == 0;
        let not_gzip = if is_first { Damage::Corrupt } else { Damage::TrailingGarbage };
        // The magic number alone, because garbage may be shorter than a header.
        if !is_first && self.input.fill_buf()?.get(1).is_some_and(|byte| *byte != MAGIC[1]) {
            return Err(damaged(not_gzip));
        }
        let header = self.bytes::<10>()?;
        if header[..2] != MAGIC || header[2] != DEFLATE {
            return Err(damaged(not_gzip));
        }
        let flags = header[3];
        if flags & HAS_EXTRA != 0 {
            let length = u16::from_le_bytes(self.bytes()?);
            for _ in 0..length {
                self.bytes::<1>()?;
            }
        }
        for text in [HAS_NAME, HAS_COMMENT] {
            if flags & text != 0 {
                self.skip_text()?;
            }
        }
        if flags & HAS_CRC != 0 {
            self.bytes::<2>()?;
        }
        Ok(())
    }

    fn skip_text(&mut self) -> io::Result<()> {
        for _ in 0..MAX_HEADER_TEXT {
            if self.bytes()? == [0] {
                return Ok(());
            }
        }
        Err(damaged(Damage::Corrupt))
    }

    fn check_trailer(&mut self, member: &Inflate) -> io::Result<()> {
        let checksum = u32::from_le_bytes(self.bytes()?);
        let length = u32::from_le_bytes(self.bytes()?);
        if (checksum, length) == (member.checksum(), member.length()) {
            Ok(())
        } else {
            Err(damaged(Damage::BadChecksum))
        }
    }

    fn bytes<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        let mut filled = 0;
        while filled < N {
            match self.input.read(&mut bytes[filled..])? {
                0 => return Err(damaged(Damage::Truncated)),
                count => filled += count,
            }
        }
        Ok(bytes)
    }
}

impl<R: BufRead> Read for Gzip<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            if let Some(member) = &mut self.member {
                let count = member.read(&mut self.input, out)?;
                if count > 0 {
                    return Ok(count);
                }
                if let Some(member) = self.member.take() {
                    self.check_trailer(&member)?;
                }
            }
            if !self.next_member()? {
                return Ok(0);
            }
        }
    }
}

fn damaged(damage: Damage) -> io::Error {
    Error::Damaged { format: Compression::Gzip, damage }.into()
}
