//! Programmes of the guide channels that are in use, read from the stored guide file, so that it
//! does not matter whether playlist, guide or channels came first.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use pluggarr_formats::decompress;
use pluggarr_formats::xmltv::{Event, Reader};
use pluggarr_store::programmes::NewProgramme;
use tokio::sync::mpsc;
use tracing::info;

use super::EpgSources;
use super::programme::programme_of;
use crate::Error;
use crate::error::blocking;
use crate::text::counted;

/// Programmes handed over at once.
const BATCH: usize = 2_000;

impl EpgSources {
    /// Give channels without a guide channel the one with exactly their tvg-id, and load the
    /// programmes of those. Returns how many channels were mapped.
    pub async fn map_channels(&self) -> Result<u64, Error> {
        let mapped = self.store.epg_data().map_channels(None).await?;
        self.load_mapped(&mapped).await?;
        Ok(mapped.len() as u64)
    }

    /// Load the programmes of what [`map_channels`](Self::map_channels) gave to channels.
    pub(super) async fn load_mapped(&self, mapped: &[(i64, i64)]) -> Result<(), Error> {
        if !mapped.is_empty() {
            info!("{} mapped by tvg-id", counted(mapped.len() as u64, "channel"));
            let mut guide_channels: Vec<i64> =
                mapped.iter().map(|(_, epg_data)| *epg_data).collect();
            guide_channels.sort_unstable();
            guide_channels.dedup();
            self.load_programmes(&guide_channels).await?;
        }
        Ok(())
    }

    /// Load the programmes of these guide channels from their sources' stored guides. Sources
    /// without a stored guide have nothing to load yet. Returns how many programmes were stored.
    pub async fn load_programmes(&self, epg_data: &[i64]) -> Result<u64, Error> {
        let mut by_source: BTreeMap<i64, HashMap<String, i64>> = BTreeMap::new();
        for id in epg_data {
            let row = self.store.epg_data().get(*id).await?;
            if let (Some(source), Some(tvg_id)) = (row.epg_source_id, row.tvg_id) {
                by_source.entry(source).or_default().insert(tvg_id, row.id);
            }
        }
        let mut stored = 0;
        for (source, wanted) in by_source {
            let guide = self.config.guide_file(source);
            if tokio::fs::try_exists(&guide).await.unwrap_or(false) {
                stored += self.replace_programmes(&guide, wanted).await?;
            }
        }
        Ok(stored)
    }

    /// Replace the programmes of the `wanted` guide channels (row by tvg-id) by those in `guide`.
    /// Where reading breaks off, the old ones stay.
    pub(super) async fn replace_programmes(
        &self,
        guide: &Path,
        wanted: HashMap<String, i64>,
    ) -> Result<u64, Error> {
        let ids = wanted.values().copied().collect();
        let mut replacement = self.store.programmes().replace(ids).await?;
        let (batches, mut inbox) = mpsc::channel(2);
        let path = guide.to_owned();
        let reading = tokio::spawn(blocking(move || read(&path, &wanted, &batches)));
        while let Some(batch) = inbox.recv().await {
            replacement.push(&batch).await?;
        }
        reading.await.map_err(|_| Error::Panicked)??;
        Ok(replacement.finish().await?.inserted)
    }
}

/// Send the usable programmes of `wanted` channels, in batches.
fn read(
    path: &Path,
    wanted: &HashMap<String, i64>,
    batches: &mpsc::Sender<Vec<NewProgramme>>,
) -> Result<(), Error> {
    let mut batch = Vec::with_capacity(BATCH);
    for event in open(path)? {
        let programme = match event {
            Ok(Event::Programme(programme)) => programme,
            Ok(Event::Channel(_)) => continue,
            Err(error) if error.leaves_data_whole() => break,
            Err(source) => return Err(Error::Guide { source }),
        };
        let row = programme.channel.as_deref().and_then(|channel| wanted.get(channel));
        batch.extend(row.and_then(|id| programme_of(&programme, *id)));
        if batch.len() >= BATCH && batches.blocking_send(std::mem::take(&mut batch)).is_err() {
            return Ok(()); // The writer failed and says why.
        }
    }
    let _ = batches.blocking_send(batch);
    Ok(())
}

/// A reader over the guide at `path`, compressed or not.
pub(super) fn open(path: &Path) -> Result<Reader<impl std::io::BufRead>, Error> {
    let bytes = decompress::open_file(path, decompress::Limits::GUIDE)
        .map_err(|source| Error::Guide { source })?;
    Ok(Reader::new(bytes))
}
