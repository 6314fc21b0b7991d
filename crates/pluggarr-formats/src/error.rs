//! What can go wrong with a file, by what a caller can do about it.

use std::{fmt, io};

use crate::{LooksLike, decompress::Compression};

/// Why a playlist or guide could not be read (to its end).
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The network or the disk gave up. Trying again may work.
    #[error("reading failed: {0}")]
    Read(#[source] io::Error),
    /// The compressed data is broken. Fetching the file again may work.
    #[error("the {format} data {damage}")]
    Damaged {
        /// How it was compressed.
        format: Compression,
        /// What is wrong with it.
        damage: Damage,
    },
    /// Something is larger than the limits allow; `what` names it and its unit.
    #[error("{what} is over the limit of {limit}")]
    TooLarge {
        /// What is too large, with the unit in which it is counted.
        what: &'static str,
        /// The limit it went over.
        limit: u64,
    },
    /// A small file that unpacks to an absurd amount.
    #[error(
        "the file expands to more than {max_ratio} times its size; refused as a decompression bomb"
    )]
    Bomb {
        /// How many times its size would have been allowed.
        max_ratio: u64,
    },
    /// Compressed again and again: one layer inside another is read, a third is refused.
    #[error("the file is compressed more than twice")]
    TooManyLayers,
    /// A zip's list of members is at its end, so it cannot be read from a stream.
    #[error("a zip archive has to be read from a file, not from a stream")]
    ZipNeedsFile,
    /// The archive holds nothing that could be a playlist or a guide.
    #[error("the zip archive holds no playlist or guide")]
    NoMember,
    /// The archive, or the member wanted, cannot be read by us.
    #[error("the zip archive cannot be read: {reason}")]
    UnreadableZip {
        /// Why not.
        reason: String,
    },
    /// The file is something else. Often an error or log-in page in its place.
    #[error("not an M3U playlist: it looks like {looks_like}")]
    NotAPlaylist {
        /// What it seems to be.
        looks_like: LooksLike,
    },
    /// The file is something else. Often an error or log-in page in its place.
    #[error("not an XMLTV guide: it looks like {looks_like}")]
    NotXmltv {
        /// What it seems to be.
        looks_like: LooksLike,
    },
    /// The document declares an encoding that nobody knows.
    #[error("the guide declares the unknown encoding `{label}`")]
    UnknownEncoding {
        /// The name it declares.
        label: String,
    },
    /// The guide breaks the rules of XML; what came before the fault has been handed out.
    #[error("line {line} is not well-formed XML: {message}")]
    Malformed {
        /// Line of the fault, counted from 1.
        line: u64,
        /// Byte of the fault in the expanded text as UTF-8, counted from 0.
        offset: u64,
        /// What is wrong there.
        message: String,
    },
    /// The guide uses an entity that is neither XML's nor HTML's own. Declared entities are never
    /// expanded: they are how a small file grows without bound or reads the server's files.
    #[error("line {line} uses the entity `&{name};`, which is not expanded")]
    UnknownEntity {
        /// Its name.
        name: String,
        /// Line of its use, counted from 1.
        line: u64,
    },
    /// Reading broke off before the end; what came before has been handed out.
    #[error("the file breaks off after line {after_line}: {source}")]
    CutShort {
        /// Lines read whole before that.
        after_line: u64,
        /// Why.
        source: Box<Error>,
    },
    /// The bytes end where the format says that more must come.
    #[error("it ends before {missing}")]
    UnexpectedEnd {
        /// What should still have come.
        missing: &'static str,
    },
}

/// What is wrong with compressed data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// It ends too early: a download that broke off.
    Truncated,
    /// The bytes make no sense.
    Corrupt,
    /// Unpacked to the end, but the checksum or length differs.
    BadChecksum,
    /// Whole and verified, but followed by bytes that are not part of it.
    TrailingGarbage,
    /// It wants more memory to unpack than we give.
    NeedsTooMuchMemory,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "is truncated",
            Self::Corrupt => "is corrupt",
            Self::BadChecksum => "does not match its checksum",
            Self::TrailingGarbage => "is followed by bytes that do not belong to it",
            Self::NeedsTooMuchMemory => "needs too much memory to unpack",
        })
    }
}

impl Error {
    /// Whether all of the data was read and verified, and only something after it is wrong: worth a
    /// warning, no reason to throw away what was read.
    pub fn leaves_data_whole(&self) -> bool {
        match self {
            Self::CutShort { source, .. } => source.leaves_data_whole(),
            Self::Damaged { damage, .. } => *damage == Damage::TrailingGarbage,
            _ => false,
        }
    }

    /// The error that travelled through [`io::Read`], if it was ours.
    pub(crate) fn from_io(error: io::Error) -> Self {
        error.downcast().unwrap_or_else(Self::Read)
    }

    pub(crate) fn cut_short(after_line: u64, error: io::Error) -> Self {
        Self::CutShort { after_line, source: Box::new(Self::from_io(error)) }
    }
}

/// [`io::Read`] can only fail with an [`io::Error`]; ours rides inside it and comes out again by
/// `Error::from_io`.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Read(error) => error,
            error => io::Error::new(io::ErrorKind::InvalidData, error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_error_survives_a_journey_through_io() {
        let there: io::Error = Error::TooManyLayers.into();
        assert!(matches!(Error::from_io(there), Error::TooManyLayers));
    }

    #[test]
    fn a_foreign_io_error_is_a_read_error() {
        let error = Error::cut_short(7, io::Error::from(io::ErrorKind::ConnectionReset));
        assert_eq!(
            error.to_string(),
            "the file breaks off after line 7: reading failed: connection reset"
        );
    }

    #[test]
    fn only_garbage_behind_it_leaves_the_data_whole() {
        let damaged = |damage| Error::Damaged { format: Compression::Gzip, damage };
        let cut = |source| Error::CutShort { after_line: 1, source: Box::new(source) };
        assert!(cut(damaged(Damage::TrailingGarbage)).leaves_data_whole());
        assert!(!cut(damaged(Damage::BadChecksum)).leaves_data_whole());
    }
}
