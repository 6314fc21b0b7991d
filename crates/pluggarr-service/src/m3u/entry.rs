//! From a playlist's entry to a stream's row.

use pluggarr_formats::m3u::Entry;
use pluggarr_store::streams::NewStream;
use serde_json::{Map, Value};

use crate::stream_hash::{Parts, stream_hash};

/// Streams without a group go here, as with the incumbent.
pub(super) const DEFAULT_GROUP: &str = "Default Group";
/// Lengths of the columns; PostgreSQL holds writers to them.
const NAME: usize = 512;
const TVG_ID: usize = 255;
const URL: usize = 4096;

/// The row for `entry`, or `None` where its URL does not fit: a cut URL would play nothing.
/// `group_id` is filled in by the caller, who knows the groups.
pub(super) fn stream_of(entry: &Entry, account: i64, hash_keys: &str) -> Option<NewStream> {
    if entry.url.chars().count() > URL {
        return None;
    }
    let name = cut(entry.display_name(), NAME);
    let tvg_id = entry.tvg_id().map(|id| cut(id, TVG_ID));
    let parts = Parts {
        name: &name,
        url: &entry.url,
        tvg_id: tvg_id.as_deref(),
        m3u_id: account,
        group: Some(entry.group().unwrap_or(DEFAULT_GROUP)),
    };
    let stream_hash = stream_hash(&parts, hash_keys);
    Some(NewStream {
        name,
        url: Some(entry.url.clone()),
        logo_url: entry.tvg_logo().map(str::to_owned),
        tvg_id,
        stream_hash,
        stream_chno: entry.tvg_chno().and_then(channel_number),
        custom_properties: properties(entry),
        ..NewStream::default()
    })
}

/// `5`, `5.1` and `007` are numbers; `inf`, `-3` and words are not.
fn channel_number(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    text.parse().ok().filter(|_| plain && text.len() <= 12)
}

/// All attributes as they stand, and the player options in lists of their own.
fn properties(entry: &Entry) -> Value {
    let mut properties: Map<String, Value> =
        entry.attributes.iter().map(|(key, value)| (key.to_owned(), Value::from(value))).collect();
    let mut options = |name: &str, pairs: &[(String, String)]| {
        if !pairs.is_empty() {
            let map: Map<_, _> = pairs
                .iter()
                .map(|(key, value)| (key.clone(), Value::from(value.as_str())))
                .collect();
            properties.insert(name.to_owned(), Value::Object(map));
        }
    };
    options("vlcopt", &entry.vlc_opts);
    options("kodiprop", &entry.kodi_props);
    if let Some(headers) = &entry.url_headers {
        properties.insert("url_headers".to_owned(), Value::from(headers.as_str()));
    }
    Value::Object(properties)
}

fn cut(text: &str, letters: usize) -> String {
    match text.char_indices().nth(letters) {
        Some((end, _)) => text[..end].to_owned(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use pluggarr_formats::m3u::Reader;

    use super::*;

    fn entry(text: &str) -> Entry {
        Reader::new(text.as_bytes()).next().unwrap().unwrap()
    }

    #[test]
    fn attributes_and_player_options_are_kept() {
        let entry = entry(
            "#EXTM3U\n#EXTINF:-1 tvg-id=\"a.b\" tvg-chno=\"5.1\" x=\"y\",Ä\n\
             #EXTVLCOPT:http-user-agent=VLC\nhttp://h/1|Referer=z\n",
        );
        let stream = stream_of(&entry, 1, "url").unwrap();
        assert_eq!((stream.name.as_str(), stream.stream_chno), ("Ä", Some(5.1)));
        assert_eq!(stream.custom_properties["x"], "y");
        assert_eq!(stream.custom_properties["vlcopt"]["http-user-agent"], "VLC");
        assert_eq!(stream.custom_properties["url_headers"], "Referer=z");
        assert_eq!(stream.url.as_deref(), Some("http://h/1"));
    }

    #[test]
    fn a_url_that_does_not_fit_is_left_out_and_a_long_name_is_cut() {
        let long = "x".repeat(5000);
        let entry = entry(&format!("#EXTM3U\n#EXTINF:-1,{long}\nhttp://h/1\n"));
        assert_eq!(stream_of(&entry, 1, "url").unwrap().name.len(), NAME);
        let mut entry = entry.clone();
        entry.url = format!("http://h/{long}");
        assert!(stream_of(&entry, 1, "url").is_none());
    }

    #[test]
    fn only_numbers_are_channel_numbers() {
        for (text, number) in
            [("5", Some(5.0)), (" 007 ", Some(7.0)), ("inf", None), ("-3", None), ("1e9", None)]
        {
            assert_eq!(channel_number(text), number, "{text}");
        }
    }
}
