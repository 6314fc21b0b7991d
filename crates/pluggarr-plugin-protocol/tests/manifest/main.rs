//! The manifest reader against whatever may lie in a plugin's folder, and against its published schema.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod corpus;
mod generate;
mod laws;
mod properties;
mod schema;
mod settings;
