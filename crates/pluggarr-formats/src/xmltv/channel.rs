//! `<channel>`.

use std::io::BufRead;

use super::{
    LangText,
    source::{Node, Source},
};
use crate::Error;

/// Longer ids are taken for none; no table holds them.
const MAX_ID: usize = 1024;

/// A channel that the guide declares. It may declare the same again, or after its programmes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Channel {
    /// Line of its start tag, counted from 1.
    pub line: u64,
    /// What programmes refer to it by, exactly as written; `None` if missing, empty or absurdly long.
    pub id: Option<String>,
    /// Its names. The first is the one to show; others may be numbers and call signs.
    pub display_names: Vec<LangText>,
    /// URL of its logo.
    pub icon_url: Option<String>,
    /// Its web pages.
    pub urls: Vec<String>,
}

impl Channel {
    /// Read the rest of the element.
    pub(super) fn read<R: BufRead>(
        source: &mut Source<R>,
        line: u64,
        id: Option<String>,
    ) -> Result<Self, Error> {
        let id = id.filter(|id| is_usable_id(id));
        let mut channel = Self { line, id, ..Self::default() };
        loop {
            match source.next()? {
                Node::Open(tag) => match tag.name() {
                    "display-name" => {
                        let lang = tag.filled("lang")?;
                        channel.display_names.push(LangText { lang, text: source.text()? });
                    }
                    "icon" => {
                        let src = tag.filled("src")?;
                        channel.icon_url = channel.icon_url.or(src);
                        source.skip()?;
                    }
                    "url" => channel.urls.push(source.text()?),
                    _ => source.skip()?,
                },
                Node::Close => return Ok(channel),
                _ => {}
            }
        }
    }

    /// The first name that is not empty, or else the id.
    pub fn name(&self) -> Option<&str> {
        let names = self.display_names.iter().map(|name| name.text.as_str());
        names.chain(self.id.as_deref()).find(|name| !name.is_empty())
    }
}

pub(super) fn is_usable_id(id: &str) -> bool {
    !id.trim().is_empty() && id.len() <= MAX_ID
}
