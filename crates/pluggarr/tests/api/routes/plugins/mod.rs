//! `/api/plugins/plugins/…`.

mod enable;
mod failures;
mod folder;
mod list;
mod logo;
mod run;
mod settings;
mod watch;
