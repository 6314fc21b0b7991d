//! Plugins as zip files, and the folder they are installed in: reading what others packed, installing it so that a
//! crash leaves the old plugin or the new one, trash, the version before, and packing.
//!
//! Blocking, over `std::fs`. Knows no HTTP and no database: which plugins are enabled, and what else has to happen
//! when one is replaced, is its user's business.
//!
//! An archive is judged to its end before anything is written, and what is written goes to a folder of its own first.

mod choose;
mod copy;
mod error;
pub(crate) mod folder;
mod home;
mod limits;
mod listing;
mod name;
mod pack;
mod places;
mod plugin;
mod recover;
mod swap;
mod trash;
pub mod tree;

pub use copy::copy;
pub use error::ArchiveError;
pub use folder::{Folder, free_bytes, settle};
pub use home::{Home, Installed, Staged};
pub use limits::Limits;
pub use listing::{Entry, Listing};
pub use name::EntryPath;
pub use pack::{Packed, pack, sha256};
pub use plugin::PluginArchive;
pub use swap::{Previous, Swapping};

use std::path::Path;

use pluggarr_plugin_protocol::{Manifest, Problem};

/// What the plugin in `folder` says of itself without being run, and what is wrong with that.
pub fn about(folder: &Path) -> (Option<Manifest>, Vec<Problem>) {
    crate::metadata::read_manifest(folder)
}
