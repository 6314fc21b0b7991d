use super::*;

#[test]
fn defaults_fill_what_is_not_stored_and_nothing_else() {
    let fields = fields(json!([
        {"id": "greeting", "type": "string", "default": "Hello"},
        {"id": "count", "type": "number", "default": 3},
        {"id": "maybe", "type": "string", "default": null},
        {"id": "no_default", "type": "string"},
    ]));
    let stored = json!({"greeting": "", "from_an_old_version": 1});
    let settings = with_defaults(&fields, stored.as_object().unwrap());
    assert_eq!(
        Value::Object(settings),
        json!({"greeting": "", "from_an_old_version": 1, "count": 3, "maybe": null})
    );
}
