//! The keys that the incumbent does not know: a wrong one is reported, and costs nothing else.

use super::*;

#[test]
fn what_other_hosts_write_into_a_manifest_is_no_problem() {
    let value = json!({"name": "N", "license": "MIT", "repo_url": "https://a.test/b", "discord_thread": "x",
        "maintainers": ["a"], "min_dispatcharr_version": "0.20", "max_dispatcharr_version": null,
        "source_type": "git", "deprecated": false, "unlisted": true, "logo": {"a": 1}, "$schema": "s",
        "fields": [{"id": "a", "type": "text", "rows": 5}],
        "actions": [{"id": "a", "label": "A", "background": true}]});
    let (manifest, problems) = Manifest::from_value(&value);
    assert_eq!(problems, []);
    assert_eq!(manifest.license.as_deref(), Some("MIT"));
    assert_eq!(manifest.repo_url.as_deref(), Some("https://a.test/b"));
}

#[test]
fn an_empty_manifest_is_a_manifest() {
    assert_eq!(Manifest::from_value(&json!({})), (Manifest::default(), vec![]));
}

#[test]
fn addresses_are_those_of_web_pages_only() {
    for (given, is_kept) in [
        ("https://a.test/x?y#z", true),
        (" HTTP://a.test ", true),
        ("javascript:alert(1)", false),
        ("java\nscript:alert(1)", false),
        ("https://", false),
        ("https://a b", false),
        ("//a.test", false),
        ("data:text/html,x", false),
    ] {
        let (manifest, problems) = Manifest::from_value(&json!({ "help_url": given }));
        assert_eq!(
            (manifest.help_url.is_some(), problems.is_empty()),
            (is_kept, is_kept),
            "{given}"
        );
    }
    let (_, problems) = Manifest::from_value(&json!({"repo_url": "javascript:alert(1)"}));
    assert_eq!(
        said(&problems),
        ["repo_url: should be the address of a web page, is the text \"javascript:alert(1)\""]
    );
    assert_eq!(problems[0].hint.as_deref(), Some("begin it with https://"));
}

/// SQLite takes texts of any length into a varchar(64); PostgreSQL refuses the row.
#[test]
fn names_and_versions_are_cut_to_what_the_database_holds() {
    let value = json!({"name": "ä".repeat(256), "version": "1".repeat(65)});
    let (manifest, _) = Manifest::from_value(&value);
    assert_eq!(manifest.name.unwrap().chars().count(), 255);
    assert_eq!(manifest.version.unwrap().len(), 64);
    assert_eq!(
        problems(&value),
        [
            "name: has 256 characters; only the first 255 are used",
            "version: has 65 characters; only the first 64 are used",
        ]
    );
}

#[test]
fn capabilities_are_kept_whether_known_or_not() {
    let (manifest, problems) = Manifest::from_value(&json!({"manifest_version": 3.0,
        "capabilities": ["persistent_service", "mind_reading", "mind_reading", 7, " "]}));
    assert_eq!(manifest.manifest_version, 3);
    assert_eq!(manifest.needs(), ["persistent_service", "mind_reading"]);
    assert_eq!(
        said(&problems),
        [
            "capabilities[3]: should be a text that is not blank, is the number 7",
            "capabilities[4]: should be a text that is not blank, is the text \" \"",
        ]
    );
    let unknown = Capability::of("mind_reading");
    assert_eq!((unknown.label.as_str(), unknown.description.as_str()), ("mind_reading", ""));
    assert_ne!(Capability::of(PERSISTENT_SERVICE).label, PERSISTENT_SERVICE);
    for version in [json!(-1), json!(1.5), json!("x"), json!([])] {
        let (manifest, problems) = Manifest::from_value(&json!({ "manifest_version": version }));
        assert_eq!((manifest.manifest_version, problems.len()), (0, 1), "{version}");
    }
}

#[test]
fn an_action_in_the_background_asks_for_the_capability_by_itself() {
    let needs = |value| Manifest::from_value(&value).0.needs();
    let actions = json!([{"id": "a", "label": "A", "async": true}]);
    assert_eq!(needs(json!({ "actions": actions })), [BACKGROUND_TASKS]);
    let both = json!({"actions": actions, "capabilities": [BACKGROUND_TASKS]});
    assert_eq!(needs(both), [BACKGROUND_TASKS]);
    assert!(needs(json!({"actions": [{"id": "a", "label": "A", "async": false}]})).is_empty());
}

#[test]
fn each_of_our_own_field_types_comes_through() {
    for value in [
        json!({"id": "a", "label": "A", "type": "multiselect", "default": ["x"],
               "options": [{"value": "x", "label": "X"}], "required": true}),
        json!({"id": "a", "label": "A", "type": "section", "collapsed": true}),
        json!({"id": "a", "label": "A", "type": "file", "accept": [".csv"], "max_size": 1024}),
        json!({"id": "a", "label": "A", "type": "table", "columns": [
            {"id": "n", "label": "N", "type": "number"},
            {"id": "s", "label": "S", "type": "select", "options": [{"value": "x", "label": "X"}]}]}),
        json!({"id": "a", "label": "A", "type": "string", "pattern": "[a-z]+", "pattern_message": "Letters"}),
    ] {
        assert_eq!(field(value.clone()), Ok(value));
    }
}

/// Each of these fields is kept, with what is right about it.
#[test]
fn what_is_wrong_with_our_own_keys_is_said_and_costs_nothing_else() {
    let text = |rest: Value| with(json!({"id": "a", "type": "string"}), rest);
    let number = |rest: Value| with(json!({"id": "a", "type": "number"}), rest);
    let file = |rest: Value| with(json!({"id": "a", "type": "file"}), rest);
    let x = json!([{"value": "x", "label": "X"}]);
    for (given, said) in [
        (
            text(json!({"required": "yes"})),
            "required: should be true or false, is the text \"yes\"",
        ),
        (
            text(json!({"pattern": "["})),
            "pattern: is no pattern that can be used: unclosed character class",
        ),
        (text(json!({"pattern": ["a"]})), "pattern: should be a text, is a list"),
        (
            text(json!({"pattern": "a+", "default": "b"})),
            "default: would not be accepted from a user: must match the pattern a+",
        ),
        (number(json!({"min": 5, "max": 1})), "min: is 5, more than `max`, 1; neither is used"),
        (number(json!({"step": 0})), "step: is 0; it is not used, since a step is more than 0"),
        (
            number(json!({"default": "many"})),
            "default: would not be accepted from a user: must be a number",
        ),
        (
            number(json!({"default": 0, "min": 1})),
            "default: would not be accepted from a user: must be at least 1",
        ),
        (
            json!({"id": "a", "type": "select"}),
            "options: is missing, so there is nothing to choose from",
        ),
        (
            json!({"id": "a", "type": "select", "options": x, "default": "y"}),
            "default: would not be accepted from a user: \"y\" is none of the options",
        ),
        (
            json!({"id": "a", "type": "multiselect", "options": x, "default": ["x", "y"]}),
            "default: would not be accepted from a user: item 2: \"y\" is none of the options",
        ),
        (json!({"id": "a", "type": "table"}), "columns: is missing, so nothing can be entered"),
        (
            json!({"id": "a", "type": "table", "columns": 7}),
            "columns: should be a list, is the number 7",
        ),
        (
            json!({"id": "a", "type": "table", "columns": [{"id": "b", "type": "table"}]}),
            "columns[0].type: is the text \"table\"; must be one of string, number, boolean, select",
        ),
        (file(json!({"accept": 7})), "accept: should be a list of file endings, is the number 7"),
        (
            file(json!({"accept": [".csv", 7]})),
            "accept[1]: should be a file's ending, is the number 7",
        ),
        (file(json!({"accept": ["csv", ".PY"]})), "accept[1]: `.py` files are never accepted"),
        (
            file(json!({"max_size": -1})),
            "max_size: should be a whole number from 0 on, is the number -1",
        ),
        (
            json!({"id": "a", "type": "section", "collapsed": 1}),
            "collapsed: should be true or false, is the number 1",
        ),
    ] {
        let (manifest, _) = Manifest::from_value(&json!({"fields": [given]}));
        assert_eq!(manifest.fields.len(), 1, "{given}");
        let expected = vec![format!("fields[0].{said}")];
        assert_eq!(problems(&json!({"fields": [given]})), expected, "{given}");
    }
}

/// Adding them to every value would leave none that is right.
#[test]
fn limits_that_contradict_each_other_are_not_used() {
    let (manifest, _) = Manifest::from_value(&json!({"fields": [
        {"id": "a", "type": "number", "min": 5, "max": 1, "step": -1}]}));
    let field = &manifest.fields[0];
    assert_eq!((field.min, field.max, field.step), (None, None, None));
}

#[test]
fn a_blank_default_is_no_problem() {
    for value in [
        json!({"id": "a", "label": "A", "type": "number", "default": ""}),
        json!({"id": "a", "label": "A", "type": "boolean", "default": null}),
        json!({"id": "a", "label": "A", "type": "string", "default": "", "pattern": "a+"}),
    ] {
        assert_eq!(field(value.clone()), Ok(value));
    }
}

#[test]
fn file_endings_are_understood_as_html_writes_them_too() {
    let accept = |given: Value| {
        let (manifest, problems) = Manifest::from_value(&json!({"fields": [
            {"id": "a", "type": "file", "accept": given}]}));
        assert_eq!(problems, []);
        manifest.fields[0].accept.clone().unwrap()
    };
    assert_eq!(accept(json!(["csv", ".CSV", " .m3u "])), [".csv", ".m3u"]);
    assert_eq!(accept(json!(".csv, .txt")), [".csv", ".txt"]);
}

#[test]
fn secrets_are_known_by_how_they_are_typed_and_by_their_names() {
    let is_secret = |rest: Value| {
        let value = with(json!({"id": "a", "type": "string"}), rest);
        Manifest::from_value(&json!({"fields": [value]})).0.fields[0].is_secret()
    };
    assert!(is_secret(json!({"input_type": "password"})));
    assert!(is_secret(json!({"id": "API_Key"})));
    assert!(is_secret(json!({"id": "bearer_token", "type": "text"})));
    assert!(is_secret(json!({"id": "clientsecret"})));
    assert!(!is_secret(json!({"id": "key_file"})));
    assert!(!is_secret(json!({"id": "use_token", "type": "boolean"})));
    assert!(!is_secret(json!({"id": "n", "type": "number", "input_type": "password"})));
}

#[test]
fn params_of_an_action_are_fields_and_never_cost_it() {
    let value = json!({"actions": [{"id": "a", "label": "A", "async": "yes", "params": [
        {"id": "who", "label": "Who", "type": "string", "required": true}, {"id": "x", "type": "int"},
        {"id": "who", "type": "text"}]}]});
    let (manifest, problems) = Manifest::from_value(&value);
    assert_eq!(manifest.actions[0].params.len(), 3);
    assert!(!manifest.actions[0].is_async);
    assert_eq!(problems[0].path, "actions[0].params[1].type");
    assert_eq!(problems[0].hint.as_deref(), Some("did you mean `number`?"));
    assert_eq!(
        (problems[1].path.as_str(), problems[1].severity),
        ("actions[0].params[2].id", Severity::Warning)
    );
    assert_eq!(problems[2].path, "actions[0].async");
}

#[test]
fn confirm_is_understood_in_every_form_that_plugins_write() {
    for (confirm, asks) in [
        (json!(true), Some(true)),
        (json!(false), Some(false)),
        (json!(null), None),
        (json!({"required": true, "title": "T", "message": "M"}), Some(true)),
        (json!({"title": "T", "message": "M"}), Some(true)),
        (json!({"message": "M"}), Some(true)),
        (json!({"required": false, "message": "M"}), Some(false)),
        (json!({}), Some(true)),
        (json!("Really?"), Some(true)),
        (json!(""), Some(false)),
        (json!(1), Some(true)),
        (json!(0), Some(false)),
        (json!(["x"]), Some(true)),
    ] {
        let value = json!({"actions": [{"id": "a", "label": "A", "confirm": confirm}]});
        let (manifest, problems) = Manifest::from_value(&value);
        assert_eq!((manifest.actions[0].asks_first(), problems.len()), (asks, 0), "{confirm}");
    }
}

#[test]
fn a_misspelled_key_is_pointed_at() {
    let value =
        json!({"actions": [{"id": "a", "lable": "A"}], "fields": [{"id": "a", "tpye": "text"}]});
    let (_, problems) = Manifest::from_value(&value);
    let hints: Vec<_> = problems.iter().map(|p| p.hint.as_deref().unwrap()).collect();
    let label = "did you mean `label` where it says `lable`?";
    assert_eq!(hints, ["did you mean `type` where it says `tpye`?", label]);
}

#[test]
fn more_than_anybody_reads_is_only_counted() {
    let value = json!({"fields": vec![json!({"id": "a"}); 1001]});
    let (manifest, problems) = Manifest::from_value(&value);
    assert_eq!((manifest.fields.len(), problems.len()), (0, 101));
    assert_eq!(problems[0].message, "has 1001 items; only the first 1000 are used");
    assert_eq!(problems[100].message, "has 901 problems more");
    assert!(problems[100].severity.is_error());
}

/// 23,000 of these fit into the largest file that is read.
#[test]
fn patterns_that_take_long_do_not_take_longer_the_more_there_are() {
    let field = json!({"id": "a", "type": "text", "pattern": r"\w{300}"});
    let started = std::time::Instant::now();
    let params = json!({"id": "a", "label": "A", "params": vec![field; 300]});
    let (_, problems) = Manifest::from_value(&json!({"actions": vec![params; 70]}));
    assert_eq!(problems.len(), 101);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

fn with(mut value: Value, rest: Value) -> Value {
    for (key, given) in rest.as_object().unwrap() {
        value[key] = given.clone();
    }
    value
}
