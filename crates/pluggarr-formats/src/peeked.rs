//! A reader whose first bytes have been looked at.

use std::io::{self, BufRead, Read};

/// Gives the bytes it has looked at, then the rest.
///
/// An error met while looking is kept for the moment its bytes are reached: a file that breaks off
/// early still hands out what it had, and still ends in that error.
pub(crate) struct Peeked<R> {
    head: Vec<u8>,
    at: usize,
    error: Option<io::Error>,
    rest: R,
}

impl<R: BufRead> Peeked<R> {
    /// Look at the first `wanted` bytes, or at all there are.
    pub(crate) fn new(mut rest: R, wanted: usize) -> Self {
        let mut head = Vec::with_capacity(wanted);
        let mut error = None;
        while head.len() < wanted {
            match rest.fill_buf() {
                Ok([]) => break,
                Ok(bytes) => {
                    let taken = bytes.len().min(wanted - head.len());
                    head.extend_from_slice(&bytes[..taken]);
                    rest.consume(taken);
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    error = Some(e);
                    break;
                }
            }
        }
        Self { head, at: 0, error, rest }
    }

    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Leave out the first `count` bytes: a byte order mark, once it has been understood.
    pub(crate) fn skip(&mut self, count: usize) {
        self.at = (self.at + count).min(self.head.len());
    }
}

impl<R: BufRead> BufRead for Peeked<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.head.len() {
            return Ok(&self.head[self.at..]);
        }
        match self.error.take() {
            Some(error) => Err(error),
            None => self.rest.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        if self.at < self.head.len() {
            self.at += amount;
        } else {
            self.rest.consume(amount);
        }
    }
}

impl<R: BufRead> Read for Peeked<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let taken = bytes.read(out)?;
        self.consume(taken);
        Ok(taken)
    }
}
