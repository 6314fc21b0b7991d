//! How `run()` is called and what becomes of what it returns.

use serde_json::{Value, json};

use super::DOES_AS_TOLD;
use crate::support::TestApp;

#[tokio::test]
async fn run_is_called_by_position_whatever_its_signature() {
    let app = TestApp::new().await;
    for (folder, signature, answer) in [
        ("named", "self, action, params, context", "[action, params]"),
        ("other_names", "self, a, b, c", "[a, b]"),
        ("defaults", "self, action, params=None, context=None", "[action, params]"),
        ("extra", "self, action, params, context, *args, **kwargs", "[action, params]"),
        ("annotated", "self, action: str, params: dict, context: dict", "[action, params]"),
        ("star", "*args", "[args[1], args[2]]"),
    ] {
        let code = format!("class Plugin:\n    def run({signature}):\n        return {answer}\n");
        app.enabled_plugin(folder, &code).await;
        let path = format!("/api/plugins/plugins/{folder}/run/");
        let run = json!({"action": "go", "params": {"n": 1}});
        let result = app.admin.post(&path, run).await.ok()["result"]["result"].clone();
        assert_eq!(result, json!(["go", {"n": 1}]), "{signature}");
        let bare = app.admin.post(&path, json!({"action": "go"})).await.ok();
        assert_eq!(bare["result"]["result"], json!(["go", {}]), "{signature}");
    }
}

#[tokio::test]
async fn the_context_has_settings_with_defaults_a_logger_and_the_actions() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", DOES_AS_TOLD).await;
    app.save_settings("p", json!({"undeclared": [1]})).await.ok();
    for (code, wanted) in [
        ("answer = context['settings']", json!({"undeclared": [1], "greeting": "Hello"})),
        ("answer = {'name': context['logger'].name}", json!({"name": "apps.plugins.loader"})),
        ("answer = context['actions']", json!({"go": {"id": "go", "label": "Go"}})),
        ("answer = {'key': context.get('plugin_key', 'unknown')}", json!({"key": "p"})),
        ("answer = {'reason': context.get('reason')}", json!({"reason": null})),
    ] {
        assert_eq!(app.told("p", code).await.ok()["result"], wanted, "{code}");
    }
    assert_eq!(app.plugin("p").await["settings"], json!({"undeclared": [1]}), "not persisted");
}

#[tokio::test]
async fn a_dict_is_returned_as_it_is_and_anything_else_is_wrapped() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", DOES_AS_TOLD).await;
    for answer in [
        json!({}),
        json!({"status": "success", "message": "m", "file": "/data/f", "data": [1, {"a": null}]}),
        json!({"status": true}),
        json!({"status": "queued", "anything": "else"}),
    ] {
        let code = format!("import json\nanswer = json.loads({:?})", answer.to_string());
        assert_eq!(app.told("p", &code).await.ok()["result"], answer);
    }
    for (python, wanted) in [
        ("None", json!(null)),
        ("True", json!(true)),
        ("False", json!(false)),
        ("'text'", json!("text")),
        ("''", json!("")),
        ("7", json!(7)),
        ("1.5", json!(1.5)),
        ("[1, (2, 3)]", json!([1, [2, 3]])),
    ] {
        let result = app.told("p", &format!("answer = {python}")).await.ok()["result"].clone();
        assert_eq!(result, json!({"status": "ok", "result": wanted}), "{python}");
    }
}

#[tokio::test]
async fn what_json_does_not_know_is_turned_into_what_it_does() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", DOES_AS_TOLD).await;
    let imports =
        "import datetime, decimal, uuid\nfrom apps.channels.models import Channel, ChannelGroup\n";
    for (python, wanted) in [
        (
            "datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)",
            json!("2026-01-02T03:04:05Z"),
        ),
        ("datetime.date(2026, 1, 2)", json!("2026-01-02")),
        ("datetime.timedelta(seconds=90)", json!("90.0")),
        ("uuid.UUID(int=7)", json!("00000000-0000-0000-0000-000000000007")),
        ("{3}", json!([3])),
        ("frozenset({'a'})", json!(["a"])),
        ("b'bytes'", json!("bytes")),
        ("decimal.Decimal('1.5')", json!(1.5)),
        ("ChannelGroup.objects.filter(name='nobody').values('id')", json!([])),
        ("Channel.objects.values_list('id', flat=True)", json!([])),
        ("{1: 'a', None: 'b', True: 'c'}", json!({"1": "c", "null": "b"})),
    ] {
        let code = format!("{imports}answer = {{'value': {python}}}");
        let result = app.told("p", &code).await.ok()["result"]["value"].clone();
        match &wanted {
            Value::Object(_) => assert!(result.is_object(), "{python}: {result}"),
            wanted => assert_eq!(&result, wanted, "{python}"),
        }
    }
}

#[tokio::test]
async fn what_is_no_data_is_an_error_that_says_where() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", DOES_AS_TOLD).await;
    for (python, says) in [
        ("float('nan')", "value"),
        ("float('inf')", "value"),
        ("ChannelGroup(name='g')", "ChannelGroup"),
        ("print", "function"),
        ("10 ** 30", "64 are the most"),
    ] {
        let code = format!(
            "from apps.channels.models import ChannelGroup\nanswer = {{'list': [{{'value': {python}}}]}}"
        );
        let refused = app.told("p", &code).await;
        assert_eq!(refused.status.as_u16(), 500, "{python}: {refused}");
        let body = refused.json();
        let error = body["error"].as_str().unwrap();
        assert!(error.contains("list[0]") || error.contains("['list']"), "{python}: {error}");
        assert!(error.contains(says), "{python}: {error}");
        assert_eq!(body["success"], false);
    }
    // And nothing is broken by it.
    assert_eq!(app.told("p", "answer = 1").await.ok()["result"]["result"], 1);
}

#[tokio::test]
async fn exceptions_are_500_with_their_text_and_refusals_403() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", DOES_AS_TOLD).await;
    for (code, status, says) in [
        ("raise ValueError('no such channel')", 500, "no such channel"),
        ("raise SystemExit(4)", 500, "4"),
        ("raise KeyboardInterrupt", 500, "KeyboardInterrupt"),
        ("raise PermissionError('only on Sundays')", 403, "only on Sundays"),
    ] {
        let answer = app.told("p", code).await;
        assert_eq!(answer.status.as_u16(), status, "{code}: {answer}");
        assert!(answer.json()["error"].as_str().unwrap().contains(says), "{code}: {answer}");
    }
}

#[tokio::test]
async fn database_connections_of_a_run_are_released_after_it() {
    let app = TestApp::new().await;
    app.enabled_plugin("p", DOES_AS_TOLD).await;
    let open = "import os\nfrom apps.channels.models import Channel\nChannel.objects.count()\n\
                answer = sum('dispatcharr.sqlite3' in os.readlink(f'/proc/self/fd/{n}') \
                for n in os.listdir('/proc/self/fd') if os.path.exists(f'/proc/self/fd/{n}'))";
    let first = app.told("p", open).await.ok()["result"]["result"].clone();
    for _ in 0..5 {
        assert_eq!(app.told("p", open).await.ok()["result"]["result"], first);
    }
}
