//! Which value may be saved for which field, and as what.

use super::*;

/// `given` for a field of this type with this rest.
fn saved(field_type: &str, rest: Value, given: Value) -> Result<Value, String> {
    let mut field = json!({"id": "f", "type": field_type});
    field.as_object_mut().unwrap().extend(map(rest));
    accepted(&fields(json!([field]))[0], &given)
}

fn table(cases: Vec<(&str, Value, Value, Result<Value, &str>)>) {
    for (field_type, rest, given, expected) in cases {
        let told = saved(field_type, rest.clone(), given.clone());
        assert_eq!(told, expected.map_err(str::to_owned), "{field_type} {rest}: {given}");
    }
}

#[test]
fn numbers() {
    let none = json!({});
    table(vec![
        ("number", none.clone(), json!(5), Ok(json!(5))),
        ("number", none.clone(), json!(5.0), Ok(json!(5.0))),
        ("number", none.clone(), json!(" 5 "), Ok(json!(5))),
        ("number", none.clone(), json!("-0.25"), Ok(json!(-0.25))),
        ("number", none.clone(), json!("1e3"), Ok(json!(1000.0))),
        ("number", none.clone(), json!("NaN"), Err("must be a number")),
        ("number", none.clone(), json!("inf"), Err("must be a number")),
        ("number", none.clone(), json!("1e999"), Err("must be a number")),
        ("number", none.clone(), json!("5 cm"), Err("must be a number")),
        ("number", none.clone(), json!(true), Err("must be a number")),
        ("number", none.clone(), json!([5]), Err("must be a number")),
        ("number", json!({"min": 1}), json!(0.5), Err("must be at least 1")),
        ("number", json!({"min": 1}), json!("1"), Ok(json!(1))),
        ("number", json!({"max": 9.5}), json!(10), Err("must be at most 9.5")),
        ("number", json!({"max": 9.5}), json!(9.5), Ok(json!(9.5))),
        ("number", json!({"step": 0.1}), json!(0.3), Ok(json!(0.3))),
        (
            "number",
            json!({"step": 0.1}),
            json!(0.35),
            Err("must be reached from 0 in steps of 0.1"),
        ),
        ("number", json!({"min": 1, "step": 5}), json!(11), Ok(json!(11))),
        (
            "number",
            json!({"min": 1, "step": 5}),
            json!(10),
            Err("must be reached from 1 in steps of 5"),
        ),
        (
            "number",
            json!({"step": 1}),
            json!(123_456_789_012_345_u64),
            Ok(json!(123_456_789_012_345_u64)),
        ),
    ]);
}

#[test]
fn switches() {
    let refused = Err("must be true or false");
    table(vec![
        ("boolean", json!({}), json!(true), Ok(json!(true))),
        ("boolean", json!({}), json!("Yes"), Ok(json!(true))),
        ("boolean", json!({}), json!("off"), Ok(json!(false))),
        ("boolean", json!({}), json!(0), Ok(json!(false))),
        ("boolean", json!({}), json!(1.0), Ok(json!(true))),
        ("boolean", json!({}), json!(2), refused.clone()),
        ("boolean", json!({}), json!("maybe"), refused.clone()),
        ("boolean", json!({}), json!({}), refused),
    ]);
}

#[test]
fn choices() {
    let options = json!({"options": [{"value": 1, "label": "One"}, {"value": "b", "label": "B"}]});
    table(vec![
        ("select", options.clone(), json!(1), Ok(json!(1))),
        ("select", options.clone(), json!("1"), Ok(json!("1"))),
        ("select", options.clone(), json!("b"), Ok(json!("b"))),
        ("select", options.clone(), json!("B"), Err("\"B\" is none of the options")),
        ("select", options.clone(), json!(["b"]), Err("must be one of the options")),
        ("select", json!({"options": []}), json!("b"), Ok(json!("b"))),
        ("multiselect", options.clone(), json!([1, "b", "b"]), Ok(json!([1, "b"]))),
        ("multiselect", options.clone(), json!([]), Ok(json!([]))),
        ("multiselect", options.clone(), json!("b"), Err("must be a list of options")),
        (
            "multiselect",
            options.clone(),
            json!(["b", "x"]),
            Err("item 2: \"x\" is none of the options"),
        ),
        ("multiselect", options, json!([["b"]]), Err("item 1: must be one of the options")),
    ]);
    let unknown =
        Manifest::from_value(&json!({"fields": [{"id": "f", "type": "select"}]})).0.fields;
    assert_eq!(accepted(&unknown[0], &json!("b")), Ok(json!("b")), "nobody knows what there is");
}

#[test]
fn texts() {
    let pattern = json!({"pattern": "[a-z]+(,[a-z]+)*"});
    table(vec![
        ("string", json!({}), json!("ü\n"), Ok(json!("ü\n"))),
        ("string", json!({}), json!(5), Ok(json!("5"))),
        ("string", json!({}), json!(true), Err("must be a text")),
        ("text", json!({}), json!(["a"]), Err("must be a text")),
        ("string", pattern.clone(), json!("a,b"), Ok(json!("a,b"))),
        ("string", pattern.clone(), json!("a,"), Err("must match the pattern [a-z]+(,[a-z]+)*")),
        ("string", pattern.clone(), json!(""), Ok(json!(""))),
        (
            "text",
            json!({"pattern": "[a-z]", "pattern_message": "One letter"}),
            json!("ab"),
            Err("One letter"),
        ),
        (
            "file",
            json!({}),
            json!("/data/plugins/p/uploads/f/a.csv"),
            Ok(json!("/data/plugins/p/uploads/f/a.csv")),
        ),
        ("file", json!({}), json!(7), Err("must be the path of an uploaded file")),
    ]);
}

#[test]
fn rows() {
    let columns = json!({"columns": [
        {"id": "n", "label": "Name", "type": "string"}, {"id": "p", "label": "Port", "type": "number"},
        {"id": "s", "label": "On", "type": "boolean"},
        {"id": "k", "label": "Kind", "type": "select", "options": [{"value": "a", "label": "A"}]},
    ]});
    table(vec![
        (
            "table",
            columns.clone(),
            json!([{"n": "x", "p": "80", "s": "on", "k": "a", "other": [1]}, {}, {"p": null, "n": ""}]),
            Ok(
                json!([{"n": "x", "p": 80, "s": true, "k": "a", "other": [1]}, {}, {"p": null, "n": ""}]),
            ),
        ),
        ("table", columns.clone(), json!({}), Err("must be a list of rows")),
        ("table", columns.clone(), json!([{}, 7]), Err("row 2: must be an object")),
        (
            "table",
            columns.clone(),
            json!([{}, {"p": "many"}]),
            Err("row 2, column \"Port\": must be a number"),
        ),
        (
            "table",
            columns.clone(),
            json!([{"n": 5}]),
            Err("row 1, column \"Name\": must be a text"),
        ),
        (
            "table",
            columns.clone(),
            json!([{"s": []}]),
            Err("row 1, column \"On\": must be true or false"),
        ),
        (
            "table",
            columns,
            json!([{"k": "b"}]),
            Err("row 1, column \"Kind\": \"b\" is none of the options"),
        ),
    ]);
}
