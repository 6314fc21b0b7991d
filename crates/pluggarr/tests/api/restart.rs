//! What survives the end of the program, and what does not.

use pluggarr_service::store::m3u_accounts::M3uStatus;
use pluggarr_service::{Application, Config};
use serde_json::json;

use crate::support::TestApp;

const COUNTS: &str = r#"
class Plugin:
    calls = 0

    def run(self, action, params, context):
        self.calls += 1
        return {"calls": self.calls, "settings": context["settings"]}
"#;

#[tokio::test]
async fn an_enabled_plugin_runs_again_with_its_settings_and_a_fresh_memory() {
    let app = TestApp::new().await;
    app.enabled_plugin("on", COUNTS).await;
    app.write_plugin("off", COUNTS);
    app.save_settings("on", json!({"a": 1})).await.ok();
    app.run("on", "go").await.ok();
    assert_eq!(app.run("on", "go").await.ok()["result"]["calls"], 2);

    let app = app.restarted().await;
    app.until("/api/plugins/plugins/enabled/", |list| list["plugins"][0]["state"] == "running")
        .await;
    let again = app.run("on", "go").await.ok();
    assert_eq!(again["result"], json!({"calls": 1, "settings": {"a": 1}}));
    assert_eq!(app.plugin("off").await["state"], "stopped");
    app.app.shutdown().await;
}

#[tokio::test]
async fn a_refresh_that_was_under_way_is_closed_as_failed() {
    let app = TestApp::new().await;
    let playlist = app.write("l.m3u", "#EXTM3U\n#EXTINF:-1,One\nhttp://s.invalid/1\n");
    let accounts = app.app.m3u_accounts();
    accounts.import(&playlist, "A").await.unwrap();
    let id = accounts.by_name("A").await.unwrap().id;
    drop(accounts);
    app.store.m3u_accounts().set_status(id, M3uStatus::Parsing, "Reading").await.unwrap();

    let app = app.restarted().await;
    let account = app.admin.get(&format!("/api/m3u/accounts/{id}/")).await.ok();
    assert_eq!(account["status"], "error");
    assert_eq!(account["last_message"], "Pluggarr ended before this was done");
    assert_eq!(account["stream_count"], 1);
}

#[tokio::test]
async fn a_second_program_on_the_same_data_folder_is_refused() {
    let app = TestApp::new().await;
    let config = Config::new(&app.app.config().data_dir, "http://other.test");
    let error = Application::open(config).await.err().unwrap().to_string();
    assert_eq!(error, "another Pluggarr has this data folder open");
    assert_eq!(app.admin.get("/api/m3u/accounts/").await.status.as_u16(), 200);
}
