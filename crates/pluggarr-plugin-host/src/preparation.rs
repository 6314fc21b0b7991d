//! The environment while it is being prepared: the server listens at once, and plugin calls wait here.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::watch;
use tracing::{error, info};

use crate::environment::{self, Environment, Options};
use crate::error::Error;
use crate::parts;

/// Whether plugins can run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnvironmentState {
    /// Nobody has asked for it yet.
    NotStarted,
    /// It is being made; what takes time just now.
    Preparing {
        /// In words.
        message: String,
    },
    /// Plugins can run.
    Ready {
        /// The interpreter's version.
        python: String,
    },
    /// Plugins cannot run.
    Failed {
        /// What is missing and what to do.
        message: String,
    },
}

/// What a zygote is started with.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub(crate) environment: Environment,
    pub(crate) python_path: Vec<PathBuf>,
}

pub(crate) struct Preparation {
    options: Options,
    state: watch::Sender<(EnvironmentState, Option<Arc<Prepared>>)>,
}

impl Preparation {
    pub(crate) fn new(options: Options) -> Arc<Self> {
        let state = watch::Sender::new((EnvironmentState::NotStarted, None));
        Arc::new(Self { options, state })
    }

    pub(crate) fn state(&self) -> EnvironmentState {
        self.state.borrow().0.clone()
    }

    /// Begin, unless it has begun or is done. After a failure, try again.
    pub(crate) fn start(self: &Arc<Self>) {
        let begins = self.state.send_if_modified(|(state, _)| {
            let idle =
                matches!(state, EnvironmentState::NotStarted | EnvironmentState::Failed { .. });
            if idle {
                *state = EnvironmentState::Preparing { message: "Looking for Python".to_owned() };
            }
            idle
        });
        if begins {
            let preparation = self.clone();
            tokio::task::spawn_blocking(move || preparation.prepare());
        }
    }

    /// Wait until it is ready or has failed.
    pub(crate) async fn wait(self: &Arc<Self>) -> Result<Arc<Prepared>, Error> {
        if matches!(self.state(), EnvironmentState::NotStarted) {
            self.start();
        }
        let mut watcher = self.state.subscribe();
        let is_decided = |(state, _): &(EnvironmentState, Option<Arc<Prepared>>)| {
            matches!(state, EnvironmentState::Ready { .. } | EnvironmentState::Failed { .. })
        };
        let failed = |message: String| Error::EnvironmentNotReady { message };
        let decided = watcher.wait_for(is_decided).await;
        match decided.as_deref() {
            Ok((_, Some(prepared))) => Ok(prepared.clone()),
            Ok((EnvironmentState::Failed { message }, None)) => Err(failed(message.clone())),
            Ok(_) | Err(_) => Err(failed("the host is shutting down".to_owned())),
        }
    }

    fn prepare(&self) {
        let progress = |message: &str| {
            info!("{message}");
            let message = message.to_owned();
            self.state.send_modify(|(state, _)| *state = EnvironmentState::Preparing { message });
        };
        let cache = environment::cache_folder(&self.options);
        let prepared = environment::prepare(&self.options, &progress)
            .map_err(|error| with_cause(&error))
            .and_then(|environment| {
                let python_path = parts::prepare(&cache)
                    .map_err(|error| format!("the worker's files cannot be unpacked: {error}"))?;
                Ok(Prepared { environment, python_path })
            });
        self.state.send_modify(|state| {
            *state = match prepared {
                Ok(prepared) => {
                    let python = prepared.environment.version.clone();
                    (EnvironmentState::Ready { python }, Some(Arc::new(prepared)))
                }
                Err(message) => {
                    error!("Plugins cannot run: {message}");
                    (EnvironmentState::Failed { message }, None)
                }
            };
        });
    }
}

fn with_cause(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}
