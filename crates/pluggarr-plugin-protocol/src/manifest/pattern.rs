//! What the value of a text field must look like.

use regex::{Regex, RegexBuilder};

use super::problem::{Complaint, MOST_PATTERNS};
use super::read::Reader;

/// Longer than any pattern that somebody wrote; compiling takes time that the author decides on.
const LONGEST: usize = 1000;
/// Bytes of a compiled pattern: enough for `[\w\s]{1,50}`, and done or given up within 50 ms.
const LARGEST: usize = 4 << 20;
/// The same, where it is only about whether it is a pattern at all.
const LARGEST_TRIAL: usize = 1 << 16;

/// Whether the whole of `text` matches. A pattern that is none matches everything: it was reported when it
/// was read.
pub(crate) fn matches_whole(pattern: &str, text: &str) -> bool {
    compiled(pattern).map_or(true, |regex| regex.is_match(text))
}

/// The pattern, unless it is none: then it is reported and not used.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<String> {
    let pattern = reader.lenient_text("pattern")?;
    if !reader.may_compile() {
        let message = format!("is not used: only {MOST_PATTERNS} patterns are");
        reader.complain("pattern", Complaint::from(message).warning());
        return None;
    }
    let Err(Refused { reason, was_costly }) = compiled(&pattern) else { return Some(pattern) };
    if was_costly {
        reader.compiled_in_vain();
    }
    let hint = ["(?=", "(?!", "(?<", "\\1"].iter().any(|part| pattern.contains(part));
    let hint = hint.then_some("look-around and back-references are not supported");
    let message = format!("is no pattern that can be used: {reason}");
    reader.complain("pattern", Complaint::from(message).warning().hint(hint));
    None
}

/// Why a pattern is not used.
#[derive(Debug)]
struct Refused {
    reason: String,
    /// It took long to find out.
    was_costly: bool,
}

fn compiled(pattern: &str) -> Result<Regex, Refused> {
    if pattern.len() > LONGEST {
        let reason = format!("it has {} bytes", pattern.len());
        return Err(Refused { reason, was_costly: false });
    }
    let build = |pattern: &str, limit| RegexBuilder::new(pattern).size_limit(limit).build();
    // On its own first: `a)|(?:b` becomes right only by what is put around it.
    match build(pattern, LARGEST_TRIAL) {
        Ok(_) | Err(regex::Error::CompiledTooBig(_)) => {}
        Err(error) => return Err(refused(error)),
    }
    build(&format!(r"\A(?:{pattern})\z"), LARGEST).map_err(refused)
}

/// The library draws an arrow below the pattern; the last line says why.
fn refused(error: regex::Error) -> Refused {
    let text = error.to_string();
    let reason = text.lines().last().unwrap_or_default().trim();
    let reason = reason.strip_prefix("error: ").unwrap_or(reason).to_owned();
    Refused { reason, was_costly: matches!(error, regex::Error::CompiledTooBig(_)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_text_must_match() {
        assert!(matches_whole("a|ab", "ab"));
        assert!(!matches_whole("[a-z]+", "ab1"));
        assert!(!matches_whole("[a-z]+", "ab\n"), "as Python's $ would have it");
        assert!(matches_whole("", ""));
        assert!(matches_whole(r"[\w\s]{1,50}", "Möwe 7"));
    }

    #[test]
    fn what_cannot_be_compiled_says_why() {
        let error = |pattern: &str| compiled(pattern).unwrap_err().reason;
        assert_eq!(error("["), "unclosed character class");
        assert_eq!(error("a)|(?:b"), "unopened group");
        assert!(error("(?=x)").contains("look-around"), "{}", error("(?=x)"));
        assert!(error(r"(\w{1000}){1000}").contains("exceeds size limit"));
        assert_eq!(error(&"a".repeat(1001)), "it has 1001 bytes");
    }
}
