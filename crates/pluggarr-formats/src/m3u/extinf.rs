//! What stands behind `#EXTINF:`: a duration, attributes, a comma, a name.

use super::Attributes;

/// The parts of an `#EXTINF` line.
#[derive(Debug, PartialEq)]
pub(super) struct Extinf {
    pub(super) duration: Option<f64>,
    pub(super) attributes: Attributes,
    pub(super) name: String,
    /// False if the comma before the name is missing, or hidden by an open quote.
    pub(super) is_balanced: bool,
}

impl Extinf {
    pub(super) fn parse(text: &str) -> Self {
        let text = text.trim_start();
        let number = text.bytes().enumerate().take_while(|(at, byte)| match byte {
            b'+' | b'-' => *at == 0,
            byte => byte.is_ascii_digit() || *byte == b'.',
        });
        let (duration, rest) = text.split_at(number.count());
        let rest = without_early_comma(rest);
        let (cut, is_balanced) = match name_comma(rest) {
            Some(comma) => (Some(comma), true),
            None => (rest.rfind(','), false),
        };
        let (head, name) = match cut {
            Some(comma) => (&rest[..comma], rest[comma + 1..].trim()),
            None => (rest, ""),
        };
        Self {
            duration: duration.parse().ok().filter(|seconds: &f64| *seconds >= 0.0),
            attributes: Attributes::parse(head),
            name: name.to_owned(),
            is_balanced,
        }
    }
}

/// `#EXTINF:0, tvg-logo="x",Name`: a comma right before the attributes is not the name's.
fn without_early_comma(rest: &str) -> &str {
    let Some(behind) = rest.trim_start().strip_prefix(',') else {
        return rest;
    };
    let pair = behind.trim_start();
    let key =
        pair.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
    let is_pair = pair.starts_with(|c: char| c.is_ascii_alphabetic())
        && [&b"=\""[..], b"='"].iter().any(|sign| pair.as_bytes()[key..].starts_with(sign));
    if is_pair { behind } else { rest }
}

/// Where the first comma outside of quoted values is. A quote counts only behind an equal sign:
/// names are full of apostrophes.
fn name_comma(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut previous = 0;
    for (at, byte) in text.bytes().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b',' => return Some(at),
            None if matches!(byte, b'"' | b'\'') && previous == b'=' => quote = Some(byte),
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            previous = byte;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Duration, tvg-id, name.
    fn parts(text: &str) -> (Option<f64>, Option<String>, String) {
        let info = Extinf::parse(text);
        (info.duration, info.attributes.get("tvg-id").map(str::to_owned), info.name)
    }

    fn id(id: &str) -> Option<String> {
        Some(id.to_owned())
    }

    #[test]
    fn dialects_of_one_line() {
        let cases = [
            ("-1,Plain", None, None, "Plain"),
            ("-1 tvg-id=\"x\",A, B, C", None, id("x"), "A, B, C"),
            (" 3600.5 tvg-id=x ,Film", Some(3600.5), id("x"), "Film"),
            ("0, tvg-id=\"x\" tvg-logo=\"a,b\",Early comma", Some(0.0), id("x"), "Early comma"),
            ("-1 tvg-id=\"x\",N = e, key=\"v\" in it", None, id("x"), "N = e, key=\"v\" in it"),
            ("-1 tvg-id='x',L'Équipe", None, id("x"), "L'Équipe"),
            ("tvg-id=\"x\",No duration", None, id("x"), "No duration"),
            ("-1 tvg-id=\"x\",", None, id("x"), ""),
            ("-1 tvg-id=\"x\"", None, id("x"), ""),
            ("", None, None, ""),
            ("1,=>(★ X ★)<=", Some(1.0), None, "=>(★ X ★)<="),
            ("-1, name,with comma", None, None, "name,with comma"),
        ];
        for (text, duration, id, name) in cases {
            assert_eq!(parts(text), (duration, id, name.to_owned()), "{text}");
        }
    }

    #[test]
    fn an_open_quote_is_told_and_the_name_still_found() {
        let info = Extinf::parse("-1 tvg-id=\"open,Name");
        assert_eq!((info.name.as_str(), info.is_balanced), ("Name", false));
    }
}
