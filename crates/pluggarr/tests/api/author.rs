//! The command line for those who write plugins, as they call it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::TestApp;

const WRITES: &str = r#"
import os

class Plugin:
    name = "Writes"
    fields = [{"id": "group", "type": "string", "default": "From the default"}]
    actions = [{"id": "write", "label": "Write"}, {"id": "look", "label": "Look"}]

    def run(self, action, params, context):
        from apps.channels.models import ChannelGroup
        if action == "write":
            ChannelGroup.objects.create(name=context["settings"]["group"])
            ChannelGroup.objects.filter(name="News").update(name="Renamed")
            with open("/data/exports/groups.txt" if os.path.isdir("/data/exports") else "exports/groups.txt", "w") as file:
                file.write("x")
            return {"status": "success", "message": params.get("word", "")}
        if action == "look":
            return {"status": "success", "data": list(ChannelGroup.objects.values_list("name", flat=True))}
        return {"status": "error", "message": "Unknown action"}
"#;

/// Run the program, over the data folder `data`; without a network of any kind to fetch packages from if they are
/// there already.
async fn pluggarr(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pluggarr"));
    command.args(["--json", "--data-dir"]).arg(data).args(arguments);
    command.env_remove("DISPATCHARR_PLUGINS_DIR");
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

fn answer(output: &Output) -> Value {
    let said = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}"))
}

fn complaint(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn an_action_runs_over_a_copy_while_the_server_has_the_data() {
    let app = TestApp::new().await;
    app.write_plugin("writes", WRITES);
    app.reload_plugins().await.ok();
    app.save_settings("writes", serde_json::json!({"group": "Stored"})).await.ok();
    app.store.channel_groups().get_or_create(&["News".into()]).await.unwrap();
    let data = app.app.config().data_dir.clone();

    let run = ["plugin", "run", "--scratch", "writes", "write", "--param", "word=done"];
    let output = pluggarr(&data, &run).await;
    let outcome = answer(&output);
    assert_eq!(outcome["result"]["message"], "done");
    assert_eq!(
        outcome["tables"],
        serde_json::json!([{"table": "dispatcharr_channels_channelgroup", "added": 1, "removed": 0,
                            "changed": 1}])
    );
    assert_eq!(outcome["files"], serde_json::json!(["exports/groups.txt (written)"]));
    assert_eq!(outcome["kept_in"], Value::Null);

    let groups = app.store.channel_groups().list().await.unwrap();
    assert_eq!(groups.iter().map(|group| &group.name).collect::<Vec<_>>(), ["News"]);
    assert!(!data.join("files/exports/groups.txt").exists());
    assert_eq!(app.plugin("writes").await["enabled"], false);
}

#[tokio::test]
async fn a_plugin_of_the_authors_runs_over_sample_data_where_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let plugin = folder.path().join("mine");
    std::fs::create_dir(&plugin).unwrap();
    std::fs::write(plugin.join("plugin.py"), WRITES).unwrap();
    let data = folder.path().join("nothing");
    let path = plugin.to_str().unwrap();
    let output = pluggarr(&data, &["plugin", "run", "--scratch", "--keep", path, "look"]).await;
    let outcome = answer(&output);
    assert!(outcome["result"]["data"].as_array().unwrap().len() > 3, "{outcome}");
    assert_eq!(
        (&outcome["tables"], &outcome["files"]),
        (&serde_json::json!([]), &serde_json::json!([]))
    );
    let kept = Path::new(outcome["kept_in"].as_str().unwrap());
    assert!(kept.join("db/dispatcharr.sqlite3").is_file());
    std::fs::remove_dir_all(kept).unwrap();
    assert!(!data.exists(), "not even an empty folder was made");

    let output = pluggarr(&data, &["plugin", "run", "--scratch", path, "nonsense"]).await;
    assert_eq!(answer(&output)["result"]["status"], "error");
    assert!(complaint(&output).contains("the plugin reported an error"));
}

#[tokio::test]
async fn what_cannot_run_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("nothing");
    let output = pluggarr(&data, &["plugin", "run", "--scratch", "mine", "go"]).await;
    assert!(complaint(&output).contains("there is no plugin `mine` in"));
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let run = ["plugin", "run", "--scratch", empty.to_str().unwrap(), "go"];
    let output = pluggarr(&data, &run).await;
    assert!(complaint(&output).contains("has neither plugin.py nor __init__.py"));
    let broken = folder.path().join("broken");
    std::fs::create_dir(&broken).unwrap();
    std::fs::write(broken.join("plugin.py"), "import nowhere_at_all\nclass Plugin: ...\n").unwrap();
    let run = ["plugin", "run", "--scratch", broken.to_str().unwrap(), "go"];
    let output = pluggarr(&data, &run).await;
    assert!(complaint(&output).contains("the plugin does not load: "));
    let output = pluggarr(&data, &["plugin", "run", "--keep", "mine", "go"]).await;
    assert!(complaint(&output).contains("--scratch"), "keeping is for copies");
}

#[tokio::test]
async fn a_new_plugin_passes_its_check_and_runs() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().to_str().unwrap();
    let output = pluggarr(folder.path(), &["plugin", "new", "Fresh Plugin", "--dir", at]).await;
    assert!(output.status.success());
    let plugin = folder.path().join("fresh_plugin");
    let path = plugin.to_str().unwrap();
    let output = pluggarr(folder.path(), &["plugin", "check", "--strict", path]).await;
    assert!(output.status.success());
    let checked = answer(&output);
    assert_eq!((&checked["errors"], &checked["hints"]), (&0.into(), &0.into()), "{checked}");
    let data = folder.path().join("nothing");
    let output = pluggarr(&data, &["plugin", "run", "--scratch", path, "count"]).await;
    assert!(answer(&output)["result"]["data"]["channels"].as_i64().unwrap() > 10);

    std::fs::write(plugin.join("plugin.py"), "class Plugin: ...\n").unwrap();
    let output = pluggarr(folder.path(), &["plugin", "check", path]).await;
    assert!(complaint(&output).contains("1 error found"));
    let reports = answer(&output)["plugins"][0]["reports"].clone();
    assert_eq!(reports[0]["rule"], "run-signature", "{reports:#}");
}
