//! Counting what two databases hold.

use pluggarr_store::Store;
use pluggarr_store::channels::ChannelFilter;

use super::{PluginVersion, Summary};
use crate::Error;

pub(super) async fn of(store: &Store) -> Result<Summary, Error> {
    let count = |number: i64| usize::try_from(number).unwrap_or(0);
    let accounts = store.m3u_accounts().list().await?;
    let plugins = store.plugin_configs().list().await?;
    Ok(Summary {
        users: store.users().list().await?.len(),
        // The one for streams that belong to no account is the program's own.
        m3u_accounts: accounts.iter().filter(|account| !account.locked).count(),
        epg_sources: store.epg_sources().list().await?.len(),
        channels: count(store.channels().count(&ChannelFilter::default()).await?),
        plugins: plugins
            .into_iter()
            .map(|row| PluginVersion { key: row.key, version: row.version })
            .collect(),
    })
}
