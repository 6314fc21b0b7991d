//! One entry of a playlist.

use super::Attributes;

/// An `#EXTINF` with an absolute URL, and the lines between them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// Line of its `#EXTINF`, counted from 1.
    pub line: u64,
    /// What stands behind the comma; may be empty.
    pub name: String,
    /// Where it plays, without the `|Header=value` that Kodi puts behind.
    pub url: String,
    /// What Kodi puts behind the URL: `User-Agent=x&Referer=y`, percent-encoded or not.
    pub url_headers: Option<String>,
    /// Seconds; `None` for live, which is written -1.
    pub duration: Option<f64>,
    /// All attributes of the `#EXTINF` line.
    pub attributes: Attributes,
    /// `#EXTGRP:` between `#EXTINF` and URL.
    pub extgrp: Option<String>,
    /// `#EXTVLCOPT:key=value`.
    pub vlc_opts: Vec<(String, String)>,
    /// `#KODIPROP:key=value`.
    pub kodi_props: Vec<(String, String)>,
    /// `#EXTHTTP:` with its JSON as it stands.
    pub exthttp: Option<String>,
}

impl Entry {
    /// The guide's id of its channel.
    pub fn tvg_id(&self) -> Option<&str> {
        self.attributes.get("tvg-id")
    }

    /// `tvg-name`.
    pub fn tvg_name(&self) -> Option<&str> {
        self.attributes.get("tvg-name")
    }

    /// URL of its logo.
    pub fn tvg_logo(&self) -> Option<&str> {
        self.attributes.get("tvg-logo")
    }

    /// Its number as written, which may be `5.1`, `007` or a word.
    pub fn tvg_chno(&self) -> Option<&str> {
        ["tvg-chno", "channel-number", "ch-number"]
            .into_iter()
            .find_map(|key| self.attributes.get(key))
    }

    /// Its number, if what is written is one: `7`, `007`, `5.1`. Not `-3`, `1e9`, `inf` or a word.
    pub fn number(&self) -> Option<f64> {
        const MAX: f64 = 9_999_999.0;
        let text = self.tvg_chno()?.trim();
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        text.parse().ok().filter(|number| is_plain && *number <= MAX)
    }

    /// `group-title`.
    pub fn group_title(&self) -> Option<&str> {
        self.attributes.get("group-title")
    }

    /// Its group: `group-title`, or else `#EXTGRP`.
    pub fn group(&self) -> Option<&str> {
        self.group_title().or(self.extgrp.as_deref().filter(|group| !group.is_empty()))
    }

    /// A name to show, never empty: the name, or else `tvg-name`, `tvg-id`, the URL.
    pub fn display_name(&self) -> &str {
        let name = Some(self.name.as_str()).filter(|name| !name.is_empty());
        name.or(self.tvg_name()).or(self.tvg_id()).unwrap_or(&self.url)
    }

    /// Whether it says that it is radio.
    pub fn is_radio(&self) -> bool {
        self.attributes
            .get("radio")
            .is_some_and(|value| value == "1" || value.eq_ignore_ascii_case("true"))
    }

    /// How it offers what was on before: `default`, `append`, `shift`, `xc`, `flussonic`...
    pub fn catchup(&self) -> Option<&str> {
        self.attributes.get("catchup").or(self.attributes.get("catchup-type"))
    }

    /// The URL's scheme as written.
    pub fn scheme(&self) -> &str {
        self.url.split(':').next().unwrap_or_default()
    }
}

/// Whether `location` names its scheme; any scheme will do.
pub(super) fn is_absolute_url(location: &str) -> bool {
    let scheme =
        location.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"+.-".contains(b)).count();
    location.starts_with(|c: char| c.is_ascii_alphabetic()) && location[scheme..].starts_with("://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_scheme_and_two_slashes_make_a_url_absolute() {
        for url in
            ["http://x", "udp://@239.0.0.1:1", "HTTP://X", "plugin://a", "a+b.c-1://", "http://"]
        {
            assert!(is_absolute_url(url), "{url}");
        }
        for other in
            ["", "a/b.m3u8", "/etc/passwd", "C:\\x", "://", "1a://x", "mailto:x", "OFFLINE - x"]
        {
            assert!(!is_absolute_url(other), "{other}");
        }
    }

    #[test]
    fn the_group_attribute_beats_the_directive() {
        let mut entry = Entry { extgrp: Some("Sport".into()), ..Entry::default() };
        assert_eq!(entry.group(), Some("Sport"));
        entry.attributes = Attributes::parse("group-title=\"News\"");
        assert_eq!(entry.group(), Some("News"));
    }

    #[test]
    fn only_plain_numbers_are_numbers() {
        let number = |text: &str| {
            let attributes = Attributes::parse(&format!("tvg-chno=\"{text}\""));
            Entry { attributes, ..Entry::default() }.number()
        };
        assert_eq!(
            (number("007"), number(" 5.1 "), number("0")),
            (Some(7.0), Some(5.1), Some(0.0))
        );
        for text in
            ["", "-3", "abc", "1e9", "inf", "NaN", "1.2.3", ".", "99999999999999999999", "١٢"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_nameless_entry_is_still_called_something() {
        let mut entry = Entry { url: "http://x/1".into(), ..Entry::default() };
        assert_eq!(entry.display_name(), "http://x/1");
        entry.attributes = Attributes::parse("tvg-id=\"id\" tvg-name=\"Name\"");
        assert_eq!(entry.display_name(), "Name");
    }
}
