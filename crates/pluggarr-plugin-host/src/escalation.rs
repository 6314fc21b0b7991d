//! From a polite request to a kill. Pure: time is an argument, so it is tested without waiting.

use std::time::Duration;

/// What is tried on a call that should end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// Kill the call's greenlet: works while the plugin waits for something.
    Cancel,
    /// SIGUSR1, again and again: raises in whatever Python code is running.
    Interrupt,
    /// SIGTERM: ends a process that is busy in C code.
    Terminate,
    /// SIGKILL: ends any process.
    Kill,
}

/// How often SIGUSR1 is repeated: the worker ignores one that comes at a bad moment.
pub(crate) const REPEAT: Duration = Duration::from_millis(100);

/// The step to take, so long after the first; each is given `grace` to work.
pub(crate) fn step_after(elapsed: Duration, grace: Duration) -> Step {
    if elapsed < grace {
        Step::Cancel
    } else if elapsed < grace * 2 {
        Step::Interrupt
    } else if elapsed < grace * 3 {
        Step::Terminate
    } else {
        Step::Kill
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_is_given_its_grace() {
        let grace = Duration::from_secs(2);
        let step = |seconds| step_after(Duration::from_secs(seconds), grace);
        assert_eq!(step(0), Step::Cancel);
        assert_eq!(step(1), Step::Cancel);
        assert_eq!(step(2), Step::Interrupt);
        assert_eq!(step(4), Step::Terminate);
        assert_eq!(step(6), Step::Kill);
        assert_eq!(step(600), Step::Kill);
    }
}
