//! The schema, step by step. A step that was released is never edited: its checksum is in people's
//! databases.

use std::fs::File;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};

use crate::database::Database;
use crate::error::{Error, Result};
use crate::paths::Paths;

type Step = (i64, &'static str, &'static str);

macro_rules! steps {
    ($folder:literal: $($number:literal $name:literal $file:literal),+ $(,)?) => {
        &[$(($number, $name, include_str!(concat!("../migrations/", $folder, "/", $file)))),+]
    };
}

const SHARED: &[Step] = steps!["shared":
    1 "django" "0001_django.sql",
    2 "celery beat" "0002_celery_beat.sql",
    3 "core" "0003_core.sql",
    4 "accounts" "0004_accounts.sql",
    5 "m3u" "0005_m3u.sql",
    6 "epg" "0006_epg.sql",
    7 "channels" "0007_channels.sql",
    8 "plugins" "0008_plugins.sql",
    9 "vod" "0009_vod.sql",
    10 "connect" "0010_connect.sql",
    11 "seed" "0011_seed.sql",
];

const HOST: &[Step] = steps!["host":
    1 "host" "0001_host.sql",
    2 "plugins" "0002_plugins.sql",
    3 "api keys" "0003_api_keys.sql",
    4 "runs" "0004_runs.sql",
    5 "beat misses" "0005_beat_misses.sql",
];

/// Brings both files up to date. Two programs that start at once take turns.
pub(crate) async fn run(paths: &Paths, shared: &Database, host: &Database) -> Result<()> {
    let _turn = take_turn(paths).await?;
    run_one(shared, SHARED).await?;
    run_one(host, HOST).await
}

async fn run_one(database: &Database, steps: &[Step]) -> Result<()> {
    let migrations = steps.iter().map(|&(version, name, sql)| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    });
    let migrator = Migrator::with_migrations(migrations.collect());
    let file = || database.file().to_owned();
    migrator.run(database.writer()).await.map_err(|error| match error {
        MigrateError::VersionMissing(migration) => Error::TooNew { file: file(), migration },
        MigrateError::VersionMismatch(migration) | MigrateError::Dirty(migration) => {
            Error::OtherSchema { file: file(), migration }
        }
        MigrateError::ExecuteMigration(source, migration) => {
            Error::Migration { file: file(), migration, source }
        }
        MigrateError::Execute(source) => source.into(),
        other => Error::Database(sqlx::Error::Migrate(Box::new(other))),
    })
}

/// SQLite's own locks cover one step each, not the decision which steps are missing. The lock ends
/// with the file.
async fn take_turn(paths: &Paths) -> Result<File> {
    let path = paths.host_folder().join("migrations.lock");
    let io = |source| Error::Io { path: path.clone(), source };
    let file = File::create(&path).map_err(io)?;
    let locked = tokio::task::spawn_blocking(move || file.lock().map(|()| file)).await;
    match locked {
        Ok(result) => result.map_err(io),
        Err(panic) => Err(io(std::io::Error::other(panic))),
    }
}
