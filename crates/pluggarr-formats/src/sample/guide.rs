//! A guide around a given time for the invented channels.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use quick_xml::escape::escape;

use super::{
    Channel, channels,
    random::Random,
    shows::{Kind, Show, of_group},
    words::{made_up_title, pairing, twist},
};

/// A guide for all channels of `seed`, from six hours before `now` to two days after.
///
/// What is on at an hour depends on the seed and the day only: asked again tomorrow, it says the same.
pub fn guide(seed: u64, now: DateTime<Utc>) -> String {
    let (from, to) = (now - Duration::hours(6), now + Duration::hours(48));
    let channels = channels(seed);
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tv generator-info-name=\"Pluggarr sample\">\n",
    );
    for channel in &channels {
        xml.push_str(&format!(
            "  <channel id=\"{}\">\n    <display-name>{}</display-name>\n    <display-name>{}</display-name>\n  </channel>\n",
            escape(channel.tvg_id.as_str()),
            escape(channel.name.as_str()),
            channel.number
        ));
    }
    for channel in &channels {
        let days = from.date_naive().iter_days().take_while(|day| *day <= to.date_naive());
        for day in days {
            day_of(&mut xml, seed, channel, day, from, to);
        }
    }
    xml.push_str("</tv>\n");
    xml
}

/// What is on on one day; only what is at least partly between `from` and `to` is written.
fn day_of(
    xml: &mut String,
    seed: u64,
    channel: &Channel,
    day: NaiveDate,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) {
    let purpose =
        (channel.index as u64 + 1) << 32 | u64::from(day.num_days_from_ce().unsigned_abs());
    let mut random = Random::new(seed, purpose);
    let shows = of_group(channel.group.name);
    let mut start = day.and_time(chrono::NaiveTime::MIN).and_utc();
    let midnight = start + Duration::days(1);
    let mut previous = usize::MAX;
    while start < midnight {
        // The same show twice in a row would look like a fault of the program.
        let chosen = match random.below(shows.len()) {
            again if again == previous => (again + 1) % shows.len(),
            other => other,
        };
        previous = chosen;
        let show = &shows[chosen];
        let stop = (start + Duration::minutes(*random.pick(show.minutes))).min(midnight);
        let programme = programme(&mut random, channel, show, start, stop);
        if stop > from && start < to {
            xml.push_str(&programme);
        }
        start = stop;
    }
}

fn programme(
    random: &mut Random,
    channel: &Channel,
    show: &Show,
    start: DateTime<Utc>,
    stop: DateTime<Utc>,
) -> String {
    let mut text = format!(
        "  <programme start=\"{}\" stop=\"{}\" channel=\"{}\">\n",
        start.format("%Y%m%d%H%M%S +0000"),
        stop.format("%Y%m%d%H%M%S +0000"),
        escape(channel.tvg_id.as_str())
    );
    let mut element = |name: &str, content: &str| {
        text.push_str(&format!("    <{name} lang=\"en\">{}</{name}>\n", escape(content)));
    };
    match show.kind {
        Kind::Film => element("title", &made_up_title(random)),
        _ => element("title", show.title),
    }
    match show.kind {
        Kind::Series => element("sub-title", &made_up_title(random)),
        Kind::Match => element("sub-title", &pairing(random)),
        Kind::Film | Kind::Live | Kind::Plain => {}
    }
    match show.kind {
        Kind::Series | Kind::Film => element("desc", &format!("{} {}", show.about, twist(random))),
        _ => element("desc", show.about),
    }
    element("category", show.category);
    match show.kind {
        Kind::Series => {
            let (season, episode) = (random.below(6), random.below(24));
            text.push_str(&format!(
                "    <episode-num system=\"xmltv_ns\">{season}.{episode}.</episode-num>\n    \
                 <episode-num system=\"onscreen\">S{:02}E{:02}</episode-num>\n",
                season + 1,
                episode + 1
            ));
            text.push_str(if random.chance(30) {
                "    <new/>\n"
            } else {
                "    <previously-shown/>\n"
            });
        }
        Kind::Film => text.push_str(&format!("    <date>{}</date>\n", 1950 + random.below(70))),
        Kind::Match | Kind::Live => text.push_str("    <live/>\n"),
        Kind::Plain => {}
    }
    text.push_str("  </programme>\n");
    text
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use chrono::TimeZone;

    use super::*;
    use crate::xmltv::{Event, Programme, Reader};

    fn noon() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 22, 12, 34, 56).unwrap()
    }

    fn read(text: &str) -> (HashSet<String>, Vec<Programme>) {
        let (mut ids, mut programmes) = (HashSet::new(), Vec::new());
        for event in Reader::new(text.as_bytes()) {
            match event.unwrap() {
                Event::Channel(channel) => drop(ids.insert(channel.id.unwrap())),
                Event::Programme(programme) => programmes.push(*programme),
            }
        }
        (ids, programmes)
    }

    #[test]
    fn every_channel_has_something_on_all_the_time() {
        let (ids, programmes) = read(&guide(3, noon()));
        assert_eq!(ids, channels(3).into_iter().map(|channel| channel.tvg_id).collect());
        let mut by_channel: HashMap<String, Vec<_>> = HashMap::new();
        for programme in &programmes {
            assert!(programme.title().is_some() && programme.description().is_some());
            let times = programme.usable().unwrap();
            by_channel.entry(programme.channel.clone().unwrap()).or_default().push(times);
        }
        assert_eq!(by_channel.len(), ids.len());
        for (channel, times) in by_channel {
            assert!(times[0].0 <= noon() - Duration::hours(6), "{channel} begins late");
            assert!(
                times[times.len() - 1].1 >= noon() + Duration::hours(48),
                "{channel} ends early"
            );
            assert!(times.windows(2).all(|pair| pair[0].1 == pair[1].0), "{channel} has a gap");
        }
    }

    #[test]
    fn the_same_hour_has_the_same_programme_whenever_it_is_asked_for() {
        let at = |asked: DateTime<Utc>| {
            let (_, programmes) = read(&guide(3, asked));
            let on = programmes
                .into_iter()
                .filter(|p| p.usable().is_ok_and(|(a, b)| a <= noon() && noon() < b));
            on.map(|p| (p.channel, p.titles, p.descriptions, p.start)).collect::<Vec<_>>()
        };
        assert_eq!(at(noon()), at(noon() - Duration::hours(30)));
    }

    #[test]
    fn episodes_are_numbered_and_films_dated() {
        let (_, programmes) = read(&guide(3, noon()));
        let series = programmes
            .iter()
            .filter(|p| matches!(p.season_and_episode(), (Some(1..), Some(1..))))
            .count();
        let films = programmes.iter().filter(|p| p.date.is_some()).count();
        assert!(series > 1000 && films > 100, "{series} episodes, {films} films");
    }
}
