//! Tools for those who write plugins: `plugin check`, `new`, `stubs` and `run --scratch`.
//!
//! They work on folders of the author's, without a server; only the last one looks at a data folder, at a copy of it.

pub mod check;
pub mod new;
pub mod scratch;
pub mod stubs;
