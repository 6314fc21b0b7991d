//! Season and episode, out of the ways guides number them.

/// `<episode-num>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodeNum {
    /// `xmltv_ns`, `onscreen`, `dd_progid`, ...; `None` means `onscreen` by XMLTV's rule.
    pub system: Option<String>,
    /// The number as written.
    pub value: String,
}

impl EpisodeNum {
    /// Whether it is of `system`.
    pub fn is(&self, system: &str) -> bool {
        self.system.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(system))
    }

    /// Season and episode counted from 1, each if it is there.
    pub fn season_and_episode(&self) -> (Option<u32>, Option<u32>) {
        match self.system.as_deref() {
            Some(system) if system.eq_ignore_ascii_case("xmltv_ns") => from_xmltv_ns(&self.value),
            None => from_onscreen(&self.value),
            Some(system)
                if ["onscreen", "common"].iter().any(|s| system.eq_ignore_ascii_case(s)) =>
            {
                from_onscreen(&self.value)
            }
            Some(_) => (None, None),
        }
    }
}

/// `season . episode/total . part/total`, counted from 0, each of which may be left out.
fn from_xmltv_ns(value: &str) -> (Option<u32>, Option<u32>) {
    let mut parts = value.split('.').map(|part| {
        let number = part.split('/').next().unwrap_or_default();
        number.trim().parse::<u32>().ok()?.checked_add(1)
    });
    (parts.next().flatten(), parts.next().flatten())
}

/// `S02E05`, `s2 e5`, `S02E05 Part 1`: nothing looser, or titles would be taken for numbers.
fn from_onscreen(value: &str) -> (Option<u32>, Option<u32>) {
    let (season, rest) = number_after(value.trim_start(), 's');
    let (episode, _) = number_after(rest.trim_start(), 'e');
    (season, episode)
}

fn number_after(text: &str, letter: char) -> (Option<u32>, &str) {
    let Some(rest) = text.strip_prefix([letter, letter.to_ascii_uppercase()]) else {
        return (None, text);
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    match rest[..digits].parse() {
        Ok(number) => (Some(number), &rest[digits..]),
        Err(_) => (None, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_systems_give_season_and_episode() {
        let cases = [
            (Some("xmltv_ns"), "1 . 4/20 . 0/2", Some(2), Some(5)),
            (Some("xmltv_ns"), ".3.", None, Some(4)),
            (Some("xmltv_ns"), "0..", Some(1), None),
            (Some("xmltv_ns"), "4294967295.x.", None, None),
            (Some("onscreen"), "S02E05 Part 1", Some(2), Some(5)),
            (Some("common"), "s1 e12", Some(1), Some(12)),
            (Some("onscreen"), "E7", None, Some(7)),
            (Some("onscreen"), "Seven", None, None),
            (None, "17", None, None),
            (Some("dd_progid"), "EP00000001.0005", None, None),
        ];
        for (system, value, season, episode) in cases {
            let number = EpisodeNum { system: system.map(str::to_owned), value: value.to_owned() };
            assert_eq!(number.season_and_episode(), (season, episode), "{system:?} {value}");
        }
    }
}
