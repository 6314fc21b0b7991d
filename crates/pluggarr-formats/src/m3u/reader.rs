//! From lines to entries.

use std::io::BufRead;

use super::{Attributes, Entry, ProblemKind, Summary, entry::is_absolute_url, extinf::Extinf};
use crate::{
    Error, LooksLike,
    looks_like::look,
    peeked::Peeked,
    text::{Line, Lines, byte_order_mark},
};

/// Longer lines are refused. Generous: the longest seen in earnest are URLs of 3 KB.
const MAX_LINE: usize = 256 * 1024;
/// Enough to see what a file is.
const LOOK_AT: usize = 2048;
/// Text that has shown nothing of a playlist after so many lines will not become one. Without this,
/// a server that sends noise for ever would never be given up on.
const PATIENCE: u64 = 10_000;
/// Directives kept for one entry; nobody's needs are greater.
const MAX_DIRECTIVES: usize = 256;

/// The directives that are counted by name; all others are comments.
const DIRECTIVES: [&str; 8] =
    ["EXTGRP", "EXTVLCOPT", "KODIPROP", "EXTHTTP", "PLAYLIST", "EXTALB", "EXTART", "EXTIMG"];

/// An iterator over the entries of a playlist.
///
/// What is no entry is skipped and counted in the [`Summary`]. An error is the last item: the file
/// is no playlist ([`Error::NotAPlaylist`]) or broke off ([`Error::CutShort`]).
pub struct Reader<R> {
    lines: Lines<R>,
    header: Attributes,
    summary: Summary,
    /// Directives that came before the `#EXTINF` they belong to.
    waiting: Entry,
    open: Option<Open>,
    /// The answer to the look at the first bytes, until it is given.
    refused: Option<LooksLike>,
    ended: bool,
}

/// An `#EXTINF` whose URL has not come yet.
enum Open {
    Entry(Box<Entry>),
    /// It was too long; its URL goes with it.
    Refused,
}

/// What a line was, as far as the caller of the iterator is concerned.
enum Found {
    Entry(Entry),
    Nothing,
    NotAPlaylist(LooksLike),
}

impl<R: BufRead> Reader<R> {
    /// Read a playlist that has been expanded already (see [`crate::decompress`]).
    pub fn new(reader: R) -> Self {
        let peeked = Peeked::new(reader, LOOK_AT);
        let has_mark = byte_order_mark(peeked.head()).is_some();
        let refused = if has_mark { None } else { look(peeked.head()) };
        Self {
            lines: Lines::from_peeked(peeked, MAX_LINE),
            header: Attributes::default(),
            summary: Summary::default(),
            waiting: Entry::default(),
            open: None,
            refused,
            ended: false,
        }
    }

    /// Attributes of the first `#EXTM3U` line, as far as reading has come: `x-tvg-url`, `url-tvg`, ...
    pub fn header(&self) -> &Attributes {
        &self.header
    }

    /// What was met so far; complete once the iterator has ended.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    fn read_entry(&mut self) -> Result<Option<Entry>, Error> {
        if let Some(looks_like) = self.refused.take() {
            return Err(Error::NotAPlaylist { looks_like });
        }
        loop {
            let found = self.read_line()?;
            self.summary.lines = self.lines.number();
            self.summary.not_utf8 = self.lines.not_utf8();
            self.summary.nul_bytes = self.lines.nul_bytes();
            match found {
                None => return self.finish().map(|()| None),
                Some(Found::Entry(entry)) => {
                    self.summary.streams += 1;
                    return Ok(Some(entry));
                }
                Some(Found::NotAPlaylist(looks_like)) => {
                    return Err(Error::NotAPlaylist { looks_like });
                }
                Some(Found::Nothing) if self.summary.lines >= PATIENCE && !self.is_playlist() => {
                    return Err(Error::NotAPlaylist { looks_like: LooksLike::Text });
                }
                Some(Found::Nothing) => {}
            }
        }
    }

    fn read_line(&mut self) -> Result<Option<Found>, Error> {
        let after_line = self.lines.number();
        let line = self.lines.next_line().map_err(|error| Error::cut_short(after_line, error))?;
        let mut reading = Reading {
            number: after_line + 1,
            header: &mut self.header,
            summary: &mut self.summary,
            waiting: &mut self.waiting,
            open: &mut self.open,
        };
        Ok(line.map(|line| match line {
            // A byte order mark in the middle comes from joined files.
            Line::Text(text) => {
                reading.line(text.trim().trim_start_matches('\u{feff}').trim_start())
            }
            Line::TooLong { start } => reading.too_long(start.trim_start()),
        }))
    }

    fn finish(&mut self) -> Result<(), Error> {
        if let Some(Open::Entry(entry)) = self.open.take() {
            self.summary.problem(entry.line, ProblemKind::NoUrl);
        }
        if self.is_playlist() {
            return Ok(());
        }
        let is_empty = self.summary.junk_lines + self.summary.comments + self.summary.too_long == 0;
        let looks_like = if is_empty { LooksLike::Empty } else { LooksLike::Text };
        Err(Error::NotAPlaylist { looks_like })
    }

    fn is_playlist(&self) -> bool {
        self.summary.extm3u + self.summary.extinf + self.summary.bare_urls > 0
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Entry, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let entry = self.read_entry().transpose();
        self.ended = !matches!(entry, Some(Ok(_)));
        entry
    }
}

/// The reader without its lines, so that a line can be borrowed meanwhile.
struct Reading<'a> {
    number: u64,
    header: &'a mut Attributes,
    summary: &'a mut Summary,
    waiting: &'a mut Entry,
    open: &'a mut Option<Open>,
}

impl Reading<'_> {
    fn line(&mut self, line: &str) -> Found {
        if line.is_empty() {
            return Found::Nothing;
        }
        if !line.starts_with('#') {
            return self.location(line);
        }
        if let Some(attributes) = strip_prefix(line, "#EXTM3U") {
            if self.summary.extm3u == 0 {
                *self.header = Attributes::parse(attributes);
            }
            self.summary.extm3u += 1;
        } else if let Some(text) = strip_prefix(line, "#EXTINF") {
            self.extinf(text.trim_start_matches(':'));
        } else {
            return self.directive(&line[1..]);
        }
        Found::Nothing
    }

    fn extinf(&mut self, text: &str) {
        self.close_open();
        self.summary.extinf += 1;
        let info = Extinf::parse(text);
        if !info.is_balanced {
            self.summary.problem(self.number, ProblemKind::OddExtinf);
        }
        *self.open = Some(Open::Entry(Box::new(Entry {
            line: self.number,
            name: info.name,
            duration: info.duration,
            attributes: info.attributes,
            ..std::mem::take(self.waiting)
        })));
    }

    fn location(&mut self, line: &str) -> Found {
        let is_url = is_absolute_url(line);
        match self.open.take() {
            Some(Open::Refused) => {}
            Some(Open::Entry(_)) if !is_url => {
                self.summary.problem(self.number, ProblemKind::RelativeLocation);
            }
            Some(Open::Entry(mut entry)) => {
                let (url, headers) = match line.split_once('|') {
                    Some((url, headers)) => (url, Some(headers.to_owned())),
                    None => (line, None),
                };
                entry.url = url.to_owned();
                entry.url_headers = headers;
                return Found::Entry(*entry);
            }
            None => {
                let kind = if is_url { ProblemKind::BareUrl } else { ProblemKind::Junk };
                self.summary.problem(self.number, kind);
            }
        }
        Found::Nothing
    }

    fn directive(&mut self, line: &str) -> Found {
        let end = line.bytes().position(|b| !b.is_ascii_alphanumeric() && b != b'-');
        let (name, value) = line.split_at(end.unwrap_or(line.len()));
        let name = name.to_ascii_uppercase();
        if name.starts_with("EXT-X") {
            self.summary.hls_tags += 1;
            return self.hls(&name);
        }
        if !DIRECTIVES.contains(&name.as_str()) {
            self.summary.comments += 1;
            return Found::Nothing;
        }
        self.summary.directive(&name);
        let value = value.strip_prefix(':').unwrap_or(value).trim();
        let (is_open, entry) = match self.open {
            Some(Open::Entry(entry)) => (true, &mut **entry),
            // Options are often put before their #EXTINF. A group is not taken over from there:
            // it may as well be the end of the group before.
            None => (false, &mut *self.waiting),
            Some(Open::Refused) => return Found::Nothing,
        };
        let pair = || {
            let (key, value) = value.split_once('=').unwrap_or((value, ""));
            (key.trim().to_owned(), value.trim().to_owned())
        };
        match name.as_str() {
            "EXTGRP" if is_open => entry.extgrp = Some(value.to_owned()),
            "EXTHTTP" => entry.exthttp = Some(value.to_owned()),
            "EXTVLCOPT" if entry.vlc_opts.len() < MAX_DIRECTIVES => entry.vlc_opts.push(pair()),
            "KODIPROP" if entry.kodi_props.len() < MAX_DIRECTIVES => entry.kodi_props.push(pair()),
            _ => {}
        }
        Found::Nothing
    }

    /// The tags without which there is no HLS playlist. Behind a first entry they are only strays.
    fn hls(&self, name: &str) -> Found {
        match name {
            _ if self.summary.streams > 0 => Found::Nothing,
            "EXT-X-STREAM-INF" | "EXT-X-I-FRAME-STREAM-INF" => {
                Found::NotAPlaylist(LooksLike::HlsMaster)
            }
            "EXT-X-TARGETDURATION" | "EXT-X-MEDIA-SEQUENCE" => {
                Found::NotAPlaylist(LooksLike::HlsMedia)
            }
            _ => Found::Nothing,
        }
    }

    fn too_long(&mut self, start: &str) -> Found {
        self.summary.problem(self.number, ProblemKind::TooLong);
        if strip_prefix(start, "#EXTM3U").is_some() {
            self.summary.extm3u += 1;
        } else if strip_prefix(start, "#EXTINF").is_some() {
            self.close_open();
            self.summary.extinf += 1;
            *self.waiting = Entry::default();
            *self.open = Some(Open::Refused);
        } else if !start.starts_with('#') {
            *self.open = None;
        }
        Found::Nothing
    }

    fn close_open(&mut self) {
        if let Some(Open::Entry(entry)) = self.open.take() {
            self.summary.problem(entry.line, ProblemKind::NoUrl);
        }
    }
}

/// `line` without `prefix`, in capitals or not.
fn strip_prefix<'a>(line: &'a str, prefix: &str) -> Option<&'a str> {
    let start = line.get(..prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then(|| &line[prefix.len()..])
}
