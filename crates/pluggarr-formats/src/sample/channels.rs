//! The invented channels.

use super::random::Random;

/// A group of channels.
#[derive(Debug, PartialEq, Eq)]
pub struct Group {
    /// What it is called.
    pub name: &'static str,
    /// Colour of its logos: red, green, blue.
    pub colour: [u8; 3],
    /// How many channels it has.
    size: usize,
    /// What its channels are called behind the name of their house.
    suffixes: &'static [&'static str],
}

/// An invented channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Where it stands among all channels, counted from 0.
    pub index: usize,
    /// Its number: each group has a hundred of its own.
    pub number: u32,
    /// Its id in the guide.
    pub tvg_id: String,
    /// Its name.
    pub name: String,
    /// Its group.
    pub group: &'static Group,
}

/// Houses that do not exist.
const HOUSES: [&str; 40] = [
    "Alderquay",
    "Brackmoor",
    "Calyxa",
    "Dunvarra",
    "Elmspire",
    "Fennholt",
    "Glimmerby",
    "Harrowick",
    "Ilvane",
    "Juniporth",
    "Kestramere",
    "Lumivale",
    "Merrowyn",
    "Norvessa",
    "Ostrelle",
    "Pellamar",
    "Quillonby",
    "Ravenstrand",
    "Sollinge",
    "Tarnwick",
    "Umberlyn",
    "Vantoria",
    "Wexmoor",
    "Yarrowby",
    "Zephyrane",
    "Ashgrove Bay",
    "Bellwether",
    "Corvanne",
    "Dapplewood",
    "Eastermoor",
    "Foxglade",
    "Greywater",
    "Hollowmere",
    "Inkwell",
    "Jadestone",
    "Kingsfern",
    "Larkenfield",
    "Mistral Bay",
    "Nightjar",
    "Oakhaven",
];

const GROUPS: [Group; 12] = [
    group("General", [0x2f, 0x6f, 0xde], 16, &["One", "Two", "Plus", "HD"]),
    group("News", [0xc9, 0x2a, 0x2a], 12, &["News", "News 24", "Today", "Business"]),
    group("Sport", [0x2b, 0x8a, 0x3e], 14, &["Sport 1", "Sport 2", "Arena", "Motor"]),
    group("Films", [0x5f, 0x3d, 0xc4], 14, &["Cinema", "Film Club", "Classics", "Late Show"]),
    group("Series", [0xa6, 0x1e, 0x4d], 14, &["Series", "Drama", "Crime", "Comedy"]),
    group("Kids", [0xe6, 0x77, 0x00], 12, &["Kids", "Junior", "Toons"]),
    group("Documentary", [0x0b, 0x72, 0x85], 14, &["Docs", "Nature", "History", "Science"]),
    group("Music", [0xd6, 0x33, 0x6c], 12, &["Music", "Hits", "Jazz Lounge", "Stage"]),
    group("Lifestyle", [0x08, 0x7f, 0x5b], 12, &["Home", "Kitchen", "Travel", "Garden"]),
    group("Culture", [0x86, 0x2e, 0x9c], 10, &["Arts", "Culture", "Theatre"]),
    group("Regional", [0x36, 0x4f, 0xc7], 14, &["Local", "Region TV", "North", "South"]),
    group("Radio", [0x49, 0x50, 0x57], 6, &["Radio", "FM"]),
];

const fn group(
    name: &'static str,
    colour: [u8; 3],
    size: usize,
    suffixes: &'static [&'static str],
) -> Group {
    Group { name, colour, size, suffixes }
}

/// All channels of a seed, by number.
pub fn channels(seed: u64) -> Vec<Channel> {
    let mut channels = Vec::new();
    for (nth, group) in GROUPS.iter().enumerate() {
        let mut random = Random::new(seed, nth as u64);
        let mut houses = HOUSES;
        random.shuffle(&mut houses);
        // Every house at most once in a group, so no name comes twice.
        for (place, house) in houses.iter().take(group.size).enumerate() {
            let name = format!("{house} {}", random.pick(group.suffixes));
            let index = channels.len();
            let number = (nth * 100 + place + 1) as u32;
            channels.push(Channel { index, number, tvg_id: tvg_id(&name), name, group });
        }
    }
    channels
}

fn tvg_id(name: &str) -> String {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{letters}.sample")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_seed_always_gives_the_same_150_channels() {
        let all = channels(7);
        assert_eq!(all.len(), 150);
        assert_eq!(all, channels(7));
        assert_ne!(all, channels(8));
    }

    #[test]
    fn names_ids_and_numbers_are_unique() {
        for seed in 0..50 {
            let all = channels(seed);
            let distinct =
                |of: fn(&Channel) -> String| all.iter().map(of).collect::<HashSet<_>>().len();
            assert_eq!(distinct(|channel| channel.name.clone()), 150, "seed {seed}");
            assert_eq!(distinct(|channel| channel.tvg_id.clone()), 150, "seed {seed}");
            assert_eq!(distinct(|channel| channel.number.to_string()), 150, "seed {seed}");
        }
    }
}
