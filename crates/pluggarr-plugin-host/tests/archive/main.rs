//! Archives of all kinds, and what becomes of the plugins folder.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

mod check;
mod corpus;
mod crashing;
mod installing;
mod made;
mod packing;
mod properties;
mod reading;
