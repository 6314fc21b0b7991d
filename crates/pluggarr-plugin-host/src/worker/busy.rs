//! What a worker is just asked to do, as far as the host knows: which runs live in it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use pluggarr_plugin_protocol::RunId;

/// A line that a child has printed is read a little later than the answer of the run that started it.
const AFTERWARDS: Duration = Duration::from_millis(500);

/// The runs and services that live in a worker.
#[derive(Debug, Default)]
pub(crate) struct Busy {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    // A service is a run without an id.
    running: Vec<Option<RunId>>,
    last: Option<(RunId, Instant)>,
}

/// Something lives in the worker until this is dropped.
pub(crate) struct Living {
    busy: Arc<Busy>,
    run_id: Option<RunId>,
}

impl Busy {
    /// A run begins, or a service.
    pub(crate) fn begin(self: &Arc<Self>, run_id: Option<RunId>) -> Living {
        self.lock().running.push(run_id.clone());
        Living { busy: self.clone(), run_id }
    }

    /// The run that must have printed a line, if there can be only one.
    pub(crate) fn only_run(&self, now: Instant) -> Option<RunId> {
        let state = self.lock();
        match (state.running.as_slice(), &state.last) {
            ([only], _) => only.clone(),
            ([], Some((last, ended))) if now.duration_since(*ended) < AFTERWARDS => {
                Some(last.clone())
            }
            _ => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Living {
    /// Whether nothing else lives in the worker.
    pub(crate) fn is_alone(&self) -> bool {
        self.busy.lock().running.len() == 1
    }
}

impl Drop for Living {
    fn drop(&mut self) {
        let mut state = self.busy.lock();
        if let Some(place) = state.running.iter().position(|run_id| *run_id == self.run_id) {
            state.running.swap_remove(place);
        }
        if let Some(run_id) = self.run_id.take() {
            state.last = Some((run_id, Instant::now()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_belongs_to_a_run_if_there_is_only_one() {
        let busy = Arc::new(Busy::default());
        let run = |name: &str| Some(RunId::new(name));
        assert_eq!(busy.only_run(Instant::now()), None);
        let first = busy.begin(run("first"));
        assert_eq!(busy.only_run(Instant::now()), run("first"));
        let second = busy.begin(run("second"));
        assert_eq!(busy.only_run(Instant::now()), None);
        assert!(!first.is_alone());
        drop(second);
        assert!(first.is_alone());
        assert_eq!(busy.only_run(Instant::now()), run("first"));
        drop(first);
        assert_eq!(busy.only_run(Instant::now()), run("first"), "it was read late");
        assert_eq!(busy.only_run(Instant::now() + Duration::from_secs(1)), None);
    }
}
