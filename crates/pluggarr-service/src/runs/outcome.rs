//! What a result says about how a run went. Pure.
//!
//! Plugins say it in words of their own. What is plainly an error must never pass for a success; a word that nobody
//! knows is a success, since the action did return.

use pluggarr_store::runs::RunOutcome;
use serde_json::Value;

const FAILURES: &[&str] =
    &["error", "errors", "failed", "failure", "fail", "false", "invalid", "denied", "timeout"];
const WARNINGS: &[&str] =
    &["warning", "warn", "partial", "skipped", "canceled", "cancelled", "aborted"];
/// Characters of a message that lists show.
const LONGEST_MESSAGE: usize = 500;

/// What a result says about how the run went.
pub(crate) fn outcome_of(result: &Value) -> RunOutcome {
    let Some(answer) = result.as_object() else { return RunOutcome::Succeeded };
    let word = match answer.get("status").or_else(|| answer.get("success")) {
        Some(Value::String(word)) => word.trim().to_ascii_lowercase(),
        Some(Value::Bool(word)) => word.to_string(),
        // No word of its own: an error that is named is one all the same.
        _ => match answer.get("error") {
            None | Some(Value::Null | Value::Bool(false)) => return RunOutcome::Succeeded,
            Some(Value::String(text)) if text.is_empty() => return RunOutcome::Succeeded,
            Some(_) => return RunOutcome::Failed,
        },
    };
    if FAILURES.contains(&word.as_str()) {
        RunOutcome::Failed
    } else if WARNINGS.contains(&word.as_str()) {
        RunOutcome::Warned
    } else {
        RunOutcome::Succeeded
    }
}

/// What a result says to people, in short.
pub(crate) fn message_of(result: &Value) -> Option<String> {
    let text = match result {
        Value::Object(answer) => ["message", "error", "detail", "result"]
            .iter()
            .find_map(|key| answer.get(*key)?.as_str().filter(|text| !text.is_empty()))?,
        Value::String(text) => text,
        _ => return None,
    };
    Some(text.chars().take(LONGEST_MESSAGE).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn words_are_taken_for_what_they_mean() {
        for (result, outcome) in [
            (json!({"status": "ok"}), RunOutcome::Succeeded),
            (json!({"status": "Success "}), RunOutcome::Succeeded),
            (json!({"status": "running"}), RunOutcome::Succeeded),
            (json!({"status": "purple"}), RunOutcome::Succeeded),
            (json!({"status": true}), RunOutcome::Succeeded),
            (json!({"status": "warning"}), RunOutcome::Warned),
            (json!({"status": "skipped"}), RunOutcome::Warned),
            (json!({"status": "ERROR"}), RunOutcome::Failed),
            (json!({"status": false}), RunOutcome::Failed),
            (json!({"success": false}), RunOutcome::Failed),
            (json!({"error": "no"}), RunOutcome::Failed),
            (json!({"error": null}), RunOutcome::Succeeded),
            (json!({"error": ""}), RunOutcome::Succeeded),
            (json!({"status": "ok", "error": "none"}), RunOutcome::Succeeded),
            (json!([1]), RunOutcome::Succeeded),
        ] {
            assert_eq!(outcome_of(&result), outcome, "{result}");
        }
    }

    #[test]
    fn a_message_is_looked_for_and_cut() {
        let message = |result: Value| message_of(&result);
        assert_eq!(message(json!({"message": "done", "error": "x"})).as_deref(), Some("done"));
        assert_eq!(message(json!({"message": "", "error": "x"})).as_deref(), Some("x"));
        assert_eq!(message(json!({"status": "ok", "result": "text"})).as_deref(), Some("text"));
        assert_eq!(message(json!({"status": "ok", "result": [1]})), None);
        assert_eq!(message(json!({"message": "ü".repeat(900)})).unwrap().chars().count(), 500);
    }
}
