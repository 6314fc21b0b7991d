//! How much an archive may hold.

/// How much an archive may hold. What is over a limit is refused before anything is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Files, those included that are ignored.
    pub files: usize,
    /// Folders, named by an entry of their own or only by what is in them.
    pub folders: usize,
    /// Bytes of one file, unpacked.
    pub file_bytes: u64,
    /// Bytes of all files together, unpacked.
    pub total_bytes: u64,
    /// Folders above a file.
    pub depth: usize,
    /// Take `A` and `a` for two names. A plugin's author should not need that; a copy of somebody's folder may.
    pub tells_case_apart: bool,
    /// Bytes of a whole name. That no part is longer than 255 is the file system's own limit.
    pub name_bytes: usize,
}

impl Default for Limits {
    /// The incumbent's limits for a plugin, and ours where it has none.
    fn default() -> Self {
        Self {
            files: 2000,
            folders: 2000,
            file_bytes: 200 << 20,
            total_bytes: 200 << 20,
            depth: 32,
            tells_case_apart: false,
            name_bytes: 1024,
        }
    }
}

impl Limits {
    /// The defaults, but for what the environment says: `PLUGGARR_PLUGIN_IMPORT_MAX_FILES`, `…_MAX_BYTES` and
    /// `…_MAX_FILE_BYTES`, each also under the incumbent's prefix `DISPATCHARR_`. Values that are no number
    /// above zero come back as sentences for the log, and the default stays.
    pub fn from_variables(read: impl Fn(&str) -> Option<String>) -> (Self, Vec<String>) {
        let mut problems = Vec::new();
        let mut number = |name: &str, default: u64| {
            let names =
                ["PLUGGARR", "DISPATCHARR"].map(|who| format!("{who}_PLUGIN_IMPORT_{name}"));
            let Some((name, text)) = names.iter().find_map(|name| Some((name, read(name)?))) else {
                return default;
            };
            match text.trim().parse() {
                Ok(number) if number > 0 => number,
                _ => {
                    problems.push(format!(
                        "{name} should be a whole number above 0, not {text:?}; {default} is used"
                    ));
                    default
                }
            }
        };
        let usual = Self::default();
        let files = number("MAX_FILES", usual.files as u64);
        let limits = Self {
            files: usize::try_from(files).unwrap_or(usize::MAX),
            total_bytes: number("MAX_BYTES", usual.total_bytes),
            file_bytes: number("MAX_FILE_BYTES", usual.file_bytes),
            ..usual
        };
        (limits, problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(given: &[(&str, &str)]) -> (Limits, Vec<String>) {
        let given: std::collections::HashMap<_, _> = given.iter().copied().collect();
        Limits::from_variables(|name| given.get(name).map(|value| (*value).to_owned()))
    }

    #[test]
    fn the_environment_may_say_otherwise_in_both_spellings_and_ours_wins() {
        assert_eq!(read(&[]), (Limits::default(), vec![]));
        let (limits, problems) = read(&[
            ("DISPATCHARR_PLUGIN_IMPORT_MAX_FILES", "5"),
            ("DISPATCHARR_PLUGIN_IMPORT_MAX_BYTES", "7"),
            ("PLUGGARR_PLUGIN_IMPORT_MAX_BYTES", " 9 "),
        ]);
        assert_eq!((limits.files, limits.total_bytes, problems.len()), (5, 9, 0));
    }

    #[test]
    fn what_is_no_number_is_told_and_changes_nothing() {
        let (limits, problems) = read(&[("PLUGGARR_PLUGIN_IMPORT_MAX_FILES", "many")]);
        assert_eq!(limits, Limits::default());
        assert_eq!(
            problems,
            [
                "PLUGGARR_PLUGIN_IMPORT_MAX_FILES should be a whole number above 0, not \"many\"; 2000 is used"
            ]
        );
        assert_eq!(read(&[("PLUGGARR_PLUGIN_IMPORT_MAX_BYTES", "0")]).1.len(), 1);
    }
}
