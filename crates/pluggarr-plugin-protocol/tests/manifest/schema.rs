//! `docs/plugin.schema.json` says what the reader does: no more, no less.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jsonschema::Validator;
use pluggarr_plugin_protocol::{Action, Choice, Column, Field, FieldType, Manifest};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::corpus;
use crate::generate::{self, Dice};

fn schema() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/plugin.schema.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn validator() -> &'static Validator {
    static VALIDATOR: LazyLock<Validator> =
        LazyLock::new(|| jsonschema::draft202012::new(&schema()).unwrap());
    &VALIDATOR
}

/// Every key of every struct is set, without `..`: a new one does not compile until it is thought of here.
fn everything() -> Manifest {
    let text = || Some("x".to_owned());
    let options = || Some(vec![Choice { value: "x".into(), label: "x".into() }]);
    let field = Field {
        id: "x".into(),
        label: "x".into(),
        field_type: FieldType::Table,
        default: Some(json!([])),
        help_text: text(),
        description: text(),
        placeholder: text(),
        input_type: text(),
        value: text(),
        min: Some(1.0),
        max: Some(2.0),
        step: Some(1.0),
        options: options(),
        section: text(),
        required: true,
        pattern: text(),
        pattern_message: text(),
        columns: Some(vec![Column {
            id: "x".into(),
            label: "x".into(),
            column_type: FieldType::Select,
            options: options(),
        }]),
        accept: Some(vec![".csv".into()]),
        max_size: Some(1),
        collapsed: true,
    };
    let action = Action {
        id: "x".into(),
        label: "x".into(),
        description: text(),
        confirm: Some(json!(true)),
        button_label: text(),
        button_variant: text(),
        button_color: text(),
        events: vec!["x".into()],
        params: vec![field.clone()],
        is_async: true,
        single: true,
        timeout: Some(60.0),
    };
    Manifest {
        manifest_version: 1,
        name: text(),
        version: text(),
        description: text(),
        author: text(),
        license: text(),
        help_url: Some("https://a.test".into()),
        repo_url: Some("https://a.test".into()),
        navigation: Some(true),
        capabilities: vec!["x".into()],
        fields: vec![field],
        actions: vec![action],
    }
}

fn keys(object: &Value) -> BTreeSet<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_schema_has_every_key_that_is_read_and_no_other() {
    let (schema, mut manifest) = (schema(), serde_json::to_value(everything()).unwrap());
    let defined = |name: &str| schema["$defs"][name]["properties"].clone();
    manifest["$schema"] = json!("read by editors, not by us");
    assert_eq!(keys(&schema["properties"]), keys(&manifest));
    let field = &manifest["fields"][0];
    assert_eq!(keys(&defined("field")), keys(field));
    assert_eq!(keys(&defined("column")), keys(&field["columns"][0]));
    assert_eq!(keys(&defined("action")), keys(&manifest["actions"][0]));
    let option = &schema["$defs"]["options"]["items"]["properties"];
    assert_eq!(keys(option), keys(&field["options"][0]));
    assert!(validator().is_valid(&manifest));
}

#[test]
fn the_schema_has_every_type_that_is_read_and_no_other() {
    let names = |types: &[FieldType]| json!(types.iter().map(|one| one.name()).collect::<Vec<_>>());
    let schema = schema();
    let types = |of: &str| schema["$defs"][of]["properties"]["type"]["enum"].clone();
    assert_eq!(types("field"), names(&FieldType::ALL));
    assert_eq!(types("column"), names(&Column::TYPES));
}

#[test]
fn everything_in_the_schema_is_described() {
    let schema = schema();
    for properties in [
        &schema["properties"],
        &schema["$defs"]["field"]["properties"],
        &schema["$defs"]["column"]["properties"],
        &schema["$defs"]["action"]["properties"],
    ] {
        for (key, about) in properties.as_object().unwrap() {
            assert!(about["description"].as_str().is_some_and(|text| text.len() > 10), "{key}");
        }
    }
}

/// The reader's errors, and what the schema says.
fn judged(value: &Value) -> (bool, bool, String) {
    let (_, problems) = Manifest::from_value(value);
    let refused = problems.iter().any(|problem| problem.severity.is_error());
    let told = validator().iter_errors(value).map(|error| error.to_string()).collect::<Vec<_>>();
    (refused, !told.is_empty(), format!("{value:#}\nreader: {problems:#?}\nschema: {told:#?}"))
}

#[track_caller]
fn agree(value: &Value) {
    let (reader, schema, all) = judged(value);
    assert_eq!(reader, schema, "{all}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn the_schema_refuses_what_the_reader_calls_an_error(tape in vec(any::<u8>(), 0..500)) {
        agree(&generate::manifest(&mut Dice(&tape)));
    }
}

#[test]
fn they_agree_on_every_manifest_of_the_corpus() {
    for (name, bytes) in corpus::files() {
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        let Ok(value) = serde_json::from_str(text.trim_start_matches('\u{feff}')) else { continue };
        let (reader, schema, all) = judged(&value);
        assert_eq!(reader, schema, "{name}: {all}");
    }
}

/// A file of plugins, each with a `plugin.json` or none.
fn manifests_in(folder: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<_> = folders.map(|path| path.join("plugin.json")).collect();
    found.retain(|path| path.is_file());
    found
}

#[test]
fn they_agree_on_every_plugin_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = manifests_in(&root.join("examples/plugins"));
    found.extend(manifests_in(&root.join("fixtures/plugins")));
    assert!(found.len() > 5, "{found:?}");
    let shared = std::env::var_os("PLUGGARR_SHARED").map_or(root.join("../shared"), PathBuf::from);
    let hostile = shared.join("data/hostile/plugins");
    if hostile.is_dir() {
        found.extend(manifests_in(&hostile));
    } else {
        eprintln!("skipped in part: no plugins at {} (set PLUGGARR_SHARED)", hostile.display());
    }
    for path in found {
        let value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        agree(&value);
    }
}
