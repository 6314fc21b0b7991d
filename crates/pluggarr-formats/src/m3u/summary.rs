//! What a playlist held, and what of it was left out.

use std::{collections::BTreeMap, fmt};

/// How many problems are kept with their lines; all are counted.
const MAX_PROBLEMS: usize = 100;

/// Counts of what was met while reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Lines read.
    pub lines: u64,
    /// Entries handed out: `#EXTINF` with an absolute URL of any scheme.
    pub streams: u64,
    /// `#EXTINF` lines.
    pub extinf: u64,
    /// `#EXTM3U` lines; joined files have several.
    pub extm3u: u64,
    /// `#EXTINF` followed by another, or by the end.
    pub extinf_without_url: u64,
    /// `#EXTINF` without a comma before the name, or with an open quote. Still read.
    pub extinf_odd: u64,
    /// `#EXTINF` with a path or other text in place of a URL.
    pub relative_locations: u64,
    /// URLs without `#EXTINF`.
    pub bare_urls: u64,
    /// Other lines that belong to nothing.
    pub junk_lines: u64,
    /// Comments.
    pub comments: u64,
    /// `#EXT-X-...`, which belong into HLS playlists.
    pub hls_tags: u64,
    /// Directives by name without `#`, in capitals.
    pub directives: BTreeMap<String, u64>,
    /// Lines over the length limit, and with them their entries.
    pub too_long: u64,
    /// Lines that were not UTF-8 and were read as Windows-1252.
    pub not_utf8: u64,
    /// NUL bytes taken out.
    pub nul_bytes: u64,
    /// The first of what was left out or is odd, with lines.
    pub problems: Vec<Problem>,
}

/// Something left out or odd, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from 1.
    pub line: u64,
    /// What is the matter.
    pub kind: ProblemKind,
}

/// What can be the matter with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// An `#EXTINF` has no URL.
    NoUrl,
    /// The location is not an absolute URL.
    RelativeLocation,
    /// A URL has no `#EXTINF`.
    BareUrl,
    /// The line means nothing.
    Junk,
    /// The line is over the length limit.
    TooLong,
    /// No comma before the name, or an open quote.
    OddExtinf,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            ProblemKind::NoUrl => "an #EXTINF without a URL",
            ProblemKind::RelativeLocation => "a location that is not an absolute URL",
            ProblemKind::BareUrl => "a URL without an #EXTINF",
            ProblemKind::Junk => "neither a directive nor a URL",
            ProblemKind::TooLong => "the line is too long",
            ProblemKind::OddExtinf => {
                "an #EXTINF without a comma before its name, or with an open quote"
            }
        };
        write!(f, "line {}: {what}", self.line)
    }
}

impl Summary {
    pub(super) fn problem(&mut self, line: u64, kind: ProblemKind) {
        *match kind {
            ProblemKind::NoUrl => &mut self.extinf_without_url,
            ProblemKind::RelativeLocation => &mut self.relative_locations,
            ProblemKind::BareUrl => &mut self.bare_urls,
            ProblemKind::Junk => &mut self.junk_lines,
            ProblemKind::TooLong => &mut self.too_long,
            ProblemKind::OddExtinf => &mut self.extinf_odd,
        } += 1;
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(Problem { line, kind });
        }
    }

    pub(super) fn directive(&mut self, name: &str) {
        *self.directives.entry(name.to_owned()).or_default() += 1;
    }
}
