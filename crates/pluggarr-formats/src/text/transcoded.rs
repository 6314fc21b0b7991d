//! Any encoding to UTF-8, as a stream.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};

const CHUNK: usize = 16 * 1024;

/// The text of `reader` as UTF-8; what cannot be decoded becomes U+FFFD.
pub(crate) struct Transcoded<R> {
    reader: R,
    decoder: Decoder,
    out: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: BufRead> Transcoded<R> {
    pub(crate) fn new(reader: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Self { reader, decoder, out: Vec::new(), at: 0, ended: false }
    }
}

impl<R: BufRead> BufRead for Transcoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.out.len() && !self.ended {
            let bytes = self.reader.fill_buf()?;
            let is_last = bytes.is_empty();
            self.out.resize(CHUNK, 0);
            let (result, taken, made, _) =
                self.decoder.decode_to_utf8(bytes, &mut self.out, is_last);
            self.reader.consume(taken);
            self.out.truncate(made);
            self.at = 0;
            self.ended = is_last && result == CoderResult::InputEmpty;
        }
        Ok(&self.out[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
    }
}

impl<R: BufRead> Read for Transcoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let count = bytes.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use encoding_rs::{UTF_16BE, WINDOWS_1252};

    use super::*;

    fn text(bytes: &[u8], encoding: &'static Encoding) -> String {
        // Read in pieces of three bytes, so that pairs and surrogates are torn.
        let mut text = String::new();
        Transcoded::new(BufReader::with_capacity(3, bytes), encoding)
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    #[test]
    fn torn_characters_are_put_together() {
        let bytes: Vec<u8> = "Größe 🎬".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&bytes, UTF_16BE), "Größe 🎬");
    }

    #[test]
    fn half_a_character_at_the_end_is_replaced() {
        assert_eq!(text(b"\0A\0", UTF_16BE), "A\u{fffd}");
    }

    #[test]
    fn more_than_one_chunk_comes_through() {
        let bytes = vec![0xe9; 3 * CHUNK];
        assert_eq!(text(&bytes, WINDOWS_1252), "é".repeat(3 * CHUNK));
    }
}
