//! From a guide's programme to a row.

use pluggarr_formats::xmltv::Programme;
use pluggarr_store::programmes::NewProgramme;

/// Length of the title's column; PostgreSQL holds writers to it.
const TITLE: usize = 255;
/// As with the incumbent.
const NO_TITLE: &str = "No Title";

/// The row of `programme` for guide channel `epg_id`; `None` if its times cannot be used.
pub(super) fn programme_of(programme: &Programme, epg_id: i64) -> Option<NewProgramme> {
    let (start, stop) = programme.usable().ok()?;
    let title = programme.title().filter(|title| !title.trim().is_empty()).unwrap_or(NO_TITLE);
    Some(NewProgramme {
        epg_id,
        start_time: start.into(),
        end_time: stop.into(),
        title: title.chars().take(TITLE).collect(),
        sub_title: programme.sub_title().map(str::to_owned),
        description: programme.description().map(str::to_owned),
        tvg_id: programme.channel.clone(),
        program_id: None,
        custom_properties: Some(programme.properties()),
    })
}
