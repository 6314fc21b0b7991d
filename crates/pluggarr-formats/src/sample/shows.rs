//! What is on: invented shows by group.

/// Something that can be on.
pub(super) struct Show {
    pub(super) title: &'static str,
    pub(super) category: &'static str,
    /// How long it may be.
    pub(super) minutes: &'static [i64],
    pub(super) kind: Kind,
    /// What it is about.
    pub(super) about: &'static str,
}

/// How a show goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Seasons of episodes, each with a title of its own.
    Series,
    /// Each on its own, with a title made up for it.
    Film,
    /// Two invented clubs.
    Match,
    /// Live, without episodes.
    Live,
    /// The same every time.
    Plain,
}

const fn show(
    title: &'static str,
    category: &'static str,
    minutes: &'static [i64],
    kind: Kind,
    about: &'static str,
) -> Show {
    Show { title, category, minutes, kind, about }
}

/// The shows that channels of a group choose from.
pub(super) fn of_group(group: &str) -> &'static [Show] {
    match group {
        "News" => &NEWS,
        "Sport" => &SPORT,
        "Films" => &FILMS,
        "Series" => &SERIES,
        "Kids" => &KIDS,
        "Documentary" => &DOCUMENTARY,
        "Music" | "Radio" => &MUSIC,
        "Lifestyle" => &LIFESTYLE,
        "Culture" => &CULTURE,
        "Regional" => &REGIONAL,
        _ => &GENERAL,
    }
}

static GENERAL: [Show; 7] = [
    show(
        "The Long Table",
        "Magazine",
        &[60, 90],
        Kind::Live,
        "Guests, weather and more coffee than is good for anybody.",
    ),
    show(
        "The Lighthouse Keepers",
        "Drama",
        &[45],
        Kind::Series,
        "Three sisters take over their father's lighthouse.",
    ),
    show(
        "Double or Quits",
        "Quiz",
        &[30, 45],
        Kind::Series,
        "Two families play for a holiday, or for a wheelbarrow.",
    ),
    show("The Bulletin", "News", &[15, 30], Kind::Live, "The day at home and abroad."),
    show("The Film", "Film", &[90, 105, 120], Kind::Film, "A film for everybody."),
    show(
        "Fixed by Friday",
        "Reality",
        &[30],
        Kind::Series,
        "Neighbours mend what neighbours broke.",
    ),
    show(
        "Two Chairs",
        "Talk show",
        &[45, 60],
        Kind::Plain,
        "Conversations without a desk in between.",
    ),
];
static NEWS: [Show; 6] = [
    show("Headlines", "News", &[15, 30], Kind::Live, "The latest, every hour."),
    show("World Desk", "News", &[30], Kind::Live, "Correspondents report from five continents."),
    show(
        "The Money Hour",
        "Business",
        &[60],
        Kind::Live,
        "Markets, prices and what they mean for your purse.",
    ),
    show("Long Read", "Documentary", &[30, 45], Kind::Series, "One story, told to its end."),
    show("Crossfire Calm", "Politics", &[45, 60], Kind::Plain, "Opponents argue, nobody shouts."),
    show(
        "Weather Room",
        "Weather",
        &[15],
        Kind::Live,
        "Where the rain is, and where it goes next.",
    ),
];
static SPORT: [Show; 6] = [
    show("League Football", "Football", &[105, 120], Kind::Match, "Live from a full ground."),
    show(
        "Ice Hockey",
        "Ice hockey",
        &[120, 150],
        Kind::Match,
        "Three periods, if nobody needs more.",
    ),
    show("Hill Climb", "Motor sport", &[60, 90], Kind::Series, "Small cars, steep roads."),
    show(
        "The Marathon Diaries",
        "Athletics",
        &[30, 45],
        Kind::Series,
        "Ordinary people, forty-two kilometres.",
    ),
    show(
        "Goal Round-up",
        "Sport magazine",
        &[30],
        Kind::Plain,
        "Every goal of the day and some that were none.",
    ),
    show("Chess Masters", "Chess", &[45, 60], Kind::Live, "Grandmasters with little time."),
];
static FILMS: [Show; 4] = [
    show(
        "Feature Film",
        "Drama",
        &[90, 105, 120, 135],
        Kind::Film,
        "Two people meet where neither should be.",
    ),
    show(
        "Thriller",
        "Thriller",
        &[90, 105, 120],
        Kind::Film,
        "Somebody knows, and nobody will say.",
    ),
    show(
        "Comedy Feature",
        "Comedy",
        &[90, 100],
        Kind::Film,
        "A wedding, a goat and the wrong church.",
    ),
    show(
        "Adventure",
        "Adventure",
        &[105, 120, 150],
        Kind::Film,
        "The map is old, the sea is not on it.",
    ),
];
static SERIES: [Show; 6] = [
    show("Harbour Police", "Crime", &[45], Kind::Series, "The tide brings in more than boats."),
    show(
        "Upper Ward",
        "Medical drama",
        &[45],
        Kind::Series,
        "One night shift after another in a hospital above the town.",
    ),
    show("Flat Nine", "Comedy", &[25, 30], Kind::Series, "Five tenants, one kettle."),
    show(
        "The Cartographer",
        "Mystery",
        &[50, 60],
        Kind::Series,
        "A map-maker draws places before they are found.",
    ),
    show(
        "Glass Mountain",
        "Science fiction",
        &[50],
        Kind::Series,
        "The last railway of the north does not stop at night.",
    ),
    show(
        "Inspector Wren",
        "Crime",
        &[90],
        Kind::Series,
        "Quiet, small and always right in the end.",
    ),
];
static KIDS: [Show; 6] = [
    show(
        "Pip and the Puddle",
        "Cartoon",
        &[10, 15],
        Kind::Series,
        "A small frog looks for a larger puddle.",
    ),
    show("Robot Bakery", "Cartoon", &[15, 20], Kind::Series, "They can do everything but taste."),
    show(
        "Why Is It Blue?",
        "Knowledge",
        &[20, 25],
        Kind::Series,
        "Questions of children, answered without growing up.",
    ),
    show(
        "The Secret Tree House",
        "Adventure",
        &[25, 30],
        Kind::Series,
        "Four friends and a ladder that is never where it was.",
    ),
    show("Hedgehog and Friends", "Cartoon", &[10], Kind::Series, "One story, and one more."),
    show("Make It!", "Crafts", &[15], Kind::Plain, "A box, some glue and an afternoon."),
];
static DOCUMENTARY: [Show; 6] = [
    show(
        "Rivers of the North",
        "Nature",
        &[45, 60],
        Kind::Series,
        "From the glacier to the harbour.",
    ),
    show(
        "Built to Last",
        "Engineering",
        &[45],
        Kind::Series,
        "Bridges, and the people who trusted them.",
    ),
    show(
        "The Salt Roads",
        "History",
        &[50, 60],
        Kind::Series,
        "How towns grew where carts had to rest.",
    ),
    show("Under the Ice", "Science", &[45, 50], Kind::Series, "What lives where no light comes."),
    show(
        "Night Animals",
        "Nature",
        &[30, 45],
        Kind::Series,
        "Filmed by moonlight, and not one of them knew.",
    ),
    show(
        "A Year on the Farm",
        "Society",
        &[60],
        Kind::Series,
        "Twelve months, four hundred sheep, one tractor.",
    ),
];
static MUSIC: [Show; 5] = [
    show("Non-stop Hits", "Pop", &[60, 120], Kind::Plain, "One song after the other."),
    show("Studio Sessions", "Rock", &[45, 60], Kind::Series, "A band, a room, no second take."),
    show("Blue Hour", "Jazz", &[60, 90], Kind::Plain, "Slow music for slow people."),
    show("Open Air", "Concert", &[90, 120], Kind::Live, "From a meadow, whatever the weather."),
    show("Strings Attached", "Classical", &[60], Kind::Series, "Quartets, old and new."),
];
static LIFESTYLE: [Show; 5] = [
    show("One Pot", "Cooking", &[25, 30], Kind::Series, "Nothing that needs a second pan."),
    show("Two Weeks Away", "Travel", &[45], Kind::Series, "By train, with one bag."),
    show(
        "The Crooked House",
        "Home",
        &[45, 60],
        Kind::Series,
        "They bought it unseen. Now they see it.",
    ),
    show("Garden Doctor", "Gardening", &[30], Kind::Series, "First aid for roses and lawns."),
    show("Market Day", "Cooking", &[30, 45], Kind::Series, "Cooks buy what others have left."),
];
static CULTURE: [Show; 5] = [
    show("Curtain Up", "Theatre", &[120, 150], Kind::Film, "A performance, uncut."),
    show("First Pages", "Literature", &[30, 45], Kind::Series, "Writers read, readers ask."),
    show(
        "The Empty Frame",
        "Art",
        &[45, 50],
        Kind::Series,
        "Paintings that were stolen, lost or never finished.",
    ),
    show("House of Strings", "Music", &[60, 90], Kind::Plain, "From the concert halls."),
    show(
        "Small Talk, Big Ideas",
        "Philosophy",
        &[45],
        Kind::Series,
        "Two chairs and one question.",
    ),
];
static REGIONAL: [Show; 5] = [
    show(
        "Round Here",
        "Regional",
        &[30],
        Kind::Live,
        "What happened between the hills and the sea.",
    ),
    show("Village Round", "Magazine", &[45], Kind::Series, "A different market square every week."),
    show(
        "Council in Session",
        "Politics",
        &[60],
        Kind::Live,
        "The sitting in full, the coffee break left out.",
    ),
    show("Old Lines", "Railways", &[30, 45], Kind::Series, "Branch lines that are still running."),
    show("Tide Tables", "Weather", &[15], Kind::Live, "Wind, water and when to cross."),
];
