//! Bulk writes that leave room for others.
//!
//! SQLite does not queue writers: whoever waits only tries again now and then. A bulk write that
//! begins its next transaction right after its last one shuts plugins out until it is done, however
//! small its transactions are (measured: 30,000 streams, one plugin write got in).

use std::sync::Mutex;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// A pause is this part of the time the transaction before it took.
const PART: u32 = 4;
const LONGEST: Duration = Duration::from_millis(50);

/// When the next bulk transaction may begin.
#[derive(Debug, Default)]
pub(crate) struct Pace(Mutex<Option<Instant>>);

impl Pace {
    /// Waits until others had their chance. Keep what is answered until the transaction is over.
    ///
    /// Work done since the last transaction, such as reading a playlist, counts as waiting.
    pub(crate) async fn turn(&self) -> Turn<'_> {
        let at = *self.lock();
        if let Some(at) = at {
            sleep_until(at).await;
        }
        Turn { pace: self, began: Instant::now() }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// One bulk transaction.
pub(crate) struct Turn<'a> {
    pace: &'a Pace,
    began: Instant,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let pause = (self.began.elapsed() / PART).min(LONGEST);
        *self.pace.lock() = Some(Instant::now() + pause);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_next_turn_begins_after_a_quarter_of_the_last_one() {
        let pace = Pace::default();
        let turn = pace.turn().await;
        tokio::time::advance(Duration::from_millis(80)).await;
        drop(turn);
        let ended = Instant::now();
        drop(pace.turn().await);
        assert_eq!(ended.elapsed().as_millis(), 20);
    }

    #[tokio::test(start_paused = true)]
    async fn time_spent_elsewhere_is_pause_enough() {
        let pace = Pace::default();
        let turn = pace.turn().await;
        tokio::time::advance(Duration::from_secs(60)).await;
        drop(turn);
        tokio::time::advance(LONGEST).await;
        let before = Instant::now();
        drop(pace.turn().await);
        assert_eq!(before.elapsed(), Duration::ZERO);
    }
}
