//! `&...;`: the five of XML, numbers, and HTML's names, which guides use without declaring them.
//!
//! Declared entities are not here on purpose: expanding them is how bombs and file thieves work.

use std::borrow::Cow;

/// Why a reference has no text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A `&` that begins no reference.
    BareAmpersand,
    /// A number that is no character.
    NoCharacter(String),
    /// A name that is neither XML's nor HTML's.
    Unknown(String),
}

/// HTML 4's names of U+00A0 to U+00FF, in that order.
const LATIN1: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf",
    "laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro",
    "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest",
    "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute",
    "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute",
    "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute",
    "THORN", "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil",
    "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde",
    "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc",
    "uuml", "yacute", "thorn", "yuml",
];

/// XML's own, and those of HTML's other names that are seen in guides.
const OTHERS: [(&str, char); 38] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("Yuml", 'Ÿ'),
    ("fnof", 'ƒ'),
    ("circ", 'ˆ'),
    ("tilde", '˜'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("lrm", '\u{200e}'),
    ("rlm", '\u{200f}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("dagger", '†'),
    ("Dagger", '‡'),
    ("bull", '•'),
    ("hellip", '…'),
    ("permil", '‰'),
    ("prime", '′'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("euro", '€'),
    ("trade", '™'),
];

/// The character that `&name;` stands for; `None` for control characters, which XML forbids.
pub(super) fn resolve(name: &str) -> Result<Option<char>, Fault> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        let character = code.ok().and_then(char::from_u32).filter(|_| !number.starts_with('+'));
        let character =
            character.ok_or_else(|| Fault::NoCharacter(name.chars().take(64).collect()))?;
        return Ok(Some(character).filter(|c| *c >= ' ' || matches!(c, '\t' | '\n' | '\r')));
    }
    if let Some(at) = LATIN1.iter().position(|known| *known == name) {
        return Ok(char::from_u32(0xa0 + at as u32));
    }
    if let Some((_, character)) = OTHERS.iter().find(|(known, _)| *known == name) {
        return Ok(Some(*character));
    }
    let is_name = name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':'))
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '.' | '-'));
    Err(if is_name {
        Fault::Unknown(name.chars().take(64).collect())
    } else {
        Fault::BareAmpersand
    })
}

/// The value of an attribute: references resolved, line ends and tabs as blanks.
pub(super) fn attribute_value(raw: &str) -> Result<Cow<'_, str>, Fault> {
    if !raw.bytes().any(|byte| matches!(byte, b'&' | b'\t' | b'\r' | b'\n')) {
        return Ok(Cow::Borrowed(raw));
    }
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        push_normalized(&mut value, &rest[..at]);
        let (name, behind) = rest[at + 1..].split_once(';').ok_or(Fault::BareAmpersand)?;
        value.extend(resolve(name)?);
        rest = behind;
    }
    push_normalized(&mut value, rest);
    Ok(Cow::Owned(value))
}

fn push_normalized(value: &mut String, text: &str) {
    let text = text.replace("\r\n", "\n");
    value.extend(text.chars().map(|c| if matches!(c, '\t' | '\r' | '\n') { ' ' } else { c }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_stand_for_characters() {
        let cases = [
            ("amp", '&'),
            ("apos", '\''),
            ("#233", 'é'),
            ("#xE9", 'é'),
            ("#x1F3AC", '🎬'),
            ("nbsp", '\u{a0}'),
            ("eacute", 'é'),
            ("szlig", 'ß'),
            ("yuml", 'ÿ'),
            ("times", '×'),
            ("THORN", 'Þ'),
            ("hellip", '…'),
            ("euro", '€'),
        ];
        for (name, character) in cases {
            assert_eq!(resolve(name), Ok(Some(character)), "{name}");
        }
    }

    #[test]
    fn all_else_is_a_fault() {
        assert_eq!(resolve("xxe"), Err(Fault::Unknown("xxe".into())));
        assert_eq!(resolve(" Jerry and Co"), Err(Fault::BareAmpersand));
        assert_eq!(resolve(""), Err(Fault::BareAmpersand));
        for number in ["#", "#x", "#xD800", "#x110000", "#99999999999", "#+65", "#-1"] {
            assert_eq!(resolve(number), Err(Fault::NoCharacter(number.into())));
        }
        assert_eq!(resolve("#0"), Ok(None));
    }

    #[test]
    fn attribute_values_are_normalized() {
        assert_eq!(attribute_value("Caf&#233;&amp;Bar&lt;").unwrap(), "Café&Bar<");
        assert_eq!(attribute_value("a\r\nb\tc&#10;d").unwrap(), "a b c\nd");
        assert_eq!(attribute_value("A & B").unwrap_err(), Fault::BareAmpersand);
        assert_eq!(attribute_value("A & B;").unwrap_err(), Fault::BareAmpersand);
    }
}
