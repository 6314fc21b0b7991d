//! Expanding what was compressed, told by its first bytes and not by its name.
//!
//! Knows gzip, xz and zip, and how to stop a bomb. Does not know what is inside.
//! Damage is an error at the point of reading where it shows, never a silent end.

mod behind;
mod gzip;
mod inflate;
mod limited;
mod xz;
mod zip;

use std::{
    fmt,
    fs::File,
    io::{BufRead, BufReader, Read, Seek},
    path::Path,
};

use self::limited::{Counted, Limited};
use crate::{Error, peeked::Peeked};

/// Expanded bytes. Errors of ours ride inside its [`std::io::Error`]s; the readers of this crate take them out.
pub type Expanded = Box<dyn BufRead + Send>;

/// How large a file may become.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes after expansion.
    pub max_bytes: u64,
    /// How many times its compressed size a file may become, once it is over 64 MiB. Guides reach
    /// about 30, lists of equal entries 100; bombs reach 1,000.
    pub max_ratio: u64,
}

impl Limits {
    /// For playlists: 1 GiB.
    pub const PLAYLIST: Self = Self { max_bytes: 1 << 30, max_ratio: 200 };
    /// For guides: 4 GiB.
    pub const GUIDE: Self = Self { max_bytes: 4 << 30, max_ratio: 200 };
}

/// A way to compress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// `.gz`
    Gzip,
    /// `.xz`
    Xz,
    /// `.zip`
    Zip,
}

impl Compression {
    /// How data that begins with `head` is compressed.
    pub fn of(head: &[u8]) -> Option<Self> {
        const GZIP: &[u8] = b"\x1f\x8b";
        const XZ: &[u8] = b"\xfd7zXZ\0";
        const ZIP: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];
        if head.starts_with(GZIP) {
            Some(Self::Gzip)
        } else if head.starts_with(XZ) {
            Some(Self::Xz)
        } else if ZIP.iter().any(|magic| head.starts_with(magic)) {
            Some(Self::Zip)
        } else {
            None
        }
    }
}

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gzip => "gzip",
            Self::Xz => "xz",
            Self::Zip => "zip",
        })
    }
}

/// The longest of the magic numbers.
const MAGIC: usize = 6;
/// Some servers compress what is compressed already; more than that is an attack.
const MAX_LAYERS: usize = 2;
const BUFFER: usize = 64 * 1024;

/// Expand a stream: gzip, xz or plain. A zip archive needs [`open_file`].
pub fn open(reader: impl Read + Send + 'static, limits: Limits) -> Result<Expanded, Error> {
    let (counted, taken) = Counted::new(reader);
    let plain = expand(Box::new(BufReader::with_capacity(BUFFER, counted)), 0)?;
    Ok(Box::new(Limited::new(plain, taken, limits)))
}

/// Expand a file: gzip, xz, zip (the first playlist or guide in it) or plain.
pub fn open_file(path: impl AsRef<Path>, limits: Limits) -> Result<Expanded, Error> {
    open_seekable(File::open(path).map_err(Error::Read)?, limits)
}

/// Expand anything one can seek in, zip archives too.
pub fn open_seekable(
    mut reader: impl Read + Seek + Send + 'static,
    limits: Limits,
) -> Result<Expanded, Error> {
    let mut head = Vec::with_capacity(MAGIC);
    reader.by_ref().take(MAGIC as u64).read_to_end(&mut head).map_err(Error::Read)?;
    reader.rewind().map_err(Error::Read)?;
    if Compression::of(&head) != Some(Compression::Zip) {
        return open(reader, limits);
    }
    let (member, taken) = zip::member(reader, limits)?;
    let plain = expand(member, 1)?;
    Ok(Box::new(Limited::new(plain, taken, limits)))
}

/// Take off all layers of compression but zip.
fn expand(mut stream: Expanded, mut layers: usize) -> Result<Expanded, Error> {
    loop {
        let peeked = Peeked::new(stream, MAGIC);
        let Some(format) = Compression::of(peeked.head()) else {
            return Ok(Box::new(peeked));
        };
        if layers == MAX_LAYERS {
            return Err(Error::TooManyLayers);
        }
        layers += 1;
        stream = match format {
            Compression::Gzip => {
                Box::new(BufReader::with_capacity(BUFFER, gzip::Gzip::new(peeked)))
            }
            Compression::Xz => Box::new(BufReader::with_capacity(BUFFER, xz::Xz::new(peeked)?)),
            Compression::Zip => return Err(Error::ZipNeedsFile),
        };
    }
}
