//! One refresh of one account: fetch, look whether it is a playlist at all, then store.
//!
//! The playlist is read twice: once to the end without storing anything, so that a broken one
//! changes nothing, and once to store it. Reading is cheap beside writing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::TimeDelta;
use pluggarr_formats::m3u::{Reader, Summary};
use pluggarr_formats::{Error as FormatError, decompress};
use pluggarr_store::Timestamp;
use pluggarr_store::m3u_accounts::{AccountType, M3uAccount, M3uStatus};
use pluggarr_store::streams::{NewStream, Upserted};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tracing::warn;

use super::M3uAccounts;
use super::entry::{DEFAULT_GROUP, stream_of};
use crate::error::blocking;
use crate::fetch::Location;
use crate::incoming::Incoming;
use crate::jobs::JobSummary;
use crate::{Error, text::counted};

/// Streams stored in one transaction: few enough that a plugin's write gets in between.
const BATCH: usize = 5_000;

impl M3uAccounts {
    /// Refresh account `id` and leave its outcome in the row and with the listeners.
    pub(super) async fn refresh_now(&self, id: i64) -> Result<JobSummary, Error> {
        let account = self.get(id).await?;
        let started = Timestamp::now();
        let result = self.refresh_account(&account, started).await;
        match &result {
            Ok(summary) => {
                self.store.m3u_accounts().set_refreshed(id, started, &summary.message).await?;
                self.tell(id, "parsing", 100, "success", &summary.message);
                let took = Timestamp::now().to_utc() - started.to_utc();
                self.system_events.emit("m3u_refresh", refreshed(&account, took, &summary.counts));
            }
            Err(error) => {
                let message = error.to_string();
                self.store.m3u_accounts().set_status(id, M3uStatus::Error, &message).await?;
                self.tell(id, "parsing", 100, "error", &message);
            }
        }
        result
    }

    async fn refresh_account(
        &self,
        account: &M3uAccount,
        started: Timestamp,
    ) -> Result<JobSummary, Error> {
        let id = account.id;
        let location = location_of(account)?;
        self.store.m3u_accounts().set_status(id, M3uStatus::Fetching, "Downloading").await?;
        let user_agent = self.store.user_agents().for_account(id).await?.unwrap_or_default();
        self.tell(id, "downloading", 0, "fetching", "Downloading");
        let accounts = self.clone();
        let tell = move |percent| {
            accounts.tell(id, "downloading", percent, "fetching", "Downloading");
        };
        let kept = self.config.playlist_file(id);
        let incoming = Incoming::fetch(location, kept, user_agent, tell).await?;
        let store = self.store.m3u_accounts();
        store.set_status(id, M3uStatus::Parsing, "Reading the playlist").await?;
        let (playlist, summary) = incoming.keep_if(check).await?;
        self.store_streams(account, started, &playlist, &summary).await
    }

    async fn store_streams(
        &self,
        account: &M3uAccount,
        started: Timestamp,
        playlist: &Path,
        summary: &Summary,
    ) -> Result<JobSummary, Error> {
        let id = account.id;
        let hash_keys = self.store.core_settings().m3u_hash_key().await?;
        let (batches, mut inbox) = mpsc::channel::<Vec<(String, NewStream)>>(2);
        let path = playlist.to_owned();
        let reading = tokio::spawn(blocking(move || read(&path, id, &hash_keys, &batches)));
        let mut groups = Groups::default();
        let mut counts = Counts { entries: summary.streams, ..Counts::default() };
        let mut done = 0;
        while let Some(batch) = inbox.recv().await {
            done += batch.len() as u64;
            let streams = groups.resolve(self, id, started, batch).await?;
            counts.written += self.store.streams().upsert_chunk(id, started, streams).await?;
            let percent = done * 100 / summary.streams.max(1);
            self.tell(id, "parsing", percent.min(99), "parsing", "Storing streams");
        }
        counts.too_long = reading.await.map_err(|_| Error::Panicked)??;
        counts.groups = groups.0.len() as u64;
        self.store.m3u_accounts().mark_stale_groups(id, started).await?;
        counts.stale = self.store.streams().mark_stale(id, started).await?;
        let grace = TimeDelta::try_days(account.stale_stream_days.max(0)).unwrap_or(TimeDelta::MAX);
        if let Some(seen_before) = started.to_utc().checked_sub_signed(grace) {
            counts.removed = self.store.streams().delete_stale(id, seen_before.into()).await?;
        }
        Ok(counts.told(summary))
    }

    fn tell(&self, id: i64, action: &str, progress: u64, status: &str, message: &str) {
        self.events.publish(json!({
            "type": "m3u_refresh", "account": id, "action": action, "progress": progress,
            "status": status, "message": message,
        }));
    }
}

/// The incumbent's details of the event.
fn refreshed(account: &M3uAccount, took: TimeDelta, counts: &Value) -> Value {
    json!({
        "account_name": account.name,
        "elapsed_time": (took.as_seconds_f64() * 100.0).round() / 100.0,
        "streams_created": counts["created"],
        "streams_updated": counts["updated"],
        "streams_stale": counts["stale"],
        "streams_deleted": counts["removed"],
        "total_processed": counts["kept"],
    })
}

fn location_of(account: &M3uAccount) -> Result<Location, Error> {
    if !account.is_active {
        return Err(Error::invalid(format!("the M3U account `{}` is switched off", account.name)));
    }
    if account.account_type == AccountType::XtreamCodes.as_str() {
        return Err(Error::invalid("Xtream Codes accounts cannot be refreshed yet; playlists can"));
    }
    let text = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    if let Some(path) = text(&account.file_path) {
        return Ok(Location::File(path.into()));
    }
    match text(&account.server_url) {
        Some(url) => Ok(Location::parse(&url)?),
        None => Err(Error::invalid(format!(
            "the M3U account `{}` has neither a URL nor a file",
            account.name
        ))),
    }
}

fn open(path: &Path) -> Result<Reader<impl std::io::BufRead>, Error> {
    let bytes = decompress::open_file(path, decompress::Limits::PLAYLIST).map_err(unusable)?;
    Ok(Reader::new(bytes))
}

/// Read to the end, storing nothing. A playlist without any stream is refused: more often than not
/// it is a provider's mistake, and accepting it would mark every stream stale.
fn check(path: &Path) -> Result<Summary, Error> {
    let mut reader = open(path)?;
    for entry in &mut reader {
        match entry {
            Ok(_) => {}
            Err(error) if error.leaves_data_whole() => warn!("The playlist is read, but {error}"),
            Err(error) => return Err(unusable(error)),
        }
    }
    match reader.summary().streams {
        0 => Err(Error::invalid("the playlist holds no stream; nothing was changed")),
        _ => Ok(reader.summary().clone()),
    }
}

/// Send the streams of `path` in batches; returns how many had too long a URL.
fn read(
    path: &Path,
    account: i64,
    hash_keys: &str,
    batches: &mpsc::Sender<Vec<(String, NewStream)>>,
) -> Result<u64, Error> {
    let mut batch = Vec::with_capacity(BATCH);
    let mut too_long = 0;
    for entry in open(path)? {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.leaves_data_whole() => break,
            Err(error) => return Err(unusable(error)),
        };
        let Some(stream) = stream_of(&entry, account, hash_keys) else {
            too_long += 1;
            continue;
        };
        let group = entry.group().unwrap_or(DEFAULT_GROUP).to_owned();
        batch.push((group, stream));
        if batch.len() == BATCH && batches.blocking_send(std::mem::take(&mut batch)).is_err() {
            // The writer failed and says why.
            return Ok(too_long);
        }
    }
    let _ = batches.blocking_send(batch);
    Ok(too_long)
}

/// Groups by name, as far as this refresh has met them, and whether the user wants them.
#[derive(Default)]
struct Groups(BTreeMap<String, Group>);

struct Group {
    id: i64,
    is_enabled: bool,
}

impl Groups {
    /// The streams of wanted groups, with their group's id.
    async fn resolve(
        &mut self,
        accounts: &M3uAccounts,
        account: i64,
        seen_at: Timestamp,
        batch: Vec<(String, NewStream)>,
    ) -> Result<Vec<NewStream>, Error> {
        let new: BTreeSet<_> =
            batch.iter().map(|(name, _)| name).filter(|name| !self.0.contains_key(*name)).collect();
        if !new.is_empty() {
            self.learn(accounts, account, seen_at, new.into_iter().cloned().collect()).await?;
        }
        Ok(batch
            .into_iter()
            .filter_map(|(name, stream)| {
                let group = self.0.get(&name)?;
                let with_group = NewStream { channel_group_id: Some(group.id), ..stream };
                group.is_enabled.then_some(with_group)
            })
            .collect())
    }

    async fn learn(
        &mut self,
        accounts: &M3uAccounts,
        account: i64,
        seen_at: Timestamp,
        names: Vec<String>,
    ) -> Result<(), Error> {
        let ids = accounts.store.channel_groups().get_or_create(&names).await?;
        let rows: Vec<i64> = ids.values().copied().collect();
        accounts.store.m3u_accounts().see_groups(account, &rows, seen_at).await?;
        let choices = accounts.store.m3u_accounts().groups(account).await?;
        let disabled: BTreeSet<i64> = choices
            .iter()
            .filter(|group| !group.enabled)
            .map(|group| group.channel_group_id)
            .collect();
        for (name, id) in ids {
            self.0.insert(name, Group { id, is_enabled: !disabled.contains(&id) });
        }
        Ok(())
    }
}

/// What a refresh did.
#[derive(Debug, Default)]
struct Counts {
    entries: u64,
    written: Upserted,
    stale: u64,
    removed: u64,
    groups: u64,
    too_long: u64,
}

impl Counts {
    fn told(&self, summary: &Summary) -> JobSummary {
        let Upserted { created, updated, unchanged, repeated, elsewhere } = self.written;
        let kept = created + updated + unchanged;
        let mut message = format!(
            "{} in the playlist, {kept} kept ({created} new, {updated} changed) in {}",
            counted(self.entries, "stream"),
            counted(self.groups, "group"),
        );
        let without = summary.extinf_without_url + summary.relative_locations;
        for (count, what) in [
            (repeated, "repeated"),
            (elsewhere, "in another M3U account already"),
            (self.stale, "no longer listed"),
            (self.removed, "removed after their grace period"),
            (without, "entries without a usable URL left out"),
            (self.too_long + summary.too_long, "left out for their length"),
        ] {
            if count > 0 {
                message.push_str(&format!(", {count} {what}"));
            }
        }
        let counts = json!({
            "entries": self.entries, "kept": kept, "created": created, "updated": updated,
            "repeated": repeated, "elsewhere": elsewhere, "stale": self.stale,
            "removed": self.removed, "groups": self.groups, "without_url": without,
        });
        JobSummary { message, counts }
    }
}

fn unusable(source: FormatError) -> Error {
    Error::Playlist { source }
}
