//! From a polite request to a kill. Pure: time is an argument, so it is tested without waiting.

use std::time::Duration;

/// What is tried on a call that should end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// Tell it that it should end: works on those who look.
    Ask,
    /// Kill the call's greenlet: works while the plugin waits for something.
    Cancel,
    /// SIGUSR1, again and again: raises in whatever Python code is running.
    Interrupt,
    /// SIGTERM: ends a process that is busy in C code.
    Terminate,
    /// SIGKILL: ends any process.
    Kill,
}

const STEPS: [Step; 5] = [Step::Ask, Step::Cancel, Step::Interrupt, Step::Terminate, Step::Kill];

/// How often SIGUSR1 is repeated: the worker ignores one that comes at a bad moment.
pub(crate) const REPEAT: Duration = Duration::from_millis(100);

/// The step to take, so long after the `first`; each is given `grace` to work.
pub(crate) fn step_after(elapsed: Duration, grace: Duration, first: Step) -> Step {
    let steps = &STEPS[first as usize..];
    let passed = (1..=steps.len()).take_while(|&n| elapsed >= grace * n as u32).count();
    steps[passed.min(steps.len() - 1)]
}

/// When the last step has had its grace.
pub(crate) fn longest(grace: Duration, first: Step) -> Duration {
    grace * (STEPS.len() - first as usize) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_is_given_its_grace() {
        let grace = Duration::from_secs(2);
        let step = |seconds| step_after(Duration::from_secs(seconds), grace, Step::Ask);
        assert_eq!(step(0), Step::Ask);
        assert_eq!(step(1), Step::Ask);
        assert_eq!(step(2), Step::Cancel);
        assert_eq!(step(4), Step::Interrupt);
        assert_eq!(step(6), Step::Terminate);
        assert_eq!(step(8), Step::Kill);
        assert_eq!(step(600), Step::Kill);
        assert_eq!(longest(grace, Step::Ask), Duration::from_secs(10));
    }

    #[test]
    fn the_first_step_may_be_a_harsher_one() {
        let grace = Duration::from_secs(2);
        let step = |seconds| step_after(Duration::from_secs(seconds), grace, Step::Cancel);
        assert_eq!(step(1), Step::Cancel);
        assert_eq!(step(3), Step::Interrupt);
        assert_eq!(step(600), Step::Kill);
    }
}
