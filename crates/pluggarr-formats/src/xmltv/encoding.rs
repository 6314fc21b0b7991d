//! Which encoding a guide is in: by byte order mark, else as declared, else UTF-8.

use std::io::{self, BufRead, Read};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::{
    Error,
    peeked::Peeked,
    text::{Mended, Transcoded, byte_order_mark},
};

/// A guide as UTF-8 without forbidden characters.
pub(super) enum Decoded<R> {
    Utf8(Mended<Peeked<R>>),
    Other(Mended<Transcoded<Peeked<R>>>),
}

impl<R: BufRead> Decoded<R> {
    pub(super) fn new(mut peeked: Peeked<R>) -> Result<Self, Error> {
        let (encoding, mark) = find(peeked.head())?;
        peeked.skip(mark);
        Ok(if encoding == UTF_8 {
            Self::Utf8(Mended::new(peeked))
        } else {
            Self::Other(Mended::new(Transcoded::new(peeked, encoding)))
        })
    }

    /// How many bytes had to be mended so far.
    pub(super) fn mended(&self) -> u64 {
        match self {
            Self::Utf8(reader) => reader.mended(),
            Self::Other(reader) => reader.mended(),
        }
    }
}

fn find(head: &[u8]) -> Result<(&'static Encoding, usize), Error> {
    if let Some(found) = byte_order_mark(head) {
        return Ok(found);
    }
    if head.starts_with(b"<\0") {
        return Ok((UTF_16LE, 0));
    }
    if head.starts_with(b"\0<") {
        return Ok((UTF_16BE, 0));
    }
    let Some(label) = declared(head) else {
        return Ok((UTF_8, 0));
    };
    let encoding = Encoding::for_label(label).ok_or_else(|| Error::UnknownEncoding {
        label: String::from_utf8_lossy(label).into_owned(),
    })?;
    // The declaration could be read as ASCII, so UTF-16 it is not.
    Ok((if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding }, 0))
}

/// The label in `<?xml ... encoding="label"?>`.
fn declared(head: &[u8]) -> Option<&[u8]> {
    let head = head.trim_ascii_start();
    let end = memchr::memchr(b'>', head)?;
    let declaration = head[..end].strip_prefix(b"<?xml")?;
    let at = memchr::memmem::find(declaration, b"encoding")? + b"encoding".len();
    let value = declaration[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = value.first().filter(|quote| b"\"'".contains(quote))?;
    let length = memchr::memchr(*quote, &value[1..])?;
    Some(&value[1..1 + length])
}

impl<R: BufRead> BufRead for Decoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::Utf8(reader) => reader.fill_buf(),
            Self::Other(reader) => reader.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        match self {
            Self::Utf8(reader) => reader.consume(amount),
            Self::Other(reader) => reader.consume(amount),
        }
    }
}

impl<R: BufRead> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Utf8(reader) => reader.read(out),
            Self::Other(reader) => reader.read(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1252;

    use super::*;

    #[test]
    fn the_declaration_is_obeyed_unless_the_bytes_say_otherwise() {
        let cases: [(&[u8], &Encoding); 7] = [
            (b"<?xml version='1.0' encoding='ISO-8859-1'?>", WINDOWS_1252),
            (b"\n<?xml version=\"1.0\" encoding = \"utf-8\" ?>", UTF_8),
            (b"<tv encoding='ISO-8859-1'>", UTF_8),
            (b"<?xml version='1.0' encoding='UTF-16'?>", UTF_8),
            (b"<\0?\0x\0", UTF_16LE),
            (b"\xfe\xff\0<", UTF_16BE),
            (b"", UTF_8),
        ];
        for (head, expected) in cases {
            assert_eq!(find(head).unwrap().0, expected, "{}", String::from_utf8_lossy(head));
        }
        assert!(matches!(find(b"<?xml encoding='klingon'?>"), Err(Error::UnknownEncoding { .. })));
    }
}
