//! Results: small ones are in the run's row, large ones in a file.

use std::path::PathBuf;

use serde_json::Value;
use tracing::warn;

use super::Runs;
use crate::Error;
use crate::error::blocking;

/// A result as JSON that is longer is kept in a file.
const LONGEST_IN_ROW: usize = 256 * 1024;

/// What becomes of a result.
pub(crate) struct Kept {
    /// What stands in the row.
    pub in_row: Option<String>,
    /// Bytes of it as JSON.
    pub bytes: usize,
}

impl Runs {
    /// Keep a result, as text. Failing to is said in the log, and no failure of the run.
    pub(crate) async fn keep_result(&self, id: &str, text: String) -> Kept {
        let bytes = text.len();
        if bytes <= LONGEST_IN_ROW {
            return Kept { in_row: Some(text), bytes };
        }
        let path = self.result_file(id);
        let written = blocking(move || {
            let write = || {
                path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
                std::fs::write(&path, text)
            };
            write().map_err(|source| Error::File { path: path.clone(), source })
        });
        if let Err(error) = written.await {
            warn!(run.id = id, "The result of a run could not be kept: {error}");
        }
        Kept { in_row: None, bytes }
    }

    /// What a run returned, as JSON: null where it has not returned anything.
    pub async fn result_text(&self, id: &str) -> Result<String, Error> {
        self.0.recorder.flushed().await;
        let run = self.0.store.runs().get(id).await?;
        if let Some(result) = self.0.store.runs().result(id).await? {
            return Ok(result);
        }
        if run.result_bytes.is_none() {
            return Ok("null".to_owned());
        }
        let path = self.result_file(id);
        let text = tokio::fs::read_to_string(&path).await;
        text.map_err(|source| Error::File { path, source })
    }

    /// The same as data, unless it is too large to be looked through for little.
    pub async fn small_result(&self, id: &str) -> Result<Option<Value>, Error> {
        self.0.recorder.flushed().await;
        let text = self.0.store.runs().result(id).await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    pub(super) async fn remove_results(&self, ids: Vec<String>) {
        for id in ids {
            match tokio::fs::remove_file(self.result_file(&id)).await {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    warn!(run.id = id, "The result of a run could not be removed: {error}");
                }
                Ok(()) | Err(_) => {}
            }
        }
    }

    fn result_file(&self, id: &str) -> PathBuf {
        self.0.results.join(format!("{id}.json"))
    }
}
