//! Everything that cannot be fetched again, in one file: both databases and the plugins folder.
//!
//! Not in it: `DATA/files` (fetched playlists and guides, exports, what plugins write there), Python, the plugins'
//! trash and versions before. The file holds passwords and keys, and is for its owner only.
//!
//! | in the zip | what |
//! | --- | --- |
//! | `databases/dispatcharr.sqlite3`, `databases/host.sqlite3` | the databases, each as it was at one moment |
//! | `plugins/…` | the plugins folder, without compiled Python |
//! | `pluggarr-backup.json` | what is in it, with the sum of each part; written last |

mod create;
mod journal;
mod manifest;
mod read;
mod restore;
mod stage;
mod summary;

pub use create::{Created, create};
pub(crate) use journal::finish_interrupted;
pub use manifest::{PluginVersion, Summary};
pub use restore::{Plan, Present, Restore, Restored};

use pluggarr_plugin_host::archive::Limits;

/// Where the databases are in a backup.
const SHARED: &str = "databases/dispatcharr.sqlite3";
const HOST: &str = "databases/host.sqlite3";
/// Below it lie the plugins.
const PLUGINS: &str = "plugins";
const MANIFEST: &str = "pluggarr-backup.json";

/// How much a backup may hold. Whether there is room for it on the disk is asked besides.
fn limits() -> Limits {
    Limits {
        files: 1_000_000,
        folders: 200_000,
        file_bytes: 1 << 42,
        total_bytes: 1 << 42,
        depth: 100,
        name_bytes: 4096,
        tells_case_apart: true,
    }
}
