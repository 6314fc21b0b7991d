//! The only SQL of Pluggarr: migrations, rows and queries.
//!
//! Two SQLite files. The **shared** one has Dispatcharr's table and column names, because plugins reach it through
//! Django in processes of their own, at the same time as we do. Django keeps defaults and `ON DELETE` in Python, so
//! here every INSERT names every NOT NULL column and every DELETE cleans up after itself. The **host** file holds what
//! plugins must neither see nor hold up.
//!
//! Knows no rules beyond what keeps the rows consistent: what a refresh is, who may do what and how things are shown
//! is the service's business.

mod database;
mod error;
mod migrations;
mod paths;
mod store;

pub use error::{Error, Result};
pub use paths::Paths;
pub use store::Store;
