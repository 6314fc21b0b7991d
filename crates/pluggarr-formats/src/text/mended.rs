//! UTF-8 with the faults of real guides mended: stray Latin-1 bytes and control characters.
//!
//! One bad byte in 40 MB is no reason to lose the guide. What was mended is counted, so that it can be told.

use std::io::{self, BufRead, Read};

use encoding_rs::WINDOWS_1252;

/// A reader that gives valid UTF-8, without the characters that XML forbids.
pub(crate) struct Mended<R> {
    reader: R,
    /// How many bytes of the reader's buffer have been found good.
    good: usize,
    /// What stands for bytes that were not.
    patch: Vec<u8>,
    patch_at: usize,
    mended: u64,
}

impl<R: BufRead> Mended<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, good: 0, patch: Vec::new(), patch_at: 0, mended: 0 }
    }

    /// How many bytes were not UTF-8, or not allowed in XML.
    pub(crate) fn mended(&self) -> u64 {
        self.mended
    }

    /// The reader's next bytes do not begin with anything good: mend those at the front.
    fn mend(&mut self) -> io::Result<()> {
        self.patch.clear();
        self.patch_at = 0;
        // One to four bytes: a character may be torn between two buffers.
        while let Some(byte) = self.peek()? {
            self.patch.push(byte);
            let is_alone = self.patch.len() == 1;
            let is_torn = match std::str::from_utf8(&self.patch) {
                Ok(text) => {
                    self.reader.consume(1);
                    if text.starts_with(is_forbidden) {
                        self.patch.clear();
                        self.mended += 1;
                    }
                    return Ok(());
                }
                Err(error) => error.error_len().is_none(),
            };
            // A byte that does not go on with what is torn may begin something good.
            if is_torn || is_alone {
                self.reader.consume(1);
            } else {
                self.patch.pop();
            }
            if !is_torn {
                break;
            }
        }
        self.mended += self.patch.len() as u64;
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(&self.patch);
        self.patch = text.into_owned().into_bytes();
        Ok(())
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.reader.fill_buf() {
                Ok(bytes) => return Ok(bytes.first().copied()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl<R: BufRead> BufRead for Mended<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        loop {
            if self.patch_at < self.patch.len() {
                return Ok(&self.patch[self.patch_at..]);
            }
            if self.good > 0 {
                break;
            }
            let bytes = self.reader.fill_buf()?;
            if bytes.is_empty() {
                return Ok(&[]);
            }
            self.good = good_prefix(bytes);
            if self.good == 0 {
                self.mend()?;
            }
        }
        Ok(&self.reader.fill_buf()?[..self.good])
    }

    fn consume(&mut self, amount: usize) {
        if self.patch_at < self.patch.len() {
            self.patch_at += amount;
        } else {
            self.good -= amount;
            self.reader.consume(amount);
        }
    }
}

impl<R: BufRead> Read for Mended<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let count = bytes.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

/// How many of the first bytes are UTF-8 without control characters.
fn good_prefix(bytes: &[u8]) -> usize {
    let clean =
        bytes.iter().position(|byte| is_forbidden(char::from(*byte))).unwrap_or(bytes.len());
    match std::str::from_utf8(&bytes[..clean]) {
        Ok(_) => clean,
        Err(error) => error.valid_up_to(),
    }
}

/// Control characters other than tab and line ends.
fn is_forbidden(c: char) -> bool {
    c < ' ' && !matches!(c, '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn mend(bytes: &[u8], buffer: usize) -> (String, u64) {
        let mut reader = Mended::new(BufReader::with_capacity(buffer, bytes));
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        (text, reader.mended())
    }

    #[test]
    fn good_text_passes_unchanged_however_it_is_torn() {
        for buffer in 1..8 {
            assert_eq!(
                mend("a\tGröße 🎬\r\n".as_bytes(), buffer),
                ("a\tGröße 🎬\r\n".to_owned(), 0)
            );
        }
    }

    #[test]
    fn latin1_bytes_are_read_as_such() {
        for buffer in 1..8 {
            assert_eq!(
                mend(b"Caf\xe9 <b>\x80\xf0\x9f</b>", buffer),
                ("Café <b>€ðŸ</b>".to_owned(), 4)
            );
            assert_eq!(mend(b"\xe2\x82\xc3\xa9 \xc3", buffer).0, "â‚é Ã");
        }
    }

    #[test]
    fn control_characters_and_nul_are_dropped_and_counted() {
        for buffer in 1..8 {
            assert_eq!(mend(b"a\0\0b\x07\xc3\x0bc", buffer).0, "abÃc");
        }
        assert_eq!(mend(b"a\0\x07b", 64).1, 2);
    }
}
