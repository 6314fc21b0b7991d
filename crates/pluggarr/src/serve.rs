//! `pluggarr serve`: opens the data folder, listens, and starts everything that works on its own.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use pluggarr_service::{Application, Config};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing::{info, warn};

use crate::cli::Serve;
use crate::{control, http};

/// Where this program keeps things, from the options that all commands share.
#[derive(Debug, Clone)]
pub struct Place {
    /// The data folder.
    pub data_dir: PathBuf,
    /// Wheels to set Python up from.
    pub wheels: Option<PathBuf>,
    /// How long an action may run.
    pub run_limit: Duration,
}

impl Place {
    /// The data folder with its lock held, for a command that does its work in this process.
    pub async fn open(&self) -> anyhow::Result<Application> {
        self.open_at(&usual_base_url()).await
    }

    /// The configuration for a command that opens no more than it needs.
    pub fn usual_config(&self) -> Config {
        self.config(&usual_base_url())
    }

    /// The configuration that options and environment make.
    fn config(&self, base_url: &str) -> Config {
        let mut config = Config::new(&self.data_dir, base_url);
        config.wheels.clone_from(&self.wheels);
        config.run_limit = self.run_limit;
        if let Some(folder) = std::env::var_os("DISPATCHARR_PLUGINS_DIR") {
            config.plugins_dir = folder.into();
        }
        config.with_import_limits(|name| std::env::var(name).ok())
    }

    async fn open_at(&self, base_url: &str) -> anyhow::Result<Application> {
        Application::open(self.config(base_url))
            .await
            .with_context(|| format!("opening the data folder {}", self.data_dir.display()))
    }
}

/// Serve until SIGINT or SIGTERM.
pub async fn run(place: Place, options: Serve) -> anyhow::Result<()> {
    // Listening comes first: a port that is taken should be said before anything is written.
    let listener = TcpListener::bind(options.bind).await.with_context(|| {
        format!("listening on {}: is Pluggarr or Dispatcharr running there already?", options.bind)
    })?;
    let address = listener.local_addr()?;
    let base_url = options.base_url.unwrap_or_else(|| default_base_url(address));
    let app = place.open_at(base_url.trim_end_matches('/')).await?;
    if options.sample {
        app.sample().fill_if_empty().await.context("filling the data folder with sample data")?;
    }
    let control = tokio::spawn({
        let (app, data_dir) = (app.clone(), place.data_dir.clone());
        async move { control::serve(app, &data_dir).await }
    });
    app.start();
    if !address.ip().is_loopback() {
        warn!("Listening on {address}: whoever reaches this address can try to sign in");
    }
    info!("Pluggarr {} is on {base_url}", env!("CARGO_PKG_VERSION"));
    let served = axum::serve(
        listener,
        http::service(app.clone()).into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(async {
        stop_signal().await;
        info!("Stopping");
    });
    // Open sockets (live updates, streams) would hold a graceful end up for ever.
    let result = tokio::select! {
        result = served => result.context("serving"),
        () = async { stop_signal().await; tokio::time::sleep(Duration::from_secs(2)).await } => Ok(()),
    };
    control.abort();
    control::remove_socket(&place.data_dir);
    app.shutdown().await;
    result
}

async fn stop_signal() {
    let (Ok(mut interrupt), Ok(mut terminate)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}

fn usual_base_url() -> String {
    default_base_url(SocketAddr::from(([127, 0, 0, 1], 9191)))
}

/// What a player on this machine can open: an address that means "all of them" cannot be dialled.
fn default_base_url(address: SocketAddr) -> String {
    match address.ip().is_unspecified() {
        true => format!("http://127.0.0.1:{}", address.port()),
        false => format!("http://{address}"),
    }
}
