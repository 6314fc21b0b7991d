//! Writes the playlist.

use std::fmt::Write;

use pluggarr_store::channels::ExportedChannel;

use super::{TvgIdSource, number};

/// The playlist of `channels`, played through this host at `base`.
pub(super) fn playlist(channels: &[ExportedChannel], base: &str, ids: TvgIdSource) -> String {
    let mut out = String::with_capacity(64 + channels.len() * 300);
    let _ = writeln!(out, "#EXTM3U x-tvg-url=\"{base}/output/epg\" url-tvg=\"{base}/output/epg\"");
    for channel in channels {
        let chno = channel.channel_number.map(number).unwrap_or_default();
        let _ = write!(
            out,
            "#EXTINF:-1 tvg-id=\"{}\" tvg-name=\"{}\"",
            attribute(&ids.id_of(channel)),
            attribute(&channel.name),
        );
        if let Some(logo) = channel.logo_id {
            let _ = write!(out, " tvg-logo=\"{base}/api/channels/logos/{logo}/cache/\"");
        }
        let _ = write!(out, " tvg-chno=\"{chno}\"");
        if let Some(station) = channel.tvc_guide_stationid.as_deref().filter(|id| !id.is_empty()) {
            let _ = write!(out, " tvc-guide-stationid=\"{}\"", attribute(station));
        }
        let group = channel.group_name.as_deref().unwrap_or("Default");
        let _ = writeln!(out, " group-title=\"{}\",{}", attribute(group), one_line(&channel.name));
        let _ = writeln!(out, "{base}/proxy/ts/stream/{}", channel.uuid);
    }
    out
}

/// M3U has no escape for a quote within quotes; an apostrophe reads the same to people.
fn attribute(text: &str) -> String {
    one_line(text).replace('"', "'")
}

/// A line end within a name would end the entry, and could start another one.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_end_its_line_or_its_quotes() {
        assert_eq!(attribute("a\"b\r\n#EXTINF:-1,c"), "a'b  #EXTINF:-1,c");
        assert_eq!(number(5.0), "5");
        assert_eq!(number(5.1), "5.1");
    }
}
