//! The XML below the guide: a stream of tags and text, with limits and line numbers.

use std::{
    borrow::Cow,
    io::{self, BufRead, Read},
};

use quick_xml::{
    Error as XmlError,
    errors::{IllFormedError, SyntaxError},
    events::{BytesStart, Event},
};

use super::{
    encoding::Decoded,
    entities::{Fault, attribute_value, resolve},
};
use crate::{Error, peeked::Peeked};

/// One tag, text, comment or DOCTYPE: the XML library keeps each in memory.
const MAX_EVENT: u64 = 1 << 20;
/// One channel or programme with all that is in it.
const MAX_RECORD: u64 = 4 << 20;
/// A guide needs five.
const MAX_DEPTH: usize = 64;
/// More attributes of one tag are ignored; a guide needs eight.
const MAX_ATTRIBUTES: usize = 256;

/// What comes next in the document.
pub(super) enum Node<'a> {
    /// A start tag; an empty element is one too, and its end follows.
    Open(Tag<'a>),
    /// An end tag; it has been checked against its start.
    Close,
    /// Text, with references resolved. One run of text may come in several pieces.
    Text(Cow<'a, str>),
    /// A comment, processing instruction or DOCTYPE.
    Other,
    /// The end of the file, with no element open.
    End,
}

/// A start tag.
pub(super) struct Tag<'a> {
    start: BytesStart<'a>,
    place: Place,
}

#[derive(Clone, Copy)]
struct Place {
    line: u64,
    offset: u64,
}

pub(super) struct Source<R> {
    xml: quick_xml::Reader<Budget<Decoded<R>>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<R: BufRead> Source<R> {
    pub(super) fn new(peeked: Peeked<R>) -> Result<Self, Error> {
        let budget =
            Budget { reader: Decoded::new(peeked)?, event: 0, record: 0, offset: 0, newlines: 0 };
        let mut xml = quick_xml::Reader::from_reader(budget);
        xml.config_mut().expand_empty_elements = true;
        Ok(Self { xml, buffer: Vec::new(), depth: 0 })
    }

    pub(super) fn next(&mut self) -> Result<Node<'_>, Error> {
        self.buffer.clear();
        let budget = self.xml.get_mut();
        budget.event = 0;
        let place = Place { line: budget.newlines + 1, offset: budget.offset };
        let event = match self.xml.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(error) => return Err(explain(error, place, self.xml.get_mut().newlines)),
        };
        Ok(match event {
            Event::Start(start) | Event::Empty(start) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    let deep = Error::TooLarge {
                        what: "the nesting of elements",
                        limit: MAX_DEPTH as u64,
                    };
                    return Err(Error::CutShort {
                        after_line: place.line - 1,
                        source: Box::new(deep),
                    });
                }
                Node::Open(Tag { start, place })
            }
            Event::End(_) => {
                self.depth -= 1;
                Node::Close
            }
            Event::Text(text) => Node::Text(text.xml10_content()),
            Event::CData(text) => Node::Text(text.xml10_content()),
            Event::GeneralRef(name) => {
                let character = resolve(&name).map_err(|fault| place.fault(fault))?;
                Node::Text(character.map(String::from).unwrap_or_default().into())
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => Node::Other,
            Event::Eof if self.depth > 0 => {
                let after_line = self.xml.get_mut().newlines;
                let source =
                    Box::new(Error::UnexpectedEnd { missing: "the end of an open element" });
                return Err(Error::CutShort { after_line, source });
            }
            Event::Eof => Node::End,
        })
    }

    /// Start counting the size of a record.
    pub(super) fn begin_record(&mut self) {
        self.xml.get_mut().record = 0;
    }

    /// The text of the element just opened, up to its end. Elements inside it are passed over.
    pub(super) fn text(&mut self) -> Result<String, Error> {
        let mut text = String::new();
        let mut inside = 1;
        while inside > 0 {
            match self.next()? {
                Node::Text(piece) if inside == 1 => text.push_str(&piece),
                Node::Open(_) => inside += 1,
                Node::Close => inside -= 1,
                _ => {}
            }
        }
        let trimmed = text.trim();
        if trimmed.len() < text.len() {
            text = trimmed.to_owned();
        }
        Ok(text)
    }

    /// Pass over the element just opened, up to its end.
    pub(super) fn skip(&mut self) -> Result<(), Error> {
        let outside = self.depth - 1;
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// The line that is being read, counted from 1.
    pub(super) fn line(&self) -> u64 {
        self.xml.get_ref().newlines + 1
    }

    pub(super) fn mended(&self) -> u64 {
        self.xml.get_ref().reader.mended()
    }

    /// A fault of the document at the place just read.
    pub(super) fn malformed(&self, message: &str) -> Error {
        let budget = self.xml.get_ref();
        Error::Malformed {
            line: budget.newlines + 1,
            offset: budget.offset,
            message: message.to_owned(),
        }
    }
}

impl Tag<'_> {
    /// Its name without a namespace prefix.
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// Line of its start, counted from 1.
    pub(super) fn line(&self) -> u64 {
        self.place.line
    }

    /// The value of an attribute, if it is there.
    pub(super) fn attribute(&self, name: &str) -> Result<Option<String>, Error> {
        // Checking for repeated names takes quadratic time.
        for attribute in self.start.attributes().with_checks(false).take(MAX_ATTRIBUTES) {
            let attribute = attribute.map_err(|error| self.place.malformed(error.to_string()))?;
            if attribute.key.as_ref() == name {
                let value =
                    attribute_value(&attribute.value).map_err(|fault| self.place.fault(fault))?;
                return Ok(Some(value.into_owned()));
            }
        }
        Ok(None)
    }

    /// The value of an attribute without blanks around it, if it is there and not empty.
    pub(super) fn filled(&self, name: &str) -> Result<Option<String>, Error> {
        let value = self.attribute(name)?;
        Ok(value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()))
    }
}

impl Place {
    fn malformed(self, message: String) -> Error {
        Error::Malformed { line: self.line, offset: self.offset, message }
    }

    fn fault(self, fault: Fault) -> Error {
        match fault {
            Fault::Unknown(name) => Error::UnknownEntity { name, line: self.line },
            Fault::BareAmpersand => {
                self.malformed("a bare `&` (it must be written `&amp;`)".to_owned())
            }
            Fault::NoCharacter(number) => self.malformed(format!("`&{number};` is no character")),
        }
    }
}

fn explain(error: XmlError, place: Place, newlines: u64) -> Error {
    match error {
        XmlError::Io(error) => {
            let kind = error.kind();
            let error = std::sync::Arc::try_unwrap(error).unwrap_or_else(|_| kind.into());
            Error::cut_short(newlines, error)
        }
        XmlError::IllFormed(IllFormedError::UnclosedReference) => place.fault(Fault::BareAmpersand),
        XmlError::IllFormed(error) => place.malformed(error.to_string()),
        XmlError::Syntax(SyntaxError::InvalidBangMarkup) => {
            place.malformed("unknown markup after `<!`".to_owned())
        }
        // All others of its kind mean that the file ended within a tag.
        XmlError::Syntax(_) => {
            let source = Box::new(Error::UnexpectedEnd { missing: "the end of a tag or comment" });
            Error::CutShort { after_line: place.line - 1, source }
        }
        error => place.malformed(error.to_string()),
    }
}

/// Counts bytes and lines, and fails when one event or record takes too many.
struct Budget<R> {
    reader: R,
    event: u64,
    record: u64,
    offset: u64,
    newlines: u64,
}

impl<R: BufRead> BufRead for Budget<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.event > MAX_EVENT {
            return Err(
                Error::TooLarge { what: "one tag or text (bytes)", limit: MAX_EVENT }.into()
            );
        }
        if self.record > MAX_RECORD {
            return Err(Error::TooLarge {
                what: "one channel or programme (bytes)",
                limit: MAX_RECORD,
            }
            .into());
        }
        self.reader.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        // The buffer is still filled, so this reads nothing.
        if let Ok(bytes) = self.reader.fill_buf() {
            self.newlines += memchr::memchr_iter(b'\n', &bytes[..amount]).count() as u64;
        }
        for counter in [&mut self.event, &mut self.record, &mut self.offset] {
            *counter += amount as u64;
        }
        self.reader.consume(amount);
    }
}

impl<R: BufRead> Read for Budget<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let count = bytes.read(out)?;
        self.consume(count);
        Ok(count)
    }
}
