//! A zip's directory, read and judged to its end before anything of it is unpacked.
//!
//! Trusts nothing it says: sizes are checked again while unpacking. Does not know plugins; backups are read by it too.

use std::io::{Read, Seek};

use zip::read::{Config, OwnedZipFileEntry, ZipFile};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;
use zip::{CompressionMethod, ZipReadOptions};

use super::places::Places;
use super::{ArchiveError, EntryPath, Limits};

const KIND: u32 = 0o170_000;
const FOLDER: u32 = 0o040_000;
const FILE: u32 = 0o100_000;
const LINK: u32 = 0o120_000;

/// One entry that was judged good.
pub struct Entry {
    /// Where it lies.
    pub path: EntryPath,
    /// A folder; everything else is a plain file.
    pub is_folder: bool,
    /// Bytes, unpacked, as the archive says.
    pub bytes: u64,
    /// Was a program where it was packed.
    pub is_executable: bool,
    raw: OwnedZipFileEntry,
}

/// All entries of an archive, and the archive to read them from.
pub struct Listing<R> {
    /// What is in it, in the archive's order. Litter is among it.
    pub entries: Vec<Entry>,
    zip: ZipIterable<R>,
}

impl<R: Read + Seek> Listing<R> {
    /// Read the directory and judge every entry of it.
    ///
    /// Bytes in front of the zip are fine: a self-unpacking zip has some, and what counts is the directory at the end.
    pub fn read(reader: R, limits: &Limits) -> Result<Self, ArchiveError> {
        let mut zip = ZipIterable::try_new(reader, Config::default()).map_err(not_a_zip)?;
        if zip.is_empty() {
            return Err(ArchiveError::Empty);
        }
        let (mut entries, mut names) = (Vec::new(), Vec::new());
        let mut judge = Judge { limits, files: 0, folders: 0, total: 0 };
        for raw in zip.files().map_err(not_a_zip)? {
            let raw = OwnedZipFileEntry::from(raw.map_err(not_a_zip)?);
            let name = raw.name().map_err(not_a_zip)?.into_owned();
            entries.extend(judge.entry(&name, raw)?);
            names.push(name);
        }
        Places::default().take(&entries, limits)?;
        // Only now the contents are touched: the names are known for messages.
        zip = zip.enforce_header_consistency(true);
        for (place, entry) in zip.files().map_err(not_a_zip)?.enumerate() {
            entry.map_err(|error| bad_entry(&names[place], &error))?;
        }
        let mut listing = Self { entries, zip };
        listing.refuse_overlaps()?;
        Ok(listing)
    }

    /// The contents of the entry at `place`; reading checks its length and sum.
    pub fn open(&mut self, place: usize) -> Result<ZipFile<'_, R>, ArchiveError> {
        let Self { entries, zip } = self;
        let entry = &entries[place];
        let failed = |error| bad_entry(&entry.path.to_string(), &error);
        let reader = zip.files().map_err(failed)?.reader_mut();
        entry.raw.as_ref().with_reader(reader, ZipReadOptions::new()).map_err(failed)
    }

    /// No byte may belong to two entries: a few bytes would become many files of many bytes.
    fn refuse_overlaps(&mut self) -> Result<(), ArchiveError> {
        let mut ranges = Vec::with_capacity(self.entries.len());
        let directory = self.entries.iter().map(|entry| entry.raw.central_header_start()).min();
        for place in 0..self.entries.len() {
            let content = self.open(place)?;
            let start = content.header_start();
            let data = content.data_start().unwrap_or(start);
            ranges.push((start, data.saturating_add(content.compressed_size()), place));
        }
        ranges.sort_unstable();
        let overlaps = |place: usize| ArchiveError::BadEntry {
            entry: self.entries[place].path.to_string(),
            why: "its bytes are those of another entry as well".to_owned(),
        };
        for pair in ranges.windows(2) {
            if pair[0].1 > pair[1].0 {
                return Err(overlaps(pair[1].2));
            }
        }
        match ranges.last() {
            Some(&(_, end, place)) if directory.is_some_and(|start| end > start) => {
                Err(overlaps(place))
            }
            _ => Ok(()),
        }
    }
}

/// Judges entries one by one, adding up what they say.
struct Judge<'a> {
    limits: &'a Limits,
    files: usize,
    folders: usize,
    total: u64,
}

impl Judge<'_> {
    fn entry(&mut self, name: &str, raw: OwnedZipFileEntry) -> Result<Option<Entry>, ArchiveError> {
        let entry = || name.to_owned();
        let path = EntryPath::parse(name, self.limits)
            .map_err(|why| ArchiveError::UnsafePath { entry: entry(), why })?;
        let mode = raw.unix_mode().unwrap_or(0);
        let is_folder = match mode & KIND {
            LINK => {
                let why = "it is a symbolic link".to_owned();
                return Err(ArchiveError::UnsafePath { entry: entry(), why });
            }
            0 | FILE => raw.is_dir(),
            FOLDER => true,
            _ => {
                let why = "it is a device, a pipe or a socket".to_owned();
                return Err(ArchiveError::UnsafePath { entry: entry(), why });
            }
        };
        if raw.encrypted() {
            let why = "it is encrypted".to_owned();
            return Err(ArchiveError::BadEntry { entry: entry(), why });
        }
        if !matches!(raw.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            let why = format!("it is compressed by {}, which is not read here", raw.compression());
            return Err(ArchiveError::BadEntry { entry: entry(), why });
        }
        let bytes = raw.size();
        self.count(name, is_folder, bytes)?;
        let is_executable = mode & 0o111 != 0;
        match path {
            Some(path) => Ok(Some(Entry { path, is_folder, bytes, is_executable, raw })),
            None if is_folder => Ok(None),
            None => {
                let why = "it is a file without a name".to_owned();
                Err(ArchiveError::UnsafePath { entry: entry(), why })
            }
        }
    }

    fn count(&mut self, name: &str, is_folder: bool, bytes: u64) -> Result<(), ArchiveError> {
        let entry = || name.to_owned();
        let (count, limit, what) = match is_folder {
            true => (&mut self.folders, self.limits.folders, "folders"),
            false => (&mut self.files, self.limits.files, "files"),
        };
        *count += 1;
        if *count > limit {
            return Err(ArchiveError::TooMany { entry: entry(), what, limit });
        }
        // A folder has no content, whatever it says.
        if is_folder {
            return Ok(());
        }
        let limit = self.limits.file_bytes;
        if bytes > limit {
            return Err(ArchiveError::FileTooLarge { entry: entry(), bytes, limit });
        }
        self.total = self.total.saturating_add(bytes);
        let limit = self.limits.total_bytes;
        if self.total > limit {
            return Err(ArchiveError::TooLarge { entry: entry(), bytes: self.total, limit });
        }
        Ok(())
    }
}

fn not_a_zip(error: ZipError) -> ArchiveError {
    ArchiveError::NotAZip { why: in_words(&error) }
}

fn bad_entry(name: &str, error: &ZipError) -> ArchiveError {
    ArchiveError::BadEntry { entry: name.to_owned(), why: in_words(error) }
}

/// What the library says, without the words that we say already.
fn in_words(error: &ZipError) -> String {
    match error {
        ZipError::InvalidArchive(why) if why.contains("EOCD") => {
            "it has no list of its files; it is cut off, or no zip at all".to_owned()
        }
        ZipError::InvalidArchive(why) => why.to_string(),
        ZipError::UnsupportedArchive(why) => (*why).to_owned(),
        ZipError::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            "it ends too early".to_owned()
        }
        ZipError::Io(error) => error.to_string(),
        other => other.to_string(),
    }
}
