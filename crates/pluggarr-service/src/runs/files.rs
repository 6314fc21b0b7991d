//! Files that a result names: told as paths of the plugin's world, handed out only from where plugins may write.
//!
//! The path is the plugin's word. It is opened beneath one of two folders with links resolved by the kernel on the
//! way, so that nothing outside can be reached, not even by a link that is changed between a check and its use.

use std::fs::File;
use std::io;
use std::path::{Component, Path, PathBuf};

use pluggarr_plugin_protocol::PluginKey;
use rustix::fs::{Mode, OFlags, ResolveFlags};
use serde_json::Value;

use super::Runs;
use crate::Error;
use crate::error::blocking;

/// Files of one result that are told of.
const MOST_FILES: usize = 100;

/// A file that a result names.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultFile {
    /// Its place in the result.
    pub index: usize,
    /// As the plugin wrote it.
    pub path: String,
    /// To be saved as.
    pub name: String,
    /// Its size, if it is there.
    pub bytes: Option<u64>,
    /// Why it cannot be handed out.
    pub problem: Option<String>,
}

/// A file, opened.
#[derive(Debug)]
pub struct OpenFile {
    /// To read from.
    pub file: File,
    /// To be saved as.
    pub name: String,
    /// How large it was when it was opened.
    pub bytes: u64,
}

/// The folders that files are handed out from.
#[derive(Debug, Clone)]
pub(crate) struct Roots {
    /// What plugins see as `/data` and `/app/data`.
    pub files: PathBuf,
    /// Where plugin folders lie.
    pub plugins: PathBuf,
}

impl Runs {
    /// The files that a run's result names.
    pub async fn files(&self, id: &str) -> Result<Vec<ResultFile>, Error> {
        let plugin = self.get(id).await?.run.plugin_key;
        let Some(result) = self.small_result(id).await? else { return Ok(Vec::new()) };
        let roots = self.0.roots.clone();
        blocking(move || {
            let files = paths_in(&result).into_iter().enumerate().map(|(index, path)| {
                let (bytes, problem) = match open(&roots, &plugin, &path) {
                    Ok(file) => (Some(file.bytes), None),
                    Err(problem) => (None, Some(problem)),
                };
                ResultFile { index, name: name_of(&path), path, bytes, problem }
            });
            Ok::<_, Error>(files.collect())
        })
        .await
    }

    /// One of them, opened.
    pub async fn open_file(&self, id: &str, index: usize) -> Result<OpenFile, Error> {
        let plugin = self.get(id).await?.run.plugin_key;
        let result = self.small_result(id).await?.unwrap_or_default();
        let path = paths_in(&result).into_iter().nth(index);
        let path = path.ok_or_else(|| Error::not_found("file of this run", index))?;
        let roots = self.0.roots.clone();
        blocking(move || open(&roots, &plugin, &path).map_err(Error::invalid)).await
    }
}

/// The paths under `file` and `files`, in that order, each once.
fn paths_in(result: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    let path_of = |value: &Value| match value {
        Value::String(path) => Some(path.clone()),
        Value::Object(file) => {
            file.get("path").or_else(|| file.get("file"))?.as_str().map(str::to_owned)
        }
        _ => None,
    };
    let listed = result.get("files").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for path in result.get("file").into_iter().chain(listed).filter_map(path_of) {
        if !path.trim().is_empty() && !paths.contains(&path) && paths.len() < MOST_FILES {
            paths.push(path);
        }
    }
    paths
}

fn name_of(path: &str) -> String {
    let name = Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "file".to_owned())
}

/// Open what the plugin `key` calls `path`. In words if that cannot be.
fn open(roots: &Roots, key: &str, path: &str) -> Result<OpenFile, String> {
    let (root, below) = place(roots, key, path)?;
    let open = || -> io::Result<File> {
        let folder = File::open(root)?;
        // Not waiting for whoever writes to a pipe of that name.
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
        Ok(rustix::fs::openat2(&folder, &below, flags, Mode::empty(), resolve)?.into())
    };
    let file = open().map_err(|error| {
        match error.raw_os_error().map(rustix::io::Errno::from_raw_os_error) {
            Some(rustix::io::Errno::XDEV) => format!("{path} leads out of the data folder"),
            Some(rustix::io::Errno::NOENT) => format!("{path} is not there any more"),
            _ => format!("{path}: {error}"),
        }
    })?;
    let about = file.metadata().map_err(|error| format!("{path}: {error}"))?;
    if !about.is_file() {
        return Err(format!("{path} is not a file"));
    }
    Ok(OpenFile { file, name: name_of(path), bytes: about.len() })
}

/// The folder that `path` must lie in, and the way from there.
fn place<'a>(roots: &'a Roots, key: &str, path: &str) -> Result<(&'a Path, PathBuf), String> {
    let written = Path::new(path.trim());
    let outside = || format!("{path} is outside of the data folder");
    let in_plugins =
        ["/data/plugins".as_ref(), "/app/data/plugins".as_ref(), roots.plugins.as_path()];
    if let Some(below) = in_plugins.iter().find_map(|seen| written.strip_prefix(seen).ok()) {
        let folder = match below.components().next() {
            Some(Component::Normal(folder)) => folder.to_string_lossy(),
            _ => return Err(outside()),
        };
        // Beneath the plugins folder `..` could lead to a neighbour.
        let goes_up = below.components().any(|part| part == Component::ParentDir);
        let is_own =
            !goes_up && PluginKey::from_folder(&folder).is_ok_and(|owner| owner.as_str() == key);
        return match is_own {
            true => Ok((&roots.plugins, below.to_owned())),
            false => Err(format!("{path} belongs to another plugin")),
        };
    }
    let in_files = ["/data".as_ref(), "/app/data".as_ref(), roots.files.as_path()];
    match in_files.iter().find_map(|seen| written.strip_prefix(seen).ok()) {
        Some(below) => Ok((&roots.files, below.to_owned())),
        None if written.is_relative() => Ok((&roots.files, written.to_owned())),
        None => Err(outside()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use serde_json::json;

    use super::*;

    fn roots() -> (tempfile::TempDir, Roots) {
        let place = tempfile::tempdir().unwrap();
        let roots =
            Roots { files: place.path().join("files"), plugins: place.path().join("plugins") };
        std::fs::create_dir_all(roots.files.join("exports")).unwrap();
        for plugin in ["Mine", "other"] {
            std::fs::create_dir_all(roots.plugins.join(plugin)).unwrap();
            std::fs::write(roots.plugins.join(plugin).join("report.csv"), plugin).unwrap();
        }
        std::fs::write(roots.files.join("exports/a.m3u"), "#EXTM3U").unwrap();
        std::fs::write(place.path().join("secret"), "key").unwrap();
        (place, roots)
    }

    #[test]
    fn files_are_named_in_several_ways() {
        let result =
            json!({"file": "/data/a", "files": ["/data/b", {"path": "/data/c"}, 3, "", "/data/a"]});
        assert_eq!(paths_in(&result), ["/data/a", "/data/b", "/data/c"]);
        assert_eq!(paths_in(&json!({"file": null, "files": "x"})), [""; 0]);
        assert_eq!(paths_in(&json!([1])), [""; 0]);
    }

    #[test]
    fn a_plugins_paths_are_found_where_they_are() {
        let (_place, roots) = roots();
        let real = roots.files.join("exports/a.m3u").display().to_string();
        for path in ["/data/exports/a.m3u", "/app/data/exports/a.m3u", "exports/a.m3u", &real] {
            let file = open(&roots, "mine", path).unwrap();
            assert_eq!((file.name.as_str(), file.bytes), ("a.m3u", 7), "{path}");
        }
        assert_eq!(open(&roots, "mine", "/data/plugins/Mine/report.csv").unwrap().bytes, 4);
    }

    #[test]
    fn nothing_else_is_handed_out() {
        let (place, roots) = roots();
        let link = |name: &str, to: &Path| symlink(to, roots.files.join(name)).unwrap();
        link("out", &place.path().join("secret"));
        link("up", Path::new("../secret"));
        link("in", Path::new("exports/a.m3u"));
        link("host", place.path());
        let refused = |path: &str| open(&roots, "mine", path).unwrap_err();
        for (path, why) in [
            ("/etc/passwd", "outside of the data folder"),
            ("/data/../secret", "leads out"),
            ("../secret", "leads out"),
            ("/data/out", "leads out"),
            ("/data/up", "leads out"),
            ("/data/host/secret", "leads out"),
            ("/data/plugins/other/report.csv", "another plugin"),
            ("/data/plugins/Mine/../other/report.csv", "another plugin"),
            ("/data/plugins", "outside"),
            ("/data/gone", "not there"),
            ("/data/exports", "not a file"),
            ("/data/exports/a\0b", "a"),
        ] {
            assert!(refused(path).contains(why), "{path}: {}", refused(path));
        }
        assert_eq!(open(&roots, "mine", "/data/in").unwrap().bytes, 7, "a link that stays inside");
    }
}
