//! Brings a playlist or guide to a file of ours: from an http(s) URL or from a file on this machine.
//!
//! Blocking; call it from a blocking thread. What arrives is written beside the target and moved
//! over it only when it is whole, so that a broken download never replaces a good file. Knows
//! nothing of formats: a login page with status 200 passes here and is refused by the reader.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::redact;

/// More than any real guide, compressed or not; a live stream mistaken for a playlist never ends.
const MOST_BYTES: u64 = 4 << 30;
const CHUNK: usize = 256 << 10;

/// Where a playlist or guide comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// An http or https URL.
    Url(String),
    /// A file on this machine.
    File(PathBuf),
}

impl Location {
    /// Reads what a user typed: an http(s) URL, else a path.
    pub fn parse(text: &str) -> Result<Self, FetchError> {
        match text.split_once("://") {
            Some((scheme, _))
                if matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") =>
            {
                Ok(Self::Url(text.to_owned()))
            }
            Some(("file", path)) => Ok(Self::File(path.into())),
            Some((scheme, _)) => Err(FetchError::Scheme { scheme: scheme.to_owned() }),
            None => Ok(Self::File(text.into())),
        }
    }
}

/// Why nothing was fetched. No message holds a URL's login.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Only http, https and files are read.
    #[error("addresses that start with `{scheme}://` are not supported; use http, https or a file")]
    Scheme {
        /// What stood before `://`.
        scheme: String,
    },
    /// The server answered, but not with the file.
    #[error("{url} answered {status}")]
    Status {
        /// The redacted URL.
        url: String,
        /// HTTP status with its reason.
        status: String,
    },
    /// The server was not reached, or broke off.
    #[error("{url} could not be fetched: {message}")]
    Transport {
        /// The redacted URL.
        url: String,
        /// What went wrong.
        message: String,
    },
    /// The body ended before its announced length.
    #[error("{url} broke off after {received} of {announced} bytes")]
    CutShort {
        /// The redacted URL.
        url: String,
        /// Bytes that arrived.
        received: u64,
        /// Bytes that were announced.
        announced: u64,
    },
    /// It would not stop.
    #[error("{what} is larger than {limit} bytes: is it a stream instead of a file?")]
    TooLarge {
        /// The redacted URL or the file.
        what: String,
        /// The limit.
        limit: u64,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// How far a fetch is: bytes so far, and the announced total where there is one.
pub type OnBytes<'a> = &'a mut dyn FnMut(u64, Option<u64>);

/// Fetch `location` to the file `into` (its folder is made) and say how many bytes it has.
pub fn fetch(
    location: &Location,
    into: &Path,
    user_agent: &str,
    on_bytes: OnBytes<'_>,
) -> Result<u64, FetchError> {
    if let Some(folder) = into.parent() {
        fs::create_dir_all(folder).map_err(|source| file_error(folder, source))?;
    }
    let mut part = into.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let result = match location {
        Location::Url(url) => download(url, &part, user_agent, on_bytes),
        Location::File(path) => copy_file(path, &part, on_bytes),
    };
    match result {
        Ok(bytes) => {
            fs::rename(&part, into).map_err(|source| file_error(into, source))?;
            Ok(bytes)
        }
        Err(error) => {
            let _ = fs::remove_file(&part);
            Err(error)
        }
    }
}

fn download(
    url: &str,
    part: &Path,
    user_agent: &str,
    on_bytes: OnBytes<'_>,
) -> Result<u64, FetchError> {
    let shown = redact::url(url);
    let transport = |message: String| FetchError::Transport {
        url: shown.clone(),
        message: redact::text(&message),
    };
    let agent = ureq::Agent::config_builder()
        .user_agent(user_agent)
        .timeout_connect(Some(Duration::from_secs(20)))
        .timeout_recv_response(Some(Duration::from_secs(60)))
        .timeout_global(Some(Duration::from_secs(3600)))
        .max_redirects(5)
        .http_status_as_error(false)
        .build()
        .new_agent();
    let response = agent.get(url).call().map_err(|error| transport(error.to_string()))?;
    if !response.status().is_success() {
        return Err(FetchError::Status { url: shown, status: response.status().to_string() });
    }
    // With Content-Encoding the length counts the packed bytes, not the ones read here.
    let is_packed = response.headers().contains_key("content-encoding");
    let announced = response
        .headers()
        .get("content-length")
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok())
        .filter(|_| !is_packed);
    let mut body = response.into_body().into_with_config().limit(MOST_BYTES + 1).reader();
    let received =
        copy(&mut body, part, announced, &shown, on_bytes).map_err(|error| match error {
            // The client library notices this itself, but does not say how far it came.
            CopyError::Read { error, received } if error.kind() == io::ErrorKind::UnexpectedEof => {
                match announced {
                    Some(announced) => {
                        FetchError::CutShort { url: shown.clone(), received, announced }
                    }
                    None => transport("it broke off".to_owned()),
                }
            }
            CopyError::Read { error, .. } => transport(error.to_string()),
            CopyError::Other(error) => error,
        })?;
    match announced {
        Some(announced) if received < announced => {
            Err(FetchError::CutShort { url: shown, received, announced })
        }
        _ => Ok(received),
    }
}

fn copy_file(path: &Path, part: &Path, on_bytes: OnBytes<'_>) -> Result<u64, FetchError> {
    let mut file = File::open(path).map_err(|source| file_error(path, source))?;
    let about = file.metadata().map_err(|source| file_error(path, source))?;
    if !about.is_file() {
        let source = io::Error::new(io::ErrorKind::InvalidInput, "not a file");
        return Err(file_error(path, source));
    }
    let shown = path.display().to_string();
    copy(&mut file, part, Some(about.len()), &shown, on_bytes).map_err(|error| match error {
        CopyError::Read { error, .. } => file_error(path, error),
        CopyError::Other(error) => error,
    })
}

enum CopyError {
    Read { error: io::Error, received: u64 },
    Other(FetchError),
}

fn copy(
    from: &mut dyn Read,
    part: &Path,
    announced: Option<u64>,
    shown: &str,
    on_bytes: OnBytes<'_>,
) -> Result<u64, CopyError> {
    let write_error = |source| CopyError::Other(file_error(part, source));
    let mut to = File::create(part).map_err(write_error)?;
    let mut buffer = vec![0; CHUNK];
    let mut total = 0u64;
    loop {
        let count = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(CopyError::Read { error, received: total }),
        };
        total += count as u64;
        if total > MOST_BYTES {
            let what = shown.to_owned();
            return Err(CopyError::Other(FetchError::TooLarge { what, limit: MOST_BYTES }));
        }
        to.write_all(&buffer[..count]).map_err(write_error)?;
        on_bytes(total, announced);
    }
    to.sync_data().map_err(write_error)?;
    Ok(total)
}

fn file_error(path: &Path, source: io::Error) -> FetchError {
    FetchError::File { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use std::io::BufRead;
    use std::net::TcpListener;

    use super::*;

    /// Answers one request with `answer` and closes.
    fn serve_once(answer: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut socket, _) = listener.accept().unwrap();
            let mut reader = io::BufReader::new(socket.try_clone().unwrap());
            let mut line = String::new();
            while reader.read_line(&mut line).unwrap() > 2 {
                line.clear();
            }
            socket.write_all(answer.as_bytes()).unwrap();
        });
        format!("http://user:secret@{address}/list.m3u?password=secret")
    }

    fn fetch_url(answer: &'static str, into: &Path) -> Result<u64, FetchError> {
        fetch(&Location::Url(serve_once(answer)), into, "test", &mut |_, _| {})
    }

    #[test]
    fn a_download_that_breaks_off_leaves_the_old_file_alone() {
        let folder = tempfile::tempdir().unwrap();
        let into = folder.path().join("1.m3u");
        fs::write(&into, "old").unwrap();
        let error = fetch_url("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n#EXTM3U\n", &into)
            .unwrap_err();
        assert!(!error.to_string().contains("secret"), "{error}");
        assert_eq!(fs::read_to_string(&into).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no part file stays");
    }

    #[test]
    fn a_whole_download_replaces_it() {
        let folder = tempfile::tempdir().unwrap();
        let into = folder.path().join("cached_m3u/1.m3u");
        let bytes =
            fetch_url("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n#EXTM3U\n", &into).unwrap();
        assert_eq!((bytes, fs::read_to_string(&into).unwrap().as_str()), (8, "#EXTM3U\n"));
    }

    #[test]
    fn an_error_status_names_itself_and_hides_the_login() {
        let folder = tempfile::tempdir().unwrap();
        let error = fetch_url(
            "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
            &folder.path().join("x"),
        )
        .unwrap_err()
        .to_string();
        assert!(error.contains("403 Forbidden") && !error.contains("secret"), "{error}");
    }

    #[test]
    fn folders_and_unknown_schemes_are_refused_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let error = fetch(
            &Location::File(folder.path().to_owned()),
            &folder.path().join("x"),
            "test",
            &mut |_, _| {},
        )
        .unwrap_err();
        assert!(error.to_string().ends_with("not a file"), "{error}");
        assert!(Location::parse("ftp://host/x").unwrap_err().to_string().contains("`ftp://`"));
        assert_eq!(Location::parse("/a/b.m3u").unwrap(), Location::File("/a/b.m3u".into()));
    }
}
