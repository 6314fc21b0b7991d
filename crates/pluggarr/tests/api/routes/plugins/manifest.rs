//! `plugin.json` as the list shows it: what is read, what wins over what, and what is said of the rest.

use serde_json::{Value, json};

use crate::support::TestApp;

const NO_CODE: &str = "raise RuntimeError('nobody asked for my code')";

/// The plugin `p` with this manifest, disabled.
async fn shown(manifest: impl AsRef<[u8]>) -> Value {
    let app = TestApp::new().await;
    app.write_plugin("p", NO_CODE);
    app.write_plugin_file("p", "plugin.json", manifest);
    app.reload_plugins().await.ok();
    app.plugin("p").await
}

/// The values of some keys.
fn some(plugin: &Value, keys: &[&str]) -> Value {
    keys.iter()
        .map(|key| ((*key).to_owned(), plugin[*key].clone()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[tokio::test]
async fn everything_about_a_plugin_is_read_without_its_code() {
    let plugin = shown(
        r#"{"manifest_version": 3, "name": "N", "version": 1.5, "description": "D", "author": "A",
            "help_url": "https://a.test", "repo_url": "https://a.test/repo", "license": "MIT", "navigation": true,
            "capabilities": ["persistent_service", "mind_reading"], "discord_thread": "x", "maintainers": ["m"],
            "min_dispatcharr_version": "0.20", "deprecated": false, "logo": "l", "icon": "i",
            "actions": [{"id": "go", "label": "Go", "async": true}]}"#,
    )
    .await;
    let keys = [
        "manifest_version",
        "name",
        "version",
        "description",
        "author",
        "help_url",
        "repo_url",
        "license",
        "navigation",
        "legacy",
        "problems",
    ];
    assert_eq!(
        some(&plugin, &keys),
        json!({"manifest_version": 3, "name": "N", "version": "1.5", "description": "D", "author": "A",
            "help_url": "https://a.test", "repo_url": "https://a.test/repo", "license": "MIT", "navigation": true,
            "legacy": false, "problems": []})
    );
    let capabilities = plugin["capabilities"].as_array().unwrap();
    let ids: Vec<_> = capabilities.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(
        ids,
        ["persistent_service", "mind_reading", "background_tasks"],
        "the last is implied"
    );
    let unknown = json!({"id": "mind_reading", "label": "mind_reading", "description": "", "requires_restart": false});
    assert_eq!(capabilities[1], unknown);
    assert_ne!(capabilities[0]["label"], "persistent_service");
}

#[tokio::test]
async fn what_is_wrong_is_said_with_line_and_hint_and_the_rest_is_used() {
    let plugin = shown(
        "\u{feff}{\n\"name\": \"N\",\n\"help_url\": \"javascript:alert(1)\",\n\"fields\": [\n\
         {\"id\": \"a\", \"type\": \"text\"},\n{\"id\": \"b\", \"label\": \"B\",\n \"type\": \"dropdown\", \"options\": []}],\n\
         \"name\": \"M\"}",
    )
    .await;
    assert_eq!((&plugin["name"], &plugin["help_url"]), (&json!("M"), &json!("")));
    assert_eq!(plugin["fields"][1]["type"], "select", "what was probably meant");
    assert_eq!(
        plugin["problems"],
        json!([
            {"path": "plugin.json: help_url", "line": 3, "hint": "begin it with https://",
             "message": "should be the address of a web page, is the text \"javascript:alert(1)\""},
            {"path": "plugin.json: fields[1].type", "line": 7, "hint": "did you mean `select`?",
             "message": "is the text \"dropdown\"; must be one of string, number, boolean, select, multiselect, text, info, section, table, file; taken as `select`"},
            {"path": "plugin.json: name", "line": 8, "severity": "warning",
             "message": "is there twice, first in line 2; the last one counts"},
        ])
    );
}

/// The incumbent calls such a plugin a legacy one, and says nothing.
#[tokio::test]
async fn a_plugin_without_a_usable_manifest_is_called_by_its_folder_and_says_why() {
    for (content, line, said) in [
        (&b"{\"name\": \"N\",\n}"[..], 2, "is not JSON: trailing comma at line 2 column 1"),
        (b"[1]", 1, "is not a JSON object"),
        (b"\"name\"", 1, "is not a JSON object"),
        (b"", 1, "is not JSON: EOF while parsing a value at line 1 column 0"),
        (b"{\n\"name\": \"\xfc\"}", 2, "is not UTF-8: byte 0xfc in line 2"),
    ] {
        let plugin = shown(content).await;
        assert_eq!((&plugin["name"], &plugin["legacy"]), (&json!("p"), &json!(true)), "{said}");
        let problem = &plugin["problems"][0];
        assert_eq!(
            (&problem["path"], &problem["line"]),
            (&json!("plugin.json"), &json!(line)),
            "{said}"
        );
        assert_eq!(problem["message"], said);
    }
}

/// Texts of the wrong kind are ignored one by one.
#[tokio::test]
async fn texts_that_are_none_are_ignored_and_reported() {
    let plugin = shown(
        r#"{"name": ["N"], "version": {}, "description": true, "author": null, "help_url": 7, "fields": {}, "actions": 1}"#,
    )
    .await;
    let keys =
        ["name", "version", "description", "author", "help_url", "fields", "actions", "legacy"];
    assert_eq!(
        some(&plugin, &keys),
        json!({"name": "p", "version": "", "description": "", "author": "", "help_url": "", "fields": [],
            "actions": [], "legacy": false})
    );
    assert_eq!(
        plugin["problems"].as_array().unwrap().len(),
        6,
        "null is the same as none: {plugin}"
    );
}

const FILE: &str = r#"{"name": "File", "version": "1", "description": "File's", "author": "File's author",
    "help_url": "https://file.test", "fields": [{"id": "file", "type": "text"}],
    "actions": [{"id": "file", "label": "File"}]}"#;

/// What the class says, and what is shown once it is loaded beside [`FILE`]: name, version, description, author,
/// help_url, first field, first action.
#[tokio::test]
async fn a_loaded_class_wins_over_the_manifest_where_it_says_something() {
    let app = TestApp::new().await;
    let file = ["File", "1", "File's", "File's author", "https://file.test", "file", "file"];
    let with = |index: usize, value: &'static str| {
        let mut expected = file;
        expected[index] = value;
        expected
    };
    for (row, class, expected) in [
        ("nothing", "pass", file),
        ("name", "name = 'Class'", with(0, "Class")),
        ("its key is no name", "name = 'p'", file),
        ("a blank name is none", "name = ''", file),
        ("version", "version = '2'", with(1, "2")),
        ("description", "description = 'Class'", with(2, "Class")),
        ("author", "author = 'Class'", with(3, "Class")),
        ("help_url", "help_url = 'https://class.test'", with(4, "https://class.test")),
        ("help_url that is none", "help_url = 'javascript:x'", file),
        ("fields", "fields = [{'id': 'class', 'type': 'text'}]", with(5, "class")),
        ("no fields", "fields = []", file),
        ("no field that is right", "fields = [{'id': 'class', 'type': 7}]", file),
        (
            "fields of the instance",
            "def __init__(self): self.fields = [{'id': 'class', 'type': 'text'}]",
            with(5, "class"),
        ),
        (
            "fields from a property",
            "fields = property(lambda self: [{'id': 'class', 'type': 'text'}])",
            with(5, "class"),
        ),
        ("actions", "actions = [{'id': 'class', 'label': 'Class'}]", with(6, "class")),
        ("no action that is right", "actions = [{'id': 'class'}]", file),
    ] {
        app.write_plugin_file("p", "plugin.json", FILE);
        app.enabled_plugin("p", &format!("class Plugin:\n    {class}\n")).await;
        let plugin = app.plugin("p").await;
        assert_eq!(plugin["loaded"], true, "{row}: {plugin}");
        let told = [
            &plugin["name"],
            &plugin["version"],
            &plugin["description"],
            &plugin["author"],
            &plugin["help_url"],
            &plugin["fields"][0]["id"],
            &plugin["actions"][0]["id"],
        ];
        assert_eq!(told.map(|value| value.as_str().unwrap()), expected, "{row}");
        app.set_enabled("p", json!(false)).await.ok();
        // Disabled, the manifest is all that is known.
        assert_eq!(app.plugin("p").await["name"], "File", "{row}");
    }
}

#[tokio::test]
async fn a_plugin_that_fails_to_load_is_shown_by_its_manifest_and_then_by_its_row() {
    let app = TestApp::new().await;
    app.write_plugin_file("p", "plugin.json", FILE);
    app.enabled_plugin("p", NO_CODE).await;
    let plugin = app.plugin("p").await;
    let keys = ["name", "version", "description", "author"];
    let file =
        json!({"name": "File", "version": "1", "description": "File's", "author": "File's author"});
    assert_eq!((some(&plugin, &keys), &plugin["loaded"]), (file, &json!(false)));
    assert_eq!(
        (&plugin["fields"][0]["id"], &plugin["actions"][0]["id"]),
        (&json!("file"), &json!("file"))
    );

    std::fs::remove_file(app.plugins_dir().join("p/plugin.json")).unwrap();
    app.set_enabled("p", json!(false)).await.ok();
    app.reload_plugins().await.ok();
    let plugin = app.plugin("p").await;
    let row = json!({"name": "File", "version": "1", "description": "File's", "author": ""});
    assert_eq!((some(&plugin, &keys), &plugin["fields"]), (row, &json!([])), "the row remembers");
}

#[tokio::test]
async fn the_schema_of_a_manifest_is_there_for_editors() {
    let app = TestApp::new().await;
    let schema = app.nobody.get("/api/plugins/schema/plugin.json").await;
    assert_eq!(schema.header(axum::http::header::CONTENT_TYPE), "application/schema+json");
    assert_eq!(schema.ok()["title"], "plugin.json");
}
