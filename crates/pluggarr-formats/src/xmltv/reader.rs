//! From a document to channels and programmes.

use std::io::BufRead;

use super::{
    Channel, Programme, Summary, Time,
    channel::is_usable_id,
    source::{Node, Source},
};
use crate::{
    Error, LooksLike,
    looks_like::{by_root, look},
    peeked::Peeked,
};

/// Enough to see what a file is and which encoding it declares.
const LOOK_AT: usize = 2048;

/// What a guide holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A channel.
    Channel(Channel),
    /// A programme.
    Programme(Box<Programme>),
}

/// An iterator over the channels and programmes of a guide.
///
/// An error is the last item: the file is no guide ([`Error::NotXmltv`]), is not well-formed
/// ([`Error::Malformed`], [`Error::UnknownEntity`]) or broke off ([`Error::CutShort`]). What came before
/// it has been handed out; whether that is worth keeping is for the caller to decide, and to say.
pub struct Reader<R> {
    /// `None` once it has ended.
    state: Option<State<R>>,
    summary: Summary,
}

enum State<R> {
    /// Found to be unreadable by its first bytes; not told yet.
    Refused(Error),
    Reading(Box<Source<R>>, Place),
}

/// Where reading is, as seen from `<tv>`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Before,
    Inside,
    After,
}

impl<R: BufRead> Reader<R> {
    /// Read a guide that has been expanded already (see [`crate::decompress`]).
    pub fn new(reader: R) -> Self {
        let peeked = Peeked::new(reader, LOOK_AT);
        let state = match refuse(peeked.head()) {
            Some(looks_like) => State::Refused(Error::NotXmltv { looks_like }),
            None => match Source::new(peeked) {
                Ok(source) => State::Reading(Box::new(source), Place::Before),
                Err(error) => State::Refused(error),
            },
        };
        Self { state: Some(state), summary: Summary::default() }
    }

    /// What was met so far; complete once the iterator has ended.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// The line that is being read, for progress and messages.
    pub fn line(&self) -> u64 {
        match &self.state {
            Some(State::Reading(source, _)) => source.line(),
            _ => 0,
        }
    }

    fn read_event(&mut self, state: State<R>) -> Result<Option<Event>, Error> {
        let (mut source, mut place) = match state {
            State::Refused(error) => return Err(error),
            State::Reading(source, place) => (source, place),
        };
        let event = next_event(&mut source, &mut place);
        self.summary.mended_bytes = source.mended();
        match &event {
            Ok(Some(Event::Channel(channel))) => self.summary.channel(channel),
            Ok(Some(Event::Programme(programme))) => self.summary.programme(programme),
            Ok(None) => self.summary.is_complete = true,
            Err(_) => self.summary.is_complete = place == Place::After,
        }
        if let Ok(Some(_)) = event {
            self.state = Some(State::Reading(source, place));
        }
        event
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Event, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let state = self.state.take()?;
        self.read_event(state).transpose()
    }
}

fn next_event<R: BufRead>(
    source: &mut Source<R>,
    place: &mut Place,
) -> Result<Option<Event>, Error> {
    loop {
        let is_blank = match source.next()? {
            Node::Open(tag) => {
                match (*place, tag.name()) {
                    (Place::Before, "tv") => *place = Place::Inside,
                    (Place::Before, root) => {
                        return Err(Error::NotXmltv { looks_like: by_root(root) });
                    }
                    (Place::Inside, "channel") => {
                        let (line, id) = (tag.line(), tag.attribute("id")?);
                        source.begin_record();
                        return Channel::read(source, line, id)
                            .map(|channel| Some(Event::Channel(channel)));
                    }
                    (Place::Inside, "programme") => {
                        let programme = Programme {
                            line: tag.line(),
                            channel: tag.attribute("channel")?.filter(|id| is_usable_id(id)),
                            start: Time::read(tag.attribute("start")?),
                            stop: Time::read(tag.attribute("stop")?),
                            ..Programme::default()
                        };
                        source.begin_record();
                        let programme = programme.read(source)?;
                        return Ok(Some(Event::Programme(Box::new(programme))));
                    }
                    (Place::Inside, _) => source.skip()?,
                    (Place::After, _) => {
                        return Err(
                            source.malformed("a second document after the end of the first")
                        );
                    }
                }
                true
            }
            Node::Close => {
                *place = Place::After;
                true
            }
            Node::Text(text) => text.trim().is_empty(),
            Node::Other => true,
            Node::End if *place == Place::Before => {
                return Err(Error::NotXmltv { looks_like: LooksLike::Xml { root: String::new() } });
            }
            Node::End => return Ok(None),
        };
        // Between the elements of a guide stray text harms nobody; outside of them it is another file.
        match place {
            _ if is_blank => source.begin_record(),
            Place::Before => return Err(Error::NotXmltv { looks_like: LooksLike::Text }),
            Place::Inside => source.begin_record(),
            Place::After => return Err(source.malformed("text after the end of the guide")),
        }
    }
}

/// What a file that begins with `head` is, if that is surely no guide.
fn refuse(head: &[u8]) -> Option<LooksLike> {
    const UTF16: [&[u8]; 4] = [b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"];
    if UTF16.iter().any(|start| head.starts_with(start)) {
        return None;
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    match look(head) {
        // Told by its root, which may be further down than we looked.
        Some(LooksLike::Xmltv | LooksLike::Xml { .. }) => None,
        Some(other) => Some(other),
        None if text.is_empty() => Some(LooksLike::Empty),
        None if text.starts_with(b"#EXTM3U") => Some(LooksLike::M3u),
        None => Some(LooksLike::Text),
    }
}
