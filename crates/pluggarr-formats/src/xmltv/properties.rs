//! A programme's details as the JSON that the incumbent's tables and plugins use.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{LangText, Programme};

impl Programme {
    /// All that has no column of its own, under the incumbent's keys. Only what is there.
    pub fn properties(&self) -> Value {
        let mut all = Map::new();
        let mut put = |key: &str, value: Value| {
            let is_nothing = match &value {
                Value::Null | Value::Bool(false) => true,
                Value::String(text) => text.is_empty(),
                Value::Array(items) => items.is_empty(),
                Value::Object(fields) => fields.is_empty(),
                _ => false,
            };
            if !is_nothing {
                all.insert(key.to_owned(), value);
            }
        };
        put("categories", texts(&self.categories));
        put("keywords", texts(&self.keywords));
        put("country", json!(self.countries.first().map(|country| &country.text)));
        let (season, episode) = self.season_and_episode();
        put("season", json!(season));
        put("episode", json!(episode));
        put("onscreen_episode", json!(self.episode_number("onscreen")));
        put("dd_progid", json!(self.episode_number("dd_progid")));
        for system in ["thetvdb.com", "themoviedb.org", "imdb.com"] {
            put(&format!("{system}_id"), json!(self.episode_number(system)));
        }
        put("date", json!(self.date));
        put("language", json!(self.language));
        put("original_language", json!(self.orig_language));
        put("new", json!(self.is_new));
        put("live", json!(self.is_live));
        put("premiere", json!(self.premiere.is_some()));
        put("premiere_text", json!(self.premiere.as_ref().map(|premiere| &premiere.text)));
        put("last_chance", json!(self.last_chance.is_some()));
        put("last_chance_text", json!(self.last_chance.as_ref().map(|chance| &chance.text)));
        put("previously_shown", json!(self.previously_shown.is_some()));
        if let Some(shown) = &self.previously_shown {
            put(
                "previously_shown_details",
                object([("start", &shown.start), ("channel", &shown.channel)]),
            );
        }
        put("icon", json!(self.icons.first().map(|icon| &icon.src)));
        put("images", self.images());
        put("credits", self.credits_by_kind());
        if let Some(rating) = self.ratings.first() {
            put("rating", json!(rating.value));
            put("rating_system", json!(rating.system));
        }
        put("star_ratings", self.star_ratings());
        put("reviews", self.reviews());
        if let Some(length) = &self.length {
            // A number where it is one: that is what readers expect; else the text as it stands.
            let value = length
                .value
                .parse::<u32>()
                .map_or_else(|_| json!(length.value), |value| json!(value));
            put(
                "length",
                json!({"value": value, "units": length.units.as_deref().unwrap_or("minutes")}),
            );
        }
        if let Some(video) = &self.video {
            let fields = [
                ("present", &video.present),
                ("colour", &video.colour),
                ("aspect", &video.aspect),
                ("quality", &video.quality),
            ];
            put("video", object(fields));
        }
        if let Some(audio) = &self.audio {
            put("audio", object([("present", &audio.present), ("stereo", &audio.stereo)]));
        }
        let subtitles =
            self.subtitles.iter().map(|s| object([("type", &s.kind), ("language", &s.language)]));
        put("subtitles", subtitles.collect());
        let urls = self.urls.iter().filter(|url| !url.url.is_empty());
        put("urls", urls.map(|url| json!({"system": url.system, "url": url.url})).collect());
        Value::Object(all)
    }

    fn episode_number(&self, system: &str) -> Option<&str> {
        self.episode_nums
            .iter()
            .find(|number| number.is(system))
            .map(|number| number.value.as_str())
    }

    fn images(&self) -> Value {
        let with_details = |image: &super::Image| {
            let url = Some(image.url.clone());
            object([
                ("url", &url),
                ("type", &image.kind),
                ("size", &image.size),
                ("orient", &image.orient),
                ("system", &image.system),
            ])
        };
        self.images.iter().filter(|image| !image.url.is_empty()).map(with_details).collect()
    }

    /// Names by kind; actors with the role they play.
    fn credits_by_kind(&self) -> Value {
        let mut by_kind: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for credit in &self.credits {
            let person = if credit.kind == "actor" {
                let mut actor = json!({"name": credit.name});
                if let Some(role) = &credit.role {
                    actor["role"] = json!(role);
                }
                if credit.is_guest {
                    actor["guest"] = json!(true);
                }
                actor
            } else {
                json!(credit.name)
            };
            by_kind.entry(&credit.kind).or_default().push(person);
        }
        json!(by_kind)
    }

    fn star_ratings(&self) -> Value {
        let rated = self.star_ratings.iter().filter(|rating| !rating.value.is_empty());
        rated
            .map(|rating| {
                object([("value", &Some(rating.value.clone())), ("system", &rating.system)])
            })
            .collect()
    }

    fn reviews(&self) -> Value {
        let reviews = self.reviews.iter().filter(|review| !review.text.is_empty());
        reviews
            .map(|review| {
                object([
                    ("content", &Some(review.text.clone())),
                    ("type", &review.kind),
                    ("source", &review.source),
                    ("reviewer", &review.reviewer),
                ])
            })
            .collect()
    }
}

fn texts(texts: &[LangText]) -> Value {
    texts.iter().map(|text| json!(text.text)).collect()
}

/// An object of those fields that are there.
fn object<const N: usize>(fields: [(&str, &Option<String>); N]) -> Value {
    let there = fields
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), json!(value.as_ref()?))));
    Value::Object(there.collect())
}
