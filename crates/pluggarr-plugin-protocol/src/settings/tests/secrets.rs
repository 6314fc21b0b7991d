//! What nobody is shown.

use super::*;

fn declared() -> Vec<Field> {
    fields(json!([
        {"id": "pin", "type": "string", "input_type": "password"},
        {"id": "api_key", "type": "string"},
        {"id": "use_token", "type": "boolean"},
        {"id": "accounts", "type": "table", "columns": [{"id": "password", "type": "string"}]},
    ]))
}

#[test]
fn every_secret_that_is_there_is_masked() {
    let settings = map(json!({
        "pin": "1234", "api_key": "", "use_token": true, "refresh_token": "abc", "old_key": 7, "plain": "x",
    }));
    assert_eq!(
        Value::Object(masked(&declared(), &settings)),
        json!({"pin": MASK, "api_key": "", "use_token": true, "refresh_token": MASK, "old_key": 7, "plain": "x"})
    );
    assert_eq!(secrets_set(&declared(), &settings), ["pin", "refresh_token"]);
}

#[test]
fn logs_are_kept_free_of_secrets_however_deep_they_lie() {
    let settings = map(json!({
        "pin": "123", "api_key": "hunter2-and-more", "token": "hunter2", "plain": "visible", "blank_key": "     ",
        "accounts": [{"user": "ann", "password": "swordfish"}, {"password": "hunter2"}],
        "cache": {"session": {"access_token": "deep"}}, "masked_key": MASK,
    }));
    let secrets = secret_values(&declared(), &settings);
    assert_eq!(secrets, ["hunter2-and-more", "swordfish", "hunter2", "deep"], "longest first");
}
