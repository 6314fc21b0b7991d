//! Lines of a text whose encoding nobody told.

use std::{
    borrow::Cow,
    io::{self, BufRead},
};

use encoding_rs::{UTF_8, WINDOWS_1252};

use super::{Transcoded, byte_order_mark};
use crate::peeked::Peeked;

/// How much of a line that is too long is kept, to tell what it was.
const KEPT_OF_LONG_LINE: usize = 128;

/// One line, without its end.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// Its text, without NUL bytes.
    Text(Cow<'a, str>),
    /// It was longer than the limit. Only its start is left.
    TooLong {
        /// The start of it.
        start: Cow<'a, str>,
    },
}

/// Reads lines that end in LF, CRLF or a lone CR (U+2028 and U+0085 end none).
///
/// A byte order mark says UTF-8 or UTF-16; without one, a line that is not UTF-8 is read as
/// Windows-1252. Each line for itself, because files are patched together from several sources.
pub struct Lines<R> {
    input: Input<R>,
    line: Vec<u8>,
    max_line: usize,
    after_cr: bool,
    number: u64,
    nul_bytes: u64,
    not_utf8: u64,
}

enum Input<R> {
    AsIs(Peeked<R>),
    Utf16(Transcoded<Peeked<R>>),
}

impl<R: BufRead> Lines<R> {
    /// Lines of `reader`, of at most `max_line` bytes each.
    pub fn new(reader: R, max_line: usize) -> Self {
        Self::from_peeked(Peeked::new(reader, 3), max_line)
    }

    pub(crate) fn from_peeked(mut peeked: Peeked<R>, max_line: usize) -> Self {
        let input = match byte_order_mark(peeked.head()) {
            None => Input::AsIs(peeked),
            Some((encoding, length)) => {
                peeked.skip(length);
                if encoding == UTF_8 {
                    Input::AsIs(peeked)
                } else {
                    Input::Utf16(Transcoded::new(peeked, encoding))
                }
            }
        };
        Self {
            input,
            line: Vec::new(),
            max_line,
            after_cr: false,
            number: 0,
            nul_bytes: 0,
            not_utf8: 0,
        }
    }

    /// The next line, or `None` at the end of the file.
    pub fn next_line(&mut self) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        let Some(is_too_long) = self.read_line()? else {
            return Ok(None);
        };
        self.number += 1;
        if is_too_long {
            self.line.truncate(KEPT_OF_LONG_LINE);
        }
        if memchr::memchr(0, &self.line).is_some() {
            let before = self.line.len();
            self.line.retain(|byte| *byte != 0);
            self.nul_bytes += (before - self.line.len()) as u64;
        }
        let text = match std::str::from_utf8(&self.line) {
            Ok(text) => Cow::Borrowed(text),
            // Torn by the cut above, not wrong.
            Err(error) if is_too_long && error.error_len().is_none() => {
                String::from_utf8_lossy(&self.line)
            }
            Err(_) => {
                self.not_utf8 += 1;
                WINDOWS_1252.decode_without_bom_handling(&self.line).0
            }
        };
        Ok(Some(if is_too_long { Line::TooLong { start: text } } else { Line::Text(text) }))
    }

    /// The number of the last line read, counted from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// How many NUL bytes were taken out.
    pub fn nul_bytes(&self) -> u64 {
        self.nul_bytes
    }

    /// How many lines were not UTF-8 and were read as Windows-1252.
    pub fn not_utf8(&self) -> u64 {
        self.not_utf8
    }

    /// Bytes up to the next line end into `self.line`; whether it was too long, or `None` at the end.
    fn read_line(&mut self) -> io::Result<Option<bool>> {
        let mut has_bytes = false;
        let mut is_too_long = false;
        loop {
            let mut bytes = match self.input.fill_buf() {
                Ok(bytes) => bytes,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            if bytes.is_empty() {
                return Ok(has_bytes.then_some(is_too_long));
            }
            if std::mem::take(&mut self.after_cr) && bytes[0] == b'\n' {
                self.input.consume(1);
                continue;
            }
            let end = memchr::memchr2(b'\n', b'\r', bytes);
            let taken = end.unwrap_or(bytes.len());
            is_too_long |= self.line.len() + taken > self.max_line;
            if is_too_long {
                bytes = &bytes[..taken.min(KEPT_OF_LONG_LINE)];
                self.line.truncate(KEPT_OF_LONG_LINE);
                self.line.extend_from_slice(
                    &bytes[..bytes.len().min(KEPT_OF_LONG_LINE - self.line.len())],
                );
            } else {
                self.line.extend_from_slice(&bytes[..taken]);
            }
            has_bytes = true;
            match end {
                None => self.input.consume(taken),
                Some(_) => {
                    let at_end = self.input.fill_buf()?[taken];
                    self.after_cr = at_end == b'\r';
                    self.input.consume(taken + 1);
                    return Ok(Some(is_too_long));
                }
            }
        }
    }
}

impl<R: BufRead> Input<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::AsIs(reader) => reader.fill_buf(),
            Self::Utf16(reader) => reader.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        match self {
            Self::AsIs(reader) => reader.consume(amount),
            Self::Utf16(reader) => reader.consume(amount),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn lines(bytes: &[u8], buffer: usize) -> Vec<String> {
        let mut lines = Lines::new(BufReader::with_capacity(buffer, bytes), 20);
        let mut all = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            all.push(match line {
                Line::Text(text) => text.into_owned(),
                Line::TooLong { start } => format!("too long: {start}"),
            });
        }
        all
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        for buffer in 1..6 {
            assert_eq!(
                lines(b"a\nb\r\nc\rd\n\re\n\nf", buffer),
                ["a", "b", "c", "d", "", "e", "", "f"]
            );
        }
    }

    #[test]
    fn unicode_line_separators_end_none() {
        assert_eq!(lines("a\u{2028}b\u{85}c".as_bytes(), 64), ["a\u{2028}b\u{85}c"]);
    }

    #[test]
    fn each_line_has_an_encoding_of_its_own() {
        assert_eq!(
            lines(b"Gr\xc3\xb6\xc3\x9fe\nGr\xf6\xdfe \x80\x81", 64),
            ["Größe", "Größe €\u{81}"]
        );
    }

    #[test]
    fn byte_order_marks_are_obeyed() {
        let utf16: Vec<u8> = "\u{feff}ä\r\nß".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(lines(&utf16, 3), ["ä", "ß"]);
        assert_eq!(lines(b"\xef\xbb\xbfa", 1), ["a"]);
        assert_eq!(lines(b"\xef\xbb\xbf", 1), [""; 0]);
    }

    #[test]
    fn a_line_that_is_too_long_does_not_take_the_next_with_it() {
        for buffer in 1..40 {
            let text = format!("{}\nnext\r\n", "x".repeat(300));
            let expected =
                [format!("too long: {}", "x".repeat(KEPT_OF_LONG_LINE)), "next".to_owned()];
            assert_eq!(lines(text.as_bytes(), buffer), expected, "{buffer}");
        }
    }

    #[test]
    fn nul_bytes_are_taken_out_and_counted() {
        let mut lines = Lines::new(&b"a\0b\n\0\n"[..], 20);
        assert_eq!(lines.next_line().unwrap(), Some(Line::Text("ab".into())));
        assert_eq!(lines.next_line().unwrap(), Some(Line::Text("".into())));
        assert_eq!((lines.nul_bytes(), lines.number()), (2, 2));
    }
}
