//! Real workers, with plugins that behave and plugins that do not. One module per thing that can go wrong.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "in a test, that is how it fails or skips"
)]

mod asking;
mod calling;
mod ending;
mod hostile;
mod loading;
mod locking;
mod misbehaving;
mod printing;
mod returning;
mod running;
mod seeing;
mod serving;
mod support;
