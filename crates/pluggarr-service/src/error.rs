//! Why the application could not do what was asked; one variant per thing a caller can do about it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use pluggarr_plugin_protocol::PluginKey;
use pluggarr_store::runs::Run;

use crate::fetch::FetchError;
use crate::tokens::TokenError;

/// Why the application could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing.
    #[error("there is no {what} `{id}`")]
    NotFound {
        /// In the field's words: "M3U account", "plugin".
        what: &'static str,
        /// What was asked for.
        id: String,
    },
    /// The request cannot be carried out as it stands; the message says what to change.
    #[error("{message}")]
    Invalid {
        /// For people.
        message: String,
    },
    /// Settings that are not what their fields ask for. Nothing was saved.
    #[error("Invalid settings: {message}")]
    InvalidSettings {
        /// All of it, for people.
        message: String,
        /// What is wrong, by the id of the field.
        errors: BTreeMap<String, String>,
    },
    /// Something of that name is there already.
    #[error("{message}")]
    Conflict {
        /// For people.
        message: String,
    },
    /// Unknown user or wrong password; which of the two is not told.
    #[error("No active account found with the given credentials")]
    BadCredentials,
    /// Too many wrong passwords from one address.
    #[error("too many failed sign-ins from this address; try again in {seconds} s")]
    TooManyAttempts {
        /// How long to wait.
        seconds: u64,
    },
    /// The token does not hold.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// Nobody has this API key.
    #[error("this API key is not valid")]
    BadApiKey,
    /// Signed in, but not allowed.
    #[error("{message}")]
    Forbidden {
        /// For people.
        message: String,
    },
    /// A playlist or guide did not arrive.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// What arrived is no usable playlist. Nothing was changed.
    #[error("this is no usable playlist: {source}")]
    Playlist {
        /// What is wrong and where.
        source: pluggarr_formats::Error,
    },
    /// What arrived is no usable guide. Nothing was changed.
    #[error("this is no usable guide: {source}")]
    Guide {
        /// What is wrong and where.
        source: pluggarr_formats::Error,
    },
    /// A refresh that somebody waited for failed.
    #[error("{0}")]
    Refresh(Arc<Error>),
    /// The plugin is there but not enabled.
    #[error("Plugin is disabled")]
    PluginDisabled {
        /// Which.
        key: PluginKey,
    },
    /// The same action runs already, and it is one that may run once at a time.
    #[error("already running, started by {} at {}", started_by(run), run.queued_at)]
    AlreadyRunning {
        /// The run that is under way.
        run: Box<Run>,
    },
    /// The run is over; there is nothing to cancel.
    #[error("already finished")]
    RunFinished,
    /// The plugin or its worker failed.
    #[error(transparent)]
    Plugin(#[from] pluggarr_plugin_host::Error),
    /// An archive was refused, or what came of it could not be put in its place. Nothing was changed.
    #[error(transparent)]
    Archive(#[from] pluggarr_plugin_host::archive::ArchiveError),
    /// The job ended without saying how.
    #[error("the job ended without a result")]
    JobLost,
    /// The database said no.
    #[error("database: {0}")]
    Store(#[source] pluggarr_store::Error),
    /// A file of ours could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A bug of ours; the log has the place.
    #[error("something went wrong inside; the server's log says where")]
    Panicked,
}

impl From<pluggarr_store::Error> for Error {
    /// What callers can do something about becomes a variant of ours; the rest stays the store's.
    fn from(error: pluggarr_store::Error) -> Self {
        match error {
            pluggarr_store::Error::NotFound { what, id } => Self::NotFound { what, id },
            pluggarr_store::Error::Protected { .. } => {
                Self::Forbidden { message: error.to_string() }
            }
            error => Self::Store(error),
        }
    }
}

impl Error {
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid { message: message.into() }
    }

    pub(crate) fn not_found(what: &'static str, id: impl ToString) -> Self {
        Self::NotFound { what, id: id.to_string() }
    }
}

/// Who or what started a run, in words.
fn started_by(run: &Run) -> &str {
    match run.started_by.as_deref() {
        Some(who) => who,
        None if run.trigger == "job" => "the plugin",
        None => &run.trigger,
    }
}

/// Run `work` on a thread that may block, and treat a panic in it as a failure of ours.
pub(crate) async fn blocking<T, E>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, Error>
where
    T: Send + 'static,
    E: Into<Error> + Send + 'static,
{
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Panicked)?.map_err(Into::into)
}

/// Do `work` to its end even if the caller stops waiting for it: a browser that goes away must not
/// leave a plugin half enabled.
pub(crate) async fn to_its_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<T, Error> {
    tokio::spawn(work).await.map_err(|_| Error::Panicked)?
}
