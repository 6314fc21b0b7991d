//! The guard against bombs: counts what goes in and what comes out.

use std::{
    io::{self, BufRead, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use super::Limits;
use crate::Error;

/// The ratio says nothing about small files: a few kilobytes of blanks compress a thousandfold.
const RATIO_COUNTS_FROM: u64 = 64 << 20;

/// Counts the compressed bytes taken from a reader.
pub(super) struct Counted<R> {
    reader: R,
    taken: Arc<AtomicU64>,
}

impl<R> Counted<R> {
    pub(super) fn new(reader: R) -> (Self, Arc<AtomicU64>) {
        let taken = Arc::new(AtomicU64::new(0));
        (Self { reader, taken: Arc::clone(&taken) }, taken)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(out)?;
        self.taken.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// Fails as soon as more has been expanded than the limits allow.
pub(super) struct Limited<R> {
    reader: R,
    taken: Arc<AtomicU64>,
    expanded: u64,
    limits: Limits,
}

impl<R> Limited<R> {
    pub(super) fn new(reader: R, taken: Arc<AtomicU64>, limits: Limits) -> Self {
        Self { reader, taken, expanded: 0, limits }
    }

    fn check(&self) -> Result<(), Error> {
        let Limits { max_bytes, max_ratio } = self.limits;
        if self.expanded > max_bytes {
            return Err(Error::TooLarge { what: "the expanded file (bytes)", limit: max_bytes });
        }
        let taken = self.taken.load(Ordering::Relaxed);
        if self.expanded > RATIO_COUNTS_FROM && self.expanded / max_ratio > taken {
            return Err(Error::Bomb { max_ratio });
        }
        Ok(())
    }
}

impl<R: BufRead> BufRead for Limited<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.check()?;
        self.reader.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.expanded += amount as u64;
        self.reader.consume(amount);
    }
}

impl<R: BufRead> Read for Limited<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let count = bytes.read(out)?;
        self.consume(count);
        Ok(count)
    }
}
