//! Names of entries: which are refused, and where the others lie inside the archive. Pure; does not know what an
//! entry holds.

use super::Limits;

/// Longest part of a path that Linux file systems take.
const LONGEST_PART: usize = 255;

/// The place of an entry below the archive's root: no part is empty, `.`, `..` or holds a separator.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryPath {
    parts: Vec<String>,
}

impl EntryPath {
    /// Read the name of an entry. `None` is the root itself (`./`). The error says what is wrong, for people.
    ///
    /// `a/../b` is `b`, as with the incumbent: it stays inside. A backslash is refused rather than taken for a
    /// letter or a separator, because the two readings lie in different folders. Names that only Windows minds
    /// (`CON`, a dot at the end) are fine here: the host runs on Linux, and `aux.py` is a good name for a module.
    pub fn parse(name: &str, limits: &Limits) -> Result<Option<Self>, String> {
        if let Some(bad) = name.chars().find(|c| c.is_control()) {
            return Err(format!("its name holds a control character ({bad:?})"));
        }
        if name.contains('\\') {
            return Err("its name holds a backslash; folders are divided by / in a zip".to_owned());
        }
        if name.starts_with('/') {
            return Err("its name is an absolute path".to_owned());
        }
        if matches!(name.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic()) {
            return Err("its name begins with a drive letter".to_owned());
        }
        if name.len() > limits.name_bytes {
            return Err(format!("its name is longer than {} bytes", limits.name_bytes));
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in name.split('/') {
            match part {
                "" | "." => {}
                ".." if parts.pop().is_none() => {
                    return Err("its name leads out of the archive's folder".to_owned());
                }
                ".." => {}
                part if part.len() > LONGEST_PART => {
                    return Err(format!("a part of its name is longer than {LONGEST_PART} bytes"));
                }
                part => parts.push(part),
            }
        }
        if parts.len() > limits.depth + 1 {
            return Err(format!("it lies more than {} folders deep", limits.depth));
        }
        let parts: Vec<_> = parts.into_iter().map(str::to_owned).collect();
        Ok((!parts.is_empty()).then_some(Self { parts }))
    }

    /// Its parts, at least one.
    pub fn parts(&self) -> &[String] {
        &self.parts
    }

    /// The folders above it.
    pub fn folders(&self) -> &[String] {
        &self.parts[..self.parts.len() - 1]
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        &self.parts[self.parts.len() - 1]
    }

    /// The path below `folder`, if it lies there.
    pub fn below(&self, folder: &[String]) -> Option<&[String]> {
        self.parts.strip_prefix(folder).filter(|rest| !rest.is_empty())
    }

    /// What nobody means to install: macOS's notes and compiled Python, which Python makes itself.
    pub fn is_litter(&self) -> bool {
        let name = self.file_name();
        self.parts.iter().any(|part| matches!(part.as_str(), "__MACOSX" | "__pycache__"))
            || name == ".DS_Store"
            || name.starts_with("._")
            || name.ends_with(".pyc")
            || name.ends_with(".pyo")
    }
}

impl std::fmt::Display for EntryPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.parts.join("/"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(name: &str) -> Result<String, String> {
        let path = EntryPath::parse(name, &Limits::default())?;
        Ok(path.map_or_else(|| "(root)".to_owned(), |path| path.to_string()))
    }

    #[test]
    fn names_that_stay_inside_are_made_plain() {
        for (given, place) in [
            ("a/plugin.py", "a/plugin.py"),
            ("./a//b/", "a/b"),
            ("a/../b/plugin.py", "b/plugin.py"),
            ("a/b/../../c", "c"),
            ("./", "(root)"),
            ("a/..", "(root)"),
            ("-rf", "-rf"),
            ("CON", "CON"),
            ("ü😀.txt", "ü😀.txt"),
            ("...", "..."),
        ] {
            assert_eq!(read(given).as_deref(), Ok(place), "{given}");
        }
    }

    #[test]
    fn names_that_could_lead_elsewhere_are_refused_with_the_reason() {
        for (given, why) in [
            ("/etc/passwd", "its name is an absolute path"),
            ("//host/share", "its name is an absolute path"),
            ("C:/x", "its name begins with a drive letter"),
            ("c:x", "its name begins with a drive letter"),
            ("..", "its name leads out of the archive's folder"),
            ("../x", "its name leads out of the archive's folder"),
            ("a/../../x", "its name leads out of the archive's folder"),
            ("a/../../a/x", "its name leads out of the archive's folder"),
            ("..\\x", "its name holds a backslash; folders are divided by / in a zip"),
            ("C:\\x", "its name holds a backslash; folders are divided by / in a zip"),
            ("a\nb", "its name holds a control character ('\\n')"),
            ("a\0b", "its name holds a control character ('\\0')"),
            ("\u{85}", "its name holds a control character ('\\u{85}')"),
        ] {
            assert_eq!(read(given), Err(why.to_owned()), "{given:?}");
        }
        assert!(read(&"n".repeat(256)).unwrap_err().contains("longer than 255"));
        assert!(read(&"nn/".repeat(500)).unwrap_err().contains("longer than 1024"));
        assert!(read(&format!("{}plugin.py", "d/".repeat(33))).unwrap_err().contains("32 folders"));
        assert!(read(&format!("{}plugin.py", "d/".repeat(32))).is_ok());
    }

    #[test]
    fn litter_is_known_by_its_name() {
        let path = |name| EntryPath::parse(name, &Limits::default()).unwrap().unwrap();
        for name in
            ["__MACOSX/a/._plugin.py", "a/.DS_Store", "a/__pycache__/x.py", "a/x.pyc", "a/._x"]
        {
            assert!(path(name).is_litter(), "{name}");
        }
        for name in ["a/plugin.py", "a/.env", "a/macosx/x", "a/pyc"] {
            assert!(!path(name).is_litter(), "{name}");
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_stays_inside(name in "[a-c./\\\\:\\PC]{0,40}") {
            let Ok(Some(path)) = EntryPath::parse(&name, &Limits::default()) else { return Ok(()) };
            for part in path.parts() {
                prop_assert!(!part.is_empty() && part != "." && part != "..");
                prop_assert!(!part.contains(['/', '\\', '\0']));
            }
            let again = EntryPath::parse(&path.to_string(), &Limits::default());
            prop_assert_eq!(again, Ok(Some(path)));
        }
    }
}
