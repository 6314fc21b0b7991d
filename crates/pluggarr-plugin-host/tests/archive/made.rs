//! Zips made byte by byte, wrongly where a test wants it: no library writes the lies that a reader must see through.

use std::io::Write as _;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// A plugin that loads.
pub const CODE: &[u8] = b"class Plugin:\n    name = 'Made'\n\n    def run(self, action, params, context):\n        return {}\n";
/// A plain file, as Unix packs it.
pub const FILE: u32 = 0o100_644;
/// A symbolic link.
pub const LINK: u32 = 0o120_777;

/// One entry; what is not set is as it should be.
#[derive(Debug, Clone)]
pub struct Made {
    pub name: Vec<u8>,
    pub content: Vec<u8>,
    pub mode: u32,
    pub is_stored: bool,
    pub flags: u16,
    /// Instead of the true ones:
    pub method: Option<u16>,
    pub bytes: Option<u32>,
    pub sum: Option<u32>,
    pub local_name: Option<Vec<u8>>,
    /// Has the bytes of an earlier entry instead of its own.
    pub shares: Option<usize>,
    /// Lies there, in the bytes of another one.
    pub at: Option<u32>,
}

pub fn file(name: &str, content: impl AsRef<[u8]>) -> Made {
    Made {
        name: name.as_bytes().to_vec(),
        content: content.as_ref().to_vec(),
        mode: FILE,
        is_stored: false,
        flags: 0,
        method: None,
        bytes: None,
        sum: None,
        local_name: None,
        shares: None,
        at: None,
    }
}

pub fn link(name: &str, to: &str) -> Made {
    Made { mode: LINK, ..file(name, to) }
}

pub fn code(name: &str) -> Made {
    file(name, CODE)
}

/// The zip with these entries.
pub fn zip(entries: &[Made]) -> Vec<u8> {
    let (mut out, mut directory, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        let packed = if entry.is_stored { entry.content.clone() } else { deflated(&entry.content) };
        let mut sum = Crc::new();
        sum.update(&entry.content);
        let about = |name: &[u8]| {
            let mut head = Vec::new();
            let method = entry.method.unwrap_or(if entry.is_stored { 0 } else { 8 });
            for number in [20, entry.flags, method, 0, 0x21] {
                head.extend(number.to_le_bytes());
            }
            let bytes = entry.bytes.unwrap_or(entry.content.len() as u32);
            for number in [entry.sum.unwrap_or(sum.sum()), packed.len() as u32, bytes] {
                head.extend(number.to_le_bytes());
            }
            head.extend((name.len() as u16).to_le_bytes());
            head.extend(0u16.to_le_bytes());
            head
        };
        let place = match (entry.shares, entry.at) {
            (_, Some(place)) => place,
            (Some(other), _) => places[other],
            (None, None) => {
                let place = out.len() as u32;
                let name = entry.local_name.as_ref().unwrap_or(&entry.name);
                out.extend(b"PK\x03\x04");
                out.extend(about(name));
                out.extend(name);
                out.extend(&packed);
                place
            }
        };
        places.push(place);
        directory.extend(b"PK\x01\x02\x14\x03");
        directory.extend(about(&entry.name));
        directory.extend([0; 6]);
        directory.extend((entry.mode << 16).to_le_bytes());
        directory.extend(place.to_le_bytes());
        directory.extend(&entry.name);
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    for _ in 0..2 {
        out.extend((entries.len() as u16).to_le_bytes());
    }
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// An entry with its header as it stands in a zip, without the directory.
pub fn record(entry: &Made) -> Vec<u8> {
    let mut bytes = zip(std::slice::from_ref(entry));
    bytes.truncate(bytes.len() - 22 - 46 - entry.name.len());
    bytes
}

fn deflated(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}
