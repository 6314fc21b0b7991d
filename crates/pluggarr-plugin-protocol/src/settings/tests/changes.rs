//! What becomes of stored settings when new ones are saved.

use super::*;

fn declared() -> Vec<Field> {
    fields(json!([
        {"id": "text", "type": "string"},
        {"id": "count", "type": "number", "min": 1, "default": 3},
        {"id": "on", "type": "boolean"},
        {"id": "kind", "type": "select", "options": [{"value": "a", "label": "A"}]},
        {"id": "kinds", "type": "multiselect", "options": [{"value": "a", "label": "A"}]},
        {"id": "rows", "type": "table", "columns": [{"id": "n", "type": "number"}]},
        {"id": "key", "type": "string", "input_type": "password"},
        {"id": "must", "type": "string", "required": true},
        {"id": "note", "type": "info"},
        {"id": "part", "type": "section"},
    ]))
}

fn save(change: Change, stored: Value, new: Value) -> Result<Value, Value> {
    match changed(&declared(), &map(stored), &map(new), change) {
        Ok(settings) => Ok(Value::Object(settings)),
        Err(refusals) => Err(json!(refusals)),
    }
}

fn replace(stored: Value, new: Value) -> Result<Value, Value> {
    save(Change::Replace, stored, new)
}

fn merge(stored: Value, new: Value) -> Result<Value, Value> {
    save(Change::Merge, stored, new)
}

#[test]
fn replacing_forgets_declared_fields_only() {
    let stored = json!({"text": "a", "count": 5, "of_the_plugin": [1], "key": "hunter2"});
    assert_eq!(
        replace(stored, json!({"text": "b", "new": null})),
        Ok(json!({"text": "b", "of_the_plugin": [1], "key": "hunter2", "new": null}))
    );
}

#[test]
fn merging_forgets_nothing() {
    let stored = json!({"text": "a", "count": 5, "x": 1});
    assert_eq!(
        merge(stored, json!({"text": "b", "x": null, "y": 2})),
        Ok(json!({"text": "b", "count": 5, "x": null, "y": 2}))
    );
}

#[test]
fn a_blank_number_switch_or_choice_is_forgotten() {
    let stored =
        json!({"count": 5, "on": true, "kind": "a", "text": "t", "kinds": ["a"], "rows": [{}]});
    let new =
        json!({"count": "", "on": null, "kind": "", "text": null, "kinds": null, "rows": null});
    assert_eq!(merge(stored, new), Ok(json!({})));
}

#[test]
fn an_empty_text_or_list_is_a_value() {
    let new = json!({"text": "", "kinds": [], "rows": []});
    assert_eq!(merge(json!({}), new.clone()), Ok(new));
}

#[test]
fn one_wrong_value_and_nothing_is_saved() {
    assert_eq!(merge(json!({}), json!({"count": []})), Err(json!({"count": "must be a number"})));
    let new = json!({"text": "b", "count": 0, "kind": "x", "rows": [{"n": "x"}]});
    assert_eq!(
        merge(json!({"text": "a"}), new),
        Err(json!({
            "count": "must be at least 1",
            "kind": "\"x\" is none of the options",
            "rows": "row 1, column \"n\": must be a number",
        }))
    );
}

#[test]
fn what_is_stored_already_is_never_refused() {
    let stored = json!({"count": "many", "kind": "gone", "kinds": ["gone"], "rows": [{"n": "x"}], "must": ""});
    for change in [Change::Replace, Change::Merge] {
        assert_eq!(save(change, stored.clone(), stored.clone()), Ok(stored.clone()));
    }
    // Nor are those parts of a list that were there.
    let new = json!({"kinds": ["gone", "a"], "rows": [{"n": "2"}, {"n": "x"}]});
    assert_eq!(
        merge(stored, new),
        Ok(json!({"count": "many", "kind": "gone", "kinds": ["gone", "a"],
                  "rows": [{"n": 2}, {"n": "x"}], "must": ""}))
    );
    let rows = json!({"rows": [{"n": "x"}, {"n": "y"}]});
    let refused = json!({"rows": "row 2, column \"n\": must be a number"});
    assert_eq!(merge(json!({"rows": [{"n": "x"}]}), rows), Err(refused));
}

#[test]
fn a_secret_stays_unless_it_is_given_anew() {
    let stored = json!({"key": "hunter2", "other_token": "t0ken"});
    for change in [Change::Replace, Change::Merge] {
        let kept = |new: Value| save(change, stored.clone(), new);
        assert_eq!(kept(json!({})), Ok(stored.clone()));
        assert_eq!(kept(json!({"key": MASK, "other_token": MASK})), Ok(stored.clone()));
        let cleared = json!({"key": "", "other_token": ""});
        assert_eq!(kept(cleared.clone()), Ok(cleared));
        let new = json!({"key": "swordfish", "other_token": "t"});
        assert_eq!(kept(new.clone()), Ok(new));
    }
    let nothing = merge(json!({}), json!({"key": MASK, "other_token": MASK}));
    assert_eq!(nothing, Ok(json!({})), "the mask is no value");
    assert_eq!(merge(json!({}), json!({"text": MASK})), Ok(json!({"text": MASK})), "no secret");
}

#[test]
fn what_is_required_cannot_be_blanked() {
    let refused = Err(json!({"must": "must not be left blank"}));
    for blank in [json!(""), json!("  "), json!(null)] {
        assert_eq!(merge(json!({"must": "a"}), json!({"must": blank})), refused, "{blank}");
    }
    assert_eq!(replace(json!({"must": "a"}), json!({})), refused);
    assert_eq!(replace(json!({}), json!({"text": "b"})), Ok(json!({"text": "b"})), "it was blank");
    let with_default =
        fields(json!([{"id": "a", "type": "number", "required": true, "default": 3}]));
    let stored = map(json!({"a": 5}));
    assert_eq!(
        changed(&with_default, &stored, &map(json!({"a": ""})), Change::Merge),
        Ok(map(json!({})))
    );
}

#[test]
fn explanations_and_headings_are_never_stored() {
    assert_eq!(merge(json!({}), json!({"note": "x", "part": true})), Ok(json!({})));
    let stored = json!({"note": "of an earlier version"});
    assert_eq!(replace(stored.clone(), json!({})), Ok(stored));
}

#[test]
fn a_reset_forgets_the_fields_it_names_or_all_declared_ones() {
    let stored = map(json!({"text": "a", "count": 5, "key": "k", "note": "n", "x": 1}));
    let reset = |ids: Option<&[&str]>| {
        let ids = ids.map(|ids| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
        Value::Object(without(&declared(), &stored, ids.as_deref()))
    };
    assert_eq!(reset(None), json!({"note": "n", "x": 1}));
    assert_eq!(reset(Some(&["count", "x"])), json!({"text": "a", "key": "k", "note": "n", "x": 1}));
}
