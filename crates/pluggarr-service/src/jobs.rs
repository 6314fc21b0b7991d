//! Work the host queues for itself: refreshes of accounts and sources. One at a time per subject,
//! two in all; asking for one that is under way joins it.
//!
//! Knows nothing of what a job does. Progress and outcome are kept in the host's own database, so
//! that they can be seen after a restart; jobs that were open when the host ended are closed as lost.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;
use pluggarr_store::jobs::JobState;
use serde_json::Value;
use tokio::sync::{Semaphore, watch};
use tracing::{info, warn};

use crate::Error;
use crate::text::counted;

/// How many jobs work at once; each may write, and SQLite has one writer.
const AT_ONCE: usize = 2;

/// How many ended jobs are remembered: refreshes go on for years.
const KEPT: u32 = 1_000;

/// What a job is about. Two jobs with equal keys are the same job.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum JobKey {
    /// Refresh one M3U account.
    M3uAccount(i64),
    /// Refresh one EPG source.
    EpgSource(i64),
}

impl JobKey {
    fn kind(&self) -> &'static str {
        match self {
            Self::M3uAccount(_) => "m3u_refresh",
            Self::EpgSource(_) => "epg_refresh",
        }
    }

    fn subject(&self) -> i64 {
        match self {
            Self::M3uAccount(id) | Self::EpgSource(id) => *id,
        }
    }
}

impl fmt::Display for JobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind(), self.subject())
    }
}

/// What a finished job leaves behind.
#[derive(Debug, Clone)]
pub struct JobSummary {
    /// For people: "1,204 streams (12 new) in 31 groups".
    pub message: String,
    /// The same as data.
    pub counts: Value,
}

/// An outcome that several waiters may share.
pub type JobOutcome = Result<JobSummary, Arc<Error>>;

/// A job under way or done. Dropping it does not stop the job.
#[derive(Debug, Clone)]
pub struct JobHandle {
    /// Given to callers as `task_id`.
    pub id: String,
    done: watch::Receiver<Option<JobOutcome>>,
}

impl JobHandle {
    /// Wait for the end.
    pub async fn outcome(mut self) -> JobOutcome {
        match self.done.wait_for(Option::is_some).await {
            Ok(outcome) => outcome.clone().unwrap_or_else(|| Err(Arc::new(Error::JobLost))),
            Err(_) => Err(Arc::new(Error::JobLost)),
        }
    }
}

/// The jobs of this host. Cheap to clone.
#[derive(Clone)]
pub struct Jobs {
    running: Arc<Mutex<HashMap<JobKey, JobHandle>>>,
    slots: Arc<Semaphore>,
    records: Option<pluggarr_store::Store>,
}

impl Jobs {
    /// Jobs that are recorded in `store`.
    pub fn new(store: pluggarr_store::Store) -> Self {
        Self { records: Some(store), ..Self::unrecorded() }
    }

    fn unrecorded() -> Self {
        Self { running: Arc::default(), slots: Arc::new(Semaphore::new(AT_ONCE)), records: None }
    }

    /// Start `work` for `key`, or join the job that is at it already.
    pub fn start(
        &self,
        key: JobKey,
        work: impl FnOnce() -> BoxFuture<'static, Result<JobSummary, Error>> + Send + 'static,
    ) -> JobHandle {
        let mut running = lock(&self.running);
        if let Some(job) = running.get(&key) {
            return job.clone();
        }
        let (finish, done) = watch::channel(None);
        let job = JobHandle { id: uuid::Uuid::new_v4().to_string(), done };
        running.insert(key.clone(), job.clone());
        drop(running);
        let (jobs, id) = (self.clone(), job.id.clone());
        tokio::spawn(async move {
            // A panic in the work must not leave its key taken for ever.
            let _free = FreeOnDrop { jobs: &jobs, key: &key };
            let outcome = jobs.work(&id, &key, work).await;
            let _ = finish.send(Some(outcome));
        });
        job
    }

    async fn work(
        &self,
        id: &str,
        key: &JobKey,
        work: impl FnOnce() -> BoxFuture<'static, Result<JobSummary, Error>>,
    ) -> JobOutcome {
        let _slot = self.slots.acquire().await.map_err(|_| Arc::new(Error::JobLost))?;
        let row = self.record_start(key).await;
        info!(job.id = id, job.key = %key, "Job started");
        let outcome = work().await.map_err(Arc::new);
        match &outcome {
            Ok(summary) => info!(job.id = id, job.key = %key, "Job finished: {}", summary.message),
            Err(error) => warn!(job.id = id, job.key = %key, "Job failed: {error}"),
        }
        if let Some(row) = row {
            self.record_end(row, &outcome).await;
        }
        outcome
    }

    // A job whose record cannot be written is still worth doing.
    async fn record_start(&self, key: &JobKey) -> Option<i64> {
        let store = self.records.as_ref()?;
        let started = async {
            let row = store.jobs().create(key.kind(), Some(key.subject())).await?.id;
            store.jobs().start(row).await?;
            Ok::<_, pluggarr_store::Error>(row)
        };
        started
            .await
            .inspect_err(|error| warn!(job.key = %key, "The job could not be recorded: {error}"))
            .ok()
    }

    async fn record_end(&self, row: i64, outcome: &JobOutcome) {
        let Some(store) = &self.records else { return };
        let jobs = store.jobs();
        let result = match outcome {
            Ok(summary) => {
                let counts = Some(&summary.counts);
                jobs.finish(row, JobState::Succeeded, &summary.message, counts).await
            }
            Err(error) => jobs.finish(row, JobState::Failed, &error.to_string(), None).await,
        };
        let kept = match result {
            Ok(()) => jobs.prune(KEPT).await.map(drop),
            Err(error) => Err(error),
        };
        if let Err(error) = kept {
            warn!("The end of job {row} could not be recorded: {error}");
        }
    }
}

/// Wait for all of `jobs` (each with the name of its subject); say how many there were, or which
/// failed. One that fails does not keep the others from their work.
pub(crate) async fn all(what: &str, jobs: Vec<(String, JobHandle)>) -> Result<String, Error> {
    let (total, mut failed) = (jobs.len() as u64, Vec::new());
    for (name, job) in jobs {
        if let Err(error) = job.outcome().await {
            failed.push(format!("{name}: {error}"));
        }
    }
    match failed.is_empty() {
        true => Ok(format!("{} refreshed", counted(total, what))),
        false => Err(Error::invalid(format!(
            "{} of {} failed: {}",
            failed.len(),
            counted(total, what),
            failed.join("; ")
        ))),
    }
}

struct FreeOnDrop<'a> {
    jobs: &'a Jobs,
    key: &'a JobKey,
}

impl Drop for FreeOnDrop<'_> {
    fn drop(&mut self) {
        lock(&self.jobs.running).remove(self.key);
    }
}

/// The map stays usable after a panic elsewhere: it holds handles, no invariants.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn summary(message: &str) -> JobSummary {
        JobSummary { message: message.to_owned(), counts: Value::Null }
    }

    #[tokio::test]
    async fn asking_twice_for_the_same_work_does_it_once() {
        let jobs = Jobs::unrecorded();
        let count = Arc::new(AtomicUsize::new(0));
        let start = || {
            let count = count.clone();
            jobs.start(JobKey::M3uAccount(1), move || {
                Box::pin(async move {
                    tokio::task::yield_now().await;
                    count.fetch_add(1, Ordering::SeqCst);
                    Ok(summary("done"))
                })
            })
        };
        let (first, second) = (start(), start());
        assert_eq!(first.id, second.id);
        assert_eq!(first.outcome().await.unwrap().message, "done");
        assert_eq!(second.outcome().await.unwrap().message, "done");
        assert_eq!(count.load(Ordering::SeqCst), 1);
        assert_eq!(start().outcome().await.unwrap().message, "done");
        assert_eq!(count.load(Ordering::SeqCst), 2, "once it is done it can be asked for again");
    }

    #[tokio::test]
    async fn a_panic_frees_the_subject_and_says_lost() {
        let jobs = Jobs::unrecorded();
        let job = jobs.start(JobKey::EpgSource(1), || Box::pin(async { panic!("on purpose") }));
        assert!(matches!(*job.outcome().await.unwrap_err(), Error::JobLost));
        let job = jobs.start(JobKey::EpgSource(1), || Box::pin(async { Ok(summary("again")) }));
        assert_eq!(job.outcome().await.unwrap().message, "again");
    }
}
