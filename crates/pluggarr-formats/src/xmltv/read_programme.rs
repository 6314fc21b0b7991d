//! From the XML of a `<programme>` to a [`Programme`].

use std::io::BufRead;

use super::{
    Audio, Credit, EpisodeNum, Icon, Image, LangText, Length, PreviouslyShown, Programme, Rating,
    Review, Subtitles, SystemUrl, Video,
    source::{Node, Source, Tag},
};
use crate::Error;

impl Programme {
    /// Read the rest of the element; the attributes are in already.
    pub(super) fn read<R: BufRead>(mut self, source: &mut Source<R>) -> Result<Self, Error> {
        loop {
            match source.next()? {
                Node::Open(tag) => {
                    let child = Child::of(&tag)?;
                    self.take(child, source)?;
                }
                Node::Close => return Ok(self),
                _ => {}
            }
        }
    }

    fn take<R: BufRead>(&mut self, child: Child, source: &mut Source<R>) -> Result<(), Error> {
        match child {
            Child::Title(lang) => self.titles.push(lang_text(lang, source)?),
            Child::SubTitle(lang) => self.sub_titles.push(lang_text(lang, source)?),
            Child::Desc(lang) => self.descriptions.push(lang_text(lang, source)?),
            Child::Category(lang) => push_filled(&mut self.categories, lang_text(lang, source)?),
            Child::Keyword(lang) => push_filled(&mut self.keywords, lang_text(lang, source)?),
            Child::Country(lang) => push_filled(&mut self.countries, lang_text(lang, source)?),
            Child::Premiere(lang) => self.premiere = Some(lang_text(lang, source)?),
            Child::LastChance(lang) => self.last_chance = Some(lang_text(lang, source)?),
            Child::Date => self.date = filled(source.text()?),
            Child::Language => self.language = filled(source.text()?),
            Child::OrigLanguage => self.orig_language = filled(source.text()?),
            Child::Length(units) => self.length = Some(Length { units, value: source.text()? }),
            Child::EpisodeNum(system) => {
                self.episode_nums.push(EpisodeNum { system, value: source.text()? });
            }
            Child::Url(system) => self.urls.push(SystemUrl { system, url: source.text()? }),
            Child::Icon(icon) => {
                self.icons.extend(icon);
                source.skip()?;
            }
            Child::Image(image) => self.images.push(Image { url: source.text()?, ..image }),
            Child::Review(review) => self.reviews.push(Review { text: source.text()?, ..review }),
            Child::PreviouslyShown(shown) => {
                self.previously_shown = Some(shown);
                source.skip()?;
            }
            Child::New => {
                self.is_new = true;
                source.skip()?;
            }
            Child::Live => {
                self.is_live = true;
                source.skip()?;
            }
            Child::Credits => self.credits(source)?,
            Child::Video => self.video = Some(video(source)?),
            Child::Audio => self.audio = Some(audio(source)?),
            Child::Subtitles(kind) => self.subtitles.push(subtitles(kind, source)?),
            Child::Rating(system) => self.ratings.push(rating(system, source)?),
            Child::StarRating(system) => self.star_ratings.push(rating(system, source)?),
            Child::Unknown => source.skip()?,
        }
        Ok(())
    }

    fn credits<R: BufRead>(&mut self, source: &mut Source<R>) -> Result<(), Error> {
        loop {
            match source.next()? {
                Node::Open(tag) => {
                    let credit = Credit {
                        kind: tag.name().to_owned(),
                        role: tag.filled("role")?,
                        is_guest: tag.filled("guest")?.as_deref() == Some("yes"),
                        ..Credit::default()
                    };
                    let credit = person(credit, source)?;
                    if !credit.name.is_empty() {
                        self.credits.push(credit);
                    }
                }
                Node::Close => return Ok(()),
                _ => {}
            }
        }
    }
}

/// A child element with its attributes, so that its start tag need not be kept while its content is read.
enum Child {
    Title(Option<String>),
    SubTitle(Option<String>),
    Desc(Option<String>),
    Category(Option<String>),
    Keyword(Option<String>),
    Country(Option<String>),
    Premiere(Option<String>),
    LastChance(Option<String>),
    Date,
    Language,
    OrigLanguage,
    Length(Option<String>),
    EpisodeNum(Option<String>),
    Url(Option<String>),
    Icon(Option<Icon>),
    Image(Image),
    Review(Review),
    PreviouslyShown(PreviouslyShown),
    New,
    Live,
    Credits,
    Video,
    Audio,
    Subtitles(Option<String>),
    Rating(Option<String>),
    StarRating(Option<String>),
    Unknown,
}

impl Child {
    fn of(tag: &Tag<'_>) -> Result<Self, Error> {
        let lang = || tag.filled("lang");
        let system = || tag.filled("system");
        Ok(match tag.name() {
            "title" => Self::Title(lang()?),
            "sub-title" => Self::SubTitle(lang()?),
            "desc" => Self::Desc(lang()?),
            "category" => Self::Category(lang()?),
            "keyword" => Self::Keyword(lang()?),
            "country" => Self::Country(lang()?),
            "premiere" => Self::Premiere(lang()?),
            "last-chance" => Self::LastChance(lang()?),
            "date" => Self::Date,
            "language" => Self::Language,
            "orig-language" => Self::OrigLanguage,
            "length" => Self::Length(tag.filled("units")?),
            "episode-num" => Self::EpisodeNum(system()?),
            "url" => Self::Url(system()?),
            "icon" => {
                let (width, height) = (tag.filled("width")?, tag.filled("height")?);
                Self::Icon(tag.filled("src")?.map(|src| Icon { src, width, height }))
            }
            "image" => Self::Image(Image {
                url: String::new(),
                kind: tag.filled("type")?,
                size: tag.filled("size")?,
                orient: tag.filled("orient")?,
                system: system()?,
            }),
            "review" => Self::Review(Review {
                kind: tag.filled("type")?,
                source: tag.filled("source")?,
                reviewer: tag.filled("reviewer")?,
                text: String::new(),
            }),
            "previously-shown" => Self::PreviouslyShown(PreviouslyShown {
                start: tag.filled("start")?,
                channel: tag.filled("channel")?,
            }),
            "new" => Self::New,
            "live" => Self::Live,
            "credits" => Self::Credits,
            "video" => Self::Video,
            "audio" => Self::Audio,
            "subtitles" => Self::Subtitles(tag.filled("type")?),
            "rating" => Self::Rating(system()?),
            "star-rating" => Self::StarRating(system()?),
            _ => Self::Unknown,
        })
    }
}

fn lang_text<R: BufRead>(lang: Option<String>, source: &mut Source<R>) -> Result<LangText, Error> {
    Ok(LangText { lang, text: source.text()? })
}

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn push_filled(texts: &mut Vec<LangText>, text: LangText) {
    if !text.text.is_empty() {
        texts.push(text);
    }
}

/// A person's name is the text; a picture of them may stand in an element inside.
fn person<R: BufRead>(mut credit: Credit, source: &mut Source<R>) -> Result<Credit, Error> {
    loop {
        match source.next()? {
            Node::Open(tag) if tag.name() == "image" => credit.image = filled(source.text()?),
            Node::Open(_) => source.skip()?,
            Node::Text(piece) => credit.name.push_str(&piece),
            Node::Close => break,
            _ => {}
        }
    }
    credit.name = credit.name.trim().to_owned();
    Ok(credit)
}

fn video<R: BufRead>(source: &mut Source<R>) -> Result<Video, Error> {
    let mut video = Video::default();
    loop {
        let field = match source.next()? {
            Node::Open(tag) => match tag.name() {
                "present" => &mut video.present,
                "colour" => &mut video.colour,
                "aspect" => &mut video.aspect,
                "quality" => &mut video.quality,
                _ => {
                    source.skip()?;
                    continue;
                }
            },
            Node::Close => return Ok(video),
            _ => continue,
        };
        *field = filled(source.text()?);
    }
}

fn audio<R: BufRead>(source: &mut Source<R>) -> Result<Audio, Error> {
    let mut audio = Audio::default();
    loop {
        let field = match source.next()? {
            Node::Open(tag) => match tag.name() {
                "present" => &mut audio.present,
                "stereo" => &mut audio.stereo,
                _ => {
                    source.skip()?;
                    continue;
                }
            },
            Node::Close => return Ok(audio),
            _ => continue,
        };
        *field = filled(source.text()?);
    }
}

fn subtitles<R: BufRead>(kind: Option<String>, source: &mut Source<R>) -> Result<Subtitles, Error> {
    let mut subtitles = Subtitles { kind, language: None };
    loop {
        match source.next()? {
            Node::Open(tag) if tag.name() == "language" => {
                subtitles.language = filled(source.text()?)
            }
            Node::Open(_) => source.skip()?,
            Node::Close => return Ok(subtitles),
            _ => {}
        }
    }
}

fn rating<R: BufRead>(system: Option<String>, source: &mut Source<R>) -> Result<Rating, Error> {
    let mut rating = Rating { system, ..Rating::default() };
    loop {
        match source.next()? {
            Node::Open(tag) if tag.name() == "value" => rating.value = source.text()?,
            Node::Open(tag) if tag.name() == "icon" => {
                rating.icons.extend(tag.filled("src")?);
                source.skip()?;
            }
            Node::Open(_) => source.skip()?,
            Node::Close => return Ok(rating),
            _ => {}
        }
    }
}
