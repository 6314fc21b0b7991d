//! Tells that something in the plugins folder has changed, once it is quiet again.
//!
//! Only what makes a difference counts: source files, manifests and logos. Plugins keep databases, caches and
//! logs beside their code, and whoever watches must not hear of each line they write. Does not know what is
//! done about a change.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc;

use crate::discovery;

/// Plugins touch this file to have their fields read anew, as upstream's processes tell each other to reload.
const RELOAD_TOKEN: &str = ".reload_token";
/// An editor writes a file in several steps, a copy brings many: wait until nothing has come for this long.
const QUIET: Duration = Duration::from_millis(300);
/// But do not wait longer than this, should it never become quiet.
const LONGEST: Duration = Duration::from_secs(3);

/// What has changed since it was told last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Code, a manifest, a logo, or a whole plugin.
    pub plugins: bool,
    /// A plugin asks for its fields to be read anew.
    pub reload_token: bool,
}

/// Watches the plugins folder until it is dropped.
pub struct FolderWatch {
    _watcher: RecommendedWatcher,
    heard: mpsc::UnboundedReceiver<Changes>,
}

impl FolderWatch {
    /// Begin to watch. The error says what the system lacks: often it is the number of watches a user may have.
    pub fn start(plugins: &Path) -> Result<Self, String> {
        let (told, heard) = mpsc::unbounded_channel();
        let root = plugins.to_owned();
        let listener = move |event: notify::Result<Event>| {
            let changes = match event {
                Ok(event) => changes_of(&root, &event),
                // The queue has run over: anything may have changed.
                Err(_) => Changes { plugins: true, reload_token: true },
            };
            if changes != Changes::default() {
                let _ = told.send(changes);
            }
        };
        let config = notify::Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(listener, config).map_err(|e| e.to_string())?;
        watcher.watch(plugins, RecursiveMode::Recursive).map_err(|e| e.to_string())?;
        Ok(Self { _watcher: watcher, heard })
    }

    /// Wait for the next changes, and until it has become quiet.
    pub async fn changed(&mut self) -> Changes {
        let Some(mut changes) = self.heard.recv().await else {
            // The watcher has ended, which it does with this value only.
            return std::future::pending().await;
        };
        let started = Instant::now();
        while started.elapsed() < LONGEST {
            match tokio::time::timeout(QUIET, self.heard.recv()).await {
                Ok(Some(more)) => changes = changes.and(more),
                Ok(None) | Err(_) => break,
            }
        }
        changes
    }
}

impl Changes {
    fn and(self, more: Self) -> Self {
        Self {
            plugins: self.plugins || more.plugins,
            reload_token: self.reload_token || more.reload_token,
        }
    }
}

fn changes_of(root: &Path, event: &Event) -> Changes {
    if event.kind.is_access() {
        return Changes::default();
    }
    if event.need_rescan() {
        return Changes { plugins: true, reload_token: true };
    }
    let below = |path: &PathBuf| path.strip_prefix(root).map(Path::to_owned).ok();
    event
        .paths
        .iter()
        .filter_map(below)
        .map(|path| change_of(&path))
        .fold(Changes::default(), Changes::and)
}

/// What a change of the file at `path`, below the plugins folder, means.
fn change_of(path: &Path) -> Changes {
    let is_hidden = |part: &OsStr| part.as_encoded_bytes().starts_with(b".");
    if path == Path::new(RELOAD_TOKEN) {
        return Changes { reload_token: true, plugins: false };
    }
    if path.iter().any(|part| is_hidden(part) || part == "__pycache__") {
        return Changes::default();
    }
    // A folder that comes or goes as a whole is one event of its own name.
    let is_plugin_folder = path.components().count() == 1;
    let is_logo = path.file_name().is_some_and(|name| name == "logo.png");
    let plugins = is_plugin_folder || is_logo || discovery::is_code(path);
    Changes { plugins, reload_token: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_manifests_logos_and_whole_plugins_count() {
        let counts = |path: &str| change_of(Path::new(path)).plugins;
        for path in ["p/plugin.py", "p/deep/er/helper.py", "p/plugin.json", "p/logo.png", "new"] {
            assert!(counts(path), "{path}");
        }
        for path in [
            "p/cache.json",
            "p/data.db-wal",
            "p/__pycache__/x.py",
            "p/.git/hook.py",
            ".pluggarr/x.py",
        ] {
            assert!(!counts(path), "{path}");
        }
        let token = Changes { plugins: false, reload_token: true };
        assert_eq!(change_of(Path::new(".reload_token")), token);
        assert_eq!(change_of(Path::new("p/.reload_token")), Changes::default(), "another's");
    }

    async fn next(watch: &mut FolderWatch) -> Option<Changes> {
        tokio::time::timeout(Duration::from_secs(2), watch.changed()).await.ok()
    }

    #[tokio::test]
    async fn many_writes_are_told_once_and_noise_never() {
        let folder = tempfile::tempdir().unwrap();
        let plugin = folder.path().join("p");
        std::fs::create_dir(&plugin).unwrap();
        let mut watch = FolderWatch::start(folder.path()).unwrap();
        for number in 0..20 {
            std::fs::write(plugin.join("plugin.py"), format!("# {number}")).unwrap();
            std::fs::write(plugin.join("cache.json"), "{}").unwrap();
        }
        assert_eq!(next(&mut watch).await, Some(Changes { plugins: true, reload_token: false }));
        std::fs::write(plugin.join("cache.json"), "{\"a\": 1}").unwrap();
        std::fs::read(plugin.join("plugin.py")).unwrap();
        assert_eq!(next(&mut watch).await, None);
        std::fs::write(folder.path().join(RELOAD_TOKEN), "").unwrap();
        assert_eq!(next(&mut watch).await, Some(Changes { plugins: false, reload_token: true }));
    }

    #[tokio::test]
    async fn plugins_that_come_later_are_watched_too() {
        let folder = tempfile::tempdir().unwrap();
        let mut watch = FolderWatch::start(folder.path()).unwrap();
        let plugin = folder.path().join("late/deep");
        std::fs::create_dir_all(&plugin).unwrap();
        assert!(next(&mut watch).await.unwrap().plugins);
        std::fs::write(plugin.join("helper.py"), "").unwrap();
        assert!(next(&mut watch).await.unwrap().plugins);
    }

    #[test]
    fn a_folder_that_is_not_there_cannot_be_watched() {
        assert!(FolderWatch::start(Path::new("/nowhere/at/all")).is_err());
    }
}
