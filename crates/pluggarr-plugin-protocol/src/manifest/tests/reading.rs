use super::*;

#[test]
fn a_full_field_comes_through_in_the_incumbents_order_of_keys() {
    let (manifest, problems) = Manifest::from_value(&json!({"fields": [{
        "section": "Output", "rows": 3, "step": 1, "max": 9, "min": 1, "value": "v", "input_type": "password",
        "placeholder": "p", "description": "d", "help_text": "h", "default": 5, "type": "number",
        "label": "", "id": 7, "options": [{"label": "One", "value": 1}],
    }]}));
    assert_eq!(problems, []);
    assert_eq!(
        serde_json::to_string(&manifest.fields[0]).unwrap(),
        r#"{"id":"7","label":"","type":"number","default":5,"help_text":"h","description":"d","placeholder":"p","input_type":"password","value":"v","min":1.0,"max":9.0,"step":1.0,"options":[{"value":"1","label":"One"}],"section":"Output"}"#
    );
}

#[test]
fn a_field_without_a_label_is_labelled_by_its_id() {
    assert_eq!(field(json!({"id": "a", "type": "text"})).unwrap()["label"], "a");
}

/// The incumbent drops such a field, and with it the only way to make the setting.
#[test]
fn a_type_that_is_none_is_reported_and_taken_as_what_was_meant() {
    for (given, taken) in
        [("color", "string"), ("Integer", "number"), ("checkbox", "boolean"), ("strng", "string")]
    {
        let fields = json!({"fields": [{"id": "a", "type": given}]});
        let (manifest, problems) = Manifest::from_value(&fields);
        assert_eq!(manifest.fields[0].field_type.name(), taken, "{given}");
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        assert_eq!(problem.path, "fields[0].type");
        assert!(problem.message.ends_with(&format!("; taken as `{taken}`")), "{}", problem.message);
    }
    let (manifest, _) =
        Manifest::from_value(&json!({"fields": [{"id": "pin", "type": "password"}]}));
    assert!(manifest.fields[0].is_secret());
}

#[test]
fn each_rule_that_costs_a_field_says_where_and_why() {
    let error = |value| field(value).unwrap_err();
    assert_eq!(error(json!({"type": "text"})), "fields[0].id: is missing");
    assert_eq!(error(json!({"id": " ", "type": "text"})), "fields[0].id: must not be blank");
    assert_eq!(
        error(json!({"id": "a", "type": ["text"]})),
        "fields[0].type: is a list; must be one of string, number, boolean, select, multiselect, text, info, section, table, file"
    );
    assert_eq!(
        error(json!({"id": "a", "type": "number", "min": "low"})),
        "fields[0].min: should be a number, is the text \"low\""
    );
    assert_eq!(
        error(json!({"id": "a", "type": "text", "help_text": ["x"]})),
        "fields[0].help_text: should be a text, is a list"
    );
    let select = |options| error(json!({"id": "a", "type": "select", "options": options}));
    assert_eq!(
        select(json!(["plain"])),
        "fields[0].options[0]: should be {value, label}, is the text \"plain\""
    );
    assert_eq!(
        select(json!([{"value": true, "label": "Yes"}])),
        "fields[0].options[0].value: should be a text that is not blank, is true"
    );
    assert_eq!(
        select(json!([{"value": "", "label": "None"}])),
        "fields[0].options[0].value: should be a text that is not blank, is an empty text"
    );
    assert_eq!(error(json!("name")), "fields[0]: should be an object, is the text \"name\"");
}

#[test]
fn a_wrong_section_is_reported_and_costs_nothing_else() {
    let (manifest, problems) =
        Manifest::from_value(&json!({"fields": [{"id": "a", "type": "text", "section": []}]}));
    assert_eq!(manifest.fields.len(), 1);
    assert_eq!(problems, [Problem::new("fields[0].section", "should be a text, is a list")]);
}

#[test]
fn wrong_metadata_is_reported_and_the_rest_is_read() {
    let value = json!({"name": null, "version": 1.5, "description": ["a"], "fields": "none",
        "actions": {"id": "go"}, "navigation": "yes", "license": "MIT"});
    assert_eq!(Manifest::from_value(&value).0.version.as_deref(), Some("1.5"));
    assert_eq!(
        problems(&value),
        [
            "description: should be a text, is a list",
            "navigation: should be true or false, is the text \"yes\"",
            "fields: should be a list, is the text \"none\"",
            "actions: should be a list, is an object",
        ]
    );
    assert_eq!(problems(&json!([])), [": should be an object, is a list"]);
}

#[test]
fn actions_keep_what_the_ui_needs_and_need_a_label() {
    let (manifest, problems) = Manifest::from_value(&json!({"actions": [
        {"id": "go", "label": "Go", "confirm": {"message": "Sure?"}, "button_variant": "light",
         "button_color": "red", "button_label": "Run", "events": ["m3u_refresh"], "background": true},
        {"id": "no_label"},
        {"id": "go", "label": "Again", "confirm": {"required": false}},
        {"id": "bad", "label": "Bad", "events": [1]},
    ]}));
    assert_eq!(manifest.actions.len(), 2);
    assert_eq!(manifest.actions[0].asks_first(), Some(true), "an object means yes");
    assert_eq!(manifest.actions[1].asks_first(), Some(false), "unless it says no");
    assert_eq!(manifest.actions[0].events, ["m3u_refresh"]);
    assert_eq!(
        said(&problems),
        [
            "actions[1].label: is missing",
            "actions[3].events[0]: should be an event's name, is the number 1",
            "actions[2].id: the id `go` is used more than once",
        ]
    );
}
