//! Unpacking one entry.

use std::io::{Read, Seek, Write};
use std::path::Path;

use super::listing::Listing;
use super::{ArchiveError, Limits};

/// How much is unpacked between two looks at the limits.
const CHUNK: usize = 64 << 10;

/// Unpack the entry at `place` to `to`, counting what really comes out of it; `total` counts that of all entries so far.
/// Reading to the end checks its sum. `path` is what `to` is called, for the error.
pub fn copy<R: Read + Seek>(
    listing: &mut Listing<R>,
    place: usize,
    to: &mut impl Write,
    path: &Path,
    total: &mut u64,
    limits: &Limits,
) -> Result<(), ArchiveError> {
    let (entry, declared) = {
        let entry = &listing.entries[place];
        (entry.path.to_string(), entry.bytes)
    };
    let mut content = listing.open(place)?;
    let (mut chunk, mut bytes) = (vec![0; CHUNK], 0);
    loop {
        let read = match content.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) => return Err(ArchiveError::BadEntry { entry, why: error.to_string() }),
        };
        bytes += read as u64;
        *total += read as u64;
        if bytes > limits.file_bytes {
            return Err(ArchiveError::FileTooLarge { entry, bytes, limit: limits.file_bytes });
        }
        if *total > limits.total_bytes {
            return Err(ArchiveError::TooLarge { entry, bytes: *total, limit: limits.total_bytes });
        }
        to.write_all(&chunk[..read]).map_err(ArchiveError::file(path))?;
    }
    match bytes == declared {
        true => Ok(()),
        false => {
            let why = format!("it has {bytes} bytes, not {declared} as the archive says");
            Err(ArchiveError::BadEntry { entry, why })
        }
    }
}
