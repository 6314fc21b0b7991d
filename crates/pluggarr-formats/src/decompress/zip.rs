//! The one file wanted out of a zip archive.
//!
//! The library finds the member; its bytes are expanded here, because the library's reader borrows the
//! archive and ours must own it.

use std::{
    io::{self, BufReader, Read, Seek, SeekFrom},
    sync::{Arc, atomic::AtomicU64},
};

use ::zip::{CompressionMethod, ZipArchive, result::ZipError};
use flate2::Crc;

use super::{BUFFER, Compression, Expanded, Limits, inflate::Inflate, limited::Counted};
use crate::{Damage, Error};

/// What playlists and guides are called; compressed ones inside an archive too.
const ENDINGS: [&str; 7] = [".xml", ".xmltv", ".m3u", ".m3u8", ".gz", ".xz", ".txt"];

/// What is needed to expand a member without the archive.
struct Found {
    start: u64,
    compressed: u64,
    length: u64,
    checksum: u32,
    deflated: bool,
}

/// The first member that is called like a playlist or guide, with the count of compressed bytes taken.
pub(super) fn member<R: Read + Seek + Send + 'static>(
    reader: R,
    limits: Limits,
) -> Result<(Expanded, Arc<AtomicU64>), Error> {
    let mut archive = ZipArchive::new(reader).map_err(explain)?;
    let found = find(&mut archive)?;
    if found.length > limits.max_bytes {
        return Err(Error::TooLarge { what: "the expanded file (bytes)", limit: limits.max_bytes });
    }
    let mut reader = archive.into_inner();
    reader.seek(SeekFrom::Start(found.start)).map_err(Error::Read)?;
    let (counted, taken) = Counted::new(reader.take(found.compressed));
    let input = BufReader::with_capacity(BUFFER, counted);
    let Found { length, checksum, deflated, .. } = found;
    let inflate = deflated.then(|| Inflate::new(Compression::Zip));
    let member = Member { input, inflate, crc: Crc::new(), length, checksum, read: 0 };
    Ok((Box::new(BufReader::with_capacity(BUFFER, member)), taken))
}

fn find<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<Found, Error> {
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).map_err(explain)?;
        let name = String::from_utf8_lossy(member.name_raw()).to_ascii_lowercase();
        let is_wanted =
            ENDINGS.iter().any(|ending| name.ends_with(ending)) && !name.starts_with("__macosx/");
        if !is_wanted || !member.is_file() {
            continue;
        }
        if member.encrypted() {
            return Err(Error::UnreadableZip { reason: format!("`{name}` is encrypted") });
        }
        let deflated = match member.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::Deflated => true,
            method => {
                return Err(Error::UnreadableZip {
                    reason: format!("`{name}` is compressed by {method}"),
                });
            }
        };
        let Some(start) = member.data_start() else {
            return Err(Error::UnreadableZip { reason: format!("`{name}` has no data") });
        };
        return Ok(Found {
            start,
            compressed: member.compressed_size(),
            length: member.size(),
            checksum: member.crc32(),
            deflated,
        });
    }
    Err(Error::NoMember)
}

fn explain(error: ZipError) -> Error {
    match error {
        ZipError::Io(error) => Error::from_io(error),
        error => Error::UnreadableZip { reason: error.to_string() },
    }
}

/// A member being expanded; checked against the archive's list when it ends.
struct Member<R> {
    input: BufReader<R>,
    /// `None` if the member is stored as it is.
    inflate: Option<Inflate>,
    crc: Crc,
    length: u64,
    checksum: u32,
    read: u64,
}

impl<R: Read> Read for Member<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        let count = match &mut self.inflate {
            Some(inflate) => inflate.read(&mut self.input, out)?,
            None => self.input.read(out)?,
        };
        self.crc.update(&out[..count]);
        self.read += count as u64;
        // A member that is longer than declared is caught here at the latest, a bomb by the limits before.
        if count == 0 && (self.read, self.crc.sum()) != (self.length, self.checksum) {
            let damage =
                if self.read < self.length { Damage::Truncated } else { Damage::BadChecksum };
            return Err(Error::Damaged { format: Compression::Zip, damage }.into());
        }
        Ok(count)
    }
}
