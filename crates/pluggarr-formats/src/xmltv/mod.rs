//! XMLTV guides, read as a stream: channels and programmes one by one.
//!
//! Knows all of XMLTV's elements and what real guides do wrong. Does not know which channels a caller
//! wants, nor what it keeps of a programme; [`Programme::properties`] is a proposal.
//!
//! Nothing outside the bytes is ever read: no DTD, no external entity, no XInclude.

mod channel;
mod encoding;
mod entities;
mod episode;
mod programme;
mod properties;
mod read_programme;
mod reader;
mod source;
mod summary;
pub mod time;

pub use channel::Channel;
pub use episode::EpisodeNum;
pub use programme::{
    Audio, Credit, Icon, Image, LangText, Length, PreviouslyShown, Programme, Rating, Review,
    Subtitles, SystemUrl, Time, Unusable, Video,
};
pub use reader::{Event, Reader};
pub use summary::{Problem, Summary};
