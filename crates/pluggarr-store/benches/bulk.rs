//! How many rows a second a refresh stores: `cargo bench -p pluggarr-store`.

#![allow(clippy::unwrap_used, reason = "a benchmark that fails says where")]

use divan::Bencher;
use divan::counter::ItemsCount;
use pluggarr_store::channels::FromStream;
use pluggarr_store::epg_data::NewEpgData;
use pluggarr_store::epg_sources::NewEpgSource;
use pluggarr_store::m3u_accounts::NewM3uAccount;
use pluggarr_store::programmes::NewProgramme;
use pluggarr_store::streams::NewStream;
use pluggarr_store::{Paths, Store, Timestamp};
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const STREAMS: u32 = 50_000;
const GUIDE_CHANNELS: i64 = 500;
const PROGRAMMES: i64 = 200;

fn main() {
    divan::main();
}

/// A playlist of which nothing is known.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn new_streams(bencher: Bencher) {
    bencher.counter(ItemsCount::new(STREAMS)).with_inputs(World::new).bench_refs(|world| {
        world.refresh(1, "");
    });
}

/// The same playlist again.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn unchanged_streams(bencher: Bencher) {
    let seen = || World::new().after(|world| world.refresh(1, ""));
    bencher.counter(ItemsCount::new(STREAMS)).with_inputs(seen).bench_refs(|world| {
        world.refresh(2, "");
    });
}

/// A provider that puts a new token into every address's properties.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn changed_streams(bencher: Bencher) {
    let seen = || World::new().after(|world| world.refresh(1, ""));
    bencher.counter(ItemsCount::new(STREAMS)).with_inputs(seen).bench_refs(|world| {
        world.refresh(2, "other");
    });
}

/// A channel from each stream.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn channels_from_streams(bencher: Bencher) {
    let seen = || World::new().after(|world| world.refresh(1, ""));
    bencher.counter(ItemsCount::new(STREAMS)).with_inputs(seen).bench_refs(|world| {
        let streams: Vec<_> = (1..=i64::from(STREAMS))
            .map(|stream_id| FromStream { stream_id, channel_number: None })
            .collect();
        let channels = world.store.channels();
        world.runtime.block_on(channels.create_from_streams(&streams, 1.0)).unwrap();
    });
}

/// A guide in place of one of the same size.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn replaced_programmes(bencher: Bencher) {
    let rows = GUIDE_CHANNELS * PROGRAMMES;
    let filled = || World::new().after(World::replace_guide);
    bencher.counter(ItemsCount::new(rows as u64)).with_inputs(filled).bench_refs(|world| {
        world.replace_guide();
    });
}

struct World {
    runtime: Runtime,
    store: Store,
    account_id: i64,
    _folder: TempDir,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let runtime = Runtime::new().unwrap();
        let (store, account_id) = runtime.block_on(async {
            let store = Store::open(&Paths::new(folder.path())).await.unwrap();
            let account = store.m3u_accounts().create(&NewM3uAccount::named("A")).await.unwrap();
            let source = store.epg_sources().create(&NewEpgSource::named("G")).await.unwrap();
            let channels: Vec<_> = (0..GUIDE_CHANNELS)
                .map(|n| NewEpgData { tvg_id: n.to_string(), name: "C".into(), icon_url: None })
                .collect();
            store.epg_data().upsert(source.id, &channels).await.unwrap();
            (store, account.id)
        });
        Self { runtime, store, account_id, _folder: folder }
    }

    fn after(mut self, act: impl FnOnce(&mut Self)) -> Self {
        act(&mut self);
        self
    }

    fn refresh(&mut self, seconds: i64, token: &str) {
        let streams = (0..STREAMS).map(|n| NewStream {
            stream_hash: format!("{n:064x}"),
            name: format!("Stream {n} HD"),
            url: Some(format!("http://provider.example:8080/live/user/password/{n}.ts")),
            logo_url: Some(format!("http://provider.example/logos/{}.png", n % 5000)),
            tvg_id: Some(format!("stream{n}.example")),
            custom_properties: json!({"tvg-name": format!("Stream {n}"), "token": token}),
            ..Default::default()
        });
        let refresh =
            self.store.streams().upsert(self.account_id, Timestamp::from_unix(seconds), streams);
        self.runtime.block_on(refresh).unwrap();
    }

    fn replace_guide(&mut self) {
        self.runtime.block_on(async {
            let ids: Vec<i64> = (1..=GUIDE_CHANNELS).collect();
            let mut replacement = self.store.programmes().replace(ids.clone()).await.unwrap();
            for epg_id in ids {
                let rows: Vec<_> = (0..PROGRAMMES).map(|n| programme(epg_id, n)).collect();
                replacement.push(&rows).await.unwrap();
            }
            replacement.finish().await.unwrap();
        });
    }
}

fn programme(epg_id: i64, n: i64) -> NewProgramme {
    NewProgramme {
        epg_id,
        start_time: Timestamp::from_unix(1_800_000_000 + n * 1800),
        end_time: Timestamp::from_unix(1_800_000_000 + (n + 1) * 1800),
        title: format!("Programme {n}"),
        sub_title: None,
        description: Some("What it is about, in a sentence or two of ordinary length.".into()),
        tvg_id: Some(epg_id.to_string()),
        program_id: None,
        custom_properties: Some(json!({"categories": ["News"]})),
    }
}
