//! An application over a data folder of its own, and those who ask it.

mod client;
mod plugins;
mod shared;
mod site;
pub mod zips;

use std::path::PathBuf;
use std::time::Duration;

use pluggarr_service::store::users::NewUser;
use pluggarr_service::store::{Paths, Store};
use pluggarr_service::{Application, Config};
use serde_json::Value;
use tempfile::TempDir;
use tracing_subscriber::EnvFilter;

pub use client::{Client, Response};
pub use plugins::PNG;
pub use shared::shared_data;
pub use site::Site;

/// Every user's password, and its hash with one round instead of a million: hashing it properly
/// takes a second, which no test but the one of signing in needs to wait for.
pub const PASSWORD: &str = "correct horse";
const PASSWORD_HASH: &str = "pbkdf2_sha256$1$salt$xOEfG6ymEDJ8fNSD2M6IJ0r8bE5FeVaxgYMnZIVZPek=";

/// Longer than anything here takes on a busy machine, the set-up of Python included.
const PATIENCE: Duration = Duration::from_secs(180);

pub struct TestApp {
    pub app: Application,
    /// The rows as they are, through connections of the test's own.
    pub store: Store,
    /// Somebody of level admin, signed in.
    pub admin: Client,
    /// Somebody of this machine who is not signed in.
    pub nobody: Client,
    folder: TempDir,
}

impl TestApp {
    /// An application with one user, the admin `admin`.
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// The same, opened with what `change` makes of the usual configuration.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let mut app = Self::without_users(change).await;
        app.add_user("admin", 10).await;
        app.admin = app.signed_in("admin").await;
        app
    }

    /// An application that nobody has set up yet; its `admin` is not signed in.
    pub async fn without_users(change: impl FnOnce(&mut Config)) -> Self {
        // Errors, or what RUST_LOG says, among the output of a test that fails.
        let _ = tracing_subscriber::fmt()
            .with_test_writer()
            .with_env_filter(EnvFilter::from_default_env())
            .try_init();
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::new(folder.path(), "http://tv.test:9191");
        // Beside a compiler, or the tests next door, workers that give way would wait for minutes.
        config.worker_niceness = 0;
        change(&mut config);
        Self::open(config, folder).await
    }

    async fn open(config: Config, folder: TempDir) -> Self {
        let app = Application::open(config).await.unwrap();
        let store = Store::open(&Paths::new(folder.path())).await.unwrap();
        let nobody = Client::new(&app, [127, 0, 0, 1].into());
        Self { admin: nobody.clone(), nobody, app, store, folder }
    }

    /// The same data folder after the program has ended and begun again, with what works on its
    /// own. The admin's token is the one from before.
    pub async fn restarted(self) -> Self {
        let Self { app, store, admin, nobody, folder } = self;
        let (config, token) = (app.config().clone(), admin.token().to_owned());
        drop((admin, nobody));
        store.close().await;
        app.shutdown().await;
        drop(app);
        let mut restarted = Self::open(config, folder).await;
        restarted.admin = restarted.nobody.with_token(&token);
        restarted.app.start();
        restarted
    }

    /// The data folder after the program has ended; it goes with what is answered second.
    pub async fn closed(self) -> (PathBuf, TempDir) {
        let Self { app, store, admin, nobody, folder } = self;
        drop((admin, nobody));
        store.close().await;
        app.shutdown().await;
        (app.config().data_dir.clone(), folder)
    }

    /// Somebody of level standard, signed in.
    pub async fn standard_user(&self) -> Client {
        self.add_user("standard", 1).await;
        self.signed_in("standard").await
    }

    pub async fn add_user(&self, username: &str, user_level: i64) {
        let user = NewUser {
            username: username.to_owned(),
            password_hash: PASSWORD_HASH.to_owned(),
            email: String::new(),
            user_level,
            is_superuser: user_level == 10,
        };
        self.store.users().create(&user).await.unwrap();
    }

    pub async fn signed_in(&self, username: &str) -> Client {
        let users = self.app.users();
        let (access, _) = users.sign_in(username, PASSWORD, [127, 0, 0, 1].into()).await.unwrap();
        self.nobody.with_token(&access)
    }

    /// What the admin sees at `path`, as soon as it passes `test`.
    pub async fn until(&self, path: &str, test: impl Fn(&Value) -> bool) -> Value {
        let started = std::time::Instant::now();
        loop {
            let body = self.admin.get(path).await.json();
            if test(&body) {
                return body;
            }
            assert!(started.elapsed() < PATIENCE, "{path} stays {body:#}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A file outside of what the application keeps.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    pub fn plugins_dir(&self) -> PathBuf {
        self.app.config().plugins_dir.clone()
    }
}
