//! EPG sources: where programmes come from, and which channels use them.

mod programme;
mod programmes;
mod refresh;

use std::collections::HashMap;

use chrono::{TimeDelta, Utc};
use pluggarr_store::Store;
use pluggarr_store::channels::ExportFilter;
use pluggarr_store::epg_data::EpgData;
use pluggarr_store::epg_sources::{EpgSource, EpgSourceChange, NewEpgSource};
use pluggarr_store::programmes::{Programme, ProgrammeFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::events::Events;
use crate::fetch::Location;
use crate::jobs::{JobHandle, JobKey, JobSummary, Jobs};
use crate::system_events::SystemEvents;
use crate::{Config, Error};

/// Key in a source's custom properties: keep the programmes of all its guide channels, not only of
/// those that a channel here uses.
const KEEP_ALL: &str = "keep_all_programmes";

/// A programme on a channel.
#[derive(Debug, Clone)]
pub struct GridProgramme {
    /// `dispatcharr_channels_channel.id`.
    pub channel_id: i64,
    /// The UUID by which the channel's address goes.
    pub channel_uuid: Uuid,
    /// The row.
    pub programme: Programme,
}

/// A source and how many guide channels it has, as it is shown.
#[derive(Debug, Clone)]
pub struct SourceView {
    /// The row.
    pub row: EpgSource,
    /// How many guide channels it has.
    pub epg_data_count: i64,
}

/// The EPG sources of this host. Cheap to clone.
#[derive(Clone)]
pub struct EpgSources {
    config: Config,
    store: Store,
    events: Events,
    system_events: SystemEvents,
    jobs: Jobs,
}

impl EpgSources {
    pub(crate) fn new(
        config: Config,
        store: Store,
        events: Events,
        system_events: SystemEvents,
        jobs: Jobs,
    ) -> Self {
        Self { config, store, events, system_events, jobs }
    }

    /// All sources.
    pub async fn list(&self) -> Result<Vec<EpgSource>, Error> {
        Ok(self.store.epg_sources().list().await?)
    }

    /// One source.
    pub async fn get(&self, id: i64) -> Result<EpgSource, Error> {
        Ok(self.store.epg_sources().get(id).await?)
    }

    /// The source of that name.
    pub async fn by_name(&self, name: &str) -> Result<EpgSource, Error> {
        let source = self.store.epg_sources().find(name).await?;
        source.ok_or_else(|| Error::not_found("EPG source", name))
    }

    /// All sources, as they are shown.
    pub async fn views(&self) -> Result<Vec<SourceView>, Error> {
        let mut views = Vec::new();
        for row in self.list().await? {
            let epg_data_count = self.store.epg_data().count(row.id).await?;
            views.push(SourceView { row, epg_data_count });
        }
        Ok(views)
    }

    /// One source, as it is shown.
    pub async fn view(&self, id: i64) -> Result<SourceView, Error> {
        let row = self.get(id).await?;
        let epg_data_count = self.store.epg_data().count(id).await?;
        Ok(SourceView { row, epg_data_count })
    }

    /// All guide channels.
    pub async fn guide_channels(&self) -> Result<Vec<EpgData>, Error> {
        Ok(self.store.epg_data().list(None).await?)
    }

    /// The programmes of channels that are on within so many hours of now, by channel number.
    pub async fn grid(
        &self,
        hours_back: u32,
        hours_ahead: u32,
    ) -> Result<Vec<GridProgramme>, Error> {
        let channels = self.store.channels().export(&ExportFilter::default()).await?;
        let now = Utc::now();
        let mut by_guide_channel: HashMap<i64, Vec<Programme>> = HashMap::new();
        let filter = ProgrammeFilter {
            epg_ids: Some(channels.iter().filter_map(|channel| channel.epg_data_id).collect()),
            ends_after: Some((now - TimeDelta::hours(i64::from(hours_back))).into()),
            starts_before: Some((now + TimeDelta::hours(i64::from(hours_ahead))).into()),
            ..ProgrammeFilter::default()
        };
        for programme in self.store.programmes().list(&filter).await? {
            by_guide_channel.entry(programme.epg_id).or_default().push(programme);
        }
        let mut grid = Vec::new();
        for channel in &channels {
            let Some(epg_data) = channel.epg_data_id else { continue };
            // Several channels may share one guide channel.
            let programmes = by_guide_channel.get(&epg_data).into_iter().flatten();
            grid.extend(programmes.map(|programme| GridProgramme {
                channel_id: channel.id,
                channel_uuid: channel.uuid,
                programme: programme.clone(),
            }));
        }
        Ok(grid)
    }

    /// Make a source. Its guide is fetched by the caller's next [`refresh`](Self::refresh).
    pub async fn create(&self, new: NewEpgSource) -> Result<EpgSource, Error> {
        check(Some(&new.name), new.url.as_deref())?;
        self.store.epg_sources().create(&new).await.map_err(|error| taken(&new.name, error))
    }

    /// Change some columns of a source.
    pub async fn update(&self, id: i64, change: EpgSourceChange) -> Result<EpgSource, Error> {
        let name = change.name.clone();
        check(name.as_deref(), change.url.as_ref().and_then(Option::as_deref))?;
        let updated = self.store.epg_sources().update(id, change).await;
        updated.map_err(|error| taken(name.as_deref().unwrap_or_default(), error))
    }

    /// Delete a source with its guide channels and programmes.
    pub async fn delete(&self, id: i64) -> Result<(), Error> {
        self.store.epg_sources().delete(id).await?;
        let _ = tokio::fs::remove_file(self.config.guide_file(id)).await;
        Ok(())
    }

    /// Make or repoint the source `name` and refresh it. A source that was there before keeps its
    /// old place where the new one turns out to be no guide.
    pub async fn import(
        &self,
        location: &str,
        name: &str,
        all_programmes: bool,
    ) -> Result<JobSummary, Error> {
        let (url, file_path) = match Location::parse(location)? {
            Location::Url(url) => (Some(url), None),
            Location::File(path) => (None, Some(path.display().to_string())),
        };
        let Some(before) = self.store.epg_sources().find(name).await? else {
            let custom_properties = Some(with_keep_all(None, all_programmes));
            let new =
                NewEpgSource { url, file_path, custom_properties, ..NewEpgSource::named(name) };
            let source = self.create(new).await?;
            return self.refresh_and_wait(source.id).await;
        };
        let place = |url, file_path, properties| EpgSourceChange {
            url: Some(url),
            file_path: Some(file_path),
            custom_properties: Some(properties),
            ..EpgSourceChange::default()
        };
        let properties = with_keep_all(before.custom_properties.clone(), all_programmes);
        self.update(before.id, place(url, file_path, properties)).await?;
        let imported = self.refresh_and_wait(before.id).await;
        if imported.is_err() {
            let properties = before.custom_properties.unwrap_or_else(|| json!({}));
            self.update(before.id, place(before.url, before.file_path, properties)).await?;
        }
        imported
    }

    /// Fetch and read a source's guide; at once, in the background.
    pub fn refresh(&self, id: i64) -> JobHandle {
        let work = self.clone();
        self.jobs.start(JobKey::EpgSource(id), move || {
            Box::pin(async move { work.refresh_now(id).await })
        })
    }

    /// The same, waiting for the end.
    pub async fn refresh_and_wait(&self, id: i64) -> Result<JobSummary, Error> {
        self.refresh(id).outcome().await.map_err(Error::Refresh)
    }

    /// Refresh every active source that has a guide; one that fails does not keep the others from it.
    pub async fn refresh_all(&self) -> Result<String, Error> {
        let mut jobs = Vec::new();
        for source in self.list().await?.iter().filter(|source| refresh::is_refreshable(source)) {
            jobs.push((source.name.clone(), self.refresh(source.id)));
        }
        crate::jobs::all("EPG source", jobs).await
    }
}

fn with_keep_all(properties: Option<Value>, keep_all: bool) -> Value {
    let mut properties = properties.filter(Value::is_object).unwrap_or_else(|| json!({}));
    properties[KEEP_ALL] = Value::Bool(keep_all);
    properties
}

fn keeps_all(source: &EpgSource) -> bool {
    let properties = source.custom_properties.as_ref();
    properties.and_then(|properties| properties[KEEP_ALL].as_bool()).unwrap_or(false)
}

/// Whether a source may have this name and URL, as far as they are given.
fn check(name: Option<&str>, url: Option<&str>) -> Result<(), Error> {
    if name.is_some_and(|name| name.trim().is_empty()) {
        return Err(Error::invalid("an EPG source needs a name"));
    }
    url.map(Location::parse).transpose()?;
    Ok(())
}

fn taken(name: &str, error: pluggarr_store::Error) -> Error {
    match error {
        pluggarr_store::Error::Conflict { .. } => {
            Error::Conflict { message: format!("there is an EPG source `{name}` already") }
        }
        error => error.into(),
    }
}
