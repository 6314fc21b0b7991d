use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use pluggarr_formats::{
    Error,
    decompress::{Limits, open_file},
    xmltv::{Channel, Event, LangText, Programme, Reader, Summary, Time},
};
use serde_json::{Value, json};

use crate::{data, expected};

#[derive(Default)]
struct Guide {
    channels: Vec<Channel>,
    programmes: Vec<Programme>,
    summary: Summary,
    error: Option<Error>,
}

fn read(path: &Path) -> Guide {
    let mut guide = Guide::default();
    let mut reader = Reader::new(open_file(path, Limits::GUIDE).unwrap());
    for event in &mut reader {
        match event {
            Ok(Event::Channel(channel)) => guide.channels.push(channel),
            Ok(Event::Programme(programme)) => guide.programmes.push(*programme),
            Err(error) => guide.error = Some(error),
        }
    }
    guide.summary = reader.summary().clone();
    guide
}

/// Our count in the words of `counts.json`.
fn count(guide: &Guide) -> Value {
    let Guide { channels, programmes, summary, .. } = guide;
    let ids: HashSet<_> = channels.iter().filter_map(|channel| channel.id.as_deref()).collect();
    let on: HashSet<_> =
        programmes.iter().filter_map(|programme| programme.channel.as_deref()).collect();
    let declared = |p: &&Programme| p.channel.as_deref().is_some_and(|id| ids.contains(id));
    let with = |has: &dyn Fn(&Programme) -> bool| programmes.iter().filter(|p| has(p)).count();
    let times = programmes.iter().flat_map(|p| [&p.start, &p.stop]).filter_map(|time| match time {
        Time::At(time) => Some(time.to_rfc3339()),
        _ => None,
    });
    json!({
        "channels": summary.channels,
        "distinct_channel_ids": ids.len(),
        "channels_without_programme": ids.difference(&on).count(),
        "programmes": summary.programmes,
        "programmes_on_undeclared_channel": programmes.len() - programmes.iter().filter(declared).count(),
        "usable_programmes": programmes.iter().filter(declared).filter(|p| p.usable().is_ok()).count(),
        "display_names": channels.iter().map(|channel| channel.display_names.len()).sum::<usize>(),
        "channels_without_name": summary.channels_without_name,
        "channel_icons": channels.iter().filter(|channel| channel.icon_url.is_some()).count(),
        "title_missing": summary.title_missing,
        "several_titles": with(&|p| p.titles.len() > 1),
        "with_icon": with(&|p| !p.icons.is_empty()),
        "start_bad": summary.start_bad,
        "stop_missing": summary.stop_missing,
        "stop_bad": summary.stop_bad,
        "stop_not_after_start": summary.stop_not_after_start,
        "first": times.clone().min(),
        "last": times.max(),
        "episode_num": episode_systems(programmes),
    })
}

fn episode_systems(programmes: &[Programme]) -> HashMap<&str, u64> {
    let mut systems = HashMap::new();
    for number in programmes.iter().flat_map(|programme| &programme.episode_nums) {
        *systems.entry(number.system.as_deref().unwrap_or("(none)")).or_default() += 1;
    }
    systems
}

/// How often each element occurs, under its name in the guide.
fn elements(programmes: &[Programme]) -> Value {
    let sum = |of: &dyn Fn(&Programme) -> usize| programmes.iter().map(of).sum::<usize>();
    let credits =
        |kind: &str| sum(&|p| p.credits.iter().filter(|credit| credit.kind == kind).count());
    json!({
        "title": sum(&|p| p.titles.len()),
        "sub-title": sum(&|p| p.sub_titles.len()),
        "desc": sum(&|p| p.descriptions.len()),
        "category": sum(&|p| p.categories.len()),
        "keyword": sum(&|p| p.keywords.len()),
        "episode-num": sum(&|p| p.episode_nums.len()),
        "rating": sum(&|p| p.ratings.len()),
        "star-rating": sum(&|p| p.star_ratings.len()),
        "image": sum(&|p| p.images.len()),
        "subtitles": sum(&|p| p.subtitles.len()),
        "new": sum(&|p| p.is_new.into()),
        "premiere": sum(&|p| p.premiere.iter().len()),
        "previously-shown": sum(&|p| p.previously_shown.iter().len()),
        "date": sum(&|p| p.date.iter().len()),
        "length": sum(&|p| p.length.iter().len()),
        "video": sum(&|p| p.video.iter().len()),
        "audio": sum(&|p| p.audio.iter().len()),
        "credits/director": credits("director"),
        "credits/actor": credits("actor"),
        "credits/presenter": credits("presenter"),
        "credits/writer": credits("writer"),
    })
}

#[test]
fn every_guide_has_the_counts_of_another_reader() {
    for (path, theirs) in expected("guides/") {
        if !theirs["fault"].is_null() {
            continue;
        }
        let guide = read(&path);
        assert!(guide.error.is_none(), "{}: {:?}", path.display(), guide.error);
        assert!(guide.summary.is_complete);
        for (what, count) in count(&guide).as_object().unwrap() {
            assert_eq!(count, &theirs[what], "`{what}` of {}", path.display());
        }
        for (element, count) in elements(&guide.programmes).as_object().unwrap() {
            let theirs = theirs["tags"].get(element).cloned().unwrap_or(json!(0));
            assert_eq!(*count, theirs, "<{element}> of {}", path.display());
        }
    }
}

#[test]
fn the_malformed_guide_is_an_error_at_its_first_fault() {
    let Some(data) = data() else { return };
    let guide = read(&data.join("guides/tvguide-uk-malformed.xml"));
    assert_eq!((guide.channels.len(), guide.programmes.len()), (167, 0));
    assert!(!guide.summary.is_complete);
    let Some(Error::Malformed { line: 169, message, .. }) = guide.error else {
        panic!("{:?}", guide.error)
    };
    assert_eq!(message, "a bare `&` (it must be written `&amp;`)");
}

#[test]
fn the_hours_in_the_titles_are_those_of_the_times() {
    let Some(data) = data() else { return };
    let guide = read(&data.join("guides/handwritten-edge-cases.xml"));
    let hours = |title: &str| {
        let programme =
            guide.programmes.iter().find(|p| p.title().is_some_and(|t| t.starts_with(title)));
        let (start, stop) = programme.unwrap().usable().unwrap();
        format!("{}-{}", start.format("%Y%m%d%H"), stop.format("%Y%m%d%H"))
    };
    assert_eq!(hours("+0100"), "2024010101-2024010102");
    assert_eq!(hours("-0500"), "2024010102-2024010103");
    assert_eq!(hours("+0530"), "2024010103-2024010104");
    assert_eq!(hours("date only"), "2024010100-2024010200");
    assert_eq!(hours("over the change"), "2024033100-2024033101");
}

#[test]
fn a_programme_with_everything_loses_nothing() {
    let Some(data) = data() else { return };
    let guide = read(&data.join("guides/handwritten-edge-cases.xml"));
    let programme = guide.programmes.iter().find(|p| p.title() == Some("Tom & <Jerry>")).unwrap();
    let text = |lang: &str, text: &str| LangText { lang: Some(lang.into()), text: text.into() };
    assert_eq!(programme.titles, [text("de", "Tom & <Jerry>"), text("en", "Tom & <Jerry>")]);
    assert_eq!(programme.description(), Some("café — \"quoted\" 🎬"));
    let expected = json!({
        "audio": {"stereo": "dolby digital"},
        "categories": ["Kids", "Zeichentrick"],
        "country": "US",
        "credits": {
            "actor": [{"name": "A & B", "role": "Hero"}, {"name": "C"}],
            "director": ["D"], "guest": ["G"], "presenter": ["P"], "writer": ["W"],
        },
        "date": "2023",
        "dd_progid": "EP00000001.0005",
        "episode": 5,
        "icon": "http://example.invalid/p.jpg",
        "images": [{"size": "3", "type": "poster", "url": "http://example.invalid/poster.jpg"}],
        "keywords": ["k"],
        "language": "de",
        "last_chance": true,
        "length": {"units": "minutes", "value": 60},
        "live": true,
        "new": true,
        "onscreen_episode": "S02E05 Part 1",
        "original_language": "en",
        "premiere": true,
        "premiere_text": "First showing",
        "previously_shown": true,
        "previously_shown_details": {"channel": "other", "start": "19650201"},
        "rating": "6",
        "rating_system": "FSK",
        "reviews": [{"content": "Good", "type": "text"}],
        "season": 2,
        "star_ratings": [{"system": "imdb", "value": "7.9/10"}],
        "subtitles": [{"language": "en", "type": "teletext"}],
        "urls": [{"system": "imdb", "url": "http://example.invalid/tt1"}],
        "video": {"aspect": "16:9", "colour": "yes", "present": "yes", "quality": "HDTV"},
    });
    assert_eq!(programme.properties(), expected);
}
