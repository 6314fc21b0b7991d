//! Channels and programmes of our own making, to try the program out with.
//!
//! Pure functions of a seed (and, for the guide, of the time): the same seed gives the same channels
//! everywhere, and the same programme at the same hour whenever it is asked for. All names are
//! invented; none is, or is meant to sound like, a broadcaster's.

mod channels;
mod glyphs;
mod guide;
mod logo;
mod playlist;
mod random;
mod shows;
mod words;

pub use channels::{Channel, Group, channels};
pub use guide::guide;
pub use logo::logo_png;
pub use playlist::playlist;
