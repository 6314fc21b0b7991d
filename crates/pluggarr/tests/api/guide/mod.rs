//! The plugin guide's own code, as it stands there, over a real playlist and a real guide.
//!
//! The guide is not part of the repository: where it is absent, these tests say so and pass.

mod document;
mod plugins;
mod snippets;

use pluggarr_service::store::channels::ChannelFilter;
use serde_json::{Value, json};

use crate::support::{TestApp, shared_data};

pub use document::Document;

/// An application with the channels and programmes of a real playlist and a real guide.
pub struct Guide {
    pub app: TestApp,
    pub document: Document,
}

impl Guide {
    /// `None`, with a message, where the guide or the data is absent.
    pub async fn open() -> Option<Self> {
        let data = shared_data()?;
        let document = Document::read(&data.join("../guide/basic-plugin-development-guide.md"))?;
        let app = TestApp::new().await;
        let path = |name: &str| data.join(name).display().to_string();
        let accounts = app.app.m3u_accounts();
        accounts.import(&path("playlists/iptv-org-2021-uk.m3u"), "UK").await.unwrap();
        let account = accounts.by_name("UK").await.unwrap().id;
        app.app.channels().create_from_account(account).await.unwrap();
        let sources = app.app.epg_sources();
        sources.import(&path("guides/ontvtonight-uk.xml"), "UK", true).await.unwrap();
        Some(Self { app, document })
    }

    /// Run an action that must succeed, and give its result.
    pub async fn run(&self, key: &str, action: &str) -> Value {
        let body = self.app.run(key, action).await.ok();
        assert_eq!(body["success"], true, "{key}.{action}: {body:#}");
        body["result"].clone()
    }

    /// Make every channel with `name` in it a disabled one, and give how many those are.
    pub async fn hide(&self, name: &str) -> usize {
        let filter = ChannelFilter { search: Some(name.to_owned()), ..Default::default() };
        let rows = self.app.store.channels().list(&filter).await.unwrap();
        for row in &rows {
            let path = format!("/api/channels/channels/{}/", row.id);
            self.app.admin.patch(&path, json!({"hidden_from_output": true})).await.ok();
        }
        rows.len()
    }

    pub async fn channel_count(&self) -> i64 {
        self.app.store.channels().count(&ChannelFilter::default()).await.unwrap()
    }
}
