//! What a backup says of itself.

use serde::{Deserialize, Serialize};

/// The form of backups that is written, and the newest that is read.
pub(super) const FORMAT: u32 = 1;

/// `pluggarr-backup.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub format: u32,
    /// Which Pluggarr wrote it.
    pub program: String,
    /// When, in ISO 8601.
    pub created_at: String,
    /// For people; what counts is in the databases.
    pub summary: Summary,
    pub parts: Vec<Part>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Part {
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
}

/// How much there is of what, and which plugins.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Users who may sign in.
    pub users: usize,
    /// M3U accounts.
    pub m3u_accounts: usize,
    /// EPG sources.
    pub epg_sources: usize,
    /// Channels.
    pub channels: usize,
    /// Plugins that the database knows.
    pub plugins: Vec<PluginVersion>,
}

/// A plugin and its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PluginVersion {
    /// Its key.
    pub key: String,
    /// Its version, or empty.
    pub version: String,
}
