//! `/api/plugins/plugins/…`.

mod actions;
mod enable;
mod failures;
mod fields;
mod folder;
mod list;
mod logo;
mod manifest;
mod run;
mod secrets;
mod settings;
mod settings_history;
mod upload;
mod watch;
