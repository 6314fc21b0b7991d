//! Work that goes by the clock.

mod cron;
mod when;
mod zoned;
