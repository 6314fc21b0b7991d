//! The guide's snippets: a `run` method each, put into a class.

use pluggarr_service::store::channels::ChannelFilter;
use serde_json::json;

use super::Guide;
use super::document::actions_in;

#[tokio::test]
async fn every_snippet_of_the_guide_runs_and_each_of_its_actions_answers() {
    let Some(guide) = Guide::open().await else { return };
    let snippets = guide.document.snippets();
    assert!(snippets.len() >= 7, "{} snippets", snippets.len());
    for (index, code) in snippets.iter().enumerate() {
        let key = format!("snippet_{index}");
        guide.app.enabled_plugin(&key, code).await;
        let mut actions = actions_in(code);
        if actions.is_empty() {
            actions.push("any".to_owned());
        }
        for action in actions {
            let result = guide.run(&key, &action).await;
            // `pass` answers nothing, which is wrapped as the contract says.
            let status = result["status"].as_str().unwrap_or("none");
            assert!(matches!(status, "success" | "ok"), "{key}.{action}: {result:#}\n{code}");
        }
    }
}

#[tokio::test]
async fn the_models_of_the_guide_can_be_imported_by_its_names() {
    let Some(guide) = Guide::open().await else { return };
    let imports: String =
        guide.document.imports().lines().map(|line| format!("        {line}\n")).collect();
    let code = format!(
        "class Plugin:\n    def run(self, action, params, context):\n{imports}\
         \x20       return {{'streams': M3UStream.objects.count(), 'programmes': EPGProgram.objects.count(),\n\
         \x20               'agents': UserAgent.objects.count(), 'profiles': StreamProfile.objects.count(),\n\
         \x20               'accounts': M3UAccount.objects.count(), 'sources': EPGSource.objects.count(),\n\
         \x20               'groups': ChannelGroup.objects.count(), 'zone': CoreSettings.get_system_time_zone()}}\n"
    );
    guide.app.enabled_plugin("imports", &code).await;
    let result = guide.run("imports", "any").await;
    assert_eq!(result["streams"], 182);
    assert_eq!(result["programmes"], 2593);
    assert_eq!(result["accounts"], 2, "the seeded one and ours");
    assert_eq!(result["zone"], "UTC");
}

#[tokio::test]
async fn counting_tells_enabled_channels_from_all() {
    let Some(guide) = Guide::open().await else { return };
    let code = guide.document.snippet("count_channels");
    guide.app.enabled_plugin("counts", &code).await;
    let (all, hidden) = (guide.channel_count().await, guide.hide("BBC").await as i64);
    let result = guide.run("counts", "count_channels").await;
    assert_eq!(result["message"], format!("Total: {all}, Enabled: {}", all - hidden));
}

#[tokio::test]
async fn refreshing_really_refreshes_in_the_host() {
    let Some(guide) = Guide::open().await else { return };
    let code = guide.document.snippet("refresh_all_epg_data.delay()");
    guide.app.enabled_plugin("refreshes", &code).await;
    let account = || async { guide.app.app.m3u_accounts().by_name("UK").await.unwrap() };
    let source = || async { guide.app.app.epg_sources().by_name("UK").await.unwrap() };
    let (account_before, source_before) = (account().await.updated_at, source().await.updated_at);
    let result = guide.run("refreshes", "refresh_all").await;
    assert_eq!(result["status"], "success");
    for _ in 0..600 {
        let (account, source) = (account().await, source().await);
        if account.updated_at > account_before && source.updated_at > source_before {
            assert_eq!((account.status.as_str(), source.status.as_str()), ("success", "success"));
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the refreshes that were queued did not happen within a minute");
}

#[tokio::test]
async fn websocket_messages_reach_listeners_verbatim_and_in_order() {
    let Some(guide) = Guide::open().await else { return };
    let code = guide.document.snippet("Processing started");
    guide.app.enabled_plugin("speaks", &code).await;
    let mut updates = guide.app.app.events().subscribe();
    guide.run("speaks", "any").await;
    for message in ["Processing started", "Processing completed"] {
        let update = loop {
            let update = updates.recv().await.unwrap();
            if update.data["type"] == "plugin" {
                break update.data;
            }
        };
        assert_eq!(update, json!({"type": "plugin", "plugin": "my_plugin", "message": message}));
    }
}

#[tokio::test]
async fn a_transaction_over_a_groups_channels_enables_them_all() {
    let Some(guide) = Guide::open().await else { return };
    let code = guide.document.snippet("transaction.atomic()");
    guide.app.enabled_plugin("bulk", &code).await;
    // The playlist's sports channels go by this name too.
    let groups = guide.app.admin.get("/api/channels/groups/").await.ok();
    let largest = groups
        .as_array()
        .unwrap()
        .iter()
        .max_by_key(|group| group["channel_count"].as_i64().unwrap())
        .unwrap();
    let (id, count) = (largest["id"].as_i64().unwrap(), largest["channel_count"].as_i64().unwrap());
    if largest["name"] != "Sports" {
        if let Some(sports) = groups.as_array().unwrap().iter().find(|g| g["name"] == "Sports") {
            let sports = sports["id"].as_i64().unwrap();
            guide.app.store.channel_groups().rename(sports, "Sport").await.unwrap();
        }
        guide.app.store.channel_groups().rename(id, "Sports").await.unwrap();
    }
    guide.hide("BBC").await;
    let result = guide.run("bulk", "bulk_update").await;
    assert_eq!(result["message"], format!("Updated {count} channels"));
    let filter = ChannelFilter { channel_group_id: Some(id), ..Default::default() };
    let rows = guide.app.store.channels().list(&filter).await.unwrap();
    assert!(rows.iter().all(|row| !row.hidden_from_output), "all of them are enabled");
}

#[tokio::test]
async fn the_logging_snippet_answers_done() {
    let Some(guide) = Guide::open().await else { return };
    let code = guide.document.snippet("Action completed successfully");
    guide.app.enabled_plugin("logs", &code).await;
    assert_eq!(guide.run("logs", "any").await["message"], "Done");
}
