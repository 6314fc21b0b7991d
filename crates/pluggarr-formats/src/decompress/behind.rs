//! What stands behind the end of compressed data.

use std::io::{self, BufRead};

/// What follows a gzip member or an xz stream.
pub(super) enum Behind {
    /// The end of the file, or zeros up to it: tapes and some writers pad with them.
    Nothing,
    /// Another of its kind, by its first byte.
    Another,
    /// Bytes that do not belong to it.
    Garbage,
}

/// Look behind the end, past zeros. `first` is the first byte of another of its kind.
pub(super) fn look_behind(input: &mut impl BufRead, first: u8) -> io::Result<Behind> {
    loop {
        let bytes = input.fill_buf()?;
        match bytes.first() {
            None => return Ok(Behind::Nothing),
            Some(0) => {
                let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
                input.consume(zeros);
            }
            Some(byte) if *byte == first => return Ok(Behind::Another),
            Some(_) => return Ok(Behind::Garbage),
        }
    }
}
