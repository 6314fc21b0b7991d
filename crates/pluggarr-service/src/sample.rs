//! Sample data for an empty data folder: invented channels, a guide around now, example plugins.
//!
//! What the samples look like is `pluggarr-formats`' business; this puts them where real ones would go.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::Utc;
use pluggarr_formats::sample;
use pluggarr_store::channels::ChannelFilter;
use pluggarr_store::epg_sources::NewEpgSource;
use rust_embed::RustEmbed;
use tracing::info;

use crate::{Application, Error};

/// The same channels on every machine.
const SEED: u64 = 1;
const ACCOUNT: &str = "Sample";
const SOURCE: &str = "Sample guide";
/// The sample guide reaches two days ahead; it is written anew well before that.
const GUIDE_LASTS: Duration = Duration::from_secs(12 * 60 * 60);
const GUIDE_LASTS_HOURS: i64 = 12;

#[derive(RustEmbed)]
#[folder = "../../examples/plugins"]
struct ExamplePlugins;

/// Whether a file of that folder belongs to a plugin: beside the plugins lie a page about them and
/// what the linters keep.
fn is_of_a_plugin(name: &str) -> bool {
    let is_hidden = name.split('/').any(|part| part.starts_with('.') || part == "__pycache__");
    name.contains('/') && !is_hidden
}

/// Fills an empty data folder.
#[derive(Clone)]
pub struct Sample(Application);

impl Sample {
    pub(crate) fn new(app: Application) -> Self {
        Self(app)
    }

    /// Import the sample data, unless there is an account, a source or a channel already. Says
    /// whether it did.
    pub async fn fill_if_empty(&self) -> Result<bool, Error> {
        let app = &self.0;
        let has_account = app.m3u_accounts().list().await?.iter().any(|account| !account.locked);
        let has_source = !app.epg_sources().list().await?.is_empty();
        let has_channel = app.store().channels().count(&ChannelFilter::default()).await? > 0;
        if has_account || has_source || has_channel {
            return Ok(false);
        }
        self.copy_example_plugins()?;
        let base = format!("{}/sample", app.config().base_url);
        let playlist = self.folder().join("playlist.m3u");
        write(&playlist, sample::playlist(SEED, &base).as_bytes())?;
        self.write_guide()?;
        let account = app.m3u_accounts().import(&shown(&playlist), ACCOUNT).await?;
        info!("Sample playlist: {}", account.message);
        let account = app.m3u_accounts().by_name(ACCOUNT).await?;
        app.channels().create_from_account(account.id).await?;
        let source = NewEpgSource {
            file_path: Some(shown(&self.guide())),
            refresh_interval: GUIDE_LASTS_HOURS,
            ..NewEpgSource::named(SOURCE)
        };
        let source = app.epg_sources().create(source).await?;
        let guide = app.epg_sources().refresh_and_wait(source.id).await?;
        info!("Sample guide: {}", guide.message);
        app.plugins().discover().await?;
        Ok(true)
    }

    /// Write the sample guide anew if there is one and it has become old; its source's own schedule
    /// then reads it.
    pub(crate) fn renew_guide(&self) -> Result<(), Error> {
        let written = std::fs::metadata(self.guide()).and_then(|about| about.modified());
        let is_old = written.is_ok_and(|written| {
            SystemTime::now().duration_since(written).is_ok_and(|age| age >= GUIDE_LASTS)
        });
        if is_old { self.write_guide() } else { Ok(()) }
    }

    /// The logo of a sample channel as PNG.
    pub fn logo(tvg_id: &str) -> Option<Vec<u8>> {
        let channels = sample::channels(SEED);
        channels.iter().find(|channel| channel.tvg_id == tvg_id).map(sample::logo_png)
    }

    fn write_guide(&self) -> Result<(), Error> {
        write(&self.guide(), sample::guide(SEED, Utc::now()).as_bytes())
    }

    fn copy_example_plugins(&self) -> Result<(), Error> {
        for name in ExamplePlugins::iter().filter(|name| is_of_a_plugin(name)) {
            let target = self.0.config().plugins_dir.join(name.as_ref());
            // What stands there is somebody's; it may be an example that they changed.
            if target.exists() {
                continue;
            }
            if let Some(file) = ExamplePlugins::get(&name) {
                write(&target, &file.data)?;
            }
        }
        Ok(())
    }

    fn folder(&self) -> PathBuf {
        self.0.config().files_dir().join("sample")
    }

    fn guide(&self) -> PathBuf {
        self.folder().join("guide.xml")
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |source| Error::File { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, bytes).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plugins_are_copied() {
        for kept in ["hello_world/plugin.py", "hello_world/README.md"] {
            assert!(is_of_a_plugin(kept), "{kept}");
            assert!(ExamplePlugins::get(kept).is_some(), "{kept} is embedded");
        }
        for left in ["README.md", "ruff.toml", ".ruff_cache/x", "a/__pycache__/plugin.pyc"] {
            assert!(!is_of_a_plugin(left), "{left}");
        }
    }
}
