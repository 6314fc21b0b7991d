//! Plugins that a test writes into the plugins folder, and what is asked of them.

use serde_json::{Value, json};

use super::{Response, TestApp};

/// The start of a PNG, which is all of it that the host looks at.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

impl TestApp {
    /// Write `plugin.py` of the plugin in the folder `name`.
    pub fn write_plugin(&self, name: &str, code: &str) {
        self.write_plugin_file(name, "plugin.py", code);
    }

    pub fn write_plugin_file(&self, name: &str, file: &str, content: impl AsRef<[u8]>) {
        let path = self.plugins_dir().join(name).join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// Write a plugin and enable it.
    pub async fn enabled_plugin(&self, name: &str, code: &str) {
        self.write_plugin(name, code);
        self.set_enabled(name, json!(true)).await.ok();
    }

    pub async fn set_enabled(&self, key: &str, enabled: Value) -> Response {
        let path = format!("/api/plugins/plugins/{key}/enabled/");
        self.admin.post(&path, json!({ "enabled": enabled })).await
    }

    pub async fn save_settings(&self, key: &str, settings: Value) -> Response {
        let path = format!("/api/plugins/plugins/{key}/settings/");
        self.admin.post(&path, json!({ "settings": settings })).await
    }

    pub async fn run(&self, key: &str, action: &str) -> Response {
        let path = format!("/api/plugins/plugins/{key}/run/");
        self.admin.post(&path, json!({ "action": action })).await
    }

    pub async fn reload_plugins(&self) -> Response {
        self.admin.post("/api/plugins/plugins/reload/", json!({})).await
    }

    /// The plugin as the list shows it.
    pub async fn plugin(&self, key: &str) -> Value {
        let list = self.admin.get("/api/plugins/plugins/").await.ok();
        let plugins = list["plugins"].as_array().unwrap();
        let found = plugins.iter().find(|plugin| plugin["key"] == key);
        found.unwrap_or_else(|| panic!("no `{key}` in {list:#}")).clone()
    }
}
