//! Running an action.

use std::time::Instant;

use pluggarr_plugin_host::{RunKind, RunRequest};
use pluggarr_plugin_protocol::RunId;
use serde_json::{Map, Value};
use tracing::{info, warn};

use super::{HostError, Plugins};
use crate::Error;
use crate::error::to_its_end;

impl Plugins {
    /// Run one action and wait for its result. Actions that no list declares are passed on too:
    /// plugins have hidden ones.
    pub async fn run_action(
        &self,
        key: &str,
        action: &str,
        params: Map<String, Value>,
    ) -> Result<Value, Error> {
        let (plugins, key, action) = (self.clone(), key.to_owned(), action.to_owned());
        to_its_end(async move { plugins.run_now(&key, &action, params).await }).await
    }

    async fn run_now(
        &self,
        key: &str,
        action: &str,
        params: Map<String, Value>,
    ) -> Result<Value, Error> {
        let plugin = self.get(key).await?;
        let Some(key) = self.known(key).await else {
            return Err(Error::not_found("plugin", key));
        };
        if !plugin.enabled() {
            return Err(Error::PluginDisabled { key });
        }
        if !plugin.new_capabilities.is_empty() {
            self.check_trust(&key).await?;
        }
        if !plugin.loaded {
            // Its import may have failed for a reason that is gone by now.
            self.load(&key).await;
        }
        let request = RunRequest {
            run_id: RunId::new(uuid::Uuid::new_v4().to_string()),
            action: action.to_owned(),
            kind: RunKind::Action,
            params,
            settings: self.settings_for_action(&key).await?,
            limit: None,
            trigger: "user".to_owned(),
            stop_action: false,
        };
        let started = Instant::now();
        let result = self.0.host.run(&key, request).await.result;
        let result = result.map_err(|error| self.0.secrets.hide_in(&key, error));
        let duration_ms = started.elapsed().as_millis() as u64;
        match &result {
            Ok(_) => info!(plugin.key = %key, duration_ms, "Action `{action}` of `{key}` finished"),
            Err(error) => {
                warn!(plugin.key = %key, duration_ms, "Action `{action}` of `{key}` failed: {error}");
                if let HostError::NotLoaded { .. } = error {
                    self.remember(&key, Err(error.clone())).await;
                }
            }
        }
        Ok(result?)
    }
}
