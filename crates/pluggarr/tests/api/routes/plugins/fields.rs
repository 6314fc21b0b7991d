//! The fields of a plugin as the list shows them: each rule of the incumbent's normalisation, and ours beyond it.

use serde_json::{Value, json};

use crate::support::TestApp;

/// Fields as `plugin.json` has them, and as they are shown; with each problem's path below its field and whether it is
/// a warning.
async fn table(rows: Vec<(&str, Value, Option<Value>, &[&str])>) {
    let app = TestApp::new().await;
    let fields: Vec<_> = rows.iter().map(|(_, given, ..)| given.clone()).collect();
    app.write_plugin("p", "class Plugin: pass");
    app.write_plugin_file("p", "plugin.json", json!({ "fields": fields }).to_string());
    app.reload_plugins().await.ok();
    let plugin = app.plugin("p").await;
    let mut shown = plugin["fields"].as_array().unwrap().iter();
    for (index, (row, given, expected, paths)) in rows.into_iter().enumerate() {
        let start = format!("plugin.json: fields[{index}]");
        let problems = plugin["problems"].as_array().unwrap().iter().filter_map(|problem| {
            let rest = problem["path"].as_str().unwrap().strip_prefix(&start)?;
            assert!(problem["line"].is_u64(), "{problem}");
            let mark = if problem["severity"] == "warning" { "~" } else { "" };
            Some(format!("{mark}{}", rest.trim_start_matches('.')))
        });
        let problems: Vec<_> = problems.collect();
        assert_eq!(problems, paths, "{row}: {given}");
        if let Some(expected) = expected {
            assert_eq!(shown.next(), Some(&expected), "{row}");
        }
    }
    assert_eq!(shown.next(), None, "all others are dropped");
}

/// A field that comes through: with its id as label, if it has none.
fn plain(id: &str, field_type: &str, rest: Value) -> Value {
    let mut field = json!({"id": id, "label": id, "type": field_type});
    field.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    field
}

#[tokio::test]
async fn the_incumbents_keys_follow_the_incumbents_rules() {
    let select =
        |options: Value| json!({"id": "a", "label": "a", "type": "select", "options": options});
    let one = json!([{"value": "1", "label": "One"}]);
    table(vec![
        ("id is coerced to a text", json!({"id": 5, "type": "text"}), Some(plain("5", "text", json!({}))), &[]),
        ("id is required", json!({"type": "text"}), None, &["id"]),
        ("id must not be blank", json!({"id": " ", "type": "text"}), None, &["id"]),
        ("id must be a text", json!({"id": ["b"], "type": "text"}), None, &["id"]),
        ("label may be empty", json!({"id": "c", "label": "", "type": "text"}), Some(json!({"id": "c", "label": "", "type": "text"})), &[]),
        ("label must be a text", json!({"id": "d", "label": [], "type": "text"}), None, &["label"]),
        ("type is required", json!({"id": "e"}), None, &["type"]),
        ("type must be a text", json!({"id": "e", "type": 7}), None, &["type"]),
        // On purpose not dropped, as the incumbent does it: the setting could not be made at all.
        ("type that is none", json!({"id": "f", "type": "color"}), Some(plain("f", "string", json!({}))), &["type"]),
        ("type in capitals", json!({"id": "g", "type": "String"}), Some(plain("g", "string", json!({}))), &["type"]),
        ("type string", json!({"id": "h1", "type": "string"}), Some(plain("h1", "string", json!({}))), &[]),
        ("type number", json!({"id": "h2", "type": "number"}), Some(plain("h2", "number", json!({}))), &[]),
        ("type boolean", json!({"id": "h3", "type": "boolean"}), Some(plain("h3", "boolean", json!({}))), &[]),
        ("type info", json!({"id": "h4", "type": "info", "value": "v"}), Some(plain("h4", "info", json!({"value": "v"}))), &[]),
        ("default is any JSON", json!({"id": "i", "type": "text", "default": null}), Some(plain("i", "text", json!({"default": null}))), &[]),
        ("default keeps its type", plain("j", "number", json!({"default": 2.5})), Some(plain("j", "number", json!({"default": 2.5}))), &[]),
        (
            "texts about it",
            plain("k", "text", json!({"help_text": "h", "description": "", "placeholder": "p", "input_type": "url"})),
            Some(plain("k", "text", json!({"help_text": "h", "description": "", "placeholder": "p", "input_type": "url"}))),
            &[],
        ),
        ("texts about it must be texts", plain("l", "text", json!({"help_text": ["h"]})), None, &["help_text"]),
        ("numbers come back as floats", plain("m", "number", json!({"min": 1, "max": "9", "step": 2})), Some(plain("m", "number", json!({"min": 1.0, "max": 9.0, "step": 2.0}))), &[]),
        ("numbers must be numbers", plain("n", "number", json!({"min": "low"})), None, &["min"]),
        ("options become texts", select(json!([{"value": 1, "label": "One"}])), Some(select(one)), &[]),
        ("options may be none", select(json!([])), Some(select(json!([]))), &["~id"]),
        ("an option that is a boolean costs the field", select(json!([{"value": true, "label": "Yes"}])), None, &["options[0].value"]),
        ("an option that is blank costs the field", select(json!([{"value": "", "label": "None"}])), None, &["options[0].value"]),
        ("an option without a label costs the field", select(json!([{"value": "x"}])), None, &["options[0].label"]),
        ("a plain text as an option costs the field", select(json!(["x"])), None, &["options[0]"]),
        ("other keys are removed", plain("o", "text", json!({"rows": 5, "foo": {}})), Some(plain("o", "text", json!({}))), &[]),
        ("a field that is no object", json!("text"), None, &[""]),
        ("an id that comes twice is kept", plain("o", "number", json!({})), Some(plain("o", "number", json!({}))), &["~id"]),
    ])
    .await;
}

#[tokio::test]
async fn our_own_keys_come_through_and_a_wrong_one_never_costs_the_field() {
    let bare = |id: &str, field_type: &str| Some(plain(id, field_type, json!({})));
    let x = json!([{"value": "x", "label": "X"}]);
    let columns = json!([{"id": "n", "label": "N", "type": "number"}]);
    table(vec![
        (
            "a section as a title",
            plain("a", "text", json!({"section": "Output"})),
            Some(plain("a", "text", json!({"section": "Output"}))),
            &[],
        ),
        (
            "a section of one's own",
            plain("b", "section", json!({"collapsed": true})),
            Some(plain("b", "section", json!({"collapsed": true}))),
            &[],
        ),
        (
            "a section by its id",
            plain("c", "text", json!({"section": "b"})),
            Some(plain("c", "text", json!({"section": "b"}))),
            &[],
        ),
        (
            "a wrong section",
            plain("d", "text", json!({"section": []})),
            bare("d", "text"),
            &["section"],
        ),
        (
            "multiselect",
            plain("e", "multiselect", json!({"options": x, "default": ["x"]})),
            Some(plain("e", "multiselect", json!({"default": ["x"], "options": x}))),
            &[],
        ),
        (
            "table",
            plain("f", "table", json!({"columns": columns})),
            Some(plain("f", "table", json!({"columns": columns}))),
            &[],
        ),
        (
            "a wrong column",
            plain(
                "g",
                "table",
                json!({"columns": [{"id": "n", "type": "file"}, {"id": "s", "type": "string"}]}),
            ),
            Some(plain(
                "g",
                "table",
                json!({"columns": [{"id": "s", "label": "s", "type": "string"}]}),
            )),
            &["columns[0].type"],
        ),
        (
            "file",
            plain("h", "file", json!({"accept": "csv", "max_size": 10})),
            Some(plain("h", "file", json!({"accept": [".csv"], "max_size": 10}))),
            &[],
        ),
        (
            "a program as a file",
            plain("i", "file", json!({"accept": [".py", ".csv"]})),
            Some(plain("i", "file", json!({"accept": [".csv"]}))),
            &["~accept[0]"],
        ),
        (
            "required",
            plain("j", "string", json!({"required": true})),
            Some(plain("j", "string", json!({"required": true}))),
            &[],
        ),
        (
            "a wrong required",
            plain("k", "string", json!({"required": "yes"})),
            bare("k", "string"),
            &["required"],
        ),
        (
            "pattern",
            plain("l", "string", json!({"pattern": "a+", "pattern_message": "m"})),
            Some(plain("l", "string", json!({"pattern": "a+", "pattern_message": "m"}))),
            &[],
        ),
        (
            "a pattern that is none",
            plain("m", "string", json!({"pattern": "["})),
            bare("m", "string"),
            &["~pattern"],
        ),
        (
            "limits that contradict each other",
            plain("n", "number", json!({"min": 2, "max": 1})),
            bare("n", "number"),
            &["~min"],
        ),
        (
            "a default of another type",
            plain("o", "number", json!({"default": "many"})),
            Some(plain("o", "number", json!({"default": "many"}))),
            &["~default"],
        ),
        (
            "a default that is no option",
            plain("p", "select", json!({"options": x, "default": "y"})),
            Some(plain("p", "select", json!({"default": "y", "options": x}))),
            &["~default"],
        ),
        (
            "select without options",
            plain("q", "select", json!({})),
            bare("q", "select"),
            &["~options"],
        ),
        (
            "a secret by its input",
            plain("r", "string", json!({"input_type": "password"})),
            Some(plain("r", "string", json!({"input_type": "password", "secret": true}))),
            &[],
        ),
        (
            "a secret by its id",
            plain("api_key", "text", json!({})),
            Some(plain("api_key", "text", json!({"secret": true}))),
            &[],
        ),
    ])
    .await;
}
