//! Words to make titles, fixtures and plots of.

use super::random::Random;

const ADJECTIVES: [&str; 20] = [
    "Silent",
    "Second",
    "Golden",
    "Hidden",
    "Broken",
    "Last",
    "Distant",
    "Borrowed",
    "Crooked",
    "Early",
    "Empty",
    "Longest",
    "Wrong",
    "Paper",
    "Winter",
    "Blue",
    "Forgotten",
    "Narrow",
    "Restless",
    "Lucky",
];
const NOUNS: [&str; 20] = [
    "Harbour",
    "Letter",
    "Garden",
    "Bridge",
    "Key",
    "Summer",
    "Visitor",
    "River",
    "Promise",
    "Lantern",
    "Witness",
    "Island",
    "Door",
    "Storm",
    "Orchard",
    "Mirror",
    "Journey",
    "Clock",
    "Neighbour",
    "Map",
];
const CLUBS: [&str; 12] = [
    "Fennholt Rovers",
    "Tarnwick Town",
    "Dunvarra United",
    "Pellamar City",
    "Wexmoor Athletic",
    "Harrowick 09",
    "Sollinge Wanderers",
    "Oakhaven Stars",
    "Greywater SC",
    "Larkenfield Albion",
    "Brackmoor Bears",
    "Umberlyn Dynamos",
];
const TWISTS: [&str; 10] = [
    "An old debt comes due.",
    "Nobody expected the weather.",
    "A visitor stays longer than planned.",
    "The plan works, but not as planned.",
    "Somebody has to say sorry first.",
    "It begins with a missed train.",
    "A box in the attic changes everything.",
    "Two of them disagree, one of them is right.",
    "There is one day left.",
    "What was lost turns up in the wrong hands.",
];

/// A title for an episode or a film.
pub(super) fn made_up_title(random: &mut Random) -> String {
    format!("The {} {}", random.pick(&ADJECTIVES), random.pick(&NOUNS))
}

/// Two different clubs.
pub(super) fn pairing(random: &mut Random) -> String {
    let home = random.below(CLUBS.len());
    let away = (home + 1 + random.below(CLUBS.len() - 1)) % CLUBS.len();
    format!("{} v {}", CLUBS[home], CLUBS[away])
}

/// A sentence more.
pub(super) fn twist(random: &mut Random) -> &'static str {
    TWISTS[random.below(TWISTS.len())]
}
