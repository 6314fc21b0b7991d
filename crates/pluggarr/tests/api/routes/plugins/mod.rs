//! `/api/plugins/plugins/…`.

mod enable;
mod export;
mod failures;
mod folder;
mod hostile_zips;
mod import;
mod list;
mod logo;
mod overwrite;
mod preview;
mod run;
mod settings;
mod trash;
mod watch;
