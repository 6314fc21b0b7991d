//! Which folder of an archive is the plugin, and which picture its logo. Pure: looks at places only.

use super::EntryPath;

/// What makes a folder a plugin, the better first.
const CODE: [&str; 2] = ["plugin.py", "__init__.py"];

/// A folder that could be the plugin. Their order is the order of preference: `plugin.py` before a mere package,
/// then what lies higher, then by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    rank: usize,
    depth: usize,
    path: String,
    folder: Vec<String>,
}

/// The folder that is the plugin, and others with a `plugin.py` that are not part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    pub folder: Vec<String>,
    pub left_out: Vec<String>,
}

/// Choose among the archive's files.
pub(super) fn plugin<'a>(files: impl Iterator<Item = &'a EntryPath>) -> Option<Choice> {
    let mut candidates: Vec<_> = files
        .filter_map(|file| {
            let rank = CODE.iter().position(|name| *name == file.file_name())?;
            let folder = file.folders().to_vec();
            Some(Candidate { rank, depth: folder.len(), path: folder.join("/"), folder })
        })
        .collect();
    candidates.sort();
    let mut candidates = candidates.into_iter();
    let chosen = candidates.next()?;
    let elsewhere =
        |other: &Candidate| other.rank == 0 && !other.folder.starts_with(&chosen.folder);
    let left_out = candidates.filter(elsewhere).map(|other| other.path).collect();
    Some(Choice { folder: chosen.folder, left_out })
}

/// The place in `files` of what becomes the plugin's `logo.png`: inside the plugin if there is one, else wherever it
/// lies highest. Upper and lower case are the same.
pub(super) fn logo<'a>(
    files: impl Iterator<Item = (usize, &'a EntryPath)>,
    folder: &[String],
) -> Option<usize> {
    files
        .filter(|(_, file)| file.file_name().eq_ignore_ascii_case("logo.png"))
        .min_by_key(|(_, file)| {
            // In the plugin's own folder the very name wins over other spellings.
            let is_outside = file.below(folder).is_none();
            (is_outside, file.parts().len(), file.file_name() != "logo.png", file.to_string())
        })
        .map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Limits;
    use super::*;

    fn paths(names: &[&str]) -> Vec<EntryPath> {
        let read = |name: &&str| EntryPath::parse(name, &Limits::default()).unwrap().unwrap();
        names.iter().map(read).collect()
    }

    fn chosen(names: &[&str]) -> Option<String> {
        plugin(paths(names).iter()).map(|choice| choice.folder.join("/"))
    }

    #[test]
    fn the_plugin_is_chosen_as_the_incumbent_does_it() {
        for (names, folder) in [
            (&["plugin.py", "a/plugin.py"][..], Some("")),
            (&["a/plugin.py"], Some("a")),
            (&["outer/inner/plugin.py", "outer/README.md"], Some("outer/inner")),
            (
                &["repo-main/src/plug/plugin.py", "repo-main/plug2/__init__.py"],
                Some("repo-main/src/plug"),
            ),
            (&["second/plugin.py", "first/plugin.py"], Some("first")),
            (&["a/__init__.py", "b/c/__init__.py"], Some("a")),
            (&["a/Plugin.py", "readme"], None),
            (&[], None),
        ] {
            assert_eq!(chosen(names).as_deref(), folder, "{names:?}");
        }
    }

    #[test]
    fn other_plugins_in_the_archive_are_told() {
        let files = paths(&["b/plugin.py", "a/plugin.py", "a/tests/plugin.py", "c/__init__.py"]);
        assert_eq!(plugin(files.iter()).unwrap().left_out, ["b"]);
    }

    #[test]
    fn the_logo_inside_the_plugin_comes_first_then_the_highest() {
        let pick = |names: &[&str], folder: &str| {
            let files = paths(names);
            let folder: Vec<_> = folder.split('/').map(str::to_owned).collect();
            logo(files.iter().enumerate(), &folder).map(|index| names[index].to_owned())
        };
        assert_eq!(pick(&["logo.png", "a/x/LOGO.png"], "a").as_deref(), Some("a/x/LOGO.png"));
        assert_eq!(pick(&["a/Logo.PNG", "a/logo.png"], "a").as_deref(), Some("a/logo.png"));
        assert_eq!(
            pick(&["r/docs/logo.png", "r/Logo.png", "r/a/plugin.py"], "r/a").as_deref(),
            Some("r/Logo.png")
        );
        assert_eq!(pick(&["a/plugin.py"], "a"), None);
    }

    proptest! {
        #[test]
        fn what_is_chosen_holds_code_and_does_not_depend_on_the_order(
            names in proptest::collection::vec("([ab]/){0,3}(plugin[.]py|__init__[.]py|x)", 0..8)
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let choice = chosen(&names);
            let mut turned = names.clone();
            turned.reverse();
            prop_assert_eq!(&chosen(&turned), &choice);
            let has_code = names.iter().any(|name| !name.ends_with('x'));
            prop_assert_eq!(choice.is_some(), has_code);
        }
    }
}
