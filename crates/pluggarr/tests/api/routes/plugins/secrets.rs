//! Secrets among the settings: saved once, never shown again, and kept out of the log.

use std::io;
use std::sync::{Arc, Mutex};

use insta::assert_snapshot;
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::TestApp;

const MASK: &str = "********";

const FORM: &str = r#"{"fields": [
    {"id": "pin", "label": "Pin", "type": "string", "input_type": "password"},
    {"id": "api_key", "label": "Key", "type": "string"},
    {"id": "use_token", "label": "Use", "type": "boolean"},
    {"id": "plain", "label": "Plain", "type": "string"}
]}"#;

async fn with_form() -> TestApp {
    let app = TestApp::new().await;
    app.write_plugin("p", "class Plugin: pass");
    app.write_plugin_file("p", "plugin.json", FORM);
    app.reload_plugins().await.ok();
    app
}

#[tokio::test]
async fn a_secret_is_shown_to_nobody() {
    let app = with_form().await;
    let saved = app
        .save_settings("p", json!({"pin": "1111", "api_key": "", "use_token": true, "plain": "x", "own_token": "tttt"}))
        .await;
    assert_snapshot!(saved, @r#"200 {"success":true,"settings":{"pin":"********","api_key":"","use_token":true,"plain":"x","own_token":"********"}}"#);
    let plugin = app.plugin("p").await;
    assert_eq!(plugin["settings"], saved.json()["settings"]);
    assert_eq!(plugin["secrets_set"], json!(["pin", "own_token"]));
    let secret: Vec<_> =
        plugin["fields"].as_array().unwrap().iter().map(|field| field["secret"] == true).collect();
    assert_eq!(secret, [true, true, false, false]);
    let one = app.admin.get("/api/plugins/plugins/p/").await.ok();
    assert_eq!(one["plugin"], plugin);
    let history = app.admin.get("/api/plugins/plugins/p/settings/history/").await;
    for answer in [&app.admin.get("/api/plugins/plugins/").await, &history] {
        assert!(!answer.text().contains("1111") && !answer.text().contains("tttt"), "{answer}");
    }
    let standard = app.standard_user().await;
    let seen = standard.get("/api/plugins/plugins/p/").await.ok();
    assert_eq!(
        (&seen["plugin"]["settings"], &seen["plugin"]["secrets_set"]),
        (&json!({}), &json!([]))
    );
}

/// A form that loads what is shown and saves all of it, as the incumbent's does.
#[tokio::test]
async fn a_secret_survives_a_form_that_sends_back_what_it_was_shown() {
    let app = with_form().await;
    app.save_settings("p", json!({"pin": "1111", "own_token": "tttt", "plain": "x"})).await.ok();
    let mut shown = app.plugin("p").await["settings"].clone();
    shown["plain"] = json!("y");
    app.save_settings("p", shown).await.ok();
    assert_eq!(
        app.stored_settings("p").await,
        json!({"pin": "1111", "own_token": "tttt", "plain": "y"})
    );
    app.merge_settings("p", json!({"pin": MASK, "plain": MASK})).await.ok();
    assert_eq!(
        app.stored_settings("p").await,
        json!({"pin": "1111", "own_token": "tttt", "plain": MASK})
    );
    app.save_settings("p", json!({})).await.ok();
    assert_eq!(app.stored_settings("p").await, json!({"pin": "1111", "own_token": "tttt"}));
}

#[tokio::test]
async fn a_secret_is_cleared_by_an_empty_text_or_a_reset_and_replaced_by_another() {
    let app = with_form().await;
    app.save_settings("p", json!({"pin": "1111", "api_key": "kkkk"})).await.ok();
    app.merge_settings("p", json!({"pin": "", "api_key": "new key"})).await.ok();
    assert_eq!(app.stored_settings("p").await, json!({"pin": "", "api_key": "new key"}));
    assert_eq!(app.plugin("p").await["secrets_set"], json!(["api_key"]));
    app.admin.post("/api/plugins/plugins/p/settings/reset/", json!({})).await.ok();
    assert_eq!(app.stored_settings("p").await, json!({}));
}

/// What was logged since it was made, on this thread, at every level.
#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Captured {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

const TELLTALE: &str = r#"
import logging, os, urllib.parse

class Plugin:
    fields = [{"id": "pin", "type": "string", "input_type": "password"}, {"id": "broken", "type": "boolean"}]

    def run(self, action, params, context):
        pin = context["settings"]["pin"]
        if action == "tell":
            print("printed", pin)
            os.write(1, f"written {pin}\n".encode())
            context["logger"].warning("logged %s in %r", pin, context["settings"])
            logging.getLogger("mine").info("quoted " + urllib.parse.quote(pin))
            try:
                raise ValueError(pin)
            except ValueError:
                context["logger"].exception("with a traceback")
            return {"status": "ok", "length": len(pin)}
        raise RuntimeError(f"login failed with {pin}")

    def stop(self, context):
        raise RuntimeError("stopping with " + context["settings"]["pin"])
"#;

const PIN: &str = "hunter 2/é";

#[tokio::test]
async fn a_plugin_that_tells_its_secret_tells_the_mask() {
    let app = TestApp::new().await;
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(captured.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    app.enabled_plugin("p", TELLTALE).await;
    app.save_settings("p", json!({ "pin": PIN })).await.ok();
    assert_snapshot!(app.run("p", "tell").await, @r#"200 {"success":true,"result":{"status":"ok","length":10}}"#);

    let failed = app.run("p", "fail").await;
    let body = failed.json();
    assert_eq!(body["error"], "plugin `p` failed in `fail`: login failed with ********");
    let traceback = body["traceback"].as_str().unwrap();
    assert!(
        traceback.trim_end().ends_with("RuntimeError: login failed with ********"),
        "{traceback}"
    );
    app.set_enabled("p", json!(false)).await.ok();

    // What is printed arrives in its own time.
    for _ in 0..200 {
        if captured.text().contains("written") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let log = captured.text();
    for told in [
        "printed ********",
        "written ********",
        "logged ******** in {'pin': '********'}",
        "quoted ********",
        "ValueError: ********",
        "`fail` of `p` failed: plugin `p` failed in `fail`: login failed with ********",
        "stopping with ********",
    ] {
        assert!(log.contains(told), "{told} is not in {log}");
    }
    assert!(!log.contains("hunter"), "{log}");
}

#[tokio::test]
async fn a_plugin_that_fails_to_load_over_its_secret_does_not_show_it() {
    let app = TestApp::new().await;
    let code = r#"
from apps.plugins.models import PluginConfig

api_key = PluginConfig.objects.get(key="p").settings["api_key"]
raise RuntimeError("no such account: " + api_key)
"#;
    app.write_plugin("p", code);
    app.reload_plugins().await.ok();
    app.save_settings("p", json!({"api_key": "hunter2"})).await.ok();
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt().with_writer(captured.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    app.set_enabled("p", json!(true)).await.ok();
    let plugin = app.plugin("p").await;
    let error = plugin["load_error"].as_str().unwrap();
    assert!(error.contains("no such account: ********"), "{error}");
    let run = app.run("p", "go").await;
    for told in [plugin.to_string(), run.to_string(), captured.text()] {
        assert!(told.contains("no such account: ********") && !told.contains("hunter2"), "{told}");
    }
}

#[tokio::test]
async fn the_plugin_itself_sees_its_secrets() {
    let app = TestApp::new().await;
    let code = "class Plugin:\n    def run(self, action, params, context):\n        return sorted(context['settings']['api_key'])\n";
    app.enabled_plugin("p", code).await;
    app.save_settings("p", json!({"api_key": "abc"})).await.ok();
    assert_eq!(app.run("p", "go").await.ok()["result"]["result"], json!(["a", "b", "c"]));
}
