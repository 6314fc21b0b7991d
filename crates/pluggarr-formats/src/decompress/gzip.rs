//! gzip files of one or more members.

use std::io::{self, BufRead, Read};

use super::{Compression, inflate::Inflate};
use crate::{Damage, Error};

/// A header may carry a file name and a comment without a length; nobody's is longer than this.
const MAX_HEADER_TEXT: usize = 64 * 1024;

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
        if self.members_read > 0 && !self.at_a_member()? {
            return Ok(false);
        }
        self.read_header()?;
        self.member = Some(Inflate::new(Compression::Gzip));
        self.members_read += 1;
        Ok(true)
    }

    /// Behind a member there may be another, or zeros (from tapes), or nothing. All else is garbage.
    fn at_a_member(&mut self) -> io::Result<bool> {
        let mut padded = false;
        loop {
            let bytes = self.input.fill_buf()?;
            match bytes.first() {
                None => return Ok(false),
                Some(0) => {
                    padded = true;
                    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
                    self.input.consume(zeros);
                }
                Some(0x1f) if !padded && bytes.get(1).is_none_or(|byte| *byte == 0x8b) => {
                    return Ok(true);
                }
                Some(_) => return Err(damaged(Damage::TrailingGarbage)),
            }
        }
    }

    fn read_header(&mut self) -> io::Result<()> {
        let [0x1f, 0x8b, 8, flags, ..] = self.bytes::<10>()? else {
            return Err(damaged(if self.members_read > 0 {
                Damage::TrailingGarbage
            } else {
                Damage::Corrupt
            }));
        };
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
