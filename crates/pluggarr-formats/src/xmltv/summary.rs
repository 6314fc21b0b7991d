//! What a guide held, and what of it cannot be used.

use std::fmt;

use super::{Channel, Programme, Time, Unusable};

/// How many problems are kept with their lines; all are counted.
const MAX_PROBLEMS: usize = 100;

/// Counts of what was met while reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Channel elements.
    pub channels: u64,
    /// Those without an id that can be used.
    pub channels_without_id: u64,
    /// Those without any name element.
    pub channels_without_name: u64,
    /// Programme elements.
    pub programmes: u64,
    /// Those with a channel's id and a start before their stop. Whether that channel is declared is
    /// known only at the end, so it is not counted here.
    pub usable: u64,
    /// Programmes without a usable channel id.
    pub without_channel: u64,
    /// Programmes whose start is missing or cannot be read.
    pub start_bad: u64,
    /// Programmes without a stop.
    pub stop_missing: u64,
    /// Programmes whose stop is there and cannot be read.
    pub stop_bad: u64,
    /// Programmes that end when they begin, or before.
    pub stop_not_after_start: u64,
    /// Programmes without a title.
    pub title_missing: u64,
    /// Bytes that were not UTF-8, or not allowed in XML, and were mended.
    pub mended_bytes: u64,
    /// Whether the end of the guide was reached.
    pub is_complete: bool,
    /// The first of the programmes that cannot be used, with their lines.
    pub problems: Vec<Problem>,
}

/// A programme that cannot be used, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// Line of its start tag, counted from 1.
    pub line: u64,
    /// Why it cannot be used.
    pub reason: Unusable,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl Summary {
    pub(super) fn channel(&mut self, channel: &Channel) {
        self.channels += 1;
        self.channels_without_id += u64::from(channel.id.is_none());
        self.channels_without_name += u64::from(channel.display_names.is_empty());
    }

    pub(super) fn programme(&mut self, programme: &Programme) {
        self.programmes += 1;
        self.title_missing += u64::from(programme.title().is_none());
        self.without_channel += u64::from(programme.channel.is_none());
        match (&programme.start, &programme.stop) {
            (Time::At(start), Time::At(stop)) => {
                self.stop_not_after_start += u64::from(stop <= start)
            }
            (start, stop) => {
                self.start_bad += u64::from(!matches!(start, Time::At(_)));
                self.stop_missing += u64::from(*stop == Time::Missing);
                self.stop_bad += u64::from(matches!(stop, Time::Unreadable(_)));
            }
        }
        match programme.usable() {
            Ok(_) => self.usable += 1,
            Err(reason) if self.problems.len() < MAX_PROBLEMS => {
                self.problems.push(Problem { line: programme.line, reason });
            }
            Err(_) => {}
        }
    }
}
