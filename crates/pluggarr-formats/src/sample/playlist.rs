//! The invented channels as a playlist.

use super::channels;

/// A playlist of all channels of `seed`, with streams and logos under `base_url`.
///
/// Each stream is `{base_url}/stream/{tvg_id}.ts`, each logo `{base_url}/logo/{tvg_id}.png`.
pub fn playlist(seed: u64, base_url: &str) -> String {
    let base_url = base_url.trim_end_matches('/');
    let mut text = format!("#EXTM3U x-tvg-url=\"{base_url}/guide.xml\"\n");
    for channel in channels(seed) {
        let radio = if channel.group.name == "Radio" { " radio=\"true\"" } else { "" };
        text.push_str(&format!(
            "#EXTINF:-1 tvg-id=\"{id}\" tvg-name=\"{name}\" tvg-chno=\"{number}\" \
             tvg-logo=\"{base_url}/logo/{id}.png\" group-title=\"{group}\"{radio},{name}\n\
             {base_url}/stream/{id}.ts\n",
            id = channel.tvg_id,
            name = channel.name,
            number = channel.number,
            group = channel.group.name,
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::m3u::{Entry, Reader};

    #[test]
    fn our_own_reader_finds_every_channel_in_it() {
        let text = playlist(1, "http://localhost:9191/sample/");
        let mut reader = Reader::new(text.as_bytes());
        let entries: Vec<Entry> = reader.by_ref().map(Result::unwrap).collect();
        let channels = channels(1);
        assert_eq!(entries.len(), channels.len());
        assert!(reader.summary().problems.is_empty());
        for (entry, channel) in entries.iter().zip(&channels) {
            assert_eq!(entry.display_name(), channel.name);
            assert_eq!(entry.tvg_id(), Some(channel.tvg_id.as_str()));
            assert_eq!(entry.tvg_chno(), Some(channel.number.to_string().as_str()));
            assert_eq!(
                entry.url,
                format!("http://localhost:9191/sample/stream/{}.ts", channel.tvg_id)
            );
        }
        assert_eq!(entries.iter().filter_map(Entry::group).collect::<HashSet<_>>().len(), 12);
        assert_eq!(entries.iter().filter(|entry| entry.is_radio()).count(), 6);
    }
}
