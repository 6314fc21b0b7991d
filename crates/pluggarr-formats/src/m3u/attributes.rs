//! `key="value"` pairs, as in `#EXTINF` and `#EXTM3U` lines.

/// Attributes in the order of the file, keys in lower case. Of a key given twice the first wins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(String, String)>);

impl Attributes {
    /// Read `key="value"`, `key='value'` and `key=value`, with blanks around `=` or not. What is
    /// none of these is skipped. Takes time linear in the length of `text`.
    pub fn parse(text: &str) -> Self {
        let mut found = Self::default();
        let bytes = text.as_bytes();
        // A quote without its partner is looked for only once.
        let mut unclosed = [false; 2];
        let mut from = 0;
        while let Some(equals) = memchr::memchr(b'=', &bytes[from..]).map(|at| from + at) {
            let key = trailing_key(&text[from..equals]);
            let (value, end) = value_at(text, equals + 1, &mut unclosed);
            if let (Some(key), Some(value)) = (key, value) {
                found.0.push((key.to_ascii_lowercase(), value.to_owned()));
            }
            from = end;
        }
        found
    }

    /// The value of `key` (in lower case), if it is there and not empty.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.iter()
            .find(|(k, _)| *k == key)
            .map(|(_, value)| value)
            .filter(|value| !value.is_empty())
    }

    /// All of them, repeated ones too.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The key that `before` an equal sign ends in.
fn trailing_key(before: &str) -> Option<&str> {
    let before = before.trim_end();
    let start = before
        .rfind(|c: char| !is_key_char(c))
        .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let key = &before[start..];
    key.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_').then_some(key)
}

fn is_key_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')
}

/// The value behind an equal sign, and where to look for the next key.
fn value_at<'a>(text: &'a str, start: usize, unclosed: &mut [bool; 2]) -> (Option<&'a str>, usize) {
    let rest = &text[start..];
    let at = start + (rest.len() - rest.trim_start().len());
    let rest = &text[at..];
    let quote = match rest.as_bytes().first() {
        Some(quote @ (b'"' | b'\'')) => *quote,
        // `key= other="x"`: the value is empty, and what follows is the next key.
        _ if at > start && is_next_pair(rest) => return (Some(""), at),
        _ => {
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | '\''));
            let value = &rest[..end.unwrap_or(rest.len())];
            return ((!value.is_empty()).then_some(value), at + value.len());
        }
    };
    let is_unclosed = &mut unclosed[usize::from(quote == b'\'')];
    let close = if *is_unclosed { None } else { memchr::memchr(quote, &rest.as_bytes()[1..]) };
    match close {
        Some(length) => (Some(&rest[1..1 + length]), at + length + 2),
        None => {
            *is_unclosed = true;
            (None, at + 1)
        }
    }
}

/// Whether `rest` begins with `key=`.
fn is_next_pair(rest: &str) -> bool {
    let key = rest.bytes().take_while(|byte| is_key_char(char::from(*byte))).count();
    key > 0 && rest.as_bytes().get(key) == Some(&b'=')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Vec<(String, String)> {
        Attributes::parse(text).0
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect()
    }

    #[test]
    fn all_kinds_of_quotes_are_read() {
        let text = r#" tvg-id="A b" group-title='News, "x"' tvg-chno=7,radio=1"#;
        let expected =
            [("tvg-id", "A b"), ("group-title", "News, \"x\""), ("tvg-chno", "7"), ("radio", "1")];
        assert_eq!(parse(text), pairs(&expected));
    }

    #[test]
    fn blanks_around_the_equal_sign_and_capitals_do_not_matter() {
        assert_eq!(
            parse("TVG-ID = \"x\"\tTvg-Logo= 'y'"),
            pairs(&[("tvg-id", "x"), ("tvg-logo", "y")])
        );
    }

    #[test]
    fn an_empty_value_does_not_swallow_the_next_key() {
        assert_eq!(parse(r#"tvg-id= tvg-name="N""#), pairs(&[("tvg-id", ""), ("tvg-name", "N")]));
        assert_eq!(parse(r#"tvg-id="" x="1""#), pairs(&[("tvg-id", ""), ("x", "1")]));
    }

    #[test]
    fn the_first_of_two_equal_keys_wins() {
        assert_eq!(Attributes::parse(r#"a="1" A="2""#).get("a"), Some("1"));
    }

    #[test]
    fn an_open_quote_runs_to_the_next() {
        assert_eq!(
            parse(r#"tvg-id="open.quote group-title="Broken"#),
            pairs(&[("tvg-id", "open.quote group-title=")])
        );
        assert_eq!(parse(r#"a="no end b=2"#), pairs(&[("b", "2")]));
    }

    #[test]
    fn signs_that_are_no_attribute_are_skipped() {
        assert_eq!(parse("=>(★ X ★)<= ==\"x\" -k=1 ü=2 a=1"), pairs(&[("a", "1")]));
    }

    #[test]
    fn a_megabyte_of_open_quotes_takes_no_time() {
        let began = std::time::Instant::now();
        for piece in ["a=\"", "a='\"", "=", "a= ", "\"='"] {
            Attributes::parse(&piece.repeat((1 << 20) / piece.len()));
        }
        assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
    }
}
