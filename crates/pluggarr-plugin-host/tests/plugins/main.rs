//! Real workers, with plugins that behave and plugins that do not. One module per thing that can go wrong.

#![allow(clippy::unwrap_used, reason = "in a test, that is the failure")]

mod calling;
mod ending;
mod loading;
mod printing;
mod returning;
mod seeing;
mod support;
