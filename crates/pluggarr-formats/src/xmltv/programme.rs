//! `<programme>` and all that XMLTV lets it say.

use std::fmt;

use chrono::{DateTime, Utc};

use super::EpisodeNum;

/// One entry of the guide.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Programme {
    /// Line of its start tag, counted from 1.
    pub line: u64,
    /// Id of its channel; `None` if missing, empty or absurdly long.
    pub channel: Option<String>,
    /// When it begins.
    pub start: Time,
    /// When it ends.
    pub stop: Time,
    /// Titles, in one language or several.
    pub titles: Vec<LangText>,
    /// Titles of the episode.
    pub sub_titles: Vec<LangText>,
    /// Descriptions.
    pub descriptions: Vec<LangText>,
    /// Who made it and who is in it.
    pub credits: Vec<Credit>,
    /// When it was made, as written: mostly a year.
    pub date: Option<String>,
    /// Genres.
    pub categories: Vec<LangText>,
    /// Keywords.
    pub keywords: Vec<LangText>,
    /// Language it is broadcast in.
    pub language: Option<String>,
    /// Language it was made in.
    pub orig_language: Option<String>,
    /// How long it is without advertisements.
    pub length: Option<Length>,
    /// Pictures in the old way.
    pub icons: Vec<Icon>,
    /// Pages about it.
    pub urls: Vec<SystemUrl>,
    /// Where it was made.
    pub countries: Vec<LangText>,
    /// Its numbers.
    pub episode_nums: Vec<EpisodeNum>,
    /// About the picture.
    pub video: Option<Video>,
    /// About the sound.
    pub audio: Option<Audio>,
    /// It is a repeat.
    pub previously_shown: Option<PreviouslyShown>,
    /// It is a first showing; the text may be empty.
    pub premiere: Option<LangText>,
    /// It will not be repeated; the text may be empty.
    pub last_chance: Option<LangText>,
    /// It is the first showing of its series anywhere.
    pub is_new: bool,
    /// It is live. Not in XMLTV, yet common.
    pub is_live: bool,
    /// Kinds of subtitles.
    pub subtitles: Vec<Subtitles>,
    /// Who may see it.
    pub ratings: Vec<Rating>,
    /// How good it is.
    pub star_ratings: Vec<Rating>,
    /// Reviews.
    pub reviews: Vec<Review>,
    /// Pictures in the new way.
    pub images: Vec<Image>,
}

/// A time of a programme, or why there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Time {
    /// The attribute is not there.
    #[default]
    Missing,
    /// It cannot be read; this is what it says (its start, if it is long).
    Unreadable(String),
    /// It was read.
    At(DateTime<Utc>),
}

/// Text in a language, if it says which.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LangText {
    /// `lang`, as written.
    pub lang: Option<String>,
    /// The text, without blanks around it; may be empty.
    pub text: String,
}

/// A person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credit {
    /// `director`, `actor`, `writer`, `adapter`, `producer`, `composer`, `editor`, `presenter`,
    /// `commentator`, `guest`, or what else the guide calls it.
    pub kind: String,
    /// The person's name.
    pub name: String,
    /// Who an actor plays.
    pub role: Option<String>,
    /// Whether an actor is a guest star.
    pub is_guest: bool,
    /// A picture of the person.
    pub image: Option<String>,
}

/// How long a programme is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Length {
    /// `seconds`, `minutes` or `hours`.
    pub units: Option<String>,
    /// The number as written.
    pub value: String,
}

/// A picture in the old way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Icon {
    /// Its URL.
    pub src: String,
    /// As written.
    pub width: Option<String>,
    /// As written.
    pub height: Option<String>,
}

/// A picture in the new way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Image {
    /// Its URL.
    pub url: String,
    /// `poster`, `backdrop`, `still`.
    pub kind: Option<String>,
    /// `1` small, `2` medium, `3` large.
    pub size: Option<String>,
    /// `P` portrait, `L` landscape.
    pub orient: Option<String>,
    /// Where it is from.
    pub system: Option<String>,
}

/// A page about a programme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SystemUrl {
    /// `imdb`, `thetvdb`, ...
    pub system: Option<String>,
    /// The URL.
    pub url: String,
}

/// About the picture, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Video {
    /// `no`: radio.
    pub present: Option<String>,
    /// `no`: black and white.
    pub colour: Option<String>,
    /// `16:9`, ...
    pub aspect: Option<String>,
    /// `HDTV`, ...
    pub quality: Option<String>,
}

/// About the sound, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audio {
    /// `no`: silent.
    pub present: Option<String>,
    /// `mono`, `stereo`, `dolby digital`, ...
    pub stereo: Option<String>,
}

/// Where a repeat was first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PreviouslyShown {
    /// When, as written.
    pub start: Option<String>,
    /// On which channel.
    pub channel: Option<String>,
}

/// One kind of subtitles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subtitles {
    /// `teletext`, `onscreen`, `deaf-signed`.
    pub kind: Option<String>,
    /// Their language.
    pub language: Option<String>,
}

/// A rating, of either sort.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rating {
    /// Whose.
    pub system: Option<String>,
    /// `12`, `TV-PG`, `7.9/10`, ...
    pub value: String,
    /// URLs of its signs.
    pub icons: Vec<String>,
}

/// A review.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    /// `text` or `url`.
    pub kind: Option<String>,
    /// The paper.
    pub source: Option<String>,
    /// The person.
    pub reviewer: Option<String>,
    /// The review, or its URL.
    pub text: String,
}

/// Why a programme cannot be put into a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// It names no channel.
    NoChannel,
    /// It has no start.
    StartMissing,
    /// Its start cannot be read.
    StartUnreadable,
    /// It has no stop; the next start on its channel would do.
    StopMissing,
    /// Its stop cannot be read.
    StopUnreadable,
    /// It ends when it begins, or before.
    StopNotAfterStart,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoChannel => "the programme names no channel",
            Self::StartMissing => "the programme has no start",
            Self::StartUnreadable => "the programme's start cannot be read",
            Self::StopMissing => "the programme has no stop",
            Self::StopUnreadable => "the programme's stop cannot be read",
            Self::StopNotAfterStart => "the programme does not stop after its start",
        })
    }
}

impl Programme {
    /// Start and stop, if it can be put into a schedule as it stands. Whether its channel is
    /// declared is not known here.
    pub fn usable(&self) -> Result<(DateTime<Utc>, DateTime<Utc>), Unusable> {
        if self.channel.is_none() {
            return Err(Unusable::NoChannel);
        }
        let start = match self.start {
            Time::At(start) => start,
            Time::Missing => return Err(Unusable::StartMissing),
            Time::Unreadable(_) => return Err(Unusable::StartUnreadable),
        };
        let stop = match self.stop {
            Time::At(stop) => stop,
            Time::Missing => return Err(Unusable::StopMissing),
            Time::Unreadable(_) => return Err(Unusable::StopUnreadable),
        };
        if stop > start { Ok((start, stop)) } else { Err(Unusable::StopNotAfterStart) }
    }

    /// The first title that is not empty.
    pub fn title(&self) -> Option<&str> {
        first_filled(&self.titles)
    }

    /// The first sub-title that is not empty.
    pub fn sub_title(&self) -> Option<&str> {
        first_filled(&self.sub_titles)
    }

    /// The first description that is not empty.
    pub fn description(&self) -> Option<&str> {
        first_filled(&self.descriptions)
    }

    /// Season and episode, of the first number that tells each; `xmltv_ns` is believed first.
    pub fn season_and_episode(&self) -> (Option<u32>, Option<u32>) {
        let (first, then): (Vec<_>, Vec<_>) =
            self.episode_nums.iter().partition(|number| number.is("xmltv_ns"));
        first.iter().chain(&then).fold((None, None), |(season, episode), number| {
            let (s, e) = number.season_and_episode();
            (season.or(s), episode.or(e))
        })
    }

    /// The first picture, in the old way or the new.
    pub fn icon_url(&self) -> Option<&str> {
        let old = self.icons.iter().map(|icon| icon.src.as_str());
        old.chain(self.images.iter().map(|image| image.url.as_str())).find(|url| !url.is_empty())
    }
}

impl Time {
    pub(super) fn read(text: Option<String>) -> Self {
        const KEPT: usize = 64;
        match text {
            None => Self::Missing,
            Some(text) => match super::time::parse(&text) {
                Some(time) => Self::At(time),
                None => Self::Unreadable(text.chars().take(KEPT).collect()),
            },
        }
    }
}

fn first_filled(texts: &[LangText]) -> Option<&str> {
    texts.iter().map(|text| text.text.as_str()).find(|text| !text.is_empty())
}
