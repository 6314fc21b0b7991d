//! M3U accounts: where streams come from.

mod entry;
mod refresh;

use std::collections::HashMap;

use pluggarr_store::Store;
use pluggarr_store::m3u_accounts::{
    AccountGroup, M3uAccount, M3uAccountChange, M3uAccountProfile, M3uFilter, NewM3uAccount,
};

use crate::events::Events;
use crate::fetch::Location;
use crate::jobs::{JobHandle, JobKey, JobSummary, Jobs};
use crate::system_events::SystemEvents;
use crate::{Config, Error};

/// An account and what belongs to it, as it is shown.
#[derive(Debug, Clone)]
pub struct AccountView {
    /// The row.
    pub row: M3uAccount,
    /// Its profiles.
    pub profiles: Vec<M3uAccountProfile>,
    /// Its filters.
    pub filters: Vec<M3uFilter>,
    /// Its groups.
    pub groups: Vec<AccountGroup>,
    /// How many streams it has.
    pub stream_count: i64,
}

/// The M3U accounts of this host. Cheap to clone.
#[derive(Clone)]
pub struct M3uAccounts {
    config: Config,
    store: Store,
    events: Events,
    system_events: SystemEvents,
    jobs: Jobs,
}

impl M3uAccounts {
    pub(crate) fn new(
        config: Config,
        store: Store,
        events: Events,
        system_events: SystemEvents,
        jobs: Jobs,
    ) -> Self {
        Self { config, store, events, system_events, jobs }
    }

    /// All accounts, the locked one included, as the incumbent lists them.
    pub async fn list(&self) -> Result<Vec<M3uAccount>, Error> {
        Ok(self.store.m3u_accounts().list().await?)
    }

    /// One account.
    pub async fn get(&self, id: i64) -> Result<M3uAccount, Error> {
        Ok(self.store.m3u_accounts().get(id).await?)
    }

    /// The account of that name.
    pub async fn by_name(&self, name: &str) -> Result<M3uAccount, Error> {
        let account = self.store.m3u_accounts().find(name).await?;
        account.ok_or_else(|| Error::not_found("M3U account", name))
    }

    /// Make an account. Its playlist is fetched by the caller's next [`refresh`](Self::refresh).
    pub async fn create(&self, new: NewM3uAccount) -> Result<M3uAccount, Error> {
        check(Some(&new.name), new.server_url.as_deref())?;
        self.store.m3u_accounts().create(&new).await.map_err(|error| taken(&new.name, error))
    }

    /// All accounts with what belongs to them.
    pub async fn views(&self) -> Result<Vec<AccountView>, Error> {
        let counts: HashMap<i64, i64> =
            self.store.m3u_accounts().stream_counts().await?.into_iter().collect();
        let mut views = Vec::new();
        for row in self.list().await? {
            let stream_count = counts.get(&row.id).copied().unwrap_or(0);
            views.push(self.view_of(row, stream_count).await?);
        }
        Ok(views)
    }

    /// One account with what belongs to it.
    pub async fn view(&self, id: i64) -> Result<AccountView, Error> {
        let row = self.get(id).await?;
        let counts = self.store.m3u_accounts().stream_counts().await?;
        let count =
            counts.iter().find(|(account, _)| *account == id).map_or(0, |(_, count)| *count);
        self.view_of(row, count).await
    }

    async fn view_of(&self, row: M3uAccount, stream_count: i64) -> Result<AccountView, Error> {
        let store = self.store.m3u_accounts();
        let profiles = store.profiles(row.id).await?;
        let filters = store.filters(row.id).await?;
        let groups = store.groups(row.id).await?;
        Ok(AccountView { row, profiles, filters, groups, stream_count })
    }

    /// Change some columns of an account.
    pub async fn update(&self, id: i64, change: M3uAccountChange) -> Result<M3uAccount, Error> {
        let name = change.name.clone();
        check(name.as_deref(), change.server_url.as_ref().and_then(Option::as_deref))?;
        let updated = self.store.m3u_accounts().update(id, change).await;
        updated.map_err(|error| taken(name.as_deref().unwrap_or_default(), error))
    }

    /// Delete an account with its streams. The locked one stays.
    pub async fn delete(&self, id: i64) -> Result<(), Error> {
        self.store.m3u_accounts().delete(id).await?;
        // The row is gone, so a file that stays behind is litter and nothing worse.
        let _ = tokio::fs::remove_file(self.config.playlist_file(id)).await;
        Ok(())
    }

    /// Make or repoint the account `name` and refresh it. An account that was there before keeps its
    /// old place where the new one turns out to be no playlist.
    pub async fn import(&self, location: &str, name: &str) -> Result<JobSummary, Error> {
        let (server_url, file_path) = match Location::parse(location)? {
            Location::Url(url) => (Some(url), None),
            Location::File(path) => (None, Some(path.display().to_string())),
        };
        let Some(before) = self.store.m3u_accounts().find(name).await? else {
            let new = NewM3uAccount { server_url, file_path, ..NewM3uAccount::named(name) };
            let account = self.create(new).await?;
            return self.refresh_and_wait(account.id).await;
        };
        let place = |server_url, file_path| M3uAccountChange {
            server_url: Some(server_url),
            file_path: Some(file_path),
            ..M3uAccountChange::default()
        };
        self.update(before.id, place(server_url, file_path)).await?;
        let imported = self.refresh_and_wait(before.id).await;
        if imported.is_err() {
            self.update(before.id, place(before.server_url, before.file_path)).await?;
        }
        imported
    }

    /// Fetch and read an account's playlist; at once, in the background.
    pub async fn refresh(&self, id: i64) -> Result<JobHandle, Error> {
        let account = self.get(id).await?;
        if account.locked {
            let message = format!("the M3U account `{}` has no playlist to refresh", account.name);
            return Err(Error::Invalid { message });
        }
        Ok(self.start_refresh(id))
    }

    fn start_refresh(&self, id: i64) -> JobHandle {
        let work = self.clone();
        self.jobs.start(JobKey::M3uAccount(id), move || {
            Box::pin(async move { work.refresh_now(id).await })
        })
    }

    /// The same, waiting for the end.
    pub async fn refresh_and_wait(&self, id: i64) -> Result<JobSummary, Error> {
        self.refresh(id).await?.outcome().await.map_err(Error::Refresh)
    }

    /// Refresh every active account; one that fails does not keep the others from it.
    pub async fn refresh_all(&self) -> Result<String, Error> {
        let accounts = self.list().await?;
        let mut jobs = Vec::new();
        for account in accounts.iter().filter(|account| account.is_active && !account.locked) {
            jobs.push((account.name.clone(), self.start_refresh(account.id)));
        }
        crate::jobs::all("M3U account", jobs).await
    }
}

/// Whether an account may have this name and URL, as far as they are given.
fn check(name: Option<&str>, url: Option<&str>) -> Result<(), Error> {
    if name.is_some_and(|name| name.trim().is_empty()) {
        return Err(Error::invalid("an M3U account needs a name"));
    }
    url.map(Location::parse).transpose()?;
    Ok(())
}

fn taken(name: &str, error: pluggarr_store::Error) -> Error {
    match error {
        pluggarr_store::Error::Conflict { .. } => {
            Error::Conflict { message: format!("there is an M3U account `{name}` already") }
        }
        error => error.into(),
    }
}
